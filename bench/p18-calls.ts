/** P18: calls. What a webhook waits for its answer, how long from accepting a call until both sides are together and hear each other, and what the console loads of it before. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { testAccount } from '../channels/phone/simulator/testing.ts';
import { signRequest } from '../channels/phone/simulator/webhooks/sign.ts';
import type { Offer } from '../shared/model/agent.ts';
import type { CallView } from '../shared/model/call.ts';
import type { InboxId, LegId } from '../shared/model/ids.ts';
import { ConsoleClient } from '../tests/support/console-client.ts';
import { BrowserPeer } from '../tests/support/sound/browser-peer.ts';
import { loudnessAt } from '../tests/support/sound/tones.ts';
import { beginVisit, VisitorClient } from '../tests/support/visitor-client.ts';
import { startChild } from './lib/child.ts';
import { median, percentile, printTable, type Row, spread } from './lib/stats.ts';

const RATE = Number(process.env.HOOKS_PER_SECOND ?? 20);
const SECONDS = Number(process.env.SECONDS ?? 4);
const ROUNDS = 3;
const CALLS = Number(process.env.CALLS ?? 5);

interface Place {
  url: string;
  origin: string;
  phone: InboxId;
  number: string;
  website: InboxId;
  maya: string;
}

/** Latencies from the intended time of sending, ms. */
async function fire(send: () => Promise<Response>): Promise<number[]> {
  const began = performance.now();
  const all = Array.from({ length: RATE * SECONDS }, async (_, at) => {
    const due = began + (at * 1_000) / RATE;
    await pause(Math.max(0, due - performance.now()));
    const answer = await send();
    await answer.text();
    if (!answer.ok) throw new Error(`answered with ${answer.status}`);
    return performance.now() - due;
  });
  return Promise.all(all);
}

/** A call that has just come in: signed, kept, and answered with what its caller hears. */
function sendVoice({ url, origin, phone, number }: Place): Promise<Response> {
  const caller = `+49151${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  const form = {
    ...{ CallSid: `CA${randomBytes(16).toString('hex')}`, AccountSid: testAccount.sid, From: caller, To: number },
    ...{ CallStatus: 'ringing', Direction: 'inbound', ApiVersion: '2010-04-01' },
  };
  const path = `/hooks/phone/${phone}/voice`;
  const signature = signRequest(testAccount.authToken, origin + path, form);
  return fetch(url + path, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(form),
  });
}

async function measureHooks(place: Place): Promise<Row> {
  const floor = await startChild({ args: ['--import', 'tsx', 'bench/floor/hook-server.ts'], ready: /^ready / });
  const bare = `${floor.ready.slice('ready '.length)}/voice`;
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    theirs.push(
      percentile(
        await fire(() => fetch(bare, { method: 'POST', body: new URLSearchParams({ CallSid: 'CA1' }) })),
        0.99,
      ),
    );
    ours.push(percentile(await fire(() => sendVoice(place)), 0.99));
  }
  await floor.kill('SIGKILL');
  return {
    ...{
      what: `webhook of a new call, p99 at ${RATE}/s`,
      ours: `${spread(ours, 0)} ms`,
      floor: `${spread(theirs, 1)} ms`,
    },
    ...{ ratio: (median(ours) / median(theirs)).toFixed(1), target: '≤ 300 ms' },
  };
}

/** Until a tone is heard, ms. */
async function heard(peer: BrowserPeer, hz: number, from: number): Promise<number> {
  while (loudnessAt(await peer.hear(), 48_000, hz) < 0.01)
    if (performance.now() - from > 20_000) throw new Error('silence');
  return performance.now() - from;
}

/** A visitor calls, Maya answers: when they were put together, and when each heard the other. */
async function measureCalls(place: Place): Promise<Row[]> {
  const maya = new ConsoleClient({ url: place.url, origin: place.origin, cookie: place.maya });
  await maya.begin();
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const [bridged, customer, agent]: [number[], number[], number[]] = [[], [], []];
  for (let call = 0; call < CALLS; call += 1) {
    const { token } = await beginVisit(place.url, place.origin, place.website);
    const visitor = new VisitorClient({ url: place.url, origin: place.origin, inboxId: place.website, token });
    await visitor.begin();
    const caller = new BrowserPeer(1_010);
    const started = await visitor.ask('call:start', { sdp: await caller.offer() }, 30_000);
    await caller.accept(started.sdp);
    const { id } = started.call;
    const { offer } = await maya.facts.wait<{ offer: Offer }>('offer:made', (fact) => fact.offer.call?.id === id);
    const device = new BrowserPeer(600);
    const sdp = await device.offer();
    const from = performance.now();
    const talking = maya.facts.wait<{ call: CallView }>(
      'call:changed',
      (fact) => fact.call.id === id && fact.call.phase === 'talking',
    );
    const answer = await maya.ask('call:connect', { callId: id, legId: offer.call?.legId as LegId, sdp });
    if ('gone' in answer) throw new Error('it is gone');
    await device.accept(answer.sdp);
    const [, atCustomer, atAgent] = await Promise.all([
      talking.then(() => bridged.push(performance.now() - from)),
      heard(caller, 600, from),
      heard(device, 1_010, from),
    ]);
    customer.push(atCustomer);
    agent.push(atAgent);
    await maya.ask('call:end', { callId: id });
    await maya.facts.wait<{ call: CallView }>(
      'call:changed',
      (fact) => fact.call.id === id && fact.call.phase === 'ended',
    );
    for (const peer of [caller, device]) peer.close();
    visitor.close();
    // Nothing is offered while she wraps up.
    await maya.ask('call:wrap-up', { callId: id, dispositionId: null }).catch(() => undefined);
  }
  maya.close();
  const row = (what: string, values: number[]): Row => ({
    what,
    ours: `${spread(values, 0)} ms`,
    floor: '',
    ratio: '',
    target: '',
  });
  return [
    row('accept to bridge', bridged),
    row('accept to sound, at the customer', customer),
    row('accept to sound, at the agent', agent),
  ];
}

/** What the console's page names and whatever that imports at once, gz; and what comes later because of calls. */
function measureConsole(folder: string): Row[] {
  const assets = join(folder, 'assets');
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = new Set(Array.from(page.matchAll(/assets\/([^"]+\.(?:js|css))"/g), ([, name]) => name ?? ''));
  for (const name of first) {
    if (!name.endsWith('.js')) continue;
    for (const [, other] of readFileSync(join(assets, name), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g))
      first.add(other ?? '');
  }
  const sizeOf = (name: string): number => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length;
  const show = (bytes: number): string => `${(bytes / 1_024).toFixed(1)} KB`;
  const all = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const sdk = all.filter((name) => readFileSync(join(assets, name), 'utf8').includes('RTCPeerConnection'));
  const inFirst = sdk.filter((name) => first.has(name)).length;
  const later = sdk.reduce((sum, name) => sum + sizeOf(name), 0);
  return [
    {
      what: 'console, first load, gz',
      ours: show([...first].reduce((sum, name) => sum + sizeOf(name), 0)),
      floor: '',
      ratio: '',
      target: '',
    },
    {
      what: 'softphone, loaded later, gz',
      ours: show(later),
      floor: '',
      ratio: '',
      target: `${inFirst} of its chunks in the first load`,
    },
  ];
}

/** Prints the table; needs the built client. */
export async function run(): Promise<void> {
  const server = await startChild({
    args: ['--import', 'tsx', 'bench/load/calls-server.ts'],
    ready: /^ready /,
    patience: 180_000,
  });
  const place = JSON.parse(server.ready.slice('ready '.length)) as Place;
  const calls = await measureCalls(place);
  const hooks = await measureHooks(place);
  await server.kill('SIGTERM');
  printTable('P18 calls: built-in phone system and webhooks', [
    ...calls,
    hooks,
    ...measureConsole('dist/client/console'),
  ]);
}
