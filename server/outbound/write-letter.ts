/** What an agent's answer is as a letter: to whom and under which subject when they did not say, its HTML cleaned and kept. */

import type { Channel, LetterChannel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { FileId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Address, Letter, LetterDraft } from '../../shared/model/letter.ts';
import { addressOf as addressOfIdentity } from '../customers/address-of.ts';
import type { Identity } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { findWords } from './customer-language.ts';

export interface LetterWriting {
  timeline: Pick<Timeline, 'before' | 'placements'>;
  customers: { identity(id: Identity['id']): Promise<Identity | null> };
  keepHtml(html: string, by: UserId): Promise<FileId>;
}

/** How far back the letter that is answered is looked for. */
const LOOKED_THROUGH = 50;

export function requireLetters(channel: Channel | undefined): LetterChannel {
  if (!channel?.letters)
    throw new AppError('invalid', 'No letters are written here.', { fields: { letter: 'not here' } });
  return channel.letters;
}

/** Before it is kept: the words, and whom it goes to. @throws AppError `invalid` when nobody is known to answer to */
export async function draftLetter(
  deps: LetterWriting,
  letters: LetterChannel,
  conversation: Conversation,
  given: { text: string; letter?: LetterDraft; only?: Address },
): Promise<{ text: string; letter: LetterDraft }> {
  if (given.only && given.letter)
    throw new AppError('invalid', 'It goes to one address.', { fields: { letter: 'not here' } });
  if (given.letter) {
    const { html, text } = letters.write(given.letter.html);
    const words = given.letter.html.trim() === '' ? given.text : text;
    return { text: words.slice(0, limits.letterText), letter: { ...given.letter, html } };
  }
  const answered = await findAnswered(deps, conversation);
  const to = given.only ?? (await addressOf(deps, conversation, answered));
  if (to === null)
    throw new AppError('invalid', 'Nobody is known to write to.', { fields: { letter: 'no recipient' } });
  const begun = answered?.subject ?? conversation.subject ?? '';
  const isUnnamed = begun === '' && given.only !== undefined;
  const subject = isUnnamed
    ? (await findWords(deps.timeline, conversation)).subject(conversation.number)
    : answerSubject(begun);
  return { text: given.text, letter: { subject, to: [to], cc: [], bcc: [], html: '' } };
}

/** As it stands in the log. */
export async function keepLetter(
  deps: LetterWriting,
  letters: LetterChannel,
  inbox: Inbox,
  { subject, to, cc, bcc, html }: LetterDraft,
  by: UserId,
): Promise<Letter> {
  const from = { name: inbox.name, address: letters.addressOf(inbox) };
  const kept = html === '' ? null : await deps.keepHtml(html, by);
  return { subject, from, to, cc, ...(bcc.length > 0 && { bcc }), html: kept, source: null };
}

async function findAnswered({ timeline }: LetterWriting, conversation: Conversation): Promise<Letter | null> {
  const own = await timeline.before(conversation.id, 'agent', Number.MAX_SAFE_INTEGER, LOOKED_THROUGH);
  const came = await timeline.placements.cameTo(conversation, LOOKED_THROUGH);
  const entries = [...came, ...own.entries].sort((a, b) => a.at - b.at);
  const isTheirs = ({ direction, body }: Entry) =>
    direction === 'in' && body.kind === 'message' && body.letter !== undefined && !body.aside;
  const found = entries.findLast(isTheirs)?.body;
  return found?.kind === 'message' ? (found.letter ?? null) : null;
}

/** Another address to answer to is believed within the sender's own domain only. */
async function addressOf(
  { customers }: LetterWriting,
  conversation: Conversation,
  answered: Letter | null,
): Promise<Address | null> {
  const from = answered?.from ?? null;
  const [replyTo] = answered?.replyTo ?? [];
  if (from) return replyTo && domainOf(replyTo) === domainOf(from) ? replyTo : from;
  const identity = await customers.identity(conversation.identityId);
  const address = identity?.kind === 'email' ? addressOfIdentity(identity) : conversation.customer.email?.value;
  return address === undefined ? null : { name: conversation.customer.name, address };
}

const domainOf = ({ address }: Address): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export function answerSubject(subject: string): string {
  return (/^re:/i.test(subject) ? subject : `Re: ${subject}`).slice(0, limits.subject);
}
