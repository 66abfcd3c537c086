/** What a client that was away is answered, by how far it is behind and whether what it knows can be true. */
import { limits } from '../../shared/limits.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import { answerSync } from './sync.ts';

const entryAt = (seq: number): Entry => ({ seq, prev: { agent: seq - 1, visitor: seq - 1 } }) as Entry;
const conversationWith = (head: number, rev: number) =>
  ({ id: 'c', rev, heads: { agent: head, visitor: head } }) as unknown as Conversation;

function timelineOf(length: number) {
  const all = Array.from({ length }, (_, index) => entryAt(index + 1));
  return {
    after: async (_id: unknown, _audience: unknown, seq: number, limit: number) =>
      all.filter((entry) => entry.seq > seq).slice(0, limit),
    read: async () => ({ conversation: conversationWith(length, 5), entries: all.slice(-limits.page), earlier: true }),
  };
}

const ask = (length: number, known: { after: number; rev: number }, head = length) =>
  answerSync(timelineOf(length), conversationWith(head, 5), known, {
    audience: 'agent',
    entries: (entries) => entries.map(({ seq }) => seq),
    conversation: ({ rev }) => rev,
    thread: ({ entries }) => entries.length,
  });

test('who has everything gets nothing', async () => {
  expect(await ask(3, { after: 3, rev: 5 })).toEqual({ kind: 'entries', entries: [], more: false });
});

test('who misses entries or state gets just those', async () => {
  expect(await ask(3, { after: 1, rev: 4 })).toEqual({
    kind: 'entries',
    entries: [2, 3],
    more: false,
    conversation: 5,
  });
});

test('a long absence is answered in pages', async () => {
  const answer = await ask(450, { after: 0, rev: 5 });
  expect(answer).toMatchObject({ kind: 'entries', more: true });
  expect(await ask(450, { after: 400, rev: 5 })).toMatchObject({ kind: 'entries', more: false });
});

test('entries that were committed but not yet counted are told, not taken for a rewound client', async () => {
  expect(await ask(4, { after: 3, rev: 5 }, 3)).toMatchObject({ kind: 'entries', entries: [4], more: false });
});

test.each([
  ['too far behind', limits.syncReach + 2, { after: 1, rev: 5 }],
  ['ahead of the database', 3, { after: 9, rev: 5 }],
  ['with a state from the future', 3, { after: 3, rev: 6 }],
])('who is %s gets a new picture', async (_name, length, known) => {
  expect(await ask(length, known)).toMatchObject({ kind: 'reset' });
});
