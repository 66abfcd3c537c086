/** What a website does not say in a language, counted text by text. */
import type { Inbox, WebsiteSettings } from '../../../../shared/model/inbox.ts';
import { countMissing, coverLanguage, findFixed } from './language-coverage.ts';

const settings: WebsiteSettings = {
  ...{ siteName: 'Shop', greeting: 'Hello', accent: '#335577', position: 'right', allowedOrigins: [] },
  ...{ identityRequired: false, typingPreview: false, privacyUrl: '' },
  form: [
    { type: 'choice', key: 'topic', label: 'Topic', choices: ['Order', 'Return'], required: true },
    { type: 'email', key: 'email', label: 'Your email', required: false },
  ],
};
const site = (name: string, over: Partial<WebsiteSettings> = {}): Inbox => ({
  ...{ id: name as Inbox['id'], name, channel: 'webchat', queueId: 'q' as Inbox['queueId'], calendarId: null },
  ...{ reopenHours: 24, abandonAfterSeconds: 60, settings: { ...settings, ...over } },
});

test('greeting, questions and choices are counted, in a language it is not written in', () => {
  expect(countMissing(settings, 'en')).toBe(0);
  expect(countMissing(settings, 'zh')).toBe(5);
  const half = { zh: { greeting: '您好', form: { topic: { label: '主题', choices: ['订单', ''] } } } };
  expect(countMissing({ ...settings, texts: half }, 'zh')).toBe(2);
  expect(countMissing({ ...settings, greeting: '', form: [] }, 'zh')).toBe(0);
  expect(countMissing({ ...settings, writtenIn: 'zh' }, 'zh')).toBe(0);
});

test('websites with one language of their own are not asked for others', () => {
  const sites = [site('One'), site('Two', { language: 'zh' }), site('Three', { writtenIn: 'zh', language: 'auto' })];
  const { following, missing } = coverLanguage(sites, 'zh');
  expect(following).toBe(2);
  expect(missing.map(({ inbox, count }) => [inbox.name, count])).toEqual([['One', 5]]);
  expect(findFixed(sites).map(({ inbox, language }) => [inbox.name, language])).toEqual([['Two', 'zh']]);
});
