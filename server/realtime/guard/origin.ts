/** Which page a handshake comes from, as far as a browser says; a CORS option does not guard WebSockets. */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * The page's origin. Browsers leave it out on same-origin polls and say so in Sec-Fetch-Site;
 * null for a request that tells neither.
 */
export function originOf(request: Pick<IncomingMessage, 'headers'>, own: string): string | null {
  const { origin } = request.headers;
  if (origin !== undefined) return origin;
  return request.headers['sec-fetch-site'] === 'same-origin' ? own : null;
}

/** The client's address; behind `proxies` trusted ones it is the one that the outermost of them saw. */
export function addressOf(request: IncomingMessage, proxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (proxies === 0) return household(direct);
  const hops = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return household(hops.at(-proxies) ?? hops[0] ?? direct);
}

/** An IPv4 address, or the /64 of an IPv6 one, because whoever has one has all of it. */
function household(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
