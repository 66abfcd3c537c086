/** What an entry is as a letter. Pure. */
import type { AgentEntry, MessageBody } from '../../../../../shared/model/entry.ts';
import type { AutomaticKind, Letter, LetterWarning, SenderVerdict } from '../../../../../shared/model/letter.ts';
import { domainOf } from '../../../letters/addresses.ts';
import { bareSubject } from '../../../letters/subject.ts';

export type LetterEntryOf = AgentEntry & { body: MessageBody & { letter: Letter } };

export function isLetter(entry: AgentEntry): entry is LetterEntryOf {
  return entry.body.kind === 'message' && entry.body.letter !== undefined;
}

const quietKinds: readonly AutomaticKind[] = ['auto-reply', 'bounce', 'receipt'];

/** Nobody wrote it, and nobody need read it: one line. */
export function isQuiet({ body }: LetterEntryOf): boolean {
  const kind = body.letter.received?.automatic ?? null;
  return body.aside === true || (kind !== null && quietKinds.includes(kind));
}

export interface SenderFacts {
  verdict: SenderVerdict | null;
  domain: string;
  warnings: readonly LetterWarning[];
}

export function readSender({ from, received }: Letter): SenderFacts {
  return {
    verdict: received?.verdict ?? null,
    domain: from ? domainOf(from.address) : '',
    warnings: received?.warnings ?? [],
  };
}

/** The first words, in one line. */
export function snippetOf(text: string): string {
  return text.slice(0, 300).replace(/\s+/g, ' ').trim();
}

/** null while it goes on under the subject of its conversation */
export function newSubject(letter: Letter, subject: string | null): string | null {
  return bareSubject(letter.subject) === bareSubject(subject ?? '') ? null : letter.subject;
}
