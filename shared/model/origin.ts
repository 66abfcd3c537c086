/** Which text names a website's origin: scheme, host and port, exactly as a browser sends it. */

import { parseUrl } from '../parse-url.ts';

/** One label of a host name, as DNS has it after IDNA. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

export type OriginProblem = 'no-url' | 'scheme' | 'path' | 'user' | 'wildcard' | 'host';

/**
 * The origin in its one spelling (lower case, punycode, no default port), or why it is none. A slash at the end is forgiven;
 * a path, a name and password, a wildcard or a bare word as host are not: a browser would never send them (RFC 6454 §6.2).
 */
export function readOrigin(text: string): { origin: string } | { problem: OriginProblem } {
  const trimmed = text.trim();
  if (trimmed.includes('*')) return { problem: 'wildcard' };
  const url = parseUrl(trimmed);
  if (url === null) return { problem: 'no-url' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'scheme' };
  if (url.username !== '' || url.password !== '') return { problem: 'user' };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || /[?#]$/.test(trimmed)) return { problem: 'path' };
  return isHost(url.hostname) ? { origin: url.origin } : { problem: 'host' };
}

function isHost(name: string): boolean {
  if (name === 'localhost' || /^\[[0-9a-f:.]+\]$/.test(name)) return true;
  if (IPV4.test(name)) return name.split('.').every((part) => Number(part) <= 255);
  const labels = name.split('.');
  // A top level is never a number; a single word is a machine of one network, which only that network can mean.
  return name.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
}
