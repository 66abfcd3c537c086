/** Calls in a real browser over the softswitch: the softphone's device and a customer's page, by the tones they send and hear. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createSwitchClient, type SwitchClient } from '../../channels/phone/softswitch/switch-client.ts';
import { createSwitchProvider } from '../../channels/phone/softswitch/switch-provider.ts';
import type { CallRef, LegMode, VoiceProvider } from '../../channels/voice.ts';
import type { PhoneDevice, ServerLeg } from '../../client/console/features/phone/device.ts';
import type { DevicePorts } from '../../client/console/features/phone/devices/create-device.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds } from '../../server/lib/ids.ts';
import type { CallId, FileId, InboxId, LegId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { eventually } from '../support/eventually.ts';
import { startBrowser } from './support/browser.ts';
import { buildDevice, hear, openPage } from './support/sound/sound-pages.ts';

const TONES = { agent: 600, customer: 1_010, boss: 1_370 };
type Who = keyof typeof TONES;
const everybody = Object.keys(TONES) as Who[];
const WITHIN = 30_000;
const ids = createIds(systemClock);
const ice = async () => ({ stun: [], turn: null });

interface SoundWindow {
  createPhoneDevice(ports: DevicePorts): PhoneDevice;
  connectLeg(leg: string, sdp: string): Promise<{ sdp: string }>;
  device: PhoneDevice;
}

describe('sound of calls', () => {
  let folder = '';
  let browser: Browser;
  let client: SwitchClient;
  let provider: VoiceProvider;
  const pages = {} as Record<Who, Page>;
  const call: CallRef = {
    ...{ callId: ids.next<CallId>(), externalId: null },
    inbox: { id: ids.next<InboxId>() } as Inbox,
  };
  const legs = { agent: ids.next<LegId>(), boss: ids.next<LegId>() };

  const connect = (leg: string, sdp: string) =>
    provider.connect?.(call, leg as LegId | 'customer', sdp) ?? Promise.reject(new Error('it takes no browsers'));

  async function openDevice(who: 'agent' | 'boss'): Promise<void> {
    const page = await openPage(browser, folder, TONES[who]);
    pages[who] = page;
    await page.exposeFunction('connectLeg', connect);
    await startDevice(page);
  }
  async function startDevice(page: Page): Promise<void> {
    await page.evaluate(() => {
      const { createPhoneDevice, connectLeg } = window as unknown as SoundWindow;
      const device = createPhoneDevice({
        name: 'test',
        processing: false,
        grant: async () => ({ provider: 'softswitch', iceServers: [], simulated: false }),
        connect: (_callId: string, legId: string, sdp: string) => connectLeg(legId, sdp),
      });
      Object.assign(window, { device });
    });
    await eventually(async () => expect((await stateOf(page)).state.kind).toBe('ready'), WITHIN);
  }
  const stateOf = (page: Page) =>
    page.evaluate(() => {
      const { device } = window as unknown as SoundWindow;
      return { state: device.state(), calls: device.calls(), levels: device.levels() };
    });
  const follow = (page: Page, legId: LegId, state: ServerLeg['state']) =>
    page.evaluate((leg) => (window as unknown as SoundWindow).device.follow([leg]), {
      callId: call.callId,
      legId,
      state,
    });
  const accept = (page: Page, legId: LegId) =>
    page.evaluate(([callId, leg]) => (window as unknown as SoundWindow).device.accept(callId, leg), [
      call.callId,
      legId,
    ] as const);
  const isOpen = (page: Page) =>
    eventually(async () => expect((await stateOf(page)).calls).toMatchObject([{ state: 'open' }]), WITHIN);

  /** Rings the device, and answers it. */
  async function bring(who: 'agent' | 'boss', as: LegMode): Promise<void> {
    const to = { kind: 'agent', userId: ids.next<UserId>(), params: {} } as const;
    await provider.begin(call, { legId: legs[who], ringSeconds: 60, as, to });
    await follow(pages[who], legs[who], 'ringing');
    expect((await stateOf(pages[who])).calls).toMatchObject([{ state: 'ringing' }]);
    await accept(pages[who], legs[who]);
    await isOpen(pages[who]);
    await follow(pages[who], legs[who], 'joined');
  }

  /** Who is heard by whom: at least 25 dB apart from whoever is not. */
  async function expectHeard(expected: Partial<Record<Who, Who[]>>): Promise<void> {
    await eventually(async () => {
      const heard = await Promise.all(
        Object.keys(expected).map(async (who) => {
          const loud = await hear(pages[who as Who], Object.values(TONES));
          return [who, everybody.filter((_, at) => (loud[at] ?? -200) > -50), loud] as const;
        }),
      );
      expect(Object.fromEntries(heard.map(([who, whom]) => [who, whom]))).toEqual(expected);
      for (const [, whom, loud] of heard)
        for (const [at, one] of everybody.entries())
          if (!whom.includes(one)) expect(loud[at] ?? -200).toBeLessThan(-70);
    }, WITHIN);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-sound-'));
    client = createSwitchClient({ folder, settings: { ports: null, host: '127.0.0.1', idleMs: 2_000 } });
    const voice = {
      callEvent: async () => null,
      stepOf: async () => null,
      keepRecording: async () => ({ id: ids.next<FileId>(), size: 1 }),
    };
    provider = createSwitchProvider({ client, ice, voice, now: systemClock.now });
    [browser] = await Promise.all([
      startBrowser({}, { flags: ['--autoplay-policy=no-user-gesture-required'] }),
      buildDevice(folder),
      client.ensure(),
    ]);
    pages.customer = await openPage(browser, folder, TONES.customer);
    await pages.customer.exposeFunction('connectLeg', connect);
    await openDevice('agent');
    await openDevice('boss');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await provider.end(call);
    const at = await client.running();
    if (at !== null) await eventually(() => expect(() => process.kill(at.pid, 0)).toThrow('ESRCH'), WITHIN);
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('goes both ways, is held with music, muted at its source, and outlives a reload', async () => {
    await pages.customer.evaluate(async () => {
      const { connectLeg } = window as unknown as SoundWindow;
      const connection = new RTCPeerConnection();
      const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks();
      if (track) connection.addTrack(track);
      connection.ontrack = ({ track: theirs }) => {
        const audio = new Audio();
        Object.assign(window, { audio });
        audio.srcObject = new MediaStream([theirs]);
        void audio.play();
      };
      await connection.setLocalDescription(await connection.createOffer());
      while (connection.iceGatheringState !== 'complete')
        await new Promise((done) => connection.addEventListener('icegatheringstatechange', done, { once: true }));
      const { sdp } = await connectLeg('customer', connection.localDescription?.sdp ?? '');
      await connection.setRemoteDescription({ type: 'answer', sdp });
      Object.assign(window, { connection });
    });
    await provider.move(call, { do: 'talk', say: [], record: false });
    await bring('agent', { mode: 'talk' });
    await expectHeard({ agent: ['customer'], customer: ['agent'] });
    await eventually(async () => {
      const { levels } = await stateOf(pages.agent);
      expect([levels.input, levels.output].every((level) => level > 0.1)).toBe(true);
    }, WITHIN);

    await provider.set(call, 'customer', { held: true });
    await expectHeard({ agent: [], customer: [] });
    // its fifth and third, of the chord that it begins with
    await eventually(
      async () => expect(Math.max(...(await hear(pages.customer, [262, 330, 392, 440])))).toBeGreaterThan(-60),
      WITHIN,
    );
    await provider.set(call, 'customer', { held: false });

    const mute = (muted: boolean) =>
      pages.agent.evaluate(([legId, on]) => (window as unknown as SoundWindow).device.mute(legId, on), [
        legs.agent,
        muted,
      ] as const);
    await mute(true);
    await expectHeard({ agent: ['customer'], customer: [] });
    await mute(false);
    await expectHeard({ customer: ['agent'] });

    await pages.agent.reload();
    await startDevice(pages.agent);
    await follow(pages.agent, legs.agent, 'joined');
    await isOpen(pages.agent);
    await expectHeard({ agent: ['customer'], customer: ['agent'] });
  }, 180_000);

  it('lets a supervisor listen, whisper to the agent alone, and barge in', async () => {
    await bring('boss', { mode: 'listen' });
    await expectHeard({ agent: ['customer'], customer: ['agent'], boss: ['agent', 'customer'] });
    await provider.set(call, legs.boss, { as: { mode: 'coach', coachOf: legs.agent } });
    await expectHeard({ agent: ['customer', 'boss'], customer: ['agent'], boss: ['agent', 'customer'] });
    await provider.set(call, legs.boss, { as: { mode: 'talk' } });
    await expectHeard({ agent: ['customer', 'boss'], customer: ['agent', 'boss'], boss: ['agent', 'customer'] });
  }, 120_000);

  it('hangs up without waiting for the server, and knows when the other side has', async () => {
    await pages.boss.evaluate((legId) => (window as unknown as SoundWindow).device.hangUp(legId), legs.boss);
    expect((await stateOf(pages.boss)).calls).toEqual([]);
    await eventually(async () => {
      expect(await provider.live(call.inbox)).toMatchObject([{ legs: [{ legId: legs.agent, state: 'joined' }] }]);
    }, WITHIN);
    await pages.agent.evaluate(() => (window as unknown as SoundWindow).device.follow([]));
    expect((await stateOf(pages.agent)).calls).toEqual([]);
  }, 60_000);

  it('is owned by one tab, and goes on to the next', async () => {
    const second = await pages.agent.context().newPage();
    await second.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await second.goto('http://phone.localhost/');
    await second.evaluate(() => {
      void navigator.locks.request('parley-phone-test', { steal: true }, () => new Promise(() => {}));
    });
    await eventually(async () => expect((await stateOf(pages.agent)).state.kind).toBe('elsewhere'), WITHIN);
    await second.close();
    await eventually(async () => expect((await stateOf(pages.agent)).state.kind).toBe('ready'), WITHIN);
  }, 60_000);
});
