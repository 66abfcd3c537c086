/** Whatever a visitor's browser sends: what is taken is clean, what is not names its fields. */
import fc from 'fast-check';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { FormField, Inbox, WebsiteSettings } from '../../shared/model/inbox.ts';
import type { VisitorFrame } from '../channel.ts';
import { isBlank } from './clean.ts';
import { parseFrame } from './parse.ts';

const form: FormField[] = [
  { type: 'choice', key: 'topic', label: 'Topic', choices: ['Order', 'Returns'], required: true },
  { type: 'name', key: 'name', label: 'Name', required: false },
  { type: 'email', key: 'email', label: 'Email', required: false },
  { type: 'text', key: 'more', label: 'More', required: false },
];
const settings: WebsiteSettings = {
  siteName: 'Northlight',
  greeting: '',
  accent: '#123456',
  position: 'right',
  allowedOrigins: [],
  form,
  identityRequired: false,
  typingPreview: false,
  privacyUrl: '',
};
const inbox: Inbox = {
  id: '01M82133CGHKWZEA4QT51RYQE4' as Inbox['id'],
  name: 'Shop',
  channel: 'webchat',
  queueId: '01M82133CGHKWZEA4QT51RYQE5' as Inbox['queueId'],
  calendarId: null,
  reopenHours: 24,
  abandonAfterSeconds: 60,
  settings,
};
const makeFrame = (change: Partial<VisitorFrame> = {}): VisitorFrame => ({
  inbox,
  identity: { kind: 'visitor', value: 'v1' },
  at: 5,
  conversationId: '01M82133CGHKWZEA4QT51RYQE6' as NonNullable<VisitorFrame['conversationId']>,
  clientId: 'client-1',
  text: 'Hello',
  files: [],
  answers: {},
  context: {},
  left: false,
  ...change,
});
const file = { id: 'f' as never, name: 'a.png', type: 'image/png', size: 1 };

function refusal(frame: VisitorFrame): Record<string, string> {
  try {
    parseFrame(frame);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.data.fields ?? {};
    throw error;
  }
  return {};
}

it.each([
  ['null bytes and controls', 'a\u0000b\u0007c\u009bd', 'abcd'],
  ['lines of every system', 'a\r\nb\rc\u2028d\te', 'a\nb\nc\nd\te'],
  ['a direction override', 'invoice\u202Egpj.exe', 'invoicegpj.exe'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ['marks beyond what a language needs', `e${'\u0301'.repeat(50)}!`, `e${'\u0301'.repeat(4)}!`],
  ['a flood of what cannot be seen', `a${'\u200b'.repeat(500)}b${'\u200d'.repeat(500)}c`, 'ab\u200dc'],
  ['the ends', '  hi \n\n', 'hi'],
])('cleans %s', (_, text, expected) => {
  expect(parseFrame(makeFrame({ text })).text).toBe(expected);
});

it.each(['', '   ', '\n\t', '\u200b\u200e', '\u0000', '\u3164', '\u2800\u00a0', '\u0301'])(
  'refuses nothing but blanks: %j',
  (text) => {
    expect(refusal(makeFrame({ text }))).toEqual({ text: 'is empty' });
    expect(parseFrame(makeFrame({ text, files: [file] })).text).toBe('');
  },
);

it.each([
  'Grüße, Zoë! مرحبا שלום नमस्ते 你好 สวัสดี',
  'family 👨‍👩‍👧‍👦 flag 🏳️‍🌈 thumbs 👍🏽',
  'می‌خواهم',
  '<script>alert(1)</script> & "quotes"',
])('leaves what people write alone: %s', (text) => {
  expect(parseFrame(makeFrame({ text })).text).toBe(text);
});

it('names every field that is wrong, at once', () => {
  const frame = makeFrame({
    conversationId: null,
    clientId: 'x',
    text: 'x'.repeat(limits.text + 1),
    files: Array.from({ length: 11 }, () => file),
    answers: {
      topic: 'Else',
      email: 'no',
      name: 'n'.repeat(121),
      more: 'm'.repeat(1_001),
      __proto: 'x',
      toString: 'y',
    },
    left: true,
  });
  expect(Object.keys(refusal(frame)).sort()).toEqual([
    'answers.__proto',
    'answers.email',
    'answers.more',
    'answers.name',
    'answers.toString',
    'answers.topic',
    'clientId',
    'email',
    'files',
    'text',
  ]);
});

it('asks for what is required only where a conversation starts', () => {
  expect(refusal(makeFrame({ conversationId: null }))).toEqual({ 'answers.topic': 'is needed' });
  expect(refusal(makeFrame())).toEqual({});
  const left = makeFrame({ conversationId: null, left: true, email: ' Zoe@Example.org ' });
  expect(parseFrame(left).claimed).toEqual({ email: 'zoe@example.org' });
});

it('reads answers in the order of the questions, with the hints they give', () => {
  const answers = { email: 'Zoe@Example.org', name: '  Zoe\u202e   K ', topic: 'Order', more: '\u200b' };
  const read = parseFrame(makeFrame({ conversationId: null, answers }));
  expect(read.form).toEqual([
    { label: 'Topic', value: 'Order' },
    { label: 'Name', value: 'Zoe K' },
    { label: 'Email', value: 'zoe@example.org' },
  ]);
  expect(read.claimed).toEqual({ name: 'Zoe K', email: 'zoe@example.org' });
});

it('keeps of the page only addresses of pages and short lines', () => {
  const context = {
    url: 'javascript:alert(1)',
    referrer: 'https://shop.example/a?b',
    title: 'Lamp\u0000\n\u202ex',
    language: 'de',
  };
  expect(parseFrame(makeFrame({ context })).context).toEqual({
    referrer: 'https://shop.example/a?b',
    title: 'Lamp x',
    language: 'de',
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  fc
    .array(fc.constantFrom('\u0000', '\u202e', '\u0301', '\ud800', '\udc00', '\u200d', '\ufeff', ' ', '\n', 'a', '\r'))
    .map((parts) => parts.join('')),
);

it('takes or names, and what it takes is clean and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.dictionary(fc.oneof(fc.constantFrom('topic', 'name', 'email', 'more'), fc.string()), anyText),
      fc.option(anyText, { nil: undefined }),
      fc.boolean(),
      fc.record({ url: anyText, title: anyText }),
      (text, answers, email, left, context) => {
        const frame = makeFrame({ text, answers, email, left, context, conversationId: null });
        const fields = refusal(frame);
        if (Object.keys(fields).length > 0) return;
        const taken = parseFrame(frame);
        expect(parseFrame(frame)).toEqual(taken);
        expect(parseFrame(makeFrame({ ...frame, text: taken.text })).text).toBe(taken.text);
        expect(isBlank(taken.text)).toBe(false);
        for (const value of [
          taken.text,
          ...taken.form.map((answer) => answer.value),
          ...Object.values(taken.context),
        ]) {
          expect(value).not.toMatch(/\p{Cs}/u);
          expect(value).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
          expect(value).not.toMatch(/\p{M}{5}/u);
        }
      },
    ),
    { numRuns: 300 },
  );
});
