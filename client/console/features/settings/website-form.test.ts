import { allLanguages, type Inbox, websiteSettingsSchema } from '../../../../shared/model/inbox.ts';
import { findProblem, pickKey, toDraft, toInbox, toWidgetInbox } from './website-form.ts';

const inbox = {
  id: 'i',
  name: 'Website',
  channel: 'webchat',
  queueId: 'q',
  calendarId: null,
  reopenHours: 24,
  abandonAfterSeconds: 60,
  settings: {
    siteName: 'Northlight',
    greeting: 'Hello',
    accent: '#335577',
    position: 'right',
    allowedOrigins: ['https://a.example', 'http://localhost:3000'],
    form: [
      { type: 'choice', key: 'topic', label: 'Topic', choices: ['Order', 'Return'], required: true },
      { type: 'email', key: 'email', label: 'Email', required: false },
    ],
    identityRequired: false,
    typingPreview: true,
    privacyUrl: '',
  },
} as unknown as Inbox;

test('settings survive being edited, and pass the schema', () => {
  const saved = toInbox(inbox, toDraft(inbox));
  expect(saved).toEqual({
    ...inbox,
    settings: { ...inbox.settings, language: 'auto', writtenIn: 'en', texts: {}, calls: { on: false, queueId: null } },
  });
  expect(websiteSettingsSchema.safeParse(saved.settings).success).toBe(true);
});

test('texts in another language keep what is said, and forget questions that are not asked any more', () => {
  const draft = toDraft(inbox);
  draft.texts.zh = {
    greeting: ' 您好 ',
    labels: { topic: '主题', gone: '没有了', email: '' },
    choices: { topic: '订单\n', email: 'x' },
  };
  const saved = toInbox(inbox, draft);
  expect(saved.settings.texts).toEqual({
    zh: { greeting: '您好', form: { topic: { label: '主题', choices: ['订单', ''] } } },
  });
  expect(websiteSettingsSchema.safeParse(saved.settings).success).toBe(true);
  expect(toInbox(saved, toDraft(saved))).toEqual(saved);
  expect(toInbox(inbox, { ...draft, writtenIn: 'zh' }).settings.texts).toEqual({});
});

test('a preview shows what is typed, and the saved colour while the typed one is none yet', () => {
  const draft = { ...toDraft(inbox), accent: '#12', greeting: 'Hi' };
  expect(toWidgetInbox(inbox, draft, allLanguages)).toMatchObject({
    accent: '#335577',
    greeting: 'Hi',
    siteName: 'Northlight',
  });
});

test.each([
  [{ origins: 'https://a.example\nwww.b.example' }, { field: 'origins', line: 2, why: 'no-url' }],
  [{ origins: 'https://a.example/path' }, { field: 'origins', line: 1, why: 'path' }],
  [{ origins: 'javascript:alert(1)' }, { field: 'origins', line: 1, why: 'scheme' }],
  [{ privacyUrl: 'privacy' }, { field: 'privacyUrl' }],
  [{ accent: 'blue' }, { field: 'accent' }],
  [{ siteName: ' ' }, { field: 'siteName' }],
  [
    { questions: [{ key: 'q1', label: 'x', type: 'choice' as const, choices: 'one', required: true }] },
    { field: 'choices', question: 0 },
  ],
  [
    { questions: [{ key: 'q1', label: '', type: 'text' as const, choices: '', required: true }] },
    { field: 'label', question: 0 },
  ],
])('%j is told as %j', (change, problem) => {
  expect(findProblem({ ...toDraft(inbox), ...change })).toEqual(problem);
});

test('a new question has a key of its own', () => {
  expect(findProblem(toDraft(inbox))).toBeNull();
  expect(pickKey([])).toBe('q1');
  expect(pickKey([{ key: 'q1' }, { key: 'q3' }] as never)).toBe('q2');
});
