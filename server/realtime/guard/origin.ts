/** Which page a handshake comes from, as far as a browser says; a CORS option does not guard WebSockets. */
import type { IncomingMessage } from 'node:http';

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
  if (proxies === 0) return direct;
  const header = request.headers['x-forwarded-for'];
  const hops = String(header ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return hops.at(-proxies) ?? hops[0] ?? direct;
}
