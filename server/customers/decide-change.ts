/** What a change makes of a profile, and how it is noted down. Pure: time and ids are arguments. */
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Attribute, Tag } from '../../shared/model/catalogue.ts';
import type { CustomerChange, CustomerHistoryEntry } from '../../shared/model/customer.ts';
import type { CustomerNoteId, TagId, UserId } from '../../shared/model/ids.ts';
import type { Profile, ProfileChange } from '../store/customer-profiles.ts';
import { checkAttribute } from './attributes.ts';

export interface Editor {
  id: UserId;
  name: string;
}

export interface Decision {
  change: ProfileChange;
  history: CustomerHistoryEntry;
}

export interface Known {
  tags: readonly Tag[];
  attributes: readonly Attribute[];
  at: number;
  noteId: CustomerNoteId;
}

/** null when it is so already. @throws AppError `invalid`, `not_found`, `forbidden` for a note of somebody else, `too_large` */
export function decideChange(profile: Profile, asked: CustomerChange, by: Editor, known: Known): Decision | null {
  const note = (field: string, before: string | null, after: string | null): CustomerHistoryEntry => ({
    ...{ at: known.at, byName: by.name, field, before, after },
  });
  switch (asked.type) {
    case 'name': {
      const name = asked.name.toWellFormed().replace(/\s+/g, ' ');
      return name === profile.name ? null : { change: { name }, history: note('name', profile.name, name) };
    }
    case 'attribute':
      return decideAttribute(profile, asked, known, note);
    case 'tags':
      return decideTags(profile, asked, known, note);
    case 'note-added': {
      if (profile.notes.some((each) => each.byId === by.id && each.clientId === asked.clientId)) return null;
      if (profile.notes.length >= limits.customerNotes) throw new AppError('too_large', 'There are too many notes.');
      const { clientId } = asked;
      const text = asked.text.toWellFormed();
      const added = { id: known.noteId, byId: by.id, byName: by.name, at: known.at, editedAt: null, text, clientId };
      return { change: { notes: [...profile.notes, added] }, history: note('note', null, excerpt(text)) };
    }
    case 'note-edited': {
      const own = requireOwn(profile, asked.noteId, by);
      const text = asked.text.toWellFormed();
      if (own.text === text) return null;
      const notes = profile.notes.map((each) => (each === own ? { ...each, text, editedAt: known.at } : each));
      return { change: { notes }, history: note('note', excerpt(own.text), excerpt(text)) };
    }
    case 'note-removed': {
      if (!profile.notes.some(({ id }) => id === asked.noteId)) return null;
      const own = requireOwn(profile, asked.noteId, by);
      // What was taken back is not kept by another way.
      return { change: { notes: profile.notes.filter((each) => each !== own) }, history: note('note', null, null) };
    }
  }
}

type Write = (field: string, before: string | null, after: string | null) => CustomerHistoryEntry;

function decideAttribute(
  profile: Profile,
  { attributeId, value }: Extract<CustomerChange, { type: 'attribute' }>,
  { attributes }: Known,
  note: Write,
): Decision | null {
  const attribute = attributes.find(({ id }) => id === attributeId);
  if (!attribute) throw new AppError('not_found', 'There is no such attribute.');
  const { [attributeId]: before, ...others } = profile.attributes;
  const next = value === null ? undefined : checkAttribute(attribute, value);
  if (next !== undefined && attribute.archived) throw new AppError('invalid', 'This attribute is not used any more.');
  if (next === before) return null;
  return {
    change: { attributes: next === undefined ? others : { ...others, [attributeId]: next } },
    history: note(attributeId, before === undefined ? null : String(before), next === undefined ? null : String(next)),
  };
}

function decideTags(
  profile: Profile,
  { add, remove }: Extract<CustomerChange, { type: 'tags' }>,
  { tags }: Known,
  note: Write,
): Decision | null {
  const usable = new Set(tags.filter((tag) => !tag.archived).map(({ id }) => id));
  if (add.some((id) => !usable.has(id))) throw new AppError('not_found', 'There is no such tag.');
  const kept = profile.tagIds.filter((id) => !remove.includes(id));
  const tagIds = [...new Set([...kept, ...add])];
  if (tagIds.length > limits.customerTags) throw new AppError('too_large', 'There are too many tags.');
  if (tagIds.length === profile.tagIds.length && tagIds.every((id, at) => id === profile.tagIds[at])) return null;
  const names = (ids: readonly TagId[]): string | null =>
    ids.map((id) => tags.find((tag) => tag.id === id)?.name ?? '?').join(', ') || null;
  return { change: { tagIds }, history: note('tags', names(profile.tagIds), names(tagIds)) };
}

function requireOwn(profile: Profile, noteId: CustomerNoteId, by: Editor): Profile['notes'][number] {
  const found = profile.notes.find(({ id }) => id === noteId);
  if (!found) throw new AppError('not_found', 'There is no such note.');
  if (found.byId !== by.id) throw new AppError('forbidden', 'Only its author changes a note.');
  return found;
}

const excerpt = (text: string): string => (text.length > 200 ? `${text.slice(0, 199).toWellFormed()}…` : text);
