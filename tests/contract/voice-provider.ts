/** What every provider of calls must do, whoever carries the sound: run against the softswitch and against Twilio (simulated). */
import type { CallEvent, CallRef, CallStep, NewLeg, VoiceProvider } from '../../channels/voice.ts';
import type { LegId, UserId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';

/** A provider with a line of its own, and the people at both of its ends. */
export interface ProviderLine {
  provider: VoiceProvider;
  agent: UserId;
  /** in the order in which they were told, each once */
  events: readonly CallEvent[];
  /** what the customer's leg does next, whatever is asked */
  setStep(step: CallStep): void;
  /** a customer comes, and does this step */
  arrive(step: CallStep): Promise<CallRef>;
  /** the agent's device answers its leg */
  answer(call: CallRef, legId: LegId): Promise<void>;
  hangUp(call: CallRef, leg: LegId | 'customer'): Promise<void>;
  press(call: CallRef, digits: string): void;
  /** a number of the telephone network where somebody answers; null: it reaches none */
  outside: string | null;
  /** lets what is under way happen */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const LEG = '01JDPHQ000000000000000000B' as LegId;
const OTHER = '01JDPHQ000000000000000000C' as LegId;
const wait: CallStep = { do: 'wait', say: [], hearsKeys: true };
const talk: CallStep = { do: 'talk', say: [], record: false };
const WITHIN = 20_000;

export function describeVoiceProvider(name: string, start: () => Promise<ProviderLine>): void {
  describe(`calls by ${name}`, () => {
    let line: ProviderLine;
    beforeEach(async () => {
      line = await start();
    }, 40_000);
    afterEach(() => line.stop(), 40_000);

    const legFor = (legId: LegId, ringSeconds = 30): NewLeg => ({
      ...{ legId, ringSeconds, as: { mode: 'talk' } },
      to: { kind: 'agent', userId: line.agent, params: {} },
    });
    const told = (expected: Partial<Record<string, unknown>>): Promise<CallEvent> =>
      eventually(async () => {
        await line.settle();
        const found = line.events.find((event) =>
          Object.entries(expected).every(([key, value]) =>
            Object.entries(event).some(([k, v]) => k === key && v === value),
          ),
        );
        if (!found) throw new Error(`not told: ${JSON.stringify(expected)} of ${JSON.stringify(line.events)}`);
        return found;
      }, WITHIN);
    async function connect(): Promise<CallRef> {
      const call = await line.arrive(wait);
      await line.provider.begin(call, legFor(LEG));
      await told({ type: 'leg', legId: LEG, state: 'ringing' });
      await line.answer(call, LEG);
      await told({ type: 'leg', legId: LEG, state: 'joined' });
      line.setStep(talk);
      expect((await line.provider.move(call, talk)).state).toBe('done');
      await told({ type: 'customer', state: 'joined' });
      return call;
    }

    it('asks a caller for keys, and tells them with the call they belong to', async () => {
      const call = await line.arrive({ do: 'ask', say: [], digits: 2, seconds: 30, finishKey: '#' });
      line.setStep(wait);
      line.press(call, '4#');
      expect(await told({ type: 'keys' })).toMatchObject({ digits: '4', externalId: call.externalId });
    }, 60_000);

    it('rings an agent once, joins both, and knows who is there', async () => {
      const call = await connect();
      expect((await line.provider.begin(call, legFor(LEG))).state).toBe('done');
      await line.settle();
      expect(line.events.filter((event) => event.type === 'leg' && event.state === 'joined')).toHaveLength(1);
      expect(await line.provider.live(call.inbox)).toMatchObject([
        {
          externalId: call.externalId,
          callId: call.callId,
          customer: 'joined',
          legs: [{ legId: LEG, state: 'joined' }],
        },
      ]);
    }, 60_000);

    it('holds, mutes, presses and records, as often as it is told', async () => {
      const call = await connect();
      for (const change of [{ held: true }, { held: true }, { held: false }, { muted: true }, { muted: false }])
        expect(await line.provider.set(call, 'customer', change)).toEqual({ state: 'done' });
      expect(await line.provider.set(call, LEG, { muted: true })).toEqual({ state: 'done' });
      expect(await line.provider.press(call, LEG, '1')).toEqual({ state: 'done' });
      for (const what of ['start', 'pause', 'resume', 'stop'] as const)
        expect((await line.provider.record(call, what)).state).toBe('done');
      await told({ type: 'recording', state: 'started', purpose: 'call' });
      await told({ type: 'recording', state: 'paused' });
      await told({ type: 'recording', state: 'resumed' });
      expect(line.events.some((event) => event.type === 'customer' && event.state === 'left')).toBe(false);
    }, 60_000);

    it('goes on when an agent leaves, and takes the caller back to wait', async () => {
      const call = await connect();
      line.setStep(wait);
      expect((await line.provider.move(call, wait)).state).toBe('done');
      await line.hangUp(call, LEG);
      expect(await told({ type: 'leg', legId: LEG, state: 'left' })).toMatchObject({ end: 'hung-up' });
      await line.settle();
      expect(line.events.some((event) => event.type === 'customer' && event.state === 'left')).toBe(false);
      expect(await line.provider.live(call.inbox)).toMatchObject([{ customer: 'waiting', legs: [] }]);
    }, 60_000);

    it('hands a caller on to a number outside and goes on without the agent, or says at once that it reaches none', async () => {
      const call = await connect();
      const number = line.outside ?? '+4930222222';
      const to = { kind: 'number', number, callerId: '+4930999999', isCustomer: false } as const;
      const begun = await line.provider.begin(call, { legId: OTHER, ringSeconds: 30, as: { mode: 'talk' }, to });
      if (line.outside === null) expect(begun).toMatchObject({ state: 'failed', retryable: false });
      else {
        expect(begun.state).toBe('done');
        await told({ type: 'leg', legId: OTHER, state: 'joined' });
        expect((await line.provider.drop(call, LEG)).state).toBe('done');
        await told({ type: 'leg', legId: LEG, state: 'left' });
      }
      const left = line.outside === null ? LEG : OTHER;
      expect(await line.provider.live(call.inbox)).toMatchObject([{ customer: 'joined', legs: [{ legId: left }] }]);
      expect(line.events.some((event) => event.type === 'customer' && event.state === 'left')).toBe(false);
    }, 60_000);

    it('gives up a leg that rings, and tells one that nobody answers', async () => {
      const call = await line.arrive(wait);
      await line.provider.begin(call, legFor(OTHER));
      await told({ type: 'leg', legId: OTHER, state: 'ringing' });
      expect((await line.provider.drop(call, OTHER)).state).toBe('done');
      await told({ type: 'leg', legId: OTHER, state: 'left' });
      expect((await line.provider.drop(call, OTHER)).state).toBe('gone');
      expect(await line.provider.live(call.inbox)).toMatchObject([{ legs: [] }]);
    }, 60_000);

    it('ends with its customer; whatever is over is gone, and no failure', async () => {
      const call = await connect();
      await line.hangUp(call, 'customer');
      expect(await told({ type: 'customer', state: 'left' })).toMatchObject({ end: 'hung-up' });
      await told({ type: 'leg', legId: LEG, state: 'left' });
      expect(await line.provider.live(call.inbox)).toEqual([]);
      for (const again of [
        line.provider.move(call, wait),
        line.provider.drop(call, LEG),
        line.provider.set(call, 'customer', { held: true }),
        line.provider.press(call, LEG, '1'),
        line.provider.record(call, 'pause'),
        line.provider.end(call),
      ])
        expect(await again).toEqual({ state: 'gone' });
      expect(new Set(line.events.map(({ key }) => key)).size).toBe(line.events.length);
    }, 60_000);
  });
}
