/** Texts in the visitor's language, piece by piece, and never another answer than the one that was asked for. */
import type { WidgetInbox } from '../../../../shared/model/inbox.ts';
import { localize, pickLanguage } from './local-inbox.ts';

const inbox: WidgetInbox = {
  id: '01M82133CGHKWZEA4QT51RYQE4' as WidgetInbox['id'],
  siteName: 'Northlight',
  greeting: 'Hello',
  accent: '#335577',
  position: 'right',
  form: [
    { type: 'choice', key: 'topic', label: 'Topic', choices: ['Order', 'Return', 'Other'], required: true },
    { type: 'email', key: 'email', label: 'Your email', required: false },
  ],
  typingPreview: false,
  privacyUrl: '',
  language: 'auto',
  languages: { served: ['en', 'zh'], fallback: 'en' },
  writtenIn: 'en',
  calls: false,
  texts: { zh: { greeting: '您好', form: { topic: { label: '主题', choices: ['订单', ''] } } } },
};

test('what is translated is shown, the rest as it was written, and choices stay the answers', () => {
  const local = localize(inbox, 'zh-CN');
  expect(local.greeting).toBe('您好');
  expect(local.form).toEqual([
    {
      type: 'choice',
      key: 'topic',
      label: '主题',
      choices: ['Order', 'Return', 'Other'],
      shown: ['订单', 'Return', 'Other'],
      required: true,
    },
    { type: 'email', key: 'email', label: 'Your email', required: false },
  ]);
});

test('the language it was written in, and one without texts, change nothing', () => {
  expect(localize(inbox, 'en-GB')).toBe(inbox);
  expect(localize(inbox, 'de')).toBe(inbox);
  expect(localize({ ...inbox, writtenIn: 'zh' }, 'zh')).toMatchObject({ greeting: 'Hello' });
});

test('an inbox with one language speaks it to everybody', () => {
  expect(pickLanguage(inbox, 'fr')).toBe('fr');
  expect(pickLanguage({ ...inbox, language: 'zh' }, 'fr')).toBe('zh');
  expect(pickLanguage({ ...inbox, language: 'zh', languages: { served: ['en'], fallback: 'en' } }, 'en')).toBe('zh');
  expect(pickLanguage(null, 'fr')).toBe('fr');
});

test('a workspace serves in its own languages, and everybody else in its default', () => {
  const english = { ...inbox, languages: { served: ['en'], fallback: 'en' } } as const satisfies WidgetInbox;
  expect(['zh-CN', 'en-GB', 'ar'].map((wish) => pickLanguage(english, wish))).toEqual(['en', 'en-GB', 'ar']);
  const chinese = { ...inbox, languages: { served: ['zh'], fallback: 'zh' } } as const satisfies WidgetInbox;
  expect(['zh-CN', 'en-GB', 'ar'].map((wish) => pickLanguage(chinese, wish))).toEqual(['zh-CN', 'zh', 'zh']);
  const both = { ...inbox, languages: { served: ['en', 'zh'], fallback: 'zh' } } as const satisfies WidgetInbox;
  expect(['zh-CN', 'en-GB', 'fr'].map((wish) => pickLanguage(both, wish))).toEqual(['zh-CN', 'en-GB', 'zh']);
});
