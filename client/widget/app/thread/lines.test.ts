import type { VisitorEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId, EntryId } from '../../../../shared/model/ids.ts';
import type { OutboxItem } from '../sync/outbox.ts';
import { findChoices, type LineInput, toLines } from './lines.ts';

const conversationId = '01' as ConversationId;
const noon = Date.parse('2026-11-18T12:00:00Z');

function buildEntry(seq: number, over: Partial<VisitorEntry> = {}): VisitorEntry {
  return {
    ...{
      id: `e${seq}` as EntryId,
      conversationId,
      seq,
      prev: seq - 1,
      at: noon + seq * 1_000,
      author: { kind: 'you' },
    },
    body: { kind: 'message', text: String(seq), files: [] },
    tally: { customer: seq, agent: 0 },
    ...over,
  };
}

const agent = { kind: 'agent', name: 'Maya' } as const;
const build = (over: Partial<LineInput>) =>
  toLines({ entries: [], outbox: [], agentRead: null, newAfter: null, timeZone: 'UTC', ...over });
const item = (clientId: string): OutboxItem => ({
  clientId,
  at: 0,
  conversationId,
  text: clientId,
  files: [],
  answers: {},
  context: {},
});

test('a confirmed message stands once, though the outbox still has it', () => {
  const lines = build({ entries: [buildEntry(1, { clientId: 'a' })], outbox: [item('a'), item('b')] });
  expect(lines.map(({ kind, key }) => [kind, key])).toEqual([
    ['day', 'day1'],
    ['message', 'a'],
    ['pending', 'b'],
  ]);
});

test('one receipt, under the last own message, and none while another is on its way', () => {
  const entries = [buildEntry(1), buildEntry(2), buildEntry(3, { author: agent })];
  const receipts = (input: Partial<LineInput>) =>
    build({ entries, ...input }).flatMap((line) => (line.kind === 'message' ? [line.receipt] : []));
  expect(receipts({})).toEqual([null, 'delivered', null]);
  expect(receipts({ agentRead: { seq: 2, tally: { customer: 2, agent: 0 } } })).toEqual([null, 'read', null]);
  expect(receipts({ outbox: [item('x')] })).toEqual([null, null, null]);
});

test('day marks follow the customer’s zone, and the new line stands before the first new answer', () => {
  const late = Date.parse('2026-11-18T23:30:00Z');
  const entries = [buildEntry(1), buildEntry(2, { author: agent, at: late })];
  expect(build({ entries, newAfter: 1 }).map(({ kind }) => kind)).toEqual(['day', 'message', 'new', 'message']);
  expect(build({ entries, timeZone: 'Europe/Berlin' }).map(({ kind }) => kind)).toEqual([
    'day',
    'message',
    'day',
    'message',
  ]);
});

test('quick replies are offered only while the question is the last word', () => {
  const question = buildEntry(1, {
    author: agent,
    body: { kind: 'message', text: '?', files: [], choices: ['A', 'B'] },
  });
  expect(findChoices(build({ entries: [question] }))).toEqual(['A', 'B']);
  expect(findChoices(build({ entries: [question, buildEntry(2)] }))).toEqual([]);
  expect(findChoices(build({ entries: [question], outbox: [item('a')] }))).toEqual([]);
});
