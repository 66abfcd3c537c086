/** Addresses of letters: read from what somebody typed or pasted, compared, shown. Pure. */
import type { Address } from '../../../shared/model/letter.ts';

/** What the server takes as an address (z.email of letter.ts). */
const shape = /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

export const isAddress = (text: string): boolean => text.length <= 254 && shape.test(text);

export interface ParsedAddresses {
  found: Address[];
  /** what could not be read, as it was written */
  rest: string;
}

/** "Sofia <s@x.it>, b@y.de": one or several, parted by commas, semicolons or lines. */
export function parseAddresses(text: string): ParsedAddresses {
  const found: Address[] = [];
  const rest: string[] = [];
  for (const part of cut(text)) {
    const read = readOne(part);
    if (read) found.push(read);
    else rest.push(part);
  }
  return { found, rest: rest.join(', ') };
}

/** Commas within quotes belong to a name. */
function cut(text: string): string[] {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,;\n，；"]|")+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function readOne(part: string): Address | null {
  const match = /^(.*?)<([^<>]+)>$/s.exec(part);
  const address = asSent((match?.[2] ?? part).trim().replace(/^mailto:/i, ''));
  if (!isAddress(address)) return null;
  const name = (match?.[1] ?? '')
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('\\', '')
    .slice(0, 120);
  return { name, address };
}

/** Networks spell domains in lower case, and those of other scripts in Latin letters. */
function asSent(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 0 || !/^[\p{L}\p{N}\p{M}.-]+$/u.test(domain)) return address;
  try {
    return `${address.slice(0, at)}@${new URL(`http://${domain}`).hostname}`;
  } catch {
    return address;
  }
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The same mailbox, whatever token stands behind a plus: so our own are known under every token. */
export function isSameMailbox(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).replace(/\+.*$/s, '')}${address.slice(at)}`.toLowerCase();
}

export const isSameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Each address once, the first as it was written. */
export function withoutRepeats(list: readonly Address[]): Address[] {
  return list.filter((one, at) => list.findIndex((other) => isSameAddress(other.address, one.address)) === at);
}

/** A name, or the address where there is none. */
export const nameOf = ({ name, address }: Address): string => (name.trim() === '' ? address : name.trim());

/** Sofia Marchetti <sofia@posteo.it> */
export function formatAddress({ name, address }: Address): string {
  return name.trim() === '' ? address : `${name.trim()} <${address}>`;
}

/** Of everybody who is known, those whose name or address begins with what is typed first. */
export function matchAddresses(known: readonly Address[], query: string, taken: readonly Address[]): Address[] {
  const wanted = query.trim().toLowerCase();
  const free = withoutRepeats(known).filter((one) => !taken.some((each) => isSameAddress(each.address, one.address)));
  if (wanted === '') return free.slice(0, 6);
  const place = ({ name, address }: Address): number => {
    const [a, n] = [address.toLowerCase(), name.toLowerCase()];
    if (a.startsWith(wanted) || n.split(/\s+/u).some((word) => word.startsWith(wanted))) return 0;
    return a.includes(wanted) || n.includes(wanted) ? 1 : 2;
  };
  return free
    .filter((one) => place(one) < 2)
    .sort((a, b) => place(a) - place(b))
    .slice(0, 6);
}
