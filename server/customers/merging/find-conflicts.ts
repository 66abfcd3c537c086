/** Where two customers have values that are not the same, and whose is proposed. Pure. */
import type { AttributeValue, CustomerHistoryEntry } from '../../../shared/model/customer.ts';
import type { MergeConflict } from '../../../shared/model/customer-merge.ts';
import type { AttributeId } from '../../../shared/model/ids.ts';
import type { Profile } from '../../store/customer-profiles.ts';

type Known = Pick<Profile, 'name' | 'attributes'>;
type Changes = readonly Pick<CustomerHistoryEntry, 'field' | 'at'>[];

/** Proposed is what the team changed last; where it changed neither, what the customer has who goes on. */
export function findConflicts(
  mine: Known,
  theirs: Known,
  changes: { mine: Changes; theirs: Changes },
): MergeConflict[] {
  const lastChange = (of: Changes, field: string): number =>
    Math.max(0, ...of.filter((each) => each.field === field).map(({ at }) => at));
  const conflict = (field: string, own?: AttributeValue | null, other?: AttributeValue | null): MergeConflict[] => {
    if (own === undefined || own === null || other === undefined || other === null || own === other) return [];
    const isNewer = lastChange(changes.theirs, field) > lastChange(changes.mine, field);
    return [{ field, mine: own, theirs: other, preferred: isNewer ? 'theirs' : 'mine' }];
  };
  const fields = Object.keys(mine.attributes) as AttributeId[];
  return [
    ...conflict('name', mine.name, theirs.name),
    ...fields.flatMap((field) => conflict(field, mine.attributes[field], theirs.attributes[field])),
  ];
}
