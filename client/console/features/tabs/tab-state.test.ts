import fc from 'fast-check';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import { readMark, splitTabs } from './tab-state.ts';

const make = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `tab-${at}` }));
const ids = (tabs: readonly { id: string }[]) => tabs.map((tab) => tab.id);

test('all of them while they fit', () => {
  expect(splitTabs(make(4), 480, undefined).rest).toEqual([]);
  expect(splitTabs([], 0, undefined)).toEqual({ shown: [], rest: [] });
});

test('the selected one is always shown', () => {
  const { shown, rest } = splitTabs(make(6), 480, 'tab-5');
  expect(ids(shown)).toEqual(['tab-0', 'tab-1', 'tab-5']);
  expect(ids(rest)).toEqual(['tab-2', 'tab-3', 'tab-4']);
});

test('none is lost or doubled, whatever the width', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(3_000), fc.nat(40), (count, width, at) => {
      const tabs = make(count);
      const { shown, rest } = splitTabs(tabs, width, `tab-${at}`);
      expect([...ids(shown), ...ids(rest)].sort()).toEqual(ids(tabs).sort());
      if (at < count) expect(ids(shown)).toContain(`tab-${at}`);
      if (rest.length > 0) expect(Math.max(1, shown.length) * 120).toBeLessThanOrEqual(Math.max(120, width));
    }),
  );
});

test.each([
  ['webchat', 'away'],
  ['email', null],
  ['phone', null],
])('only who chats can have left the page: %s', (channel, mark) => {
  const row = { conversation: { status: 'open', work: null, channel } } as unknown as ConversationRow;
  expect(readMark(row, { isSelected: true, isTyping: false, isOnline: false })).toBe(mark);
});
