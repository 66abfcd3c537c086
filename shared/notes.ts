/** How later entries change what an earlier note says: one overlay for the server's reading and for every client's reducer. Pure. */

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
