/** A thread as the lines that stand on the screen: day marks, runs of one author, receipts, what is not confirmed yet. Pure. */
import type { Mark } from '../../../../shared/model/conversation.ts';
import type { VisitorEntry, VisitorEvent } from '../../../../shared/model/entry.ts';
import type { OutboxItem } from '../sync/outbox.ts';
import { isSameDay } from '../words/times.ts';

export type Line =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'event'; key: string; event: VisitorEvent }
  | { kind: 'message'; key: string; entry: VisitorEntry; isLastOfRun: boolean; receipt: 'delivered' | 'read' | null }
  | { kind: 'pending'; key: string; item: OutboxItem };

export interface LineInput {
  entries: readonly VisitorEntry[];
  /** of this conversation only */
  outbox: readonly OutboxItem[];
  agentRead: Mark | null;
  /** entries after this seq are new; null: no line */
  newAfter: number | null;
  timeZone: string;
}

/** Messages of one author within this many ms are one run. */
const runGap = 5 * 60_000;

function isOneRun(a: VisitorEntry, b: VisitorEntry | undefined): boolean {
  if (b?.body.kind !== 'message' || a.author.kind !== b.author.kind) return false;
  if (a.author.kind === 'agent' && b.author.kind === 'agent' && a.author.name !== b.author.name) return false;
  return b.at - a.at < runGap;
}

export function toLines({ entries, outbox, agentRead, newAfter, timeZone }: LineInput): Line[] {
  const confirmed = new Set(entries.map(({ clientId }) => clientId));
  const pending = outbox.filter(({ clientId }) => !confirmed.has(clientId));
  const lastOwn = entries.findLast(({ author, body }) => author.kind === 'you' && body.kind === 'message');
  const lines: Line[] = [];
  let hasNew = false;
  entries.forEach((entry, at) => {
    const before = entries[at - 1];
    if (!before || !isSameDay(before.at, entry.at, timeZone))
      lines.push({ kind: 'day', key: `day${entry.seq}`, at: entry.at });
    if (newAfter !== null && !hasNew && entry.seq > newAfter && entry.author.kind === 'agent') {
      hasNew = true;
      lines.push({ kind: 'new', key: 'new' });
    }
    if (entry.body.kind === 'event') {
      lines.push({ kind: 'event', key: entry.id, event: entry.body.event });
      return;
    }
    const isRead = agentRead !== null && agentRead.seq >= entry.seq;
    lines.push({
      kind: 'message',
      key: entry.clientId ?? entry.id,
      entry,
      isLastOfRun: !isOneRun(entry, entries[at + 1]),
      receipt: entry === lastOwn && pending.length === 0 ? (isRead ? 'read' : 'delivered') : null,
    });
  });
  for (const item of pending) lines.push({ kind: 'pending', key: item.clientId, item });
  return lines;
}

/** Quick replies are offered while the team's question is the last word. */
export function findChoices(lines: readonly Line[]): string[] {
  const last = lines.at(-1);
  if (last?.kind !== 'message' || last.entry.author.kind !== 'agent' || last.entry.body.kind !== 'message') return [];
  return last.entry.body.choices ?? [];
}
