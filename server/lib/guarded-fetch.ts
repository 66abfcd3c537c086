/**
 * The one way to fetch what a stranger gave the address of: only from the public internet, only what was asked for, only so much, only so
 * long. A name is looked up once and the connection goes to that answer, so it cannot come to mean another machine in between.
 */
import { lookup } from 'node:dns/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { parseUrl } from '../../shared/parse-url.ts';
import { isPublicAddress } from './public-address.ts';
import { readBody } from './read-body.ts';

/** `address`: it leads where nobody may be sent. `unreachable`: no name, no answer, or one that is no HTTP. */
export type FetchRefusal = 'address' | 'redirects' | 'status' | 'type' | 'size' | 'time' | 'unreachable';

export class FetchRefused extends Error {
  override readonly name = 'FetchRefused';
  constructor(
    readonly refusal: FetchRefusal,
    detail: string,
  ) {
    super(detail);
  }
}

export interface FetchLimits {
  /** of the body once it is unpacked */
  maxBytes: number;
  /** for everything: looking up, redirects, the body */
  timeoutMs: number;
  /** what is asked for, as an Accept header */
  accept: string;
  /** whether an answer of this media type (lower case, no parameters, '' where none is given) is read */
  takes(type: string): boolean;
  /** posted; then no redirect is followed, for it would take the body where nobody meant it to go */
  send?: { headers: Record<string, string>; bytes: Buffer };
}

export interface Fetched {
  /** where it came from in the end */
  url: string;
  type: string;
  bytes: Buffer;
}

/** @throws FetchRefused */
export type GuardedFetch = (url: string, limits: FetchLimits) => Promise<Fetched>;

export interface GuardedFetchDeps {
  /** every address of a name */
  resolve?(name: string): Promise<string[]>;
  /** for tests; else the public internet on the ports of the web */
  mayReach?(address: string, port: number): boolean;
}

const REDIRECTS = 3;
const redirecting = new Set([301, 302, 303, 307, 308]);

export function createGuardedFetch(deps: GuardedFetchDeps = {}): GuardedFetch {
  const resolve = deps.resolve ?? resolveAll;
  const mayReach = deps.mayReach ?? ((address, port) => isPublicAddress(address) && (port === 80 || port === 443));

  /** Where a URL leads. All of its addresses must be allowed: one that may be refused is not picked around. */
  async function locate(url: URL, signal: AbortSignal): Promise<string> {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse('address', 'only http and https');
    if (url.username !== '' || url.password !== '') throw refuse('address', 'no name and password');
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(name) ? [name] : await unlessAborted(resolve(name), signal);
    const [first] = addresses;
    if (first === undefined) throw refuse('unreachable', 'the name has no address');
    if (!addresses.every((address) => mayReach(address, portOf(url)))) throw refuse('address', 'not a public address');
    return first;
  }

  async function follow(start: string, limits: FetchLimits, signal: AbortSignal): Promise<Fetched> {
    let url = parse(start);
    for (let hops = 0; hops <= REDIRECTS; hops += 1) {
      const response = await request(url, await locate(url, signal), limits, signal);
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (redirecting.has(status) && location !== undefined) {
        response.destroy();
        if (limits.send) throw refuse('redirects', 'it leads elsewhere');
        url = parse(location, url);
        continue;
      }
      try {
        if (status !== 200) throw refuse('status', `answered ${status}`);
        const type = (response.headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();
        if (!limits.takes(type)) throw refuse('type', 'not what was asked for');
        const bytes = await readBody(response, limits.maxBytes, signal);
        if (bytes === null) throw refuse('size', `more than ${limits.maxBytes} bytes`);
        return { url: url.href, type, bytes };
      } finally {
        response.destroy();
      }
    }
    throw refuse('redirects', `more than ${REDIRECTS} redirects`);
  }

  return async (url, limits) => {
    const signal = AbortSignal.timeout(limits.timeoutMs);
    try {
      return await follow(url, limits, signal);
    } catch (error) {
      if (error instanceof FetchRefused) throw error;
      if (signal.aborted) throw refuse('time', `not within ${limits.timeoutMs} ms`);
      throw refuse('unreachable', error instanceof Error ? error.message : 'no answer');
    }
  };
}

/** Nothing of ours goes along: no cookie, no referrer, no connection that somebody else could be using. */
function request(
  url: URL,
  address: string,
  { accept, send }: FetchLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const pinned: LookupFunction = (_name, options, done) => {
    const family = isIP(address);
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    const asked = client.request(url, {
      ...{ method: send ? 'POST' : 'GET', agent: false, lookup: pinned, signal, maxHeaderSize: 16_384 },
      headers: {
        ...{ accept, 'accept-encoding': 'identity', 'user-agent': 'Parley', connection: 'close' },
        ...(send && { ...send.headers, 'content-length': send.bytes.length }),
      },
    });
    asked.once('response', resolve);
    asked.on('error', reject);
    asked.end(send?.bytes);
  });
}

function parse(text: string, base?: URL): URL {
  const url = parseUrl(text, base?.href);
  if (url === null) throw refuse('address', 'no address');
  return url;
}

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const resolveAll = async (name: string): Promise<string[]> =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);
const refuse = (refusal: FetchRefusal, detail: string): FetchRefused => new FetchRefused(refusal, detail);

/** A look-up cannot be called off, but nobody has to wait for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
