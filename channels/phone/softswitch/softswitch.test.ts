/** The softswitch as its own process, with real sound: what the server commands is heard, what happens is told, and it outlives the server. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { systemClock } from '../../../server/lib/clock.ts';
import { createIds } from '../../../server/lib/ids.ts';
import type { CallId, FileId, InboxId, LegId, UserId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import { eventually } from '../../../tests/support/eventually.ts';
import { BrowserPeer, forgetSources } from '../../../tests/support/sound/browser-peer.ts';
import { heardOf, readWav } from '../../../tests/support/sound/tones.ts';
import type { ChannelContext } from '../../channel.ts';
import type { CallEvent, CallRef, CallStep, VoiceContext, VoiceProvider } from '../../voice.ts';
import { followSwitch } from './follow-switch.ts';
import { createSwitchClient, type SwitchClient } from './switch-client.ts';
import { createSwitchProvider } from './switch-provider.ts';

const [AGENT, CUSTOMER] = [600, 1_010];
const WITHIN = 20_000;
const ids = createIds(systemClock);
const inbox = { id: ids.next<InboxId>() } as Inbox;

describe('the softswitch', () => {
  let folder = '';
  let client: SwitchClient;
  let provider: VoiceProvider;
  let peers: BrowserPeer[] = [];
  let following = new AbortController();
  let followed: Promise<void> = Promise.resolve();
  const events: CallEvent[] = [];
  const kept: Buffer[] = [];
  /** what the server says to whatever happens next */
  let nextStep: CallStep | null = null;

  const voice: VoiceContext = {
    async callEvent(event) {
      events.push(event);
      return event.callId && nextStep && { callId: event.callId, step: nextStep };
    },
    stepOf: async () => null,
    async keepRecording(_inboxId, sound) {
      const bytes = await buffer(sound);
      kept.push(bytes);
      return { id: ids.next<FileId>(), size: bytes.length };
    },
  };

  /** A server begins: as after a restart it knows nothing but its folder. */
  function startServer(): void {
    client = createSwitchClient({
      folder,
      settings: { ports: null, host: '127.0.0.1', idleMs: 1_500 },
    });
    provider = createSwitchProvider({
      client,
      ice: async () => ({ stun: [], turn: null }),
      voice,
      now: systemClock.now,
    });
    following = new AbortController();
    const ctx = { voice, log: { info() {}, warn() {} } } as unknown as ChannelContext;
    followed = followSwitch(client, ctx, async () => true, following.signal);
  }
  async function stopServer(): Promise<void> {
    following.abort();
    await followed;
  }
  const newCall = (): CallRef => ({ callId: ids.next<CallId>(), inbox, externalId: null });
  async function connect(call: CallRef, leg: LegId | 'customer', hz: number): Promise<BrowserPeer> {
    const peer = new BrowserPeer(hz);
    peers.push(peer);
    const answer = await provider.connect?.(call, leg, await peer.offer());
    if (!answer || 'gone' in answer) throw new Error('it is gone');
    await peer.accept(answer.sdp);
    return peer;
  }
  const ring = (call: CallRef, legId: LegId, ringSeconds = 20) =>
    provider.begin(call, {
      ...{ legId, ringSeconds, as: { mode: 'talk' } },
      to: { kind: 'agent', userId: ids.next<UserId>(), params: {} },
    });
  const told = (expected: Record<string, unknown>, withinMs = WITHIN): Promise<CallEvent> =>
    eventually(() => {
      const found = events.find((event) =>
        Object.entries(expected).every(([key, value]) => (event as unknown as Record<string, unknown>)[key] === value),
      );
      if (!found) throw new Error(`not told: ${JSON.stringify(expected)} of ${JSON.stringify(events)}`);
      return found;
    }, withinMs);
  const hears = (peer: BrowserPeer, expected: number[]): Promise<void> =>
    eventually(async () => {
      expect(heardOf(await peer.hear(), 48_000, [AGENT, CUSTOMER])).toEqual(expected);
    }, WITHIN);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-softswitch-'));
    startServer();
  });
  async function closeAll(): Promise<void> {
    for (const peer of peers) peer.close();
    peers = [];
    for (const { callId } of await client.live()) await provider.end({ callId, inbox, externalId: null });
    await stopServer();
    // It ends by itself, since nobody asks for anything any more.
    const at = await client.running();
    if (at !== null) await eventually(() => expect(() => process.kill(at.pid, 0)).toThrow('ESRCH'), WITHIN);
  }
  afterAll(async () => {
    await closeAll();
    await forgetSources();
    await rm(folder, { recursive: true, force: true });
  }, 90_000);

  it('asks for keys, takes a message, and says where the caller is sent next', async () => {
    const call = newCall();
    const customer = await connect(call, 'customer', CUSTOMER);
    const words = customer.words();
    nextStep = { do: 'take-message', say: [], maxSeconds: 1 };
    const say = [{ text: 'Press one.', language: 'en' }];
    await provider.move(call, { do: 'ask', say, digits: 3, seconds: 20, finishKey: '#' });
    expect(await words.next()).toEqual({ caption: { text: 'Press one.', language: 'en' } });
    customer.tell({ keys: '12#' });
    expect(await told({ type: 'keys', callId: call.callId })).toMatchObject({ digits: '12' });
    nextStep = null;
    const { recordingId } = (await told({ type: 'recording', state: 'done', purpose: 'voicemail' })) as never;
    await told({ type: 'waited', callId: call.callId });
    expect(await provider.fetchRecording(call, recordingId)).toMatchObject({ type: 'audio/wav' });
    expect(await provider.fetchRecording(call, recordingId)).toBeNull();
    customer.tell({ bye: true });
    expect(await told({ type: 'customer', state: 'left', callId: call.callId })).toMatchObject({ end: 'hung-up' });
    expect(await client.live()).toEqual([]);
  }, 60_000);

  it('rings an agent, lets both talk, holds, records, and goes on while the server is away', async () => {
    const call = newCall();
    const legId = ids.next<LegId>();
    const customer = await connect(call, 'customer', CUSTOMER);
    await provider.move(call, { do: 'wait', say: [], hearsKeys: false });
    expect((await ring(call, legId)).state).toBe('done');
    await told({ type: 'leg', legId, state: 'ringing' });
    const agent = await connect(call, legId, AGENT);
    await told({ type: 'leg', legId, state: 'joined' });
    await provider.move(call, { do: 'talk', say: [], record: true });
    await told({ type: 'customer', state: 'joined', callId: call.callId });
    await hears(agent, [CUSTOMER]);
    await hears(customer, [AGENT]);
    // the same again changes nothing
    expect((await ring(call, legId)).state).toBe('done');

    const before = await client.running();
    await stopServer();
    await hears(customer, [AGENT]);
    await provider.set(call, 'customer', { held: true });
    await hears(agent, []);
    await provider.set(call, 'customer', { held: false });
    startServer();
    expect(await client.running()).toEqual(before);
    expect(await provider.live(inbox)).toMatchObject([
      { callId: call.callId, customer: 'joined', legs: [{ legId, state: 'joined' }] },
    ]);

    // a page that is loaded again joins where it was
    agent.close();
    const again = await connect(call, legId, AGENT);
    await hears(again, [CUSTOMER]);
    expect(events.filter((event) => event.type === 'leg' && event.legId === legId)).toHaveLength(2);

    again.tell({ bye: true });
    expect(await told({ type: 'leg', legId, state: 'left' })).toMatchObject({ end: 'hung-up' });
    expect(await provider.connect?.(call, legId, await again.offer())).toEqual({ gone: true });
    await provider.end(call);
    const { recordingId } = (await told({ type: 'recording', state: 'done', purpose: 'call' })) as never;
    expect(await provider.fetchRecording(call, recordingId)).not.toBeNull();
    const path = join(folder, 'kept.wav');
    await (await import('node:fs/promises')).writeFile(path, kept.at(-1) ?? Buffer.alloc(0));
    const { rate, samples } = await readWav(path);
    expect(heardOf(samples, rate, [AGENT, CUSTOMER])).toEqual([AGENT, CUSTOMER]);
    await told({ type: 'customer', state: 'left', callId: call.callId });
  }, 90_000);

  it('tells an agent who does not answer, and that what is over is gone', async () => {
    const call = newCall();
    const [first, second] = [ids.next<LegId>(), ids.next<LegId>()];
    await ring(call, first, 0.2);
    expect(await told({ type: 'leg', legId: first, state: 'left' })).toMatchObject({ end: 'no-answer' });
    expect((await ring(call, first)).state).toBe('gone');
    await ring(call, second);
    expect((await provider.drop(call, second)).state).toBe('done');
    expect((await provider.drop(call, second)).state).toBe('gone');
    expect(await told({ type: 'leg', legId: second, state: 'left' })).toMatchObject({ end: 'removed' });
    expect((await provider.move(newCall(), { do: 'hang-up', say: [] })).state).toBe('gone');
    const dialled = { kind: 'number', number: '+493511234567', callerId: '', isCustomer: true } as const;
    const result = await provider.begin(call, { legId: first, ringSeconds: 5, as: { mode: 'talk' }, to: dialled });
    expect(result).toMatchObject({ state: 'failed', retryable: false });
    await provider.end(call);
  }, 60_000);

  it('answers nobody without its secret', async () => {
    const at = await client.ensure();
    const answer = await fetch(`http://${at.host}:${at.port}/live`, { headers: { authorization: 'Bearer x' } });
    expect(answer.status).toBe(401);
  });
});
