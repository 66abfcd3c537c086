/** The part of a customer's whole history that is here, grown at both sides and by what is new. Pure. */
import type { HistoryConversation, HistoryPage, LockedConversation } from '../../../shared/events-history.ts';
import { compareEntries, type HistoryFilter, type HistoryKey, isWanted, keyOfEntry } from '../../../shared/history.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId, InboxId } from '../../../shared/model/ids.ts';
import { type NoteChange, overlayNotes, readNoteChange } from '../../../shared/notes.ts';

export interface HistorySlot {
  /** the conversation whose customer it is of */
  of: ConversationId;
  status: 'loading' | 'open' | 'failed';
  filter: HistoryFilter;
  /** oldest first */
  entries: readonly AgentEntry[];
  conversations: Readonly<Record<ConversationId, HistoryConversation>>;
  locked: readonly LockedConversation[];
  /** where it goes on; null: nothing is there */
  earlier: HistoryKey | null;
  later: HistoryKey | null;
  isReading: boolean;
}

/** Entries that stay in memory when somebody reads the end. */
const kept = 400;
export const manyEntries = 1_500;

export const startHistory = (of: ConversationId, filter: HistoryFilter): HistorySlot => ({
  ...{ of, status: 'loading', filter, entries: [], conversations: {}, locked: [], isReading: true },
  ...{ earlier: null, later: null },
});

/** The first page of it, or another one far from what was here. */
export function openHistory(slot: HistorySlot, { entries, locked, earlier, later, ...page }: HistoryPage): HistorySlot {
  const conversations = byId(page.conversations);
  return { ...slot, status: 'open', entries, locked, earlier, later, conversations, isReading: false };
}

/** `side`: where the page was read; `new`: what came after all that is here. */
export function growHistory(slot: HistorySlot, page: HistoryPage, side: 'earlier' | 'later' | 'new'): HistorySlot {
  const lockedBefore = slot.locked.filter(({ key }) => !page.locked.some((each) => each.key === key));
  return {
    ...slot,
    entries: amend(joinEntries(slot.entries, page.entries), page.entries),
    conversations: { ...slot.conversations, ...byId(page.conversations) },
    locked: [...lockedBefore, ...page.locked].sort((a, b) => a.createdAt - b.createdAt),
    ...(side === 'earlier' ? { earlier: page.earlier } : { later: page.later }),
    isReading: false,
  };
}

/** What the open conversation's own thread has heard already and no page has brought yet. */
export function withNewest(
  slot: HistorySlot,
  thread: readonly AgentEntry[],
  channelOf: (id: InboxId) => string | undefined,
): readonly AgentEntry[] {
  const last = slot.entries.at(-1);
  if (slot.status !== 'open' || slot.later !== null) return slot.entries;
  const known = new Set(slot.entries.slice(-kept).map(({ id }) => id));
  const news: AgentEntry[] = [];
  for (let at = thread.length - 1; at >= 0; at -= 1) {
    const entry = thread[at];
    if (!entry || (last && entry.at < last.at)) break;
    if (!known.has(entry.id) && isWanted(slot.filter, entry, channelOf)) news.unshift(entry);
  }
  return news.length === 0 ? slot.entries : amend(joinEntries(slot.entries, news), news);
}

/** Nobody looks at the older ones. */
export function trimHistory(slot: HistorySlot): HistorySlot {
  const [first] = slot.entries.slice(-kept);
  if (!first || slot.later !== null || slot.entries.length <= kept) return slot;
  const locked = slot.locked.filter(({ createdAt }) => createdAt >= first.at);
  return { ...slot, entries: slot.entries.slice(-kept), locked, earlier: keyOfEntry(first) };
}

/** Both in one order; the newer reading of an entry counts. */
export function joinEntries(known: readonly AgentEntry[], read: readonly AgentEntry[]): readonly AgentEntry[] {
  const [first, last] = [read[0], read.at(-1)];
  if (!first || !last) return known;
  const [start, end] = [known[0], known.at(-1)];
  if (!start || !end) return read;
  if (compareEntries(last, start) < 0) return [...read, ...known];
  if (compareEntries(first, end) > 0) return [...known, ...read];
  const all = new Map(known.map((entry) => [entry.id, entry]));
  for (const entry of read) all.set(entry.id, entry);
  return [...all.values()].sort(compareEntries);
}

/** Notes as entries that were just read leave them, each within its conversation. */
function amend(entries: readonly AgentEntry[], read: readonly AgentEntry[]): readonly AgentEntry[] {
  const changes = new Map<ConversationId, NoteChange[]>();
  for (const entry of read) {
    const change = readNoteChange(entry);
    if (change) changes.set(entry.conversationId, [...(changes.get(entry.conversationId) ?? []), change]);
  }
  if (changes.size === 0) return entries;
  return entries.map((entry) => overlayNotes([entry], changes.get(entry.conversationId) ?? [])[0] ?? entry);
}

const byId = (conversations: readonly HistoryConversation[]) =>
  Object.fromEntries(conversations.map((each) => [each.id, each])) as Record<ConversationId, HistoryConversation>;
