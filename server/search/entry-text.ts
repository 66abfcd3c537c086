/**
 * The words of an entry that it is found by: what was written, the subject of a letter, and names of files; of a recording what was said, which
 * lies in a file beside it. What repeats earlier letters, and all other events, are left out. Pure.
 */
import type { AgentEntryBody } from '../../shared/model/entry.ts';
import type { FileId } from '../../shared/model/ids.ts';

export interface EntryTexts {
  text: string;
  subject: string;
  files: string;
}

/** What was written down of a recording. */
export interface Said {
  textId: FileId;
  purpose: 'call' | 'voicemail';
}

/** @param said what the entry says was said; null: it says nothing, or that is there no more. Answers null when nobody finds it. */
export function textsOf(body: AgentEntryBody, said: string | null = null): EntryTexts | null {
  switch (body.kind) {
    case 'event':
      return said === null ? null : { text: said, subject: '', files: '' };
    case 'note':
      if (body.deleted) return null;
      return { text: body.text, subject: '', files: namesOf(body.files) };
    case 'message':
      return { text: body.text, subject: body.letter?.subject ?? '', files: namesOf(body.files) };
  }
}

/** Where what was said in a recording is to be read; null: the entry tells of none. */
export function saidIn(body: AgentEntryBody): Said | null {
  if (body.kind !== 'event' || body.event.type !== 'call' || body.event.told.what !== 'transcribed') return null;
  const { textId, purpose } = body.event.told;
  return textId && { textId, purpose };
}

const namesOf = (files: readonly { name: string }[]): string => files.map(({ name }) => name).join(' · ');
