/** A provider of calls at Twilio, against the simulator: the customer's way step by step, agents' legs, and everything that goes wrong. */
import type { CallId, LegId, UserId } from '../../../shared/model/ids.ts';
import type { CallRef, CallStep, NewLeg } from '../../voice.ts';
import { OUR_NUMBER } from '../simulator/testing.ts';
import { CALL_ID, inbox, startTestLine, type TestLine } from './testing.ts';

const CALLER = '+4915112345678';
const AGENT = '01JDPHQ000000000000000000A' as UserId;
const LEG = '01JDPHQ000000000000000000B' as LegId;
const OTHER_LEG = '01JDPHQ000000000000000000C' as LegId;
const english = (text: string) => [{ text, language: 'en-US' }];
const talk: CallStep = { do: 'talk', say: [], record: false };
const wait: CallStep = { do: 'wait', say: english('Please wait'), hearsKeys: true };

let line: TestLine;
beforeEach(async () => {
  line = await startTestLine();
});
afterEach(async () => {
  // Whatever it answered was TwiML that it would understand.
  expect(line.sim.warnings().filter((code) => code === 12_200 || code === 12_100 || code === 0)).toEqual([]);
  await line.stop();
});

const ref = (externalId: string | null): CallRef => ({ callId: CALL_ID, inbox, externalId });
const toAgent = (legId: LegId, more: Partial<NewLeg> = {}): NewLeg =>
  ({
    legId,
    ringSeconds: 15,
    as: { mode: 'talk' },
    to: { kind: 'agent', userId: AGENT, params: {} },
    ...more,
  }) as NewLeg;

async function arrive(step: CallStep): Promise<string> {
  line.step = step;
  const { callSid } = await line.sim.phones.call(CALLER, OUR_NUMBER);
  await line.sim.clock.pass(50);
  return callSid;
}

describe('the way of a caller', () => {
  it('asks for keys and goes on with what they lead to', async () => {
    const callSid = await arrive({ do: 'ask', say: english('Press 1'), digits: 1, seconds: 5, finishKey: null });
    expect(line.events[0]).toMatchObject({
      ...{
        type: 'arrived',
        externalId: callSid,
        callId: null,
        from: { kind: 'phone', value: CALLER },
        to: OUR_NUMBER,
        by: 'phone',
      },
    });
    line.step = { do: 'hang-up', say: english('Goodbye') };
    line.sim.phones.press(callSid, '1');
    await line.sim.clock.pass(5_000);
    expect(line.told()).toEqual(['arrived', 'keys 1', 'customer left']);
    expect(line.sim.captions()).toEqual(['Press 1', 'Goodbye']);
    expect(line.events.at(-1)).toMatchObject({ type: 'customer', state: 'left', end: 'hung-up', externalId: callSid });
  });

  it('tells that nothing came, turn by turn, each under a key of its own', async () => {
    await arrive({ do: 'ask', say: [], digits: 1, seconds: 2, finishKey: '#' });
    await line.sim.clock.pass(5_000);
    expect(line.told().filter((word) => word === 'keys')).toHaveLength(2);
    expect(new Set(line.events.map(({ key }) => key)).size).toBe(line.events.length);
  });

  it('waits with music for as long as nothing is said, asks for nothing meanwhile, is told more, and hears keys', async () => {
    const callSid = await arrive(wait);
    await line.sim.clock.pass(600_000);
    expect(line.told()).toEqual(['arrived']);
    expect(line.sim.events.filter((event) => event.type === 'sound' && event.what === 'music')).toHaveLength(1);
    expect(await line.provider.move(ref(callSid), { ...wait, say: english('You are next') })).toEqual({
      state: 'done',
    });
    await line.sim.clock.pass(10_000);
    expect(line.sim.captions()).toEqual(['Please wait', 'You are next']);
    line.sim.phones.press(callSid, '9');
    await line.sim.clock.pass(100);
    expect(line.told()).toEqual(['arrived', 'keys 9']);
  });

  it('leaves a message, also one that ends by hanging up', async () => {
    const callSid = await arrive({ do: 'take-message', say: english('After the tone'), maxSeconds: 60 });
    await line.sim.clock.pass(6_000);
    line.sim.phones.hangUp(callSid);
    await line.sim.clock.pass(1_000);
    expect([...line.told()].sort()).toEqual([
      'arrived',
      'customer left',
      'recording done',
      'recording started',
      'waited',
    ]);
    const done = line.events.find((event) => event.type === 'recording' && event.state === 'done');
    expect(done).toMatchObject({ purpose: 'voicemail', callId: CALL_ID, externalId: callSid });
    const { recordingId } = done as { recordingId: string };
    expect(await line.provider.fetchRecording(ref(callSid), recordingId)).toMatchObject({ name: `${CALL_ID}.wav` });
    expect(await line.provider.fetchRecording(ref(callSid), `RE${'0'.repeat(32)}`)).toBeNull();
    await expect(line.provider.fetchRecording(ref(callSid), '../../x')).rejects.toThrow('is no recording');
  });

  it('is forwarded, and comes back when nobody answers there', async () => {
    line.sim.phones.plug('+4930111111', 'busy');
    line.onEvent = ({ type }) => {
      if (type === 'waited') line.step = { do: 'hang-up', say: english('Nobody is there') };
    };
    await arrive({ do: 'forward', say: [], to: '+4930111111', callerId: OUR_NUMBER, seconds: 20 });
    await line.sim.clock.pass(5_000);
    expect(line.told()).toEqual(['arrived', 'waited', 'customer left']);
    expect(line.sim.captions()).toEqual(['Nobody is there']);
  });

  it('is refused without being answered', async () => {
    const callSid = await arrive({ do: 'refuse', reason: 'busy' });
    expect(line.sim.world.calls.get(callSid)).toMatchObject({ status: 'busy', answeredAt: null });
    expect(line.events.at(-1)).toMatchObject({ state: 'left', end: 'busy' });
  });

  it('belongs to nobody where the number is withheld, and names that mean something in XML stay text', async () => {
    line.step = { do: 'hang-up', say: english('Hello <Hangup/> & "you"') };
    for (const from of ['anonymous', '+266696687', '', 'client:agent', 'sip:x@y.example', '12345']) {
      await line.sim.phones.call(from, OUR_NUMBER);
    }
    await line.sim.clock.pass(50);
    const arrived = line.events.filter(({ type }) => type === 'arrived');
    expect(arrived.map((event) => event.type === 'arrived' && event.from)).toEqual(Array(6).fill(null));
    expect(line.sim.captions()[0]).toBe('Hello <Hangup/> & "you"');
  });
});

describe('an agent', () => {
  beforeEach(() => void line.sim.phones.plug(`client:${AGENT}`, 'rings'));

  const agentCall = () => [...line.sim.world.calls.values()].find(({ to }) => to === `client:${AGENT}`);

  it('is rung while the caller waits, then both are in one conference', async () => {
    const callSid = await arrive(wait);
    const begun = await line.provider.begin(ref(callSid), toAgent(LEG));
    expect(begun).toMatchObject({ state: 'done', externalId: expect.stringMatching(/^CA/) });
    // The same leg again is no second one.
    expect(await line.provider.begin(ref(callSid), toAgent(LEG))).toEqual(begun);
    await line.sim.clock.pass(100);
    expect(agentCall()?.params).toEqual({ callId: CALL_ID, legId: LEG });
    await line.sim.phones.answer(agentCall()?.sid ?? '');
    await line.sim.clock.pass(100);
    expect(await line.provider.move(ref(callSid), talk)).toEqual({ state: 'done' });
    await line.sim.clock.pass(100);
    expect(line.told()).toEqual(['arrived', 'leg ringing', 'leg joined', 'customer joined']);
    expect(line.sim.media.roomOf(callSid)).toBe(line.sim.media.roomOf(agentCall()?.sid ?? ''));
    expect(await line.provider.live(inbox)).toEqual([
      {
        externalId: callSid,
        callId: CALL_ID,
        customer: 'joined',
        legs: [{ legId: LEG, externalId: agentCall()?.sid, state: 'joined' }],
      },
    ]);
    line.sim.phones.hangUp(callSid);
    await line.sim.clock.pass(100);
    expect([...line.told()].slice(-2).sort()).toEqual(['customer left', 'leg left']);
    expect(await line.provider.live(inbox)).toEqual([]);
    // What is over is gone, which is no failure.
    for (const again of [
      line.provider.move(ref(callSid), wait),
      line.provider.drop(ref(callSid), LEG),
      line.provider.set(ref(callSid), 'customer', { held: true }),
      line.provider.record(ref(callSid), 'pause'),
      line.provider.end(ref(callSid)),
    ]) {
      expect(await again).toEqual({ state: 'gone' });
    }
  });

  async function connect(more: Partial<NewLeg> = {}): Promise<string> {
    const callSid = await arrive(wait);
    await line.provider.begin(ref(callSid), toAgent(LEG, more));
    await line.sim.clock.pass(100);
    await line.sim.phones.answer(agentCall()?.sid ?? '');
    await line.sim.clock.pass(50);
    line.step = talk;
    await line.provider.move(ref(callSid), talk);
    await line.sim.clock.pass(100);
    return callSid;
  }

  it('goes on when the customer is sent to talk again, by a server that died before it knew', async () => {
    const callSid = await connect();
    const before = [...line.told()];
    expect(await line.provider.move(ref(callSid), talk)).toEqual({ state: 'done' });
    await line.sim.clock.pass(500);
    expect(line.told()).toEqual(before);
    expect(agentCall()?.status).toBe('in-progress');
  });

  it('ends with the customer alone, and is named by an id alone', async () => {
    const callSid = await connect();
    const [conference] = line.sim.world.conferences.values();
    expect(conference?.friendlyName).toBe(CALL_ID);
    const ends = [...(conference?.participants.values() ?? [])].map((one) => [one.callSid === callSid, one.endOnExit]);
    expect(ends.sort()).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it('holds, mutes, presses keys, and sends the caller back to wait without ending the conference', async () => {
    const callSid = await connect();
    const customer = () => [...line.sim.world.conferences.values()][0]?.participants.get(callSid);
    expect(await line.provider.set(ref(callSid), 'customer', { held: true })).toEqual({ state: 'done' });
    expect(customer()).toMatchObject({ hold: true, endOnExit: true });
    expect(await line.provider.set(ref(callSid), 'customer', { held: false, muted: true })).toEqual({ state: 'done' });
    expect(customer()).toMatchObject({ hold: false, muted: true });
    expect(await line.provider.press(ref(callSid), LEG, '12#')).toEqual({ state: 'done' });
    await line.sim.clock.pass(100);
    expect(line.sim.events.filter((event) => event.type === 'sound' && event.what === 'digits')).toEqual([
      { type: 'sound', callSid, what: 'digits', detail: '12#' },
    ]);
    expect(await line.provider.move(ref(callSid), wait)).toEqual({ state: 'done' });
    await line.sim.clock.pass(500);
    expect(agentCall()?.status).toBe('in-progress');
    expect(line.told()).not.toContain('leg left');
    expect(line.told()).not.toContain('customer left');
  });

  it('is recorded, with pauses that are told, although Twilio does not tell them', async () => {
    const callSid = await connect();
    expect(await line.provider.record(ref(callSid), 'start')).toMatchObject({ state: 'done' });
    await line.sim.clock.pass(3_000);
    await line.provider.record(ref(callSid), 'pause');
    await line.sim.clock.pass(3_000);
    await line.provider.record(ref(callSid), 'resume');
    await line.provider.record(ref(callSid), 'stop');
    await line.sim.clock.pass(1_000);
    const states = line.events.flatMap((event) => (event.type === 'recording' ? [event.state] : []));
    expect(states).toEqual(['started', 'paused', 'resumed', 'done']);
    expect(line.events.find((event) => event.type === 'recording' && event.state === 'done')).toMatchObject({
      seconds: 3,
      purpose: 'call',
    });
  });

  it('is whispered to by somebody who hears everybody', async () => {
    const callSid = await connect();
    const supervisor = '01JDPHQ000000000000000000D' as UserId;
    line.sim.phones.plug(`client:${supervisor}`, 'itself');
    const leg = toAgent(OTHER_LEG, {
      as: { mode: 'coach', coachOf: LEG },
      to: { kind: 'agent', userId: supervisor, params: {} },
    } as Partial<NewLeg>);
    expect(await line.provider.begin(ref(callSid), leg)).toMatchObject({ state: 'done' });
    await line.sim.clock.pass(100);
    const [conference] = line.sim.world.conferences.values();
    const coach = () => [...(conference?.participants.values() ?? [])].find(({ label }) => label === OTHER_LEG);
    expect(coach()).toMatchObject({ coaching: true, callSidToCoach: agentCall()?.sid });
    expect(await line.provider.set(ref(callSid), OTHER_LEG, { as: { mode: 'talk' } })).toEqual({ state: 'done' });
    expect(coach()).toMatchObject({ coaching: false, muted: false });
    expect(await line.provider.set(ref(callSid), OTHER_LEG, { as: { mode: 'listen' } })).toEqual({ state: 'done' });
    expect(coach()).toMatchObject({ muted: true });
    expect(await line.provider.drop(ref(callSid), OTHER_LEG)).toEqual({ state: 'done' });
  });

  const ends: [string, (sid: string) => unknown, object][] = [
    ['declines', (sid) => line.sim.phones.decline(sid), { end: 'declined' }],
    ['does not answer', () => line.sim.clock.pass(16_000), { end: 'no-answer' }],
    ['is not wanted any more', () => line.provider.drop(ref(null), LEG), { end: 'removed' }],
  ];
  it.each(ends)('%s', async (_name, act, expected) => {
    const callSid = await arrive(wait);
    await line.provider.begin(ref(callSid), toAgent(LEG));
    await line.sim.clock.pass(100);
    await act(agentCall()?.sid ?? '');
    await line.sim.clock.pass(100);
    expect(line.events.find((event) => event.type === 'leg' && event.state === 'left')).toMatchObject({
      legId: LEG,
      ...expected,
    });
  });

  it('cannot be rung where no browser is registered', async () => {
    const callSid = await arrive(wait);
    const nobody = toAgent(LEG, {
      to: { kind: 'agent', userId: OTHER_LEG as unknown as UserId, params: {} },
    } as Partial<NewLeg>);
    await line.provider.begin(ref(callSid), nobody);
    await line.sim.clock.pass(100);
    expect(line.events.at(-1)).toMatchObject({ type: 'leg', state: 'left', end: 'no-answer' });
  });

  it('calls out: the agent first, then a customer whose leaving ends it', async () => {
    await line.provider.begin(ref(null), toAgent(LEG));
    await line.sim.clock.pass(100);
    await line.sim.phones.answer(agentCall()?.sid ?? '');
    line.sim.phones.plug(CALLER, 'itself');
    const customer = {
      ...{ legId: OTHER_LEG, ringSeconds: 30, as: { mode: 'talk' } },
      to: { kind: 'number', number: CALLER, callerId: OUR_NUMBER, isCustomer: true },
    } as NewLeg;
    const begun = await line.provider.begin(ref(null), customer);
    await line.sim.clock.pass(100);
    expect(await line.provider.live(inbox)).toMatchObject([{ callId: CALL_ID, customer: 'joined', legs: [{}, {}] }]);
    line.sim.phones.hangUp('externalId' in begun ? (begun.externalId ?? '') : '');
    await line.sim.clock.pass(100);
    expect(agentCall()?.status).toBe('completed');
    expect(line.told().filter((word) => word === 'leg left')).toHaveLength(2);
  });

  it('is rung once, although the answer to that was lost', async () => {
    const callSid = await arrive(wait);
    line.sim.world.faults.add({
      ...{ on: 'rest', path: 'POST', do: { kind: 'refuse', status: 500, code: 20_500, after: true }, times: 1 },
    });
    expect(await line.provider.begin(ref(callSid), toAgent(LEG))).toMatchObject({ state: 'done' });
    expect([...line.sim.world.calls.values()].filter(({ to }) => to.startsWith('client:'))).toHaveLength(1);
  });

  it('is told what to do about a refusal', async () => {
    const callSid = await arrive(wait);
    const refuse = (status: number, code: number) =>
      line.sim.world.faults.add({ on: 'rest', path: 'POST', do: { kind: 'refuse', status, code }, times: 1 });
    refuse(429, 20_429);
    expect(await line.provider.begin(ref(callSid), toAgent(LEG))).toMatchObject({
      state: 'failed',
      retryable: true,
      retryAfterMs: 2_000,
    });
    refuse(500, 20_500);
    expect(await line.provider.begin(ref(callSid), toAgent(LEG))).toMatchObject({ state: 'failed', retryable: true });
    refuse(400, 21_211);
    expect(await line.provider.begin(ref(callSid), toAgent(LEG))).toMatchObject({
      state: 'failed',
      retryable: false,
      reason: expect.stringContaining('21211'),
    });
    const stranger = { ...ref(callSid), callId: '01JDPHQ000000000000000000F' as CallId };
    expect(await line.provider.drop(stranger, LEG)).toEqual({ state: 'gone' });
  });

  it('is given a token for its browser', async () => {
    const grant = await line.provider.grant(inbox, AGENT);
    expect(grant).toMatchObject({ provider: 'twilio', simulated: true, gateway: new URL(line.sim.url).host });
    const [, payload = ''] = grant.provider === 'twilio' ? grant.token.split('.') : [];
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      grants: { identity: AGENT, voice: { incoming: { allow: true } } },
    });
  });
});

it('deletes Twilio’s copy of a recording, and finds it gone the second time', async () => {
  const callSid = await arrive({ do: 'take-message', say: [], maxSeconds: 20 });
  await line.sim.clock.pass(5_000);
  line.sim.phones.hangUp(callSid);
  await line.sim.clock.pass(5_000);
  const [sid = ''] = [...line.sim.world.recordings.keys()];
  expect(await line.provider.deleteRecording?.(ref(callSid), sid)).toEqual({ state: 'done' });
  expect(line.sim.world.recordings.size).toBe(0);
  expect(await line.provider.deleteRecording?.(ref(callSid), sid)).toEqual({ state: 'gone' });
  expect(await line.provider.deleteRecording?.(ref(callSid), '../Calls')).toEqual({ state: 'gone' });
});

describe('a failure of ours', () => {
  it('drops nobody: the caller waits a little and goes on', async () => {
    line.failure = new Error('The database is away');
    const callSid = await arrive({ do: 'hang-up', say: english('Here again') });
    await line.sim.clock.pass(10_000);
    expect(line.sim.world.calls.get(callSid)?.status).toBe('in-progress');
    line.failure = null;
    await line.sim.clock.pass(10_000);
    expect(line.sim.captions()).toContain('Here again');
    expect(line.told()).toEqual(['arrived', 'customer left']);
  });

  it('answers the same question with the same document', async () => {
    line.sim.world.faults.add({ on: 'twiml', path: '/voice', do: { kind: 'duplicate', ms: 0 }, times: 1 });
    await arrive(wait);
    const asked = line.sim.webhooks.log().filter(({ url }) => url.endsWith('/voice'));
    expect(asked).toHaveLength(2);
    expect(asked[0]?.answer).toBe(asked[1]?.answer);
    expect(line.told()).toEqual(['arrived']);
  });
});
