import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import { findTrigger, rankPeople, rankReplies } from './completion.ts';

const both = ['/', '@'] as const;
const at = (text: string, signs: readonly ('/' | '@')[] = both) => findTrigger(text, text.length, signs);

test.each([
  ['/', { sign: '/', start: 0, end: 1, query: '' }],
  ['Hi /ref', { sign: '/', start: 3, end: 7, query: 'ref' }],
  ['Hi @Be', { sign: '@', start: 3, end: 6, query: 'Be' }],
  ['您好/退款', { sign: '/', start: 2, end: 5, query: '退款' }],
  ['(@Zoë', { sign: '@', start: 1, end: 5, query: 'Zoë' }],
])('%s asks', (text, trigger) => {
  expect(at(text)).toEqual(trigger);
});

test.each(['and/or', 'https://parley', 'maya@parley', '/ref und', '1/2', '', `/${'x'.repeat(60)}`])(
  '%s asks nothing',
  (text) => {
    expect(at(text)).toBeNull();
  },
);

test('only at the caret, and only for signs that mean something here', () => {
  expect(findTrigger('/ref more', 4, both)).toMatchObject({ query: 'ref', end: 4 });
  expect(findTrigger('/ref more', 9, both)).toBeNull();
  expect(at('@Be', ['/'])).toBeNull();
});

const reply = (shortcut: string, text = 'words') => ({ shortcut, text }) as CannedReply;

test('shortcuts that begin so come first, then what contains it', () => {
  const replies = [reply('late-refund'), reply('hello', 'About your refund'), reply('refund'), reply('other')];
  expect(rankReplies(replies, 'REFUND').map(({ shortcut }) => shortcut)).toEqual(['refund', 'late-refund', 'hello']);
  expect(rankReplies(replies, '')).toHaveLength(4);
});

test('people are found by any part of their name', () => {
  const people = ['Maya Keller', 'Ben Okafor', 'Kemal Ben', '王小明'].map((name) => ({ name }));
  expect(rankPeople(people, 'ben').map(({ name }) => name)).toEqual(['Ben Okafor', 'Kemal Ben']);
  expect(rankPeople(people, '小').map(({ name }) => name)).toEqual(['王小明']);
});
