/** Turns entries into the lines of a thread: day separators, folded events, runs of messages, the unread line. Pure. */
import type { HistoryConversation, LockedConversation } from '../../../../shared/events-history.ts';
import type { AgentEntry, AgentEntryAuthor, ConversationEvent, EventBody } from '../../../../shared/model/entry.ts';
import type { CallId, ConversationId } from '../../../../shared/model/ids.ts';
import type { Placement } from '../../../../shared/model/placement.ts';
import { covers, type EntryPlace, leavesBy } from '../../../../shared/placements.ts';
import type { HistorySlot } from '../../sync/history-slot.ts';
import type { PendingSend } from '../../sync/pending.ts';

export type CallEntry = AgentEntry & { body: { kind: 'event'; event: Extract<ConversationEvent, { type: 'call' }> } };
export type EventEntry = AgentEntry & { body: EventBody };

/** What entries make; `of` and `seq` are the first entry's place, by which a line is found again when others come before it. */
export type EntryItem =
  | { kind: 'start'; key: string; earlier: boolean }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'events'; key: string; of: ConversationId; seq: number; entries: EventEntry[] }
  /** the life of one call, where it began */
  | { kind: 'call'; key: string; of: ConversationId; seq: number; callId: CallId; entries: CallEntry[] }
  | {
      kind: 'message';
      key: string;
      of: ConversationId;
      seq: number;
      entry: AgentEntry;
      isFirst: boolean;
      isLast: boolean;
    }
  | { kind: 'note'; key: string; of: ConversationId; seq: number; entry: AgentEntry }
  /** a run of entries that are read elsewhere now */
  | { kind: 'moved'; key: string; of: ConversationId; seq: number; placement: Placement; count: number }
  /** entries of elsewhere that are read here */
  | { kind: 'placed'; key: string; of: ConversationId; seq: number; placement: Placement }
  | { kind: 'unread'; key: string; count: number; since: number }
  /** where the entries of another conversation begin */
  | { kind: 'conversation'; key: string; conversation: HistoryConversation }
  /** a conversation that may not be read */
  | { kind: 'locked'; key: string; locked: LockedConversation };

/** What comes after them, and changes much more often. */
export type TailItem =
  | { kind: 'later'; key: string }
  | { kind: 'gap'; key: string; missing: number }
  | { kind: 'pending'; key: string; send: PendingSend; isFirst: boolean }
  | { kind: 'typing'; key: string; name: string; text: string; isCustomer: boolean };

export type ThreadItem = EntryItem | TailItem;

export interface EntriesView {
  entries: readonly AgentEntry[];
  earlier: boolean;
  /** seq up to which everything had been read when the agent turned here; null draws no line */
  unreadAfter: number | null;
  /** how many came since; counted here when it is not known, which is right only for what is loaded */
  unreadCount?: number;
  /** what of it is read elsewhere, and what of elsewhere is read here */
  placements?: readonly Placement[];
  /** of a whole history: what its entries stand in, and what of it may not be read */
  history?: { here: ConversationId } & Pick<HistorySlot, 'conversations' | 'locked'>;
}

export interface TailView {
  /** seq of the newest entry before them */
  last: number;
  ahead: readonly AgentEntry[];
  pending: readonly PendingSend[];
  typing: readonly { name: string; text: string; isCustomer: boolean }[];
}

/** Messages of one author within this time stand together. */
const runMs = 5 * 60_000;

export function buildItems(view: EntriesView): EntryItem[] {
  const { placements = [], history } = view;
  const items: EntryItem[] = [{ kind: 'start', key: 'start', earlier: view.earlier }];
  const own = history ? view.entries.filter((entry) => entry.conversationId === history.here) : view.entries;
  const unread = findUnread(own, view.unreadAfter);
  const isSameDay = createDays();
  const locked = [...(history?.locked ?? [])];
  let before: AgentEntry | undefined;
  for (const [index, entry] of view.entries.entries()) {
    pushLocked(items, locked, entry.at);
    const conversation = history?.conversations[entry.conversationId];
    const isTurn = history !== undefined && before?.conversationId !== entry.conversationId;
    if (isTurn && conversation) items.push({ kind: 'conversation', key: `in-${entry.id}`, conversation });
    const isNewDay = !isSameDay(entry.at);
    if (isNewDay) items.push({ kind: 'day', key: `day-${entry.id}`, at: entry.at });
    const isLine = unread?.first === entry;
    if (isLine) items.push({ kind: 'unread', key: 'unread', count: view.unreadCount ?? unread.count, since: entry.at });
    const isCut = isNewDay || isLine || isTurn || items.at(-1)?.kind === 'locked';
    const moved = history ? (conversation?.placements ?? []) : placements;
    const left = isEvent(entry)
      ? undefined
      : leavesBy(moved, entry.conversationId, { of: entry.conversationId, seq: entry.seq });
    const came = placedBy(entry, moved);
    const { conversationId: of, seq } = entry;
    if (left) pushMoved(items, entry, left);
    else if (came) items.push({ kind: 'placed', key: entry.id, of, seq, placement: came });
    else if (isCall(entry)) pushCall(items, entry);
    else if (isEvent(entry)) pushEvent(items, entry, isCut);
    else if (entry.body.kind === 'note') items.push({ kind: 'note', key: entry.id, of, seq, entry });
    else {
      const next = view.entries[index + 1];
      const isFirst = isCut || !before || !areRun(before, entry);
      const isLast = !next || next === unread?.first || !areRun(entry, next);
      items.push({ kind: 'message', key: entry.id, of, seq, entry, isFirst, isLast });
    }
    before = entry;
  }
  pushLocked(items, locked, Number.POSITIVE_INFINITY);
  return items;
}

/** What was begun before this moment and may not be read. */
function pushLocked(items: EntryItem[], locked: LockedConversation[], before: number): void {
  for (let first = locked[0]; first && first.createdAt <= before; first = locked[0]) {
    items.push({ kind: 'locked', key: `locked-${first.key}`, locked: first });
    locked.shift();
  }
}

/** A gap, what is pending and who is typing, in this order. */
export function buildTail({ last, ahead, pending, typing }: TailView): TailItem[] {
  const items: TailItem[] = [];
  const firstAhead = ahead[0];
  if (firstAhead) items.push({ kind: 'gap', key: 'gap', missing: firstAhead.prev - last });
  for (const [index, send] of pending.entries()) {
    items.push({ kind: 'pending', key: send.clientId, send, isFirst: index === 0 });
  }
  for (const who of typing) items.push({ kind: 'typing', key: `typing-${who.isCustomer ? '' : who.name}`, ...who });
  return items;
}

/** Where an entry is read among the items, else where it stands; -1 when it is not here. */
export function findItem(items: readonly ThreadItem[], place: EntryPlace): number {
  const placed = items.findIndex((item) => item.kind === 'placed' && holds(item, place));
  return placed >= 0 ? placed : items.findIndex((item) => holds(item, place));
}

export function holds(item: ThreadItem, { of, seq }: EntryPlace): boolean {
  if (item.kind === 'placed' && covers(item.placement.parts, { of, seq })) return true;
  if (!('seq' in item) || item.of !== of) return false;
  if (item.kind === 'events' || item.kind === 'call') return item.entries.some((entry) => entry.seq === seq);
  if (item.kind === 'moved') return item.seq <= seq && seq < item.seq + item.count;
  return item.seq === seq;
}

/** Whether each time is of the same day as the one before it; a calendar is asked only when a day ends. */
function createDays(): (at: number) => boolean {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return (at) => {
    if (at >= from && at < to) return true;
    const day = new Date(at);
    from = day.setHours(0, 0, 0, 0);
    to = new Date(from).setDate(new Date(from).getDate() + 1);
    return false;
  };
}

/** The entry that told of a move is where the moved ones are read, as long as the move holds. */
function placedBy({ body, conversationId }: AgentEntry, placements: readonly Placement[]): Placement | undefined {
  if (body.kind !== 'event' || body.event.type !== 'moved-in') return undefined;
  const { placementId } = body.event;
  return placements.find(({ id, to }) => id === placementId && to.id === conversationId);
}

/** Those of one move that follow one another are one line. */
function pushMoved(items: EntryItem[], { id, conversationId: of, seq }: AgentEntry, placement: Placement): void {
  const last = items.at(-1);
  if (last?.kind === 'moved' && last.placement.id === placement.id) last.count += 1;
  else items.push({ kind: 'moved', key: `moved-${id}`, of, seq, placement, count: 1 });
}

/** Events that follow one another fold into one line. */
function pushEvent(items: EntryItem[], entry: EventEntry, isCut: boolean): void {
  const last = items.at(-1);
  if (last?.kind === 'events' && !isCut) last.entries.push(entry);
  else
    items.push({
      kind: 'events',
      key: `events-${entry.id}`,
      of: entry.conversationId,
      seq: entry.seq,
      entries: [entry],
    });
}

/** All of one call stands together, however much was written beside it. */
function pushCall(items: EntryItem[], entry: CallEntry): void {
  const { callId } = entry.body.event;
  const known = items.find((item) => item.kind === 'call' && item.callId === callId);
  if (known?.kind === 'call') known.entries.push(entry);
  else
    items.push({
      kind: 'call',
      key: `call-${callId}`,
      of: entry.conversationId,
      seq: entry.seq,
      callId,
      entries: [entry],
    });
}

const isCall = (entry: AgentEntry): entry is CallEntry =>
  entry.body.kind === 'event' && entry.body.event.type === 'call';

/** The first message of the customer after the mark, and how many there are. */
export function findUnread(
  entries: readonly AgentEntry[],
  unreadAfter: number | null,
): { first: AgentEntry; count: number } | null {
  if (unreadAfter === null) return null;
  let first: AgentEntry | undefined;
  let count = 0;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (!entry || entry.seq <= unreadAfter) break;
    if (!isMessage(entry) || entry.author.kind !== 'customer') continue;
    first = entry;
    count += 1;
  }
  return first ? { first, count } : null;
}

export function isMessage(entry: AgentEntry): boolean {
  return entry.body.kind === 'message';
}

function isEvent(entry: AgentEntry): entry is EventEntry {
  return entry.body.kind === 'event';
}

function areRun(a: AgentEntry, b: AgentEntry): boolean {
  if (a.conversationId !== b.conversationId || !isMessage(a) || !isMessage(b)) return false;
  return isSameAuthor(a.author, b.author) && b.at - a.at < runMs;
}

function isSameAuthor(a: AgentEntryAuthor, b: AgentEntryAuthor): boolean {
  if (a.kind === 'agent') return b.kind === 'agent' && a.id === b.id;
  return a.kind === b.kind;
}
