import type { QueueId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { type AgentSlot, decide, hasUntried, type WaitingItem } from './decide.ts';

const queue = 'q1' as QueueId;
const agent = (id: string, change: Partial<AgentSlot> = {}): AgentSlot => ({
  id: id as UserId,
  queueIds: [queue],
  presence: 'available',
  connected: true,
  idleSince: 0,
  used: 0,
  capacity: 100,
  openOffers: 0,
  ...change,
});
const item = (id: string, change: Partial<WaitingItem> = {}): WaitingItem => ({
  id: id as WorkItemId,
  queueId: queue,
  rank: 0,
  weight: 34,
  excluded: [],
  preferredAgentId: null,
  ...change,
});
const pairs = (items: WaitingItem[], agents: AgentSlot[], now = 100) =>
  decide({ items, agents }, now).map((decision) => `${decision.item.id}>${decision.agent.id}`);

test('who waits longest goes to who has been idle longest', () => {
  const items = [item('late', { rank: 20 }), item('early', { rank: 10 })];
  expect(pairs(items, [agent('short', { idleSince: 50 }), agent('long', { idleSince: 5 })])).toEqual([
    'early>long',
    'late>short',
  ]);
});

test('an agent without work comes before a busy one, however long that one was given nothing', () => {
  expect(pairs([item('i')], [agent('busy', { used: 34, idleSince: 1 }), agent('idle', { idleSince: 90 })])).toEqual([
    'i>idle',
  ]);
});

test('says why', () => {
  const [decision] = decide(
    { items: [item('i')], agents: [agent('a', { idleSince: 40 }), agent('b', { idleSince: 60 })] },
    100,
  );
  expect(decision?.why).toEqual({ longestIdleMs: 60, previousOwner: false, othersAvailable: 1 });
});

test('the former owner comes first while available, and only then', () => {
  const items = [item('i', { preferredAgentId: 'b' as UserId })];
  expect(pairs(items, [agent('a'), agent('b', { idleSince: 90 })])).toEqual(['i>b']);
  expect(pairs(items, [agent('a'), agent('b', { presence: 'away' })])).toEqual(['i>a']);
  expect(pairs(items, [agent('a'), agent('b', { used: 68 })])).toEqual(['i>a']);
});

test.each<[string, Partial<AgentSlot>]>([
  ['away', { presence: 'away' }],
  ['without a socket', { connected: false }],
  ['with an open offer', { openOffers: 1, used: 34 }],
  ['full', { used: 68 }],
  ['of another queue', { queueIds: ['q2' as QueueId] }],
])('nothing for an agent %s', (_name, change) => {
  expect(pairs([item('i')], [agent('a', change)])).toEqual([]);
});

test('three chats fill an agent, a fourth waits', () => {
  expect(pairs([item('i', { weight: 33 })], [agent('a', { used: 67 })])).toEqual(['i>a']);
  expect(pairs([item('i', { weight: 34 })], [agent('a', { used: 67 })])).toEqual([]);
});

test('who declined is passed over, and the next in line is not held up', () => {
  const items = [item('declined', { excluded: ['a' as UserId] }), item('next', { rank: 1 })];
  expect(pairs(items, [agent('a')])).toEqual(['next>a']);
});

test('a light item passes one that is too heavy for anybody', () => {
  expect(pairs([item('heavy', { weight: 100 }), item('light', { rank: 1 })], [agent('a', { used: 34 })])).toEqual([
    'light>a',
  ]);
});

test('an agent of two queues takes the item that waits longest over both', () => {
  const items = [item('mine', { rank: 5 }), item('other', { rank: 1, queueId: 'q2' as QueueId })];
  expect(pairs(items, [agent('a', { queueIds: [queue, 'q2' as QueueId] })])).toEqual(['other>a']);
});

test('untried is who could take it and has not been asked, even while asked something else', () => {
  const asked = item('i', { excluded: ['a' as UserId] });
  expect(hasUntried(asked, [agent('a')])).toBe(false);
  expect(hasUntried(asked, [agent('a'), agent('b', { openOffers: 1, used: 34 })])).toBe(true);
  expect(hasUntried(asked, [agent('a'), agent('b', { used: 68 })])).toBe(false);
});
