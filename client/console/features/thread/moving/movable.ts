/** Which entries a move means. Pure. */
import { limits } from '../../../../../shared/limits.ts';
import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import type { Placement } from '../../../../../shared/model/placement.ts';
import { type EntryPlace, leavesBy } from '../../../../../shared/placements.ts';

export const placeOf = ({ conversationId, seq }: AgentEntry): EntryPlace => ({ of: conversationId, seq });

/** Events stay where they happened, and what was moved on is moved from where it is read. */
export function chooseMoved(
  entries: readonly AgentEntry[],
  here: Placement['from']['id'],
  placements: readonly Placement[],
  chosen: { seq: number; reach: 'one' | 'onwards' },
): EntryPlace[] {
  return entries
    .filter(({ seq }) => (chosen.reach === 'one' ? seq === chosen.seq : seq >= chosen.seq))
    .filter(({ body }) => body.kind !== 'event' && !(body.kind === 'note' && body.deleted))
    .map(placeOf)
    .filter((place) => !leavesBy(placements, here, place))
    .slice(0, limits.moved);
}
