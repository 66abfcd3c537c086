/** The order in which all entries of a customer are read, whichever conversation they stand in, and what may be left out of it. Pure. */
import type { AgentEntryBody } from './model/entry.ts';
import type { ConversationId, InboxId } from './model/ids.ts';

/** A place in the history of a customer; `at` in ms since 1970. */
export interface HistoryKey {
  at: number;
  of: ConversationId;
  seq: number;
}

/** The least of an entry that tells its place. */
interface Placed {
  at: number;
  conversationId: ConversationId;
  seq: number;
}

export const entryKinds = ['message', 'note', 'call', 'event'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What is to be read; missing: everything. */
export interface HistoryFilter {
  kinds?: EntryKind[];
  channels?: string[];
  /** only what came with files */
  files?: true;
}

export const keyOfEntry = ({ at, conversationId, seq }: Placed): HistoryKey => ({ at, of: conversationId, seq });

/** Before all entries of this moment and later. */
export const momentKey = (at: number): HistoryKey => ({ at, of: '' as ConversationId, seq: 0 });

/** By time, and within a conversation as it was written: the same order for as long as the entries stand. */
export function compareKeys(a: HistoryKey, b: HistoryKey): number {
  if (a.of === b.of && a.seq !== b.seq) return a.seq - b.seq;
  return a.at - b.at || (a.of < b.of ? -1 : a.of > b.of ? 1 : 0);
}

export const compareEntries = (a: Placed, b: Placed): number => compareKeys(keyOfEntry(a), keyOfEntry(b));

export function kindOf(body: AgentEntryBody): EntryKind {
  return body.kind === 'event' && body.event.type === 'call' ? 'call' : body.kind;
}

export function isWanted(
  { kinds, channels, files }: HistoryFilter,
  entry: { body: AgentEntryBody; inboxId: InboxId },
  channelOf: (id: InboxId) => string | undefined,
): boolean {
  if (kinds !== undefined && !kinds.includes(kindOf(entry.body))) return false;
  if (files && !('files' in entry.body && entry.body.files.length > 0)) return false;
  return channels === undefined || channels.includes(channelOf(entry.inboxId) ?? '');
}
