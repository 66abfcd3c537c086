/**
 * The words of an entry that it is found by: what was written, the subject of a letter, and names of files. What repeats
 * earlier letters, and all events, are left out. Pure.
 */
import type { AgentEntryBody } from '../../shared/model/entry.ts';

export interface EntryTexts {
  text: string;
  subject: string;
  files: string;
}

/** null: nobody finds it */
export function textsOf(body: AgentEntryBody): EntryTexts | null {
  switch (body.kind) {
    // What was said in a recording is nobody's to find who may not listen to it.
    case 'event':
      return null;
    case 'note':
      if (body.deleted) return null;
      return { text: body.text, subject: '', files: namesOf(body.files) };
    case 'message':
      return { text: body.text, subject: body.letter?.subject ?? '', files: namesOf(body.files) };
  }
}

const namesOf = (files: readonly { name: string }[]): string => files.map(({ name }) => name).join(' · ');
