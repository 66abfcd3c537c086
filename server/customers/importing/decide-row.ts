/** What a row makes of a customer who is known already, and what gives it back. Pure. */

import { limits } from '../../../shared/limits.ts';
import type { AttributeValue, CustomerHistoryEntry } from '../../../shared/model/customer.ts';
import type { AttributeId, TagId } from '../../../shared/model/ids.ts';
import type { WhenKnown } from '../../../shared/model/import.ts';
import type { Profile, ProfileChange } from '../../store/customer-profiles.ts';
import type { PlacedChange } from '../merging/join-profiles.ts';
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

/** What a row did to a document, so that it can be given back. */
export interface RowTrace {
  before: FieldValues;
  after: FieldValues;
  tagIds: TagId[];
  /** at which `rev` each field had been changed before; null: never */
  edits: Record<string, number | null>;
}

/** As the document itself was before it: what was shown may have been somebody's who was merged into it, and is theirs again after that. */
export function traceOf({ after, tagIds }: RowChange, { home, edited }: PlacedChange): RowTrace {
  const own = (field: string) => (field === 'name' ? home.name : (home.attributes[field as AttributeId] ?? null));
  return {
    before: Object.fromEntries(Object.keys(after).map((field) => [field, own(field)])),
    after,
    tagIds,
    edits: Object.fromEntries(edited.map((field) => [field, home.edits[field] ?? null])),
  };
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

/** What is written to the document and taken from it, so that values that came by merges show again. */
export function writeBack(given: GivenBack, edits: RowTrace['edits']) {
  const set: Record<string, unknown> = {};
  const unset: string[] = [];
  if (given.name !== undefined) {
    set.name = given.name;
    if (given.name === null) unset.push('namedByTeam');
  }
  if (given.attributes) set.attributes = given.attributes;
  if (given.tagIds) set.tagIds = given.tagIds;
  for (const field of Object.keys(given.after)) {
    const stamp = edits[field];
    if (stamp === null) unset.push(`edits.${field}`);
    else if (stamp !== undefined) set[`edits.${field}`] = stamp;
  }
  return { set, unset };
}
