/**
 * Conversations whose newest entries the database does not know yet, laid over what a list reads from it: each once, where it stands by now.
 * So nobody who opens a list waits for a write.
 */
import { passesFilter } from '../../shared/list-filter.ts';
import type { ListSort } from '../../shared/model/list.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationDocument } from './conversations-document.ts';
import { compareIn, comparePlaces, type ListPlace, placeOf } from './list-order.ts';
import { holds, type ListQuery } from './list-parts.ts';

export interface ListOverlay {
  /** how many of them are in the list */
  size: number;
  /** Puts those that stand up to `upTo` (null: all that are left) among what was read; what is stored of them is left out. */
  merge(read: readonly ConversationDocument[], upTo: ListPlace | null): ConversationDocument[];
}

export function layOver(
  behind: readonly Conversation[],
  query: ListQuery,
  sort: ListSort,
  from: ListPlace | null,
): ListOverlay {
  const known = new Set<string>(behind.map(({ id }) => id));
  const left = behind
    .filter(
      (conversation) => holds(query, conversation) && passesFilter(query.filter ?? {}, conversation, conversation),
    )
    .map(asDocument)
    .filter((document) => from === null || comparePlaces(sort, placeOf(sort, document), from) > 0)
    .sort(compareIn(sort));
  const isUpTo = (document: ConversationDocument, place: ListPlace): boolean =>
    comparePlaces(sort, placeOf(sort, document), place) <= 0;

  return {
    size: left.length,
    merge(read, upTo) {
      const stored = read.filter(({ _id }) => !known.has(_id));
      const beyond = upTo === null ? -1 : left.findIndex((document) => !isUpTo(document, upTo));
      const due = left.splice(0, beyond < 0 ? left.length : beyond);
      return due.length === 0 ? stored : [...stored, ...due].sort(compareIn(sort));
    },
  };
}

const asDocument = ({ id, ...rest }: Conversation): ConversationDocument => ({
  ...rest,
  _id: id,
  previewSeq: 0,
  searchKeys: [],
});
