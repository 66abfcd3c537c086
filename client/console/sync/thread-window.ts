/** A stretch of a thread far from its end: grown at both sides until it meets the newest entries. Pure. */
import type { ThreadWindow } from '../../../shared/events-thread.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import { overlayNotes, readNoteChange } from '../../../shared/notes.ts';
import type { AgentThreadState, ThreadSlot } from './desk-state.ts';

export type OpenSlot = Extract<ThreadSlot, { status: 'open' }>;

/** Notes in the window as later entries leave them. */
export function amendWindow(window: ThreadWindow, later: readonly AgentEntry[]): ThreadWindow {
  const changes = later.flatMap((entry) => readNoteChange(entry) ?? []);
  if (changes.length === 0) return window;
  const entries = overlayNotes(window.entries, changes);
  return entries === window.entries ? window : { ...window, entries };
}

/** The slot with a window put in, or without it once it reaches the thread's own entries: then they are one. */
export function withWindow(slot: OpenSlot, window: ThreadWindow): OpenSlot {
  const { thread } = slot;
  const amended = amendWindow(window, thread.entries);
  const first = thread.entries[0];
  const last = amended.entries.at(-1);
  if (!last) return withoutWindow(slot);
  if (first && last.seq < first.prev) return { ...slot, window: amended };
  const older = first ? amended.entries.filter((entry) => entry.seq < first.seq) : amended.entries;
  if (older.length === 0) return withoutWindow(slot);
  const whole: AgentThreadState = { ...thread, entries: [...older, ...thread.entries], earlier: amended.earlier };
  return { ...withoutWindow(slot), thread: whole };
}

export function withoutWindow({ window: _, ...slot }: OpenSlot): OpenSlot {
  return slot;
}

export function growEarlier(window: ThreadWindow, page: ThreadWindow): ThreadWindow {
  const first = window.entries[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = page.entries.filter((entry) => entry.seq < first);
  return { ...window, entries: [...older, ...window.entries], earlier: page.earlier };
}

export function growLater(window: ThreadWindow, page: ThreadWindow): ThreadWindow {
  const last = window.entries.at(-1)?.seq ?? 0;
  const newer = page.entries.filter((entry) => entry.seq > last);
  return { ...window, entries: [...window.entries, ...newer], later: page.later };
}

/** What is on screen: the window when there is one, else the newest entries. */
export function shownEntries({ thread, window }: OpenSlot): readonly AgentEntry[] {
  return window?.entries ?? thread.entries;
}
