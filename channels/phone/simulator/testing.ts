/** For tests: the simulator on a clock of its own, and an application that answers its webhooks. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVirtualClock, type VirtualClock } from './clock.ts';
import { createQuietMedia, type QuietMedia } from './quiet-media.ts';
import { type Simulator, startSimulator } from './simulator.ts';
import type { SimEvent } from './world.ts';

export const testAccount = {
  sid: `AC${'0123456789abcdef'.repeat(2)}`,
  authToken: 'a-token-for-tests',
  apiKeySid: `SK${'0123456789abcdef'.repeat(2)}`,
  apiKeySecret: 'a-secret-for-tests',
};
export const OUR_NUMBER = '+4935112340';

export interface TestSimulator extends Simulator {
  clock: VirtualClock;
  media: QuietMedia;
  events: SimEvent[];
  captions(): string[];
  /** codes of what Twilio's debugger would list */
  warnings(): number[];
}

/** Monday 30 November 2026, 08:00 UTC */
const START = Date.UTC(2026, 10, 30, 8);

export async function startTestSimulator(seed = 1, webhookMs = 15_000): Promise<TestSimulator> {
  const made: { clock?: VirtualClock; media?: QuietMedia } = {};
  const simulator = await startSimulator({
    ...{ account: testAccount, numbers: [OUR_NUMBER], port: 0, seed, webhookMs, origins: [], controlToken: 'test' },
    media(clock) {
      made.media = createQuietMedia(clock);
      return made.media;
    },
    clock(settle) {
      made.clock = createVirtualClock(START, settle);
      return made.clock;
    },
  });
  const events: SimEvent[] = [];
  simulator.world.onEvent((event) => events.push(event));
  const { clock, media } = made;
  if (!clock || !media) throw new Error('The simulator asked for neither clock nor sound.');
  return {
    ...{ ...simulator, clock, media, events },
    captions: () => events.flatMap((event) => (event.type === 'caption' ? [event.text] : [])),
    warnings: () => events.flatMap((event) => (event.type === 'warning' ? [event.code] : [])),
  };
}

export interface Hit {
  path: string;
  method: string;
  headers: http.IncomingHttpHeaders;
  form: Record<string, string>;
  /** without what the sender wrote into the address */
  url: string;
}

export interface TestApp {
  url: string;
  hits: Hit[];
  /** what it answers at a path from now on: TwiML, or all of an answer */
  on(path: string, answer: TestAnswer | ((hit: Hit) => TestAnswer | Promise<TestAnswer>)): void;
  at(path: string): Hit[];
  stop(): Promise<void>;
}

export type TestAnswer = string | { status: number; headers?: Record<string, string>; body?: string };

export async function startTestApp(): Promise<TestApp> {
  const hits: Hit[] = [];
  const answers = new Map<string, (hit: Hit) => TestAnswer | Promise<TestAnswer>>();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.url ?? '/';
      const path = target.split('?')[0] ?? '';
      const hit: Hit = {
        ...{ path, method: request.method ?? '', headers: request.headers, url: `${url()}${target}` },
        form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))),
      };
      hits.push(hit);
      void (async () => {
        const answer = (await answers.get(path)?.(hit)) ?? { status: 204 };
        const { status, headers, body } =
          typeof answer === 'string'
            ? { status: 200, headers: { 'Content-Type': 'text/xml' }, body: `<Response>${answer}</Response>` }
            : answer;
        response.writeHead(status, headers).end(body ?? '');
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(),
    hits,
    on: (path, answer) => void answers.set(path, typeof answer === 'function' ? answer : () => answer),
    at: (path) => hits.filter((hit) => hit.path === path),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
