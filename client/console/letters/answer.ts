/** Whom an answer goes to, and under which subject. Pure. */
import { limits } from '../../../shared/limits.ts';
import type { Address, Letter, LetterDraft } from '../../../shared/model/letter.ts';
import { domainOf, isSameAddress, isSameMailbox, withoutRepeats } from './addresses.ts';
import { answerSubject, forwardSubject } from './subject.ts';

export const answerKinds = ['reply', 'reply-all', 'forward'] as const;
export type AnswerKind = (typeof answerKinds)[number];

export interface Answered {
  letter: Letter;
  /** one of the team's: an answer to it goes where it went */
  isOurs: boolean;
}

/** `own`: every address that letters reach the team by; none of them is ever written to. */
export function answerTo(
  kind: AnswerKind,
  { letter, isOurs }: Answered,
  own: readonly string[],
): Omit<LetterDraft, 'html'> {
  if (kind === 'forward') return { subject: forwardSubject(letter.subject), to: [], cc: [], bcc: [] };
  const isOthers = ({ address }: Address): boolean => !own.some((one) => isSameMailbox(one, address));
  const subject = answerSubject(letter.subject);
  const chosen = (isOurs ? letter.to : sendersOf(letter)).filter(isOthers);
  const to = withoutRepeats(chosen).map(asRecipient).slice(0, limits.recipients);
  if (kind === 'reply') return { subject, to, cc: [], bcc: [] };
  const others = withoutRepeats([...letter.to, ...letter.cc].filter(isOthers));
  const cc = others.filter((one) => !to.some((each) => isSameAddress(each.address, one.address)));
  return { subject, to, cc: cc.map(asRecipient).slice(0, limits.recipients - to.length), bcc: [] };
}

/** Strangers call themselves what they like, at any length. */
const asRecipient = ({ name, address }: Address): Address => ({ name: name.slice(0, limits.name), address });

/**
 * Answers go where the sender asked for only within their own domain: a forged Reply-To must not lead what an agent writes elsewhere.
 */
function sendersOf({ from, replyTo = [] }: Letter): Address[] {
  if (!from) return [...replyTo];
  const asked = replyTo.length > 0 && replyTo.every(({ address }) => domainOf(address) === domainOf(from.address));
  return asked ? replyTo : [from];
}

/** Whether answering everybody would reach anybody else. */
export function hasOthers(answered: Answered, own: readonly string[]): boolean {
  return answerTo('reply-all', answered, own).cc.length > 0;
}
