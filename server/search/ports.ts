/** What the index needs of the rest of the server. */
import type { ConversationId, FileId, Id, PlacementId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { EntryStore } from '../store/entries.ts';
import type { JournalLine } from '../store/placements.ts';
import type { SearchIndexStore } from '../store/search-index.ts';
import type { Conversation, Entry } from '../timeline/model.ts';

export type SegmentId = Id<'search-segment'>;

export interface IndexerDeps {
  store: SearchIndexStore;
  entries: Pick<EntryStore, 'scan' | 'atPlaces' | 'noteChanges' | 'atOrBefore' | 'estimate'>;
  placements: { find(id: PlacementId): Promise<JournalLine | null> };
  /** where an entry is read */
  placeOf(entry: Pick<Entry, 'conversationId' | 'seq'>): Promise<Pick<Conversation, 'id'> | null>;
  /** what was written down of a recording; null: it is gone */
  wordsOf(textId: FileId): Promise<string | null>;
  /** ms since 1970: whatever has an older id is in the database */
  writtenUpTo(): Promise<number>;
  /** whether this node keeps the index */
  lead(): Promise<boolean>;
  ids: Ids;
  clock: Clock;
  log: Log;
}

/** Entries that are to leave the index; `seqs` null: all of a conversation. */
export interface Forgotten {
  conversationId: ConversationId;
  seqs: number[] | null;
}
