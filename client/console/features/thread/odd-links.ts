/** Addresses that show one thing and lead to another, told by their parts. Pure. */

export interface OddLink {
  /** where it really leads */
  host: string;
  why: 'letters' | 'credentials' | 'number';
}

/** null for an address that is what it looks like. */
export function findOddLink(shown: string, href: string): OddLink | null {
  if (!href.startsWith('http')) return null;
  const url = new URL(href);
  if (url.username !== '' || url.password !== '') return { host: url.host, why: 'credentials' };
  // Letters of another script may look like Latin ones: their plain form, as networks spell it, does not.
  if (/(?:^|\.)xn--/.test(url.hostname)) return { host: url.host, why: 'letters' };
  if (isNumber(url.hostname) && !shown.toLowerCase().includes(url.hostname)) return { host: url.host, why: 'number' };
  return null;
}

/** Written as 0x7f000001 or 2130706433 it is an address all the same. */
const isNumber = (host: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
