/**
 * Notes as they read now. An entry is written once, so a note that was changed or taken back stays as it was in the log; the entries
 * that say so are laid over it whenever it is read, and what was taken back leaves the server in no reading at all.
 */

import type { ConversationId } from '../../shared/model/ids.ts';
import { type NoteChange, overlayNotes, readNoteChange } from '../../shared/notes.ts';
import type { EntryStore } from '../store/entries.ts';
import type { Entry } from './model.ts';

export interface NoteVersion {
  /** ms since 1970 */
  at: number;
  text: string;
}

export interface Notes {
  /** The same entries, with notes and the changes of notes as they read now. */
  overlay(id: ConversationId, entries: readonly Entry[]): Promise<Entry[]>;
  /** Every text a note ever had, oldest first; null for what is no note and for one that was taken back. */
  versions(id: ConversationId, seq: number): Promise<NoteVersion[] | null>;
}

export function createNotes(entries: Pick<EntryStore, 'noteChanges' | 'atOrBefore'>): Notes {
  const readChanges = async (id: ConversationId, noteSeqs: readonly number[]): Promise<NoteChange[]> =>
    (await entries.noteChanges(id, noteSeqs)).flatMap((entry) => readNoteChange(entry) ?? []);

  return {
    async overlay(id, page) {
      const noteSeqs = [...new Set(page.flatMap(noteSeqsOf))];
      return noteSeqs.length === 0 ? [...page] : overlayNotes(page, await readChanges(id, noteSeqs));
    },
    async versions(id, seq) {
      const entry = await entries.atOrBefore(id, seq);
      if (entry?.seq !== seq || entry.body.kind !== 'note') return null;
      const versions: NoteVersion[] = [{ at: entry.at, text: entry.body.text }];
      for (const { at, text } of await readChanges(id, [seq])) {
        if (text === null) return null;
        versions.push({ at, text });
      }
      return versions;
    },
  };
}

function noteSeqsOf({ seq, body }: Entry): number[] {
  if (body.kind === 'note') return [seq];
  return body.kind === 'event' && body.event.type === 'note-edited' ? [body.event.noteSeq] : [];
}
