/** Which letter of a conversation is answered, and who is known from its letters. Pure. */
import type { AgentEntry, MessageBody } from '../../../../../shared/model/entry.ts';
import type { Address, Letter } from '../../../../../shared/model/letter.ts';
import { withoutRepeats } from '../../../letters/addresses.ts';

export type LetterEntry = AgentEntry & { body: MessageBody & { letter: Letter } };

const isLetter = (entry: AgentEntry): entry is LetterEntry =>
  entry.body.kind === 'message' && entry.body.letter !== undefined && !entry.body.aside;

/** Forged ones are answered by nobody who did not ask for it. */
const isTheirs = ({ author, body }: LetterEntry): boolean =>
  author.kind === 'customer' && body.letter.received?.verdict !== 'fail';

/** `seq`: the one that somebody chose; else the newest of the customer, else the newest. */
export function findAnswered(entries: readonly AgentEntry[], seq: number | null): LetterEntry | null {
  const letters = entries.filter(isLetter);
  return letters.find((entry) => entry.seq === seq) ?? letters.findLast(isTheirs) ?? letters.at(-1) ?? null;
}

/** Everybody who took part, those of the newest letters first. */
export function findPeople(entries: readonly AgentEntry[]): Address[] {
  const all = entries
    .filter(isLetter)
    .reverse()
    .flatMap(({ body: { letter } }) => [...(letter.from ? [letter.from] : []), ...letter.to, ...letter.cc]);
  // A name is worth more than none, wherever it stands.
  return withoutRepeats([...all].sort((a, b) => Number(a.name === '') - Number(b.name === '')));
}
