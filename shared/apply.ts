/** The thread reducer that console, widget and tests share: a snapshot and events in, the next state out. Pure. */
import type { Tally } from './model/entry.ts';

/** The least a thread must know of an entry. */
export interface ThreadEntry {
  id: string;
  seq: number;
  /** seq of the entry before it that this audience may see; 0 when there is none */
  prev: number;
  clientId?: string;
  tally: Tally;
}

export interface ThreadConversation {
  id: string;
  rev: number;
}

/** A consistent picture of one conversation: its state and its newest entries, oldest first. */
export interface ThreadSnapshot<E extends ThreadEntry, C extends ThreadConversation> {
  conversation: C;
  entries: E[];
  /** whether there are entries before the first one here */
  earlier: boolean;
}

export interface Thread<E extends ThreadEntry, C extends ThreadConversation> extends ThreadSnapshot<E, C> {
  /** entries that arrived ahead of a gap, ascending; shown only after the gap is filled */
  ahead: E[];
}

export type ThreadEvent<E extends ThreadEntry, C extends ThreadConversation> =
  | { type: 'entry:appended'; entry: E }
  | { type: 'conversation:changed'; conversation: C }
  /** the answer to a sync: entries after the last one seen, and the state if it is newer */
  | { type: 'synced'; entries: E[]; conversation?: C }
  /** an older page, scrolled to */
  | { type: 'earlier:loaded'; entries: E[]; earlier: boolean }
  /** nobody looks at the old ones: only the newest are kept */
  | { type: 'trimmed'; keep: number }
  | { type: 'reset'; snapshot: ThreadSnapshot<E, C> };

export function openThread<E extends ThreadEntry, C extends ThreadConversation>(
  snapshot: ThreadSnapshot<E, C>,
): Thread<E, C> {
  return { ...snapshot, ahead: [] };
}

/** The seq of the newest entry without a gap before it; 0 for an empty thread. */
export function lastSeq(thread: Thread<ThreadEntry, ThreadConversation>): number {
  return thread.entries.at(-1)?.seq ?? 0;
}

/** A gap is there while something arrived ahead of what has not come yet. */
export function hasGap(thread: Thread<ThreadEntry, ThreadConversation>): boolean {
  return thread.ahead.length > 0;
}

export function applyEvent<E extends ThreadEntry, C extends ThreadConversation>(
  thread: Thread<E, C>,
  event: ThreadEvent<E, C>,
): Thread<E, C> {
  switch (event.type) {
    case 'entry:appended':
      return append(thread, [event.entry]);
    case 'conversation:changed':
      return withConversation(thread, event.conversation);
    case 'synced': {
      const next = append(thread, event.entries);
      return event.conversation ? withConversation(next, event.conversation) : next;
    }
    case 'earlier:loaded': {
      const first = thread.entries[0]?.seq ?? Number.POSITIVE_INFINITY;
      const older = event.entries.filter((entry) => entry.seq < first);
      return { ...thread, entries: [...older, ...thread.entries], earlier: event.earlier };
    }
    case 'trimmed':
      if (thread.entries.length <= event.keep) return thread;
      return { ...thread, entries: thread.entries.slice(-event.keep), earlier: true };
    case 'reset':
      return openThread(event.snapshot);
  }
}

/** State only moves forward: an older or equal rev changes nothing. */
function withConversation<E extends ThreadEntry, C extends ThreadConversation>(
  thread: Thread<E, C>,
  conversation: C,
): Thread<E, C> {
  return conversation.rev > thread.conversation.rev ? { ...thread, conversation } : thread;
}

function append<E extends ThreadEntry, C extends ThreadConversation>(
  thread: Thread<E, C>,
  incoming: E[],
): Thread<E, C> {
  let last = lastSeq(thread);
  const pending = new Map<number, E>();
  for (const entry of [...thread.ahead, ...incoming]) if (entry.seq > last) pending.set(entry.seq, entry);
  if (pending.size === 0) return thread.ahead.length === 0 ? thread : { ...thread, ahead: [] };
  const entries = [...thread.entries];
  const ahead: E[] = [];
  for (const entry of [...pending.values()].sort((a, b) => a.seq - b.seq)) {
    if (ahead.length === 0 && entry.prev === last) {
      entries.push(entry);
      last = entry.seq;
    } else {
      ahead.push(entry);
    }
  }
  return { ...thread, entries, ahead };
}
