/** The driver of webhooks: signed forms, retries as the address asks for them, redirects that lose the form, and a log of it all. */
import { forgetOld } from '../forget-old.ts';
import type { WebhookRecord, World } from '../world.ts';
import { readOverrides } from './overrides.ts';
import { type Received, request } from './request.ts';
import { signRequest } from './sign.ts';

export type Params = Record<string, string>;

export interface Webhooks {
  /** Asks for a document; null: it was not to be had, which the debugger has been told. */
  ask(
    url: string,
    method: 'GET' | 'POST',
    params: Params,
  ): Promise<{ contentType: string; body: Buffer; url: string } | null>;
  /** Tells something; nobody waits for the answer. */
  tell(url: string, method: 'GET' | 'POST', params: Params): void;
  log(): readonly WebhookRecord[];
}

const LONGEST_LOG = 500;
/** What anybody said, pressed or was called by is not kept longer than it is looked at. */
export const KEPT_MS = 24 * 3_600_000;
const MOST_REDIRECTS = 10;
const RETRY_PAUSE_MS = 50;

export function createWebhooks(world: World): Webhooks {
  const { account, clock, chance, faults } = world;
  const records: WebhookRecord[] = [];
  let nextId = 1;
  /** what was told too early waits for the next one */
  const held: (() => void)[] = [];

  async function exchange(address: string, method: 'GET' | 'POST', params: Params) {
    const { url: start, overrides } = readOverrides(address, (code, text) => world.warn(code, text, address));
    const until = Date.now() + Math.min(overrides.totalMs, world.webhookMs);
    const token = uuid();
    const begun = Date.now();
    let last: Received = { kind: 'failed', why: 'ct', detail: 'no time was left' };
    let attempts = 0;
    let at = start;
    let signature = '';
    for (let retry = 0; retry <= overrides.retries; retry++) {
      if (retry > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
      at = start;
      let form = method === 'POST' ? params : null;
      if (form === null) at = withQuery(start, params);
      for (let redirects = 0; ; redirects++) {
        const left = until - Date.now();
        if (left <= 0) break;
        attempts += 1;
        signature = signRequest(account.authToken, at, form ?? {});
        last = await request(
          {
            method: form ? 'POST' : 'GET',
            url: at,
            headers: headersOf(signature, token, form !== null),
            body: form && new URLSearchParams(form).toString(),
          },
          Math.min(overrides.connectMs, left),
          Math.min(overrides.readMs, left),
        );
        if (last.kind !== 'answer' || last.status < 300 || last.status > 399 || !last.location) break;
        if (redirects >= MOST_REDIRECTS) {
          world.warn(11_215, 'too many redirects', at);
          break;
        }
        at = new URL(last.location, at).href;
        // Followed, but what was posted is lost.
        form = null;
      }
      if (!isToRepeat(last, overrides.retryOn)) break;
    }
    note({ method, url: start, params, signature, attempts, begun }, last);
    return { last, url: at };
  }

  function note(
    sent: Pick<WebhookRecord, 'method' | 'url' | 'params' | 'signature' | 'attempts'> & { begun: number },
    last: Received,
  ) {
    const { begun, ...rest } = sent;
    const record: WebhookRecord = {
      ...rest,
      id: nextId++,
      at: clock.now(),
      status: last.kind === 'answer' ? last.status : null,
      answer: last.kind === 'answer' ? shown(last) : last.detail,
      ms: Date.now() - begun,
    };
    records.push(record);
    while (records.length > LONGEST_LOG || (records[0]?.at ?? record.at) < record.at - KEPT_MS) records.shift();
    forgetOld(world, record.at - KEPT_MS);
    world.tell({ type: 'webhook', webhook: record });
  }

  async function send(url: string, method: 'GET' | 'POST', params: Params) {
    const { last } = await exchange(url, method, params);
    if (last.kind === 'failed') world.warn(11_200, `${last.detail}`, url);
    else if (last.status >= 400) world.warn(11_200, `answered ${last.status}`, url);
  }

  function uuid(): string {
    const hex = chance.hex(32);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  return {
    log() {
      const before = clock.now() - KEPT_MS;
      return records.filter(({ at }) => at >= before);
    },
    async ask(url, method, params) {
      const fault = faults.strike('twiml', url, params);
      if (fault?.kind === 'drop') {
        world.warn(11_200, 'no answer in time', url);
        return null;
      }
      if (fault?.kind === 'duplicate') await exchange(url, method, params);
      const { last, url: from } = await exchange(url, method, params);
      if (fault?.kind === 'refuse') {
        world.warn(11_200, `answered ${fault.status}`, url);
        return null;
      }
      if (last.kind === 'failed') {
        world.warn(last.why === 'ct' ? 11_205 : 11_200, last.detail, url);
        return null;
      }
      if (last.status < 200 || last.status > 299) {
        world.warn(11_200, `answered ${last.status}`, url);
        return null;
      }
      return { contentType: last.contentType, body: last.body, url: from };
    },
    tell(url, method, params) {
      const go = () => world.track(send(url, method, params));
      const fault = faults.strike('webhook', url, params);
      const waiting = held.splice(0);
      if (fault?.kind === 'reorder') held.push(go);
      else if (fault?.kind === 'delay') clock.after(fault.ms, go);
      else if (fault?.kind === 'duplicate') {
        go();
        clock.after(fault.ms, go);
      } else if (fault === null) go();
      for (const later of waiting) later();
    },
  };
}

const headersOf = (signature: string, token: string, isForm: boolean): Record<string, string> => ({
  'User-Agent': 'TwilioProxy/1.1',
  Accept: '*/*',
  'X-Twilio-Signature': signature,
  'I-Twilio-Idempotency-Token': token,
  ...(isForm && { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }),
});

function isToRepeat(last: Received, on: ReadonlySet<string>): boolean {
  if (last.kind === 'failed') return on.has(last.why);
  return (last.status >= 500 && on.has('5xx')) || (last.status >= 400 && last.status < 500 && on.has('4xx'));
}

function withQuery(url: string, params: Params): string {
  const text = new URLSearchParams(params).toString();
  return text === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${text}`;
}

const shown = ({ contentType, body }: Extract<Received, { kind: 'answer' }>): string =>
  /^(text|application)\/(.*\+)?(xml|json|plain|html)/.test(contentType) || body.length === 0
    ? body.toString('utf8').slice(0, 20_000)
    : `${contentType}, ${body.length} bytes`;
