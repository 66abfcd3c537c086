/** What "this one" and "from here" mean. */
import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import type { Placement } from '../../../../../shared/model/placement.ts';
import { chooseMoved } from './movable.ts';

const here = 'here' as ConversationId;
const entry = (seq: number, body: Partial<AgentEntry['body']>) =>
  ({ conversationId: here, seq, body: { text: '', files: [], ...body } }) as AgentEntry;
const entries = [
  entry(1, { kind: 'message' }),
  entry(2, { kind: 'event' }),
  entry(3, { kind: 'note' }),
  entry(4, { kind: 'note', deleted: true }),
  entry(5, { kind: 'message' }),
  entry(6, { kind: 'message' }),
];
const moved = { from: { id: here }, parts: [{ of: here, ranges: [[5, 5]] }] } as unknown as Placement;
const seqs = (reach: 'one' | 'onwards', seq: number, placements: Placement[] = []) =>
  chooseMoved(entries, here, placements, { seq, reach }).map((place) => place.seq);

it('takes one, or all that was written from there on', () => {
  expect(seqs('one', 3)).toEqual([3]);
  expect(seqs('onwards', 1)).toEqual([1, 3, 5, 6]);
});

it('leaves events, notes that were taken back, and what is read elsewhere', () => {
  expect(seqs('one', 2)).toEqual([]);
  expect(seqs('one', 4)).toEqual([]);
  expect(seqs('onwards', 3, [moved])).toEqual([3, 6]);
});
