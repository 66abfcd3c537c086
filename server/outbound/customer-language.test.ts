/** Parley's own words in a letter, by what the customer wrote and by their browser. */
import { wordsFor } from './customer-language.ts';

const message = (text: string, direction: 'in' | 'out' = 'in') => ({
  direction,
  body: { kind: 'message' as const, text, files: [] },
});
const english = 'What you have not seen of our chat:';
const chinese = '您尚未看到的聊天内容：';

it.each([
  ['what they wrote', [message('你好，我的包裹还没有到')], undefined, chinese],
  ['what they wrote, whatever their browser says', [message('你好，我的包裹还没有到')], 'en-GB', chinese],
  ['what they wrote in English on a Chinese browser', [message('Hello, where is my order please?')], 'zh-CN', english],
  ['a language of which there are no words', [message('Hallo, wo ist meine Bestellung bitte?')], 'de', english],
  ['their browser, when they wrote too little', [message('12345')], 'zh-TW', chinese],
  ['their browser, not what the team wrote', [message('Hello, how may I help you?', 'out')], 'zh-CN', chinese],
  ['nothing', [], undefined, english],
])('goes by %s', (_, entries, browser, expected) => {
  expect(wordsFor(entries, browser).missed).toBe(expected);
});

it('names the conversation', () => {
  expect([wordsFor([]).subject(12), wordsFor([], 'zh').subject(12)]).toEqual(['Your conversation #12', '您的会话 #12']);
});
