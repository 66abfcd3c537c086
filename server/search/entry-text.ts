/**
 * The words of an entry that it is found by: what was said, the subject of a letter, names of files, and what was said in
 * a recording as somebody wrote it down. What repeats earlier letters, and all other events, are left out. Pure.
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
    case 'event': {
      const { event } = body;
      if (event.type !== 'call' || event.told.what !== 'transcribed') return null;
      return { text: event.told.text, subject: '', files: '' };
    }
    case 'note':
      if (body.deleted) return null;
      return { text: body.text, subject: '', files: namesOf(body.files) };
    case 'message':
      return { text: body.text, subject: body.letter?.subject ?? '', files: namesOf(body.files) };
  }
}

const namesOf = (files: readonly { name: string }[]): string => files.map(({ name }) => name).join(' · ');
