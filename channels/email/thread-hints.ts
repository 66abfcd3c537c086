/** What a mail says of the conversation it belongs to, strongest first. It proves that its sender had an id, never who they are. */
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Likeness } from '../channel.ts';
import type { Envelope, OwnMessage, ParsedMail } from './model.ts';
import { normaliseSubject } from './subject.ts';
import { readMessageId, readReplyAddress, readSubjectTag } from './tokens.ts';
import { readThreadIndex, type Topic } from './topic.ts';

export interface ThreadHints {
  /** from a plus-address with a good signature */
  token: ConversationId | null;
  /** messages of ours among the references, in their order */
  ours: (OwnMessage & { externalId: string })[];
  /** References from newest to oldest, then what In-Reply-To adds; with angle brackets */
  refs: string[];
  /** a typed number: counts only from someone who takes part in that conversation */
  number: number | null;
  /** what Outlook calls its thread */
  topic: Topic | null;
  /** normalised; alone it is worth a suggestion */
  subject: string;
}

export function readThreadHints(
  mail: ParsedMail,
  envelope: Envelope | null,
  secrets: readonly string[],
  now: number,
): ThreadHints {
  const refs = [...new Set([...mail.references.toReversed(), ...mail.inReplyTo])];
  return {
    token: findToken(mail, envelope, secrets),
    ours: refs.flatMap((externalId) => {
      const own = readMessageId(externalId, secrets);
      return own === null ? [] : [{ externalId, ...own }];
    }),
    refs,
    number: readSubjectTag(mail.subject),
    topic: readThreadIndex(mail.headers.get('thread-index')?.[0], now),
    subject: normaliseSubject(mail.subject),
  };
}

/** By what letters of one thread look alike, what is worth more first. */
export function alikeOf({ topic, subject }: Pick<ThreadHints, 'topic' | 'subject'>): Likeness[] {
  return [
    ...(topic ? [topic.likeness] : []),
    ...(subject === '' ? [] : [`subject:${subject.slice(0, LONGEST)}` as const]),
  ];
}

/** Long enough to tell any two subjects apart, short enough for an index. */
const LONGEST = 200;

function findToken(mail: ParsedMail, envelope: Envelope | null, secrets: readonly string[]): ConversationId | null {
  const addresses = [
    ...(envelope?.rcptTo ?? []),
    ...mail.deliveredTo,
    ...[...mail.to, ...mail.cc].map((one) => one.address),
  ];
  for (const address of addresses) {
    const found = readReplyAddress(address, secrets);
    if (found !== null) return found;
  }
  return null;
}
