/** Addresses of a header: groups flattened, names cleaned, domains lower case and in ASCII. What is no address is left out. */
import { domainToASCII } from 'node:url';
import { addressParser } from 'postal-mime';
import type { MailAddress } from '../model.ts';
import { cleanLine } from './clean-text.ts';
import { decodeWords } from './header-words.ts';

/** As many as honest mail may have; the raw mail keeps the rest. */
const MAX_ADDRESSES = 500;
const MAX_HEADER = 32_000;

export function readAddresses(values: readonly string[]): MailAddress[] {
  const found: MailAddress[] = [];
  for (const value of values) {
    for (const { name, address } of addressParser(value.slice(0, MAX_HEADER), { flatten: true })) {
      const normal = normaliseAddress(address ?? '');
      if (normal !== null && found.length < MAX_ADDRESSES)
        found.push({ name: readName(name, normal), address: normal });
    }
  }
  return found;
}

/** @returns null when it cannot be written to */
export function normaliseAddress(address: string): string | null {
  const bare = address.trim().replace(/^<+|>+$/g, '');
  const at = bare.lastIndexOf('@');
  const local = bare.slice(0, at).replace(/^@[^:]*:/, '');
  if (at < 1 || local === '' || bare.length > 320 || /[\s<>()\p{Cc}\p{Cf}]/u.test(bare)) return null;
  const typed = bare.slice(at + 1).replace(/\.$/, '');
  const domain = typed.startsWith('[') ? typed.toLowerCase() : domainToASCII(typed);
  return domain === '' || domain.includes('@') ? null : `${local}@${domain}`;
}

/** The same mailbox gives the same key: local parts are compared without case, as every provider does. */
export function addressKey(address: string): string {
  return address.normalize('NFC').toLowerCase();
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function readName(raw: string, address: string): string {
  const name = cleanLine(decodeWords(raw), 200)
    .replace(/^['"]+|['"]+$/g, '')
    .trim();
  return name.toLowerCase() === address.toLowerCase() ? '' : name;
}
