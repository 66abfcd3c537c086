/**
 * Customers who were merged, as the one person they are. Nothing is copied when two are merged: each keeps what is theirs, and what is shown
 * follows from that and from the merges that stand. So undoing one, in any order, gives what would be if it had never been. Pure.
 */
import type { AttributeValue } from '../../../shared/model/customer.ts';
import type { AttributeId, CustomerId, TagId } from '../../../shared/model/ids.ts';
import type { MergeLink, Profile, ProfileChange } from '../../store/customer-profiles.ts';

/** A customer and everybody who is part of them, directly or by others. */
export interface Family {
  root: Profile;
  members: readonly Profile[];
  /** as they are shown */
  joined: Profile;
}

interface Part {
  link: MergeLink;
  joined: Profile;
}

export function familyOf(root: Profile, members: readonly Profile[]): Family {
  return { root, members, joined: joinProfile(root, members) };
}

function joinProfile(own: Profile, members: readonly Profile[]): Profile {
  const parts = members
    .flatMap((member): Part[] =>
      member.mergedInto?.into === own.id && member.id !== own.id
        ? [{ link: member.mergedInto, joined: joinProfile(member, members) }]
        : [],
    )
    .sort((a, b) => a.link.rev - b.link.rev);
  if (parts.length === 0) return own;
  const fields = new Set([own, ...parts.map(({ joined }) => joined)].flatMap(({ attributes }) => keysOf(attributes)));
  const known = [...fields].flatMap((field): [AttributeId, AttributeValue][] => {
    const value = choose(own, parts, field, ({ attributes }) => attributes[field]);
    return value === undefined ? [] : [[field, value]];
  });
  const name = choose(own, parts, 'name', (each) => each.name ?? undefined);
  return {
    ...own,
    name: name ?? parts.findLast(({ link }) => link.label !== null)?.link.label ?? null,
    email: own.email ?? parts.find(({ joined }) => joined.email !== null)?.joined.email ?? null,
    createdAt: Math.min(own.createdAt, ...parts.map(({ joined }) => joined.createdAt)),
    tagIds: joinTags(own, parts),
    attributes: Object.fromEntries(known) as Profile['attributes'],
    notes: [own, ...parts.map(({ joined }) => joined)].flatMap(({ notes }) => notes).sort((a, b) => a.at - b.at),
  };
}

/** Merges that came after the last change of this field; an older one was overruled by it. */
const since = (own: Profile, parts: readonly Part[], field: string): readonly Part[] =>
  parts.filter(({ link }) => link.rev > (own.edits[field] ?? 0));

/** What a merge gave, the newest first; else one's own; else whatever there is, the oldest first. */
function choose<T>(own: Profile, parts: readonly Part[], field: string, read: (profile: Profile) => T | undefined) {
  const later = since(own, parts, field);
  const given = later.filter(({ link }) => link.takes.includes(field)).toReversed();
  return [...given.map(({ joined }) => joined), own, ...later.map(({ joined }) => joined)]
    .map(read)
    .find((value) => value !== undefined);
}

function joinTags(own: Profile, parts: readonly Part[]): TagId[] {
  const all = new Set([own, ...parts.map(({ joined }) => joined)].flatMap(({ tagIds }) => tagIds));
  return [...all].filter(
    (id) => own.tagIds.includes(id) || since(own, parts, tagField(id)).some(({ joined }) => joined.tagIds.includes(id)),
  );
}

/** What is written where when somebody changes what is shown. */
export interface PlacedChange {
  /** whose document it is written to */
  home: Profile;
  change: ProfileChange;
  edited: string[];
}

/** A change belongs to whoever the others are part of, so it stays with them; a note stays with whom it was written about. */
export function placeChange({ root, members, joined }: Family, change: ProfileChange): PlacedChange {
  if (change.notes) return placeNotes(root, members, joined, change.notes);
  const own: ProfileChange = {};
  const edited: string[] = [];
  if (change.name !== undefined) {
    own.name = change.name;
    edited.push('name');
  }
  if (change.attributes) {
    const next = change.attributes;
    const attributes = { ...root.attributes };
    for (const field of new Set([...keysOf(joined.attributes), ...keysOf(next)])) {
      if (joined.attributes[field] === next[field]) continue;
      if (next[field] === undefined) delete attributes[field];
      else attributes[field] = next[field];
      edited.push(field);
    }
    own.attributes = attributes;
  }
  if (change.tagIds) {
    const next = change.tagIds;
    const [added, removed] = [without(next, joined.tagIds), without(joined.tagIds, next)];
    own.tagIds = [...new Set([...without(root.tagIds, removed), ...added])];
    edited.push(...[...added, ...removed].map(tagField));
  }
  // Nobody was ever merged into them: nothing can come by another way.
  return { home: root, change: own, edited: root.isJoined ? edited : [] };
}

function placeNotes(root: Profile, members: readonly Profile[], joined: Profile, next: Profile['notes']): PlacedChange {
  const touched = joined.notes.find((note) => !next.includes(note));
  const home = (touched && members.find(({ notes }) => notes.some(({ id }) => id === touched.id))) ?? root;
  const changed = touched && next.find(({ id }) => id === touched.id);
  const added = next.filter(({ id }) => !joined.notes.some((note) => note.id === id));
  const notes = home.notes.flatMap((note) => (note.id !== touched?.id ? [note] : changed ? [changed] : []));
  return { home, change: { notes: [...notes, ...added] }, edited: [] };
}

const tagField = (id: TagId): string => `tag:${id}`;
const keysOf = (attributes: Profile['attributes']): AttributeId[] => Object.keys(attributes) as AttributeId[];
const without = <T>(some: readonly T[], others: readonly T[]): T[] => some.filter((each) => !others.includes(each));

/** Who somebody is part of in the end; somebody who is merged in a circle, for the moment in which two merges meet, is themselves. */
export function rootIdOf(id: CustomerId, linkOf: (id: CustomerId) => CustomerId | null | undefined): CustomerId {
  const way = new Set([id]);
  let here = id;
  for (let next = linkOf(here); next; next = linkOf(here)) {
    if (way.has(next)) return id;
    way.add(next);
    here = next;
  }
  return here;
}
