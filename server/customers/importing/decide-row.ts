/** What a row makes of a customer who is known already, and what gives it back. Pure. */

import { limits } from '../../../shared/limits.ts';
import type { AttributeValue, CustomerHistoryEntry } from '../../../shared/model/customer.ts';
import type { AttributeId, TagId } from '../../../shared/model/ids.ts';
import type { WhenKnown } from '../../../shared/model/import.ts';
import type { Profile, ProfileChange } from '../../store/customer-profiles.ts';
import type { WantedCustomer } from './read-row.ts';

/** A field by its name or its attribute's id; null: nothing was or is there. */
export type FieldValues = Record<string, AttributeValue | null>;

export interface RowChange {
  change: ProfileChange;
  before: FieldValues;
  after: FieldValues;
  tagIds: TagId[];
}

/** null when they are so already */
export function decideRow(shown: Profile, wanted: WantedCustomer, policy: WhenKnown): RowChange | null {
  const [before, after]: FieldValues[] = [{}, {}];
  const change: ProfileChange = {};
  const put = (field: string, present: AttributeValue | null, next: AttributeValue): boolean => {
    if (present === next || policy === 'skip' || (policy === 'fill' && present !== null)) return false;
    if (before && after) [before[field], after[field]] = [present, next];
    return true;
  };
  if (wanted.name !== null && put('name', shown.name, wanted.name)) change.name = wanted.name;
  const attributes = { ...shown.attributes };
  let isOther = false;
  for (const [id, value] of wanted.attributes) {
    if (!put(id, shown.attributes[id] ?? null, value)) continue;
    attributes[id] = value;
    isOther = true;
  }
  if (isOther) change.attributes = attributes;
  const room = limits.customerTags - shown.tagIds.length;
  const tagIds = policy === 'skip' ? [] : wanted.tagIds.filter((id) => !shown.tagIds.includes(id)).slice(0, room);
  if (tagIds.length > 0) change.tagIds = [...shown.tagIds, ...tagIds];
  if (Object.keys(change).length === 0) return null;
  return { change, before: before ?? {}, after: after ?? {}, tagIds };
}

/** How it is noted down. */
export function historyOf(
  { before, after, tagIds }: Omit<RowChange, 'change'>,
  about: Pick<CustomerHistoryEntry, 'at' | 'byName' | 'source' | 'importId'>,
  nameOf: (id: TagId) => string,
): CustomerHistoryEntry[] {
  const text = (value: AttributeValue | null | undefined): string | null => (value == null ? null : String(value));
  const fields = Object.keys(after).map((field) => ({
    ...{ ...about, field, before: text(before[field]), after: text(after[field]) },
  }));
  const names = tagIds.map(nameOf).join(', ');
  return tagIds.length === 0 ? fields : [...fields, { ...about, field: 'tags', before: null, after: names }];
}

export interface GivenBack {
  name?: string | null;
  attributes?: Profile['attributes'];
  tagIds?: TagId[];
  before: FieldValues;
  after: FieldValues;
  /** somebody has changed one of them since: theirs stays */
  isKept: boolean;
}

/**
 * What undoing a row makes of the document it was written to: whatever nobody has changed since is as before. `isLatest`: whether the newest
 * change of a field that was noted down is this import's.
 */
export function giveBack(
  home: Profile,
  row: Pick<RowChange, 'before' | 'after' | 'tagIds'>,
  isLatest: (field: string) => boolean,
): GivenBack {
  const given: GivenBack = { before: {}, after: {}, isKept: false };
  const attributes = { ...home.attributes };
  for (const [field, written] of Object.entries(row.after)) {
    const present = field === 'name' ? home.name : (home.attributes[field as AttributeId] ?? null);
    if (present !== written || !isLatest(field)) {
      given.isKept = true;
      continue;
    }
    const old = row.before[field] ?? null;
    given.before[field] = present;
    given.after[field] = old;
    if (field === 'name') given.name = old === null ? null : String(old);
    else if (old === null) delete attributes[field as AttributeId];
    else attributes[field as AttributeId] = old;
    if (field !== 'name') given.attributes = attributes;
  }
  const left = home.tagIds.filter((id) => !row.tagIds.includes(id));
  if (left.length < home.tagIds.length) given.tagIds = left;
  return given;
}
