/** Searching: what may be asked for, what is found, and how the index stands. Times in ms since 1970. */
import type { ConversationRow } from './conversation.ts';
import type { ConversationId, CustomerId, EntryId, QueueId, UserId } from './ids.ts';

/** Who wrote what is looked for. */
export const searchWriters = ['customer', 'team', 'note'] as const;
export type SearchWriter = (typeof searchWriters)[number];

/** What a search is narrowed down to; all of it must hold. */
export interface SearchFilter {
  from?: SearchWriter;
  /** one of the team */
  authorId?: UserId;
  channel?: string;
  queueId?: QueueId;
  status?: 'open' | 'closed';
  /** only of customers of whom no address can be reached */
  archived?: true;
  /** only messages and notes that came with files */
  files?: true;
  after?: number;
  before?: number;
}

/** A piece of a text with the places, as [from, to) of its characters, where what was looked for stands. */
export interface Snippet {
  text: string;
  marks: [from: number, to: number][];
}

/** A message, a note, or what was said in a recording, where it is read. */
export interface FoundEntry {
  /** of the conversation it is read in */
  conversationId: ConversationId;
  number: number;
  customerName: string;
  queueId: QueueId;
  status: 'open' | 'closed';
  /** the entry, by where it stands */
  entry: {
    id: EntryId;
    conversationId: ConversationId;
    seq: number;
    at: number;
    channel: string;
    /** the last two: what was said in a recording */
    kind: 'message' | 'note' | 'voicemail' | 'call';
    author: { kind: 'customer' | 'agent' | 'system'; name: string };
  };
  /** of the text, else of the subject or the names of files; null: who may read it opens it there, which is noted down */
  snippet: Snippet | null;
  subject: Snippet | null;
}

/** Somebody by their newest conversation that may be seen. */
export interface FoundCustomer {
  id: CustomerId;
  name: string;
  email: string | null;
  conversationId: ConversationId;
  /** conversations of theirs that were found */
  conversations: number;
  /** where in them what was typed stands */
  marks: { name: Snippet['marks']; email: Snippet['marks'] };
}

export interface SearchAnswer {
  customers: FoundCustomer[];
  /** by number or subject */
  conversations: ConversationRow[];
  entries: FoundEntry[];
  /** asks for older entries; null when there are none */
  next: string | null;
  /** words that were found instead of mistyped ones */
  instead: { typed: string; words: string[] }[];
}

/** How the index stands. */
export interface SearchIndexStatus {
  /** messages and notes in it */
  rows: number;
  /** entries that were looked at for it, of how many there are about */
  scanned: number;
  entries: number;
  segments: number;
  /** when it was last built anew; null: it has only ever grown */
  builtAt: number | null;
  building: { scanned: number; total: number } | null;
}
