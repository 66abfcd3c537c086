/** Whether a letter is told that it arrived, and in which words. Pure; RFC 3834 says whom one must never answer by oneself. */
import type { Acknowledgement } from '../../../shared/model/mailbox.ts';
import { fillVariables, type VariableValues } from '../../../shared/variables.ts';

export interface ArrivalFacts {
  /** '' when it names nobody */
  sender: string;
  /** nobody wrote it, or its sender asks for no automatic answer */
  automatic: boolean;
  /** the sender's domain says it is not theirs: an answer would go to a stranger */
  refuted: boolean;
  /** it begins a conversation, or reopens one */
  begins: boolean;
  /** acknowledgements in this conversation within a day, and to this address within an hour */
  toConversation: number;
  toSender: number;
}

const PER_CONVERSATION = 1;
const PER_SENDER = 3;
/** Mailboxes of programs, by the local part of their address. */
const program =
  /^(no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer[-_.]?daemon|postmaster|bounces?|abuse|notifications?)([-+_.].*)?$/i;

/** `own`: addresses of our inboxes, in lower case: two of them must not greet each other. */
export function mayAcknowledge(arrival: ArrivalFacts, own: ReadonlySet<string>): boolean {
  const sender = arrival.sender.toLowerCase();
  const [local = '', domain = ''] = sender.split('@');
  if (domain === '' || program.test(local) || own.has(sender)) return false;
  if (arrival.automatic || arrival.refuted || !arrival.begins) return false;
  return arrival.toConversation < PER_CONVERSATION && arrival.toSender < PER_SENDER;
}

export interface AcknowledgementFacts {
  values: VariableValues;
  /** of the letter that is acknowledged */
  subject: string;
  /** when somebody is there again, in words; '' while somebody is there */
  opensAt: string;
}

/** Stands for when the inbox opens again; a line that holds it is left out while it is open. */
export const opensAtVariable = '{{hours.opensAt}}';

export function writeAcknowledgement(
  { subject, text }: Acknowledgement,
  { values, subject: answered, opensAt }: AcknowledgementFacts,
): { subject: string; text: string } {
  const lines = text
    .split('\n')
    .filter((line) => opensAt !== '' || !line.includes(opensAtVariable))
    .map((line) => line.replaceAll(opensAtVariable, opensAt));
  return {
    subject: subject === '' ? answered : fill(subject, values).trim(),
    text: fill(lines.join('\n'), values)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  };
}

/** What is not known is left out: nobody is there to put it right, and nobody should read braces. */
function fill(text: string, values: VariableValues): string {
  const { text: filled, missing } = fillVariables(text, values);
  if (missing.length === 0) return filled;
  const bare = missing.reduce((known, raw) => known.replaceAll(raw, ''), filled);
  return bare.replace(/[ \t]{2,}/g, ' ').replace(/[ \t]+([,.;:!?，。！？])/gu, '$1');
}
