/** Addresses that show one thing and lead to another, told by their parts. Pure. */
import { parseUrl } from '../../../shared/parse-url.ts';

export interface OddLink {
  /** where it really leads */
  host: string;
  why: 'letters' | 'credentials' | 'number' | 'elsewhere';
}

/** null for an address that is what it looks like. */
export function findOddLink(shown: string, href: string): OddLink | null {
  const url = read(href);
  if (!url) return null;
  if (url.username !== '' || url.password !== '') return { host: url.host, why: 'credentials' };
  // Letters of another script may look like Latin ones: their plain form, as networks spell it, does not.
  if (/(?:^|\.)xn--/.test(url.hostname)) return { host: url.host, why: 'letters' };
  if (isNumber(url.hostname) && !shown.toLowerCase().includes(url.hostname)) return { host: url.host, why: 'number' };
  const named = hostIn(shown);
  if (named !== null && siteOf(named) !== siteOf(url.hostname)) return { host: url.host, why: 'elsewhere' };
  return null;
}

function read(href: string): URL | null {
  return /^\s*https?:/i.test(href) ? parseUrl(href) : null;
}

/** Written as 0x7f000001 or 2130706433 it is an address all the same. */
const isNumber = (host: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);

/** Words that are themselves an address promise that place; "Readme.txt" and "v2.1" are none. */
function hostIn(shown: string): string | null {
  const match = /^(?:https?:\/\/([^\s/?#:@]+)|(www\.[^\s/?#:@]+\.[a-z]{2,}))(?:[:/?#]\S*)?$/i.exec(shown.trim());
  return (match?.[1] ?? match?.[2])?.toLowerCase() ?? null;
}

/** As many senders lead their links over a counting host of their own, the last two parts must agree only. */
const siteOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./, '')
    .split('.')
    .slice(-2)
    .join('.');
