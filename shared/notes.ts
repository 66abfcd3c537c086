/** How later entries change what an earlier note says: one overlay for the server's reading and for the console's reducer. Pure. */
import {
  applyEvent,
  lastSeq,
  type Thread,
  type ThreadConversation,
  type ThreadEntry,
  type ThreadEvent,
} from './apply.ts';

/** The least that must be known of an entry to tell whether it is a note, or changes one. */
export interface NoteLike {
  seq: number;
  at: number;
  body: { kind: string };
}

/** What an entry makes of a note: another text, or nothing (`null`). */
export interface NoteChange {
  /** seq of the entry that says so, and when, ms since 1970 */
  by: number;
  at: number;
  noteSeq: number;
  text: string | null;
}

interface ChangeBody {
  event?: { type: string; noteSeq: number; text?: string };
}

/** null for an entry that changes no note, and for a change that a later one has replaced. */
export function readNoteChange(entry: NoteLike): NoteChange | null {
  const event = (entry.body as ChangeBody).event;
  if (event?.type === 'note-deleted') return { by: entry.seq, at: entry.at, noteSeq: event.noteSeq, text: null };
  if (event?.type !== 'note-edited' || !event.text) return null;
  return { by: entry.seq, at: entry.at, noteSeq: event.noteSeq, text: event.text };
}

/**
 * The entries as they read after these changes: each note with its newest text or taken back, each change that was replaced without its
 * words. Entries that nothing changes are the very same objects; so is the list when nothing changes at all.
 */
export function overlayNotes<E extends NoteLike>(entries: readonly E[], changes: readonly NoteChange[]): E[] {
  const newest = new Map<number, NoteChange>();
  for (const change of changes) {
    const known = newest.get(change.noteSeq);
    // What was taken back stays so, whatever else is known of it.
    if (!known || (known.text !== null && (change.text === null || change.by > known.by))) {
      newest.set(change.noteSeq, change);
    }
  }
  if (newest.size === 0) return entries as E[];
  let isSame = true;
  const next = entries.map((entry) => {
    const body = changeBody(entry, newest);
    if (body === entry.body) return entry;
    isSame = false;
    return { ...entry, body };
  });
  return isSame ? (entries as E[]) : next;
}

/** The thread reducer for those who see notes: what is new changes the notes that are there, and what is there those of an older page. */
export function applyWithNotes<E extends ThreadEntry & NoteLike, C extends ThreadConversation>(
  thread: Thread<E, C>,
  event: ThreadEvent<E, C>,
): Thread<E, C> {
  const next = applyEvent(thread, event);
  if (next.entries === thread.entries || event.type === 'reset' || event.type === 'trimmed') return next;
  const changes: NoteChange[] = [];
  // A page may have been read before a note in it was changed; anything else only adds behind what is known.
  const from = event.type === 'earlier:loaded' ? 0 : lastSeq(thread);
  for (let index = next.entries.length - 1; index >= 0; index -= 1) {
    const entry = next.entries[index];
    if (!entry || entry.seq <= from) break;
    const change = readNoteChange(entry);
    if (change) changes.push(change);
  }
  const entries = overlayNotes(next.entries, changes);
  return entries === next.entries ? next : { ...next, entries };
}

function changeBody(entry: NoteLike, newest: ReadonlyMap<number, NoteChange>): NoteLike['body'] {
  const { body } = entry;
  if (body.kind === 'note') {
    const change = newest.get(entry.seq);
    if (!change || change.by <= entry.seq) return body;
    const { text, editedAt, deleted } = body as { text?: string; editedAt?: number; deleted?: true };
    if (change.text === null) return deleted ? body : { ...takenBack };
    if (deleted || (text === change.text && editedAt === change.at)) return body;
    return { ...body, text: change.text, editedAt: change.at } as NoteLike['body'];
  }
  const { event } = body as ChangeBody;
  if (event?.type !== 'note-edited' || !event.text) return body;
  const change = newest.get(event.noteSeq);
  const isReplaced = change !== undefined && change.by !== entry.seq && (change.text === null || change.by > entry.seq);
  return isReplaced ? ({ ...body, event: { ...event, text: '' } } as NoteLike['body']) : body;
}

const takenBack = { kind: 'note', text: '', files: [], deleted: true };
