/** Turns entries into the lines of a thread: day separators, folded events, runs of messages, the unread line. Pure. */
import type { AgentEntry, AgentEntryAuthor, EventBody } from '../../../../shared/model/entry.ts';
import type { PendingSend } from '../../sync/pending.ts';

export type EventEntry = AgentEntry & { body: EventBody };
export type Receipt = 'sent' | 'delivered' | 'read';

export type ThreadItem =
  | { kind: 'start'; key: string; earlier: boolean }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'events'; key: string; entries: EventEntry[] }
  | { kind: 'message'; key: string; entry: AgentEntry; isFirst: boolean; isLast: boolean; receipt: Receipt | null }
  | { kind: 'note'; key: string; entry: AgentEntry }
  | { kind: 'unread'; key: string; count: number; since: number }
  | { kind: 'gap'; key: string; missing: number }
  | { kind: 'pending'; key: string; send: PendingSend; isFirst: boolean }
  | { kind: 'typing'; key: string; name: string; text: string; isCustomer: boolean };

export interface ThreadView {
  entries: readonly AgentEntry[];
  ahead: readonly AgentEntry[];
  earlier: boolean;
  pending: readonly PendingSend[];
  /** seq up to which everything had been read when the agent turned here; null draws no line */
  unreadAfter: number | null;
  marks: { customerDelivered: { seq: number }; customerRead: { seq: number } };
  typing: readonly { name: string; text: string; isCustomer: boolean }[];
}

/** Messages of one author within this time stand together. */
const runMs = 5 * 60_000;

export function buildItems(view: ThreadView): ThreadItem[] {
  const items: ThreadItem[] = [{ kind: 'start', key: 'start', earlier: view.earlier }];
  const unread = findUnread(view.entries, view.unreadAfter);
  const lastOwn = view.entries.findLast((entry) => isMessage(entry) && entry.author.kind === 'agent');
  let before: AgentEntry | undefined;
  for (const [index, entry] of view.entries.entries()) {
    const isNewDay = !before || new Date(before.at).toDateString() !== new Date(entry.at).toDateString();
    if (isNewDay) items.push({ kind: 'day', key: `day-${entry.seq}`, at: entry.at });
    const isLine = unread?.first === entry;
    if (isLine) items.push({ kind: 'unread', key: 'unread', count: unread.count, since: entry.at });
    const isCut = isNewDay || isLine;
    if (isEvent(entry)) pushEvent(items, entry, isCut);
    else if (entry.body.kind === 'note') items.push({ kind: 'note', key: entry.id, entry });
    else {
      const next = view.entries[index + 1];
      const isFirst = isCut || !before || !areRun(before, entry);
      const isLast = !next || next === unread?.first || !areRun(entry, next);
      const receipt = entry === lastOwn ? readReceipt(entry, view.marks) : null;
      items.push({ kind: 'message', key: entry.id, entry, isFirst, isLast, receipt });
    }
    before = entry;
  }
  const firstAhead = view.ahead[0];
  if (firstAhead) items.push({ kind: 'gap', key: 'gap', missing: firstAhead.prev - (before?.seq ?? 0) });
  for (const [index, send] of view.pending.entries()) {
    items.push({ kind: 'pending', key: send.clientId, send, isFirst: index === 0 });
  }
  for (const who of view.typing)
    items.push({ kind: 'typing', key: `typing-${who.isCustomer ? '' : who.name}`, ...who });
  return items;
}

/** Events that follow one another fold into one line. */
function pushEvent(items: ThreadItem[], entry: EventEntry, isCut: boolean): void {
  const last = items.at(-1);
  if (last?.kind === 'events' && !isCut) last.entries.push(entry);
  else items.push({ kind: 'events', key: `events-${entry.id}`, entries: [entry] });
}

/** The first message of the customer after the mark, and how many there are. */
export function findUnread(
  entries: readonly AgentEntry[],
  unreadAfter: number | null,
): { first: AgentEntry; count: number } | null {
  if (unreadAfter === null) return null;
  const unread = entries.filter(
    (entry) => entry.seq > unreadAfter && isMessage(entry) && entry.author.kind === 'customer',
  );
  const first = unread[0];
  return first ? { first, count: unread.length } : null;
}

function isMessage(entry: AgentEntry): boolean {
  return entry.body.kind === 'message';
}

function isEvent(entry: AgentEntry): entry is EventEntry {
  return entry.body.kind === 'event';
}

function areRun(a: AgentEntry, b: AgentEntry): boolean {
  return isMessage(a) && isMessage(b) && isSameAuthor(a.author, b.author) && b.at - a.at < runMs;
}

function isSameAuthor(a: AgentEntryAuthor, b: AgentEntryAuthor): boolean {
  if (a.kind === 'agent') return b.kind === 'agent' && a.id === b.id;
  return a.kind === b.kind;
}

function readReceipt(entry: AgentEntry, marks: ThreadView['marks']): Receipt {
  if (entry.seq <= marks.customerRead.seq) return 'read';
  return entry.seq <= marks.customerDelivered.seq ? 'delivered' : 'sent';
}
