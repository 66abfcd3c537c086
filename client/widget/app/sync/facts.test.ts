import type { VisitorConversation } from '../../../../shared/model/conversation.ts';
import type { VisitorEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId, EntryId } from '../../../../shared/model/ids.ts';
import { applyConversation, applyEntry, applyThread } from './facts.ts';
import { countUnread, type WidgetState } from './state.ts';

const id = '01HZX0000000000000000000C1' as ConversationId;

function buildConversation(over: Partial<VisitorConversation> = {}): VisitorConversation {
  const none = { seq: 0, tally: { customer: 0, agent: 0 } };
  return {
    ...{ id, rev: 1, status: 'active', agent: { name: 'Maya' }, createdAt: 0, closedAt: null, rating: null },
    marks: { youRead: none, agentRead: none },
    ...over,
  };
}

function buildEntry(seq: number, agentTally: number, over: Partial<VisitorEntry> = {}): VisitorEntry {
  return {
    ...{
      id: `e${seq}` as EntryId,
      conversationId: id,
      seq,
      prev: seq - 1,
      at: seq,
      author: { kind: 'agent', name: 'Maya' },
    },
    body: { kind: 'message', text: `text ${seq}`, files: [] },
    tally: { customer: 0, agent: agentTally },
    ...over,
  };
}

function buildState(): WidgetState {
  const empty: WidgetState = {
    ...{ screen: { name: 'home' }, isOpen: false, isFull: false, link: 'online', refusal: null, inbox: null },
    ...{
      availability: null,
      isVerified: false,
      mailsCodes: false,
      name: null,
      cards: [],
      threads: {},
      places: {},
      typing: {},
    },
    ...{ outbox: [], hasSound: true, isCalling: false, call: null },
  };
  return {
    ...empty,
    ...applyThread(empty, { conversation: buildConversation(), entries: [buildEntry(1, 1)], earlier: false }),
  };
}

test('an answer raises the count, its words come to the card, and the typist is still', () => {
  const state = { ...buildState(), typing: { [id]: 'Maya' } };
  const next = { ...state, ...applyEntry(state, buildEntry(2, 2)) };
  expect(countUnread(next)).toBe(2);
  expect(next.cards[0]?.preview).toBe('text 2');
  expect(next.typing).toEqual({});
  expect(next.threads[id]?.entries.map(({ seq }) => seq)).toEqual([1, 2]);
});

test('the same entry twice changes nothing further', () => {
  const state = buildState();
  const once = { ...state, ...applyEntry(state, buildEntry(2, 2)) };
  const twice = { ...once, ...applyEntry(once, buildEntry(2, 2)) };
  expect(twice.threads[id]?.entries).toHaveLength(2);
  expect(countUnread(twice)).toBe(2);
});

test('reading in one tab lowers the count in all', () => {
  const state = buildState();
  const read = buildConversation({
    rev: 2,
    marks: {
      youRead: { seq: 1, tally: { customer: 0, agent: 1 } },
      agentRead: { seq: 0, tally: { customer: 0, agent: 0 } },
    },
  });
  expect(countUnread({ ...state, ...applyConversation(state, read) })).toBe(0);
  expect(countUnread({ ...state, ...applyConversation(state, buildConversation({ rev: 0 })) })).toBe(1);
});

test('a conversation never heard of asks for the whole picture', () => {
  expect(applyEntry(buildState(), buildEntry(1, 1, { conversationId: 'x' as ConversationId }))).toBeNull();
  expect(applyConversation(buildState(), buildConversation({ id: 'x' as ConversationId }))).toBeNull();
});
