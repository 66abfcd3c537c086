/** The simulated account, put together: one port for the REST API, the browser SDK's gateway and what controls it all. */
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaPlane } from '../media/media-plane.ts';
import { type Bins, createBins } from './bins.ts';
import { createChance } from './chance.ts';
import { realClock, type SimClock } from './clock.ts';
import { createControl } from './control/control.ts';
import { type Calls, createCalls } from './engine/calls.ts';
import { type Conferences, createConferences } from './engine/conferences.ts';
import { createLines, type Lines } from './engine/lines.ts';
import { createMessages, type Messages } from './engine/messages.ts';
import { createQueues } from './engine/queues.ts';
import { createRecordings, type Recordings } from './engine/recordings.ts';
import { createFaults } from './faults.ts';
import type { Account, PhoneNumber } from './model.ts';
import { createPhones, type Phones } from './phones.ts';
import { createRest, type Rest } from './rest/rest.ts';
import { attachSignalling, type Signalling } from './signalling/signalling.ts';
import type { Engines } from './twiml/context.ts';
import { hear } from './twiml/run.ts';
import { createWebhooks, type Webhooks } from './webhooks/webhooks.ts';
import { createWorld, type World } from './world.ts';

export interface SimulatorOptions {
  account: Account;
  /** E.164 */
  numbers: readonly string[];
  /** 0 takes any free one */
  port: number;
  host?: string;
  seed?: number;
  media(clock: () => SimClock): MediaPlane;
  /** given what resolves when nothing is on its way; missing: real time */
  clock?(settle: () => Promise<void>): SimClock;
  webhookMs?: number;
  /** origins of the pages that may connect to it */
  origins: readonly string[];
  /** who knows it may control everything */
  controlToken: string;
}

export interface Simulator {
  world: World;
  phones: Phones;
  calls: Calls;
  conferences: Conferences;
  recordings: Recordings;
  messages: Messages;
  lines: Lines;
  webhooks: Webhooks;
  rest: Rest;
  signalling: Signalling;
  bins: Bins;
  url: string;
  /** when somebody asked for anything last, ms since 1970 */
  askedAt(): number;
  isLeft(): boolean;
  stop(): Promise<void>;
}

const LARGEST_BODY = 1_048_576;

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { account, host = '127.0.0.1' } = options;
  const chance = createChance(options.seed ?? (Math.random() * 2 ** 32) >>> 0);
  const folder = await mkdtemp(join(tmpdir(), 'parley-simulator-'));
  let url = '';
  const world: World = createWorld(
    {
      ...{ account, chance, folder, faults: createFaults(chance), webhookMs: options.webhookMs ?? 15_000 },
      media: options.media(() => world.clock),
      baseUrl: () => url,
    },
    options.clock ?? (() => realClock),
  );
  for (const number of options.numbers) world.numbers.set(number, newNumber(world, number));
  const webhooks = createWebhooks(world);
  const lines = createLines();
  const calls = createCalls(world, webhooks, lines);
  const recordings = createRecordings(world, webhooks);
  const queues = createQueues(world);
  const messages = createMessages(world, webhooks);
  const conferences: Conferences = createConferences(world, webhooks, (callSid, address, method, loop) => {
    const leg = calls.leg(callSid);
    return leg ? hear(engines, leg, address, method, loop) : () => undefined;
  });
  const engines: Engines = { world, webhooks, calls, conferences, recordings, queues };
  const rest = createRest({ ...engines, lines, messages });
  const phones = createPhones({ ...engines, lines, messages });
  const stopListening = world.media.onEvent((event) => {
    if (event.type === 'keys') calls.press(event.legId, event.digits);
    // A telephone that went without a word has hung up.
    if (event.type === 'lost') calls.end(event.legId, 'completed');
  });
  const { origins, controlToken } = options;
  const control = createControl({ world, phones, lines, webhooks, messages, origins, token: controlToken });

  const bins = createBins(() => url);
  let askedAt = Date.now();
  const server = http.createServer((request, response) => {
    askedAt = Date.now();
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LARGEST_BODY) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => {
      if (bins.handle(request, response)) return;
      const body = Buffer.concat(chunks).toString('utf8');
      const handle = request.url?.startsWith('/control/') ? control.handle : rest.handle;
      void handle(request, response, body);
    });
  });
  // Longer than any client keeps a connection, or one would be closed in the moment it is used again.
  server.keepAliveTimeout = 120_000;
  const signalling = attachSignalling(server, { ...engines, lines, origins });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    ...{ world, phones, calls, conferences, recordings, messages, lines, webhooks, rest, signalling, bins, url },
    askedAt: () => askedAt,
    isLeft: control.isLeft,
    async stop() {
      for (const sid of world.calls.keys()) calls.leg(sid)?.stopRun?.();
      stopListening();
      control.close();
      signalling.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.media.stopAll();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function newNumber(world: World, number: string): PhoneNumber {
  const now = world.clock.now();
  return {
    ...{ sid: world.sid('PN'), number, friendlyName: number, voiceUrl: '', voiceMethod: 'POST', voiceFallbackUrl: '' },
    ...{ statusCallback: '', smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '', createdAt: now, updatedAt: now },
  };
}
