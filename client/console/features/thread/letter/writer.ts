/** Whose letter it is, as it is shown. Pure. */
import type { TFunction } from 'i18next';
import { isSameAddress, nameOf } from '../../../letters/addresses.ts';
import type { People } from '../MessageEntry.tsx';
import type { LetterEntryOf } from './read-letter.ts';

export interface Writer {
  /** for the colours of the avatar */
  id: string;
  name: string;
  /** "You" for oneself */
  shown: string;
  isTeam: boolean;
}

/** A letter may come from somebody else than the customer: what it says itself counts, but for the customer's own changed name. */
export function writerOf({ author, body }: LetterEntryOf, people: People, t: TFunction): Writer {
  if (author.kind === 'agent') {
    const shown = author.id === people.me ? t('common.you') : author.name;
    return { id: author.id, name: author.name, shown, isTeam: true };
  }
  if (author.kind === 'system') {
    return { id: 'system', name: t('app.name'), shown: t('app.name'), isTeam: true };
  }
  const { from } = body.letter;
  const isCustomer = !from || people.email === undefined || isSameAddress(from.address, people.email);
  if (isCustomer)
    return { id: people.customer.id, name: people.customer.name, shown: people.customer.name, isTeam: false };
  const name = nameOf(from);
  return { id: from.address, name, shown: name, isTeam: false };
}
