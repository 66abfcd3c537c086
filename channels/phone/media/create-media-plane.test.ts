/** Real peers over real WebRTC: who hears what, told by the frequency of each voice. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../tests/support/eventually.ts';
import { BrowserPeer, forgetSources } from '../../../tests/support/sound/browser-peer.ts';
import { heardOf, loudnessAt, readWav } from '../../../tests/support/sound/tones.ts';
import { createMediaPlane } from './create-media-plane.ts';
import type { MediaEvent, MediaPlane } from './media-plane.ts';

/** None is a harmonic of another, nor a note of the hold music. */
const [AGENT, CUSTOMER, BOSS, PHONE] = [600, 1_010, 1_370, 1_730];
const ALL = [AGENT, CUSTOMER, BOSS, PHONE];
const WITHIN = 25_000;

describe('the media plane', () => {
  let plane: MediaPlane;
  let folder = '';
  const events: MediaEvent[] = [];
  let peers: Record<string, BrowserPeer> = {};

  async function join_(legId: string, hz: number): Promise<BrowserPeer> {
    const peer = new BrowserPeer(hz);
    peers[legId] = peer;
    const { answer } = await plane.connect(legId, await peer.offer());
    await peer.accept(answer);
    return peer;
  }
  const peerOf = (legId: string): BrowserPeer => {
    const peer = peers[legId];
    if (peer === undefined) throw new Error(`there is no ${legId}`);
    return peer;
  };
  const hear = async (legIds: string[]): Promise<Record<string, Int16Array>> =>
    Object.fromEntries(await Promise.all(legIds.map(async (legId) => [legId, await peerOf(legId).hear()] as const)));
  const expectHeard = (expected: Record<string, number[]>): Promise<void> =>
    eventually(async () => {
      const heard = await hear(Object.keys(expected));
      const hertz = Object.entries(heard).map(([legId, sound]) => [legId, heardOf(sound, 48_000, ALL)]);
      expect(Object.fromEntries(hertz)).toEqual(expected);
    }, WITHIN);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-media-'));
    plane = createMediaPlane({ lostAfterMs: 100 });
    plane.onEvent((event) => events.push(event));
    // The agent is called (our side offers), the others come by themselves.
    const agent = new BrowserPeer(AGENT);
    peers.agent = agent;
    const { offer } = await plane.offer('agent');
    expect(offer).not.toContain('telephone-event');
    await plane.accept('agent', await agent.answer(offer));
    await join_('customer', CUSTOMER);
    await join_('boss', BOSS);
    await eventually(() => {
      const connected = events.flatMap((event) => (event.type === 'connected' ? event.legId : []));
      expect(new Set(connected)).toEqual(new Set(['agent', 'customer', 'boss']));
    }, WITHIN);
  }, 40_000);

  async function closeAll(): Promise<void> {
    await plane.stopAll();
    for (const peer of Object.values(peers)) peer.close();
    peers = {};
    plane = createMediaPlane();
  }
  afterAll(async () => {
    // In a function of its own, whose variables are gone after it.
    await closeAll();
    await forgetSources();
    await rm(folder, { recursive: true });
  }, 60_000);

  it('plays to a leg that waits, and tells when it was heard', async () => {
    expect(await plane.play('customer', [{ kind: 'beep' }], false)).toBe('played');
    const looped = plane.play('customer', [{ kind: 'tone', hz: PHONE, ms: 200 }], true);
    await expectHeard({ customer: [PHONE], agent: [], boss: [] });
    plane.stop('customer');
    expect(await looped).toBe('stopped');
    await expectHeard({ customer: [] });
    expect(await plane.play('nobody', [{ kind: 'beep' }], false)).toBe('stopped');
  }, 30_000);

  it('lets people talk, hold, mute, listen, coach and barge', async () => {
    const music = plane.play('customer', [{ kind: 'music' }], true);
    plane.place('customer', 'call-1', { mode: 'talk' });
    expect(await music).toBe('stopped');
    plane.place('agent', 'call-1', { mode: 'talk' });
    plane.place('boss', 'call-1', { mode: 'listen' });
    await expectHeard({ agent: [CUSTOMER], customer: [AGENT], boss: [AGENT, CUSTOMER] });
    expect(plane.rooms()).toEqual([{ room: 'call-1', legs: ['customer', 'agent', 'boss'] }]);

    plane.set('boss', { role: { mode: 'coach', coachOf: 'agent' } });
    await expectHeard({ agent: [CUSTOMER, BOSS], customer: [AGENT], boss: [AGENT, CUSTOMER] });
    plane.set('boss', { role: { mode: 'talk' } });
    await expectHeard({ agent: [CUSTOMER, BOSS], customer: [AGENT, BOSS], boss: [AGENT, CUSTOMER] });
    plane.place('boss', null, { mode: 'talk' });

    plane.set('customer', { held: true });
    await expectHeard({ agent: [], boss: [] });
    await eventually(async () => {
      const music = await peerOf('customer').hear();
      expect(Math.max(...music)).toBeGreaterThan(300);
      expect(heardOf(music, 48_000, ALL)).toEqual([]);
    }, WITHIN);
    plane.set('customer', { held: false });
    plane.set('agent', { muted: true });
    await expectHeard({ agent: [CUSTOMER], customer: [] });
    plane.set('agent', { muted: false });
    await expectHeard({ agent: [CUSTOMER], customer: [AGENT] });
  }, 60_000);

  it('sounds keys to the others, muted or not, and tells them', async () => {
    plane.set('customer', { muted: true });
    plane.press('customer', '5'.repeat(40));
    await eventually(async () => {
      const heard = await peerOf('agent').hear();
      expect([loudnessAt(heard, 48_000, 770), loudnessAt(heard, 48_000, 1_336)].every((loud) => loud > 0.01)).toBe(
        true,
      );
    }, WITHIN);
    expect(events).toContainEqual({ type: 'keys', legId: 'customer', digits: '5'.repeat(40) });
    plane.press('customer', '');
    plane.set('customer', { muted: false });
  }, 30_000);

  it('records a room without its coach or its hold music, and what a leg says or hears', async () => {
    plane.synthetic('phone');
    plane.speak('phone', [{ kind: 'tone', hz: PHONE, ms: 1_000 }], true);
    plane.place('phone', 'call-2', { mode: 'talk' });
    plane.synthetic('whisper');
    plane.speak('whisper', [{ kind: 'tone', hz: BOSS, ms: 1_000 }], true);
    plane.place('whisper', 'call-2', { mode: 'coach', coachOf: 'ear' });
    plane.synthetic('ear');
    plane.place('ear', 'call-2', { mode: 'talk' });
    plane.record({ room: 'call-2' }, 'room', join(folder, 'room.wav'));
    plane.record({ leg: 'whisper' }, 'said', join(folder, 'said.wav'));
    plane.record({ heardBy: 'ear' }, 'heard', join(folder, 'heard.wav'), 300);
    expect(await plane.play('agent', [{ kind: 'silence', ms: 1_000 }], false)).toBe('played');
    plane.set('ear', { held: true });
    plane.set('phone', { held: true });
    expect(await plane.play('agent', [{ kind: 'silence', ms: 500 }], false)).toBe('played');

    const lasting = Object.fromEntries(
      await Promise.all(['room', 'said', 'heard'].map(async (id) => [id, await plane.finish(id)] as const)),
    );
    for (const { seconds, silent } of Object.values(lasting)) {
      expect(seconds).toBeGreaterThan(1.4);
      expect(silent).toBe(false);
    }
    const firstHalf = async (name: string): Promise<number[]> => {
      const { rate, samples } = await readWav(join(folder, `${name}.wav`));
      return heardOf(samples.subarray(0, rate / 2), rate, ALL);
    };
    expect(await Promise.all(['room', 'said', 'heard'].map(firstHalf))).toEqual([[PHONE], [BOSS], [BOSS, PHONE]]);
    const { rate, samples } = await readWav(join(folder, 'room.wav'));
    expect(Math.max(...samples.subarray(-rate / 4))).toBeLessThan(50);
    await expect(plane.finish('room')).rejects.toThrow('There is no recording');
    for (const legId of ['phone', 'whisper', 'ear']) plane.remove(legId);
    expect(plane.rooms().map(({ room }) => room)).toEqual(['call-1']);
  }, 30_000);

  it('counts what arrives', async () => {
    const first = await plane.stats('agent');
    await eventually(async () => {
      const later = await plane.stats('agent');
      expect(later?.packetsReceived).toBeGreaterThan(first?.packetsReceived ?? 0);
      expect(later?.level).toBeGreaterThan(0.1);
    }, WITHIN);
    expect(await plane.stats('nobody')).toBeNull();
  }, 30_000);

  it('takes a leg back: by an ICE restart, and from a page that was loaded again', async () => {
    const customer = peerOf('customer');
    const { answer } = await plane.connect('customer', await customer.offer({ iceRestart: true }));
    await customer.accept(answer);
    await expectHeard({ agent: [CUSTOMER], customer: [AGENT] });

    customer.close();
    await join_('customer', PHONE);
    await expectHeard({ agent: [PHONE], customer: [AGENT] });
  }, 60_000);

  it('tells that a leg is lost, and keeps its place', async () => {
    peerOf('customer').close();
    await eventually(
      () => expect(events).toContainEqual(expect.objectContaining({ type: 'lost', legId: 'customer' })),
      40_000,
    );
    expect(plane.rooms()).toEqual([{ room: 'call-1', legs: ['customer', 'agent'] }]);
    await join_('customer', CUSTOMER);
    await expectHeard({ agent: [CUSTOMER], customer: [AGENT] });
  }, 90_000);
});
