/** What whoever answers a mail should look at first: the small lies that its headers can tell. */
import { readDomain } from './lookalike.ts';
import { addressKey, domainOf } from './mime/addresses.ts';
import type { ParsedMail } from './model.ts';

export type MailWarning = 'reply-to-elsewhere' | 'name-imitates' | 'several-senders' | 'lookalike-domain';

/** @param names of people of ours, whom a stranger might pretend to be */
export function findWarnings(mail: ParsedMail, names: readonly string[] = []): MailWarning[] {
  const { from } = mail;
  if (from === null) return [];
  const found: MailWarning[] = [];
  const domain = domainOf(from.address);
  if (mail.replyTo.some((one) => domainOf(one.address) !== domain)) found.push('reply-to-elsewhere');
  if (imitates(from.name, from.address, names)) found.push('name-imitates');
  if (mail.fromAll.length > 1) found.push('several-senders');
  if (readDomain(domain).isLookalike) found.push('lookalike-domain');
  return found;
}

/** The name holds an address that is not the sender's, or is that of one of ours. */
function imitates(name: string, address: string, names: readonly string[]): boolean {
  const shown = /[^\s<>"'(),;]+@[^\s<>"'(),;]+\.[^\s<>"'(),;]+/.exec(name)?.[0];
  if (shown !== undefined && addressKey(shown) !== addressKey(address)) return true;
  // A colleague who writes from the address by which we know them.
  if (names.some((one) => addressKey(one) === addressKey(address))) return false;
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return names.some((one) => plain(one) !== '' && plain(one) === plain(name));
}
