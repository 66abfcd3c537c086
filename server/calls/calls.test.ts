import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { type CallStage, createCallStage } from '../../tests/support/calls/call-stage.ts';
import { startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(60_000);

let database: TestDatabase;
let on: CallStage;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(async () => {
  await database.clear();
  on = await createCallStage(database);
});
afterEach(() => on.stop());

const ready = async (name = 'Maya'): Promise<UserId> => {
  const [id] = await on.stage.ready(on.routing, name);
  await on.settle();
  if (!id) throw new Error('No agent.');
  return id;
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
const workOf = async (call: { id: string }) => {
  const found = await database.calls.find(call.id as never);
  return found?.workItemId ? database.work.find(found.workItemId) : null;
};
/** A call that Maya has. */
async function talking() {
  const maya = await ready();
  const { call } = await on.arrive();
  const leg = on.lastLeg();
  await on.answer(call);
  await on.tell(call, { type: 'customer', state: 'joined' });
  return { call, maya, leg, me: on.viewer(maya, 'Maya') };
}

test('the agent is rung first; that they answer is the acceptance, and only then the customer comes over', async () => {
  const maya = await ready();
  const { call, step } = await on.arrive();
  expect(step).toMatchObject({ do: 'wait', hearsKeys: true });
  expect(on.lastLeg()).toMatchObject({ to: { kind: 'agent', userId: maya }, ringSeconds: 20 });
  expect(on.line.told).toEqual(['begin agent']);
  expect((await workOf(call))?.state).toBe('offered');
  await on.answer(call);
  expect(on.line.told).toEqual(['begin agent', 'move talk']);
  expect(await workOf(call)).toMatchObject({ state: 'active', ownerId: maya });
  expect((await on.calls.voice.stepOf(call.inboxId, call.externalId ?? ''))?.step).toMatchObject({ do: 'talk' });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  expect(await on.now(call)).toMatchObject({
    stage: { kind: 'ended' },
    ending: 'talked',
    commands: [expect.anything()].slice(1),
  });
  expect((await workOf(call))?.state).toBe('closed');
  expect((await on.routing.agent(maya)).used).toBe(0);
  expect(await on.life(call)).toEqual(['began', 'rang', 'answered', 'ended']);
  expect(on.stage.timeline.events(call.id as never).filter((type) => type === 'call')).toHaveLength(4);
});

test('whoever waits is told their place again and again, also by the next process; a line that fails then loses nobody', async () => {
  const { call } = await on.arrive();
  const told = () => on.line.step?.do === 'wait' && on.line.step.say.map(({ text }) => text);
  const moves = () => on.line.told.filter((one) => one === 'move wait').length;
  await on.pass(40_000);
  expect(told()).toContain('You are next in line.');
  expect(moves()).toBe(1);
  await on.restart();
  await on.pass(40_000);
  expect(moves()).toBe(2);
  on.line.answers = Array.from({ length: 20 }, () => ({ state: 'failed', retryable: true, reason: 'away' }));
  await on.pass(60_000);
  on.line.answers = [];
  expect(on.line.told).not.toContain('end');
  const before = moves();
  await on.pass(40_000);
  expect(moves()).toBeGreaterThan(before);
  expect((await on.now(call)).stage.kind).toBe('queued');
});

test('a caller who asks to be called back while they are told their place is not told to wait again', async () => {
  const { call } = await on.arrive();
  await on.pass(20_000);
  const move = on.line.move;
  let isAsked = false;
  on.line.move = async (ref, step) => {
    if (!isAsked) {
      isAsked = true;
      // Their key is answered by the line's own question, while our word to it is on its way.
      await on.calls.voice.callEvent({
        ...{ inboxId: call.inboxId, key: 'key-1', at: on.stage.time.clock.now(), externalId: call.externalId ?? '' },
        ...{ callId: call.id, type: 'keys', digits: '1' },
      });
    }
    return move(ref, step);
  };
  await on.pass(20_000);
  expect(isAsked).toBe(true);
  expect((await on.now(call)).stage.kind).toBe('ended');
  expect(on.line.told.slice(on.line.told.indexOf('move wait'))).toEqual(['move wait', 'end']);
});

test('device unregistered: no call is offered to whoever cannot be rung yet, and they are rung as soon as they can', async () => {
  const maya = await ready();
  const socket = `socket-${maya}`;
  await on.routing.agentLines(maya, socket, []);
  const { call } = await on.arrive();
  await on.pass(60_000);
  expect(on.line.told.filter((told) => told.startsWith('begin'))).toEqual([]);
  expect(await on.routing.agent(maya)).toMatchObject({ presence: { state: 'available' }, lines: [], used: 0 });
  await on.routing.agentLines(maya, socket, [call.inboxId]);
  await on.settle();
  expect(on.lastLeg()).toMatchObject({ to: { kind: 'agent', userId: maya } });
  await on.answer(call);
  expect(await workOf(call)).toMatchObject({ state: 'active', ownerId: maya });
});

test('a device that went before it could ring has missed nothing; one that was there has', async () => {
  const maya = await ready();
  const socket = `socket-${maya}`;
  const { call } = await on.arrive();
  await on.routing.agentLines(maya, socket, []);
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'no-answer' });
  expect((await on.routing.agent(maya)).presence.state).toBe('available');
  expect(await workOf(call)).toMatchObject({ state: 'waiting', excluded: [] });
  await on.routing.agentLines(maya, socket, [call.inboxId]);
  await on.settle();
  expect(on.line.told).toEqual(['begin agent', 'begin agent']);
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'no-answer' });
  expect((await on.routing.agent(maya)).presence).toMatchObject({ state: 'away', reason: 'missed' });
});

test('a caller who hangs up while it rings has abandoned, and nobody goes on ringing', async () => {
  const maya = await ready();
  const { call } = await on.arrive();
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  expect(on.line.told).toEqual(['begin agent', 'drop']);
  expect((await workOf(call))?.history.at(-1)).toMatchObject({ what: 'close', reason: 'abandoned' });
  expect(await on.routing.offersOf(maya)).toEqual([]);
});

test('whoever answers too late is let go, and the next one is rung', async () => {
  const maya = await ready();
  const { call } = await on.arrive();
  const late = on.lastLeg();
  await on.pass(20_500);
  expect((await on.routing.agent(maya)).presence.reason).toBe('missed');
  const ben = await ready('Ben');
  await on.pass(10_500);
  expect(on.lastLeg()).toMatchObject({ to: { userId: ben } });
  on.line.told.length = 0;
  await on.tell(call, { type: 'leg', legId: late.legId, state: 'joined' });
  expect((await workOf(call))?.ownerId).toBeNull();
  await on.answer(call);
  expect((await workOf(call))?.ownerId).toBe(ben);
});

test('declined it goes on; a device that cannot be reached counts as missed', async () => {
  const maya = await ready();
  const { call } = await on.arrive();
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'declined' });
  expect((await on.routing.agent(maya)).presence.state).toBe('available');
  expect(await workOf(call)).toMatchObject({ state: 'waiting', excluded: [maya] });
  await on.pass(10_500);
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'unreachable' });
  expect((await on.routing.agent(maya)).presence).toMatchObject({ state: 'away', reason: 'missed' });
});

test('an agent whose sound is lost is rung again while the customer hears music; then it waits, first', async () => {
  const { call, leg, maya } = await talking();
  on.line.told.length = 0;
  await on.tell(call, { type: 'leg', legId: leg.legId, state: 'left', end: 'lost' });
  expect(on.line.told.sort()).toEqual(['begin agent', 'set customer held']);
  expect((await on.now(call)).returning?.userId).toBe(maya);
  await on.answer(call);
  expect(on.line.told.at(-1)).toBe('set customer back');
  expect((await workOf(call))?.ownerId).toBe(maya);
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'lost' });
  await on.routing.setPresence(maya, 'away');
  await on.pass(31_500);
  expect(await workOf(call)).toMatchObject({ state: 'waiting', ownerId: null });
  expect((await on.now(call)).stage.kind).toBe('queued');
  expect(on.line.told).toContain('move wait');
});

test('whoever loads their page again is rung until it is there, and the customer is theirs all the while', async () => {
  const { call, leg, maya } = await talking();
  await on.tell(call, { type: 'leg', legId: leg.legId, state: 'left', end: 'hung-up' });
  for (let away = 0; away < 2; away++) {
    const rung = on.lastLeg();
    await on.tell(call, { type: 'leg', legId: rung.legId, state: 'left', end: 'no-answer' });
    expect((await workOf(call))?.ownerId).toBe(maya);
    await on.pass(3_500);
    expect(on.lastLeg().legId).not.toBe(rung.legId);
  }
  await on.answer(call);
  expect(await on.now(call)).toMatchObject({ returning: null, heldSince: null, stage: { kind: 'talking' } });
  expect((await workOf(call))?.ownerId).toBe(maya);
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'lost' });
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'declined' });
  expect((await workOf(call))?.ownerId).not.toBe(maya);
});

test('hold, keys, recording with a pause that ends by itself', async () => {
  const { call, me } = await talking();
  on.line.told.length = 0;
  await on.calls.hold(me, call.id, true);
  await on.settle();
  await on.calls.hold(me, call.id, false);
  await on.calls.press(me, call.id, '12#');
  await on.calls.record(me, call.id, 'start');
  await on.settle();
  await on.calls.record(me, call.id, 'pause');
  await on.settle();
  expect((await on.now(call)).recording.pausedUntil).not.toBeNull();
  await on.pass(121_500);
  expect((await on.now(call)).recording).toMatchObject({ on: true, pausedUntil: null, ranOut: true });
  expect(on.line.told.filter((one) => one.startsWith('record'))).toEqual([
    'record start',
    'record pause',
    'record resume',
  ]);
  expect(on.line.told).toContain('press 12#');
  const stranger = on.viewer('01STRANGER0000000000000000' as UserId, 'Otto', { reach: 'teams', queueIds: [] });
  expect(await codeOf(on.calls.hold(stranger, call.id, true))).toBe('not_found');
  const onlooker = on.viewer('01NEARBY000000000000000000' as UserId, 'Ben');
  expect(await codeOf(on.calls.end(onlooker, call.id))).toBe('forbidden');
});

test('a cold transfer: the colleague answers and has it; declined it is the agent’s again, who is heard', async () => {
  const { call, me, maya } = await talking();
  const ben = await ready('Ben');
  on.viewer(ben, 'Ben');
  on.line.told.length = 0;
  await on.calls.transfer(me, call.id, 'cold', { kind: 'agent', id: ben });
  await on.settle();
  expect(on.line.told.sort()).toEqual(['begin agent', 'set customer held']);
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'declined' });
  expect(on.line.told.at(-1)).toBe('set customer back');
  expect(await workOf(call)).toMatchObject({ state: 'active', ownerId: maya, offer: null });
  await on.calls.transfer(me, call.id, 'cold', { kind: 'agent', id: ben });
  await on.settle();
  on.line.told.length = 0;
  await on.answer(call);
  expect(on.line.told.sort()).toEqual(['drop', 'set customer back']);
  expect(await workOf(call)).toMatchObject({ state: 'active', ownerId: ben });
  expect((await on.routing.agent(maya)).used).toBe(0);
});

test('a warm transfer is talked over first, and handed over or taken back', async () => {
  const { call, me, maya } = await talking();
  const ben = await ready('Ben');
  on.viewer(ben, 'Ben');
  await on.calls.transfer(me, call.id, 'warm', { kind: 'agent', id: ben });
  await on.settle();
  await on.answer(call);
  // They talk for longer than an offer stands.
  await on.pass(60_000);
  expect(await workOf(call)).toMatchObject({ state: 'active', ownerId: maya });
  await on.calls.cancelTransfer(me, call.id);
  await on.settle();
  expect(await on.now(call)).toMatchObject({ transfer: null, customer: { held: false } });
  await on.calls.transfer(me, call.id, 'warm', { kind: 'agent', id: ben });
  await on.settle();
  expect(await codeOf(on.calls.finishTransfer(me, call.id))).toBe('conflict');
  await on.answer(call);
  await on.calls.finishTransfer(me, call.id);
  await on.settle();
  expect(await workOf(call)).toMatchObject({ state: 'active', ownerId: ben });
  expect(await on.now(call)).toMatchObject({ transfer: null, customer: { held: false }, stage: { kind: 'talking' } });
  // That they talked is told, and no hold that nobody asked for.
  const life = await on.life(call);
  expect([life.filter((what) => what === 'consulted').length, life.includes('held')]).toEqual([2, false]);
});

test('to a queue it waits with its place; to a number it goes on without us', async () => {
  const { call, me, maya } = await talking();
  await on.routing.setPresence(maya, 'away');
  on.line.told.length = 0;
  await on.calls.transfer(me, call.id, 'cold', { kind: 'queue', id: call.queueId });
  await on.settle();
  expect(on.line.told.sort()).toEqual(['drop', 'move wait']);
  const ben = await ready('Ben');
  await on.answer(call);
  const asBen = on.viewer(ben, 'Ben');
  expect(await codeOf(on.calls.transfer(asBen, call.id, 'cold', { kind: 'number', number: '+9001234567' }))).toBe(
    'forbidden',
  );
  await on.calls.transfer(asBen, call.id, 'cold', { kind: 'number', number: '+491701234567' });
  await on.settle();
  await on.answer(call);
  expect(await on.now(call)).toMatchObject({ handedOut: true, stage: { kind: 'talking' } });
  expect((await workOf(call))?.state).toBe('closed');
  expect((await on.routing.agent(ben)).used).toBe(0);
});

test('three keys that mean nothing lead to the queue, and a caller may ask to be called back without losing the place', async () => {
  await on.stop();
  on = await createCallStage(database, {
    start: 'main',
    menus: [
      {
        key: 'main',
        say: 'Press 1.',
        choices: [{ digit: '1', label: 'Returns', way: { to: 'queue', queueId: null } }],
      },
    ],
  });
  const { call, step } = await on.arrive();
  expect(step).toMatchObject({ do: 'ask', digits: 1 });
  expect(await on.tell(call, { type: 'keys', digits: '' })).toMatchObject({ do: 'ask' });
  expect(await on.tell(call, { type: 'keys', digits: '*' })).toMatchObject({ do: 'ask' });
  expect(await on.tell(call, { type: 'keys', digits: '123456789012345678901234567890' })).toMatchObject({ do: 'wait' });
  const work = await workOf(call);
  expect(work?.state).toBe('waiting');
  await on.pass(40_000);
  expect(on.line.step).toMatchObject({
    do: 'wait',
    say: expect.arrayContaining([expect.objectContaining({ text: 'You are next in line.' })]),
  });
  expect(await on.tell(call, { type: 'keys', digits: '1' })).toMatchObject({ do: 'hang-up' });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  const back = (await on.now(call)).callbackId;
  expect(await database.work.find(work?.id as never)).toMatchObject({
    state: 'waiting',
    callId: back,
    rank: work?.rank,
  });
  const maya = await ready();
  const again = await on.now({ id: back as never });
  await on.answer(again);
  expect(on.lastLeg()).toMatchObject({ to: { kind: 'number', number: '+493511234567', isCustomer: true } });
  await on.answer(again);
  expect(await on.now(again)).toMatchObject({ stage: { kind: 'talking' } });
  expect((await workOf(again))?.ownerId).toBe(maya);
});

test('whoever dials is rung first, then the customer; one who does not answer ends it', async () => {
  const maya = await ready();
  const me = on.viewer(maya, 'Maya');
  expect(await codeOf(on.calls.dial(me, { number: 'abc' }))).toBe('invalid');
  const view = await on.calls.dial(me, { number: '+491701234567' });
  await on.settle();
  expect(view).toMatchObject({ phase: 'dialling', direction: 'out', ownerId: maya });
  expect(await codeOf(on.calls.dial(me, { number: '+491701234567' }))).toBe('conflict');
  const call = await on.now(view);
  await on.answer(call);
  expect(on.lastLeg()).toMatchObject({ to: { number: '+491701234567', callerId: '+493510000', isCustomer: true } });
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'no-answer' });
  expect(await on.now(call)).toMatchObject({ stage: { kind: 'ended' }, ending: 'no-answer' });
  expect((await on.routing.agent(maya)).used).toBe(0);
});

test('a supervisor listens in silence, is told to nobody, and may whisper or join in', async () => {
  const { call, leg, me } = await talking();
  const ines = on.viewer('01NES000000000000000000000' as UserId, 'Ines', { permissions: ['floor:manage'] });
  expect(
    await codeOf(on.calls.listen(on.viewer('01BEN000000000000000000000' as UserId, 'Ben'), call.id, 'listen')),
  ).toBe('forbidden');
  await on.calls.listen(ines, call.id, 'listen');
  await on.settle();
  expect(on.lastLeg()).toMatchObject({ as: { mode: 'listen' } });
  await on.answer(call);
  expect((await on.calls.list(ines)).listening).toMatchObject({ mode: 'listen', state: 'joined' });
  expect((await on.calls.list(ines)).calls[0]?.parties.map(({ name }) => name)).toEqual(['Maya']);
  await on.calls.listen(ines, call.id, 'whisper');
  await on.settle();
  expect((await on.now(call)).legs.at(-1)?.as).toEqual({ mode: 'coach', coachOf: leg.legId });
  const told = async () => (await on.calls.list(me)).calls[0]?.parties.map((party) => [party.name, party.supervises]);
  expect(await told()).toEqual([
    ['Maya', null],
    ['Ines', 'whisper'],
  ]);
  await on.calls.listen(ines, call.id, 'barge');
  await on.settle();
  expect(await told()).toEqual([
    ['Maya', null],
    ['Ines', 'barge'],
  ]);
  await on.calls.listen(ines, call.id, null);
  await on.settle();
  expect((await on.now(call)).stage.kind).toBe('talking');
  expect((await on.calls.list(ines)).listening).toBeNull();
});

test('whoever whispers stays with the call: to the agent who comes back, in one call at a time, and while they may', async () => {
  const { call, leg } = await talking();
  const id = '01NES000000000000000000000' as UserId;
  const ines = on.viewer(id, 'Ines', { permissions: ['floor:manage'] });
  await on.calls.listen(ines, call.id, 'whisper');
  await on.settle();
  const whisperer = on.lastLeg();
  await on.answer(call, whisperer);
  await on.tell(call, { type: 'leg', legId: leg.legId, state: 'left', end: 'lost' });
  const back = on.lastLeg();
  await on.answer(call, back);
  expect((await on.now(call)).legs.find((one) => one.id === whisperer.legId)?.as).toEqual({
    ...{ mode: 'coach', coachOf: back.legId },
  });

  await ready('Ben');
  const other = (await on.arrive()).call;
  await on.answer(other);
  await on.tell(other, { type: 'customer', state: 'joined' });
  await on.calls.listen(ines, other.id, 'listen');
  await on.settle();
  expect((await on.now(call)).legs.find((one) => one.id === whisperer.legId)?.dropped).toBe(true);
  await on.answer(other);

  on.viewer(id, 'Ines', { permissions: [] });
  await on.calls.recheckListening(id);
  await on.settle();
  expect((await on.calls.list(ines)).listening).toBeNull();
  expect((await on.now(other)).stage.kind).toBe('talking');
});

test('a withheld number is nobody known; voicemail outside the hours is kept and is work', async () => {
  const first = await on.arrive({ from: null });
  const second = await on.arrive({ from: null });
  expect(first.step).toMatchObject({ do: 'wait', hearsKeys: false });
  expect(first.call.identityId).not.toBe(second.call.identityId);
  await on.stop();
  await database.clear();
  on = await createCallStage(database, { waiting: { ...on.menu.waiting, maxSeconds: 30 }, start: null });
  const { call } = await on.arrive();
  await on.pass(31_000);
  expect(on.line.step).toMatchObject({ do: 'take-message' });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  await on.tell(call, { type: 'recording', purpose: 'voicemail', recordingId: 'R1', state: 'done', seconds: 12 });
  expect(await on.life(call)).toContain('recorded');
  expect(await database.work.openOf(call.conversationId as never)).toMatchObject({
    state: 'waiting',
    live: false,
    weight: 20,
  });
});

test('a process that dies after an event was stored leaves it to the next one, with the commands', async () => {
  await ready();
  on.line.answers.push({ state: 'failed', retryable: true, reason: 'not now' });
  const { call } = await on.arrive();
  expect((await on.now(call)).commands).toHaveLength(1);
  const event = {
    ...{ type: 'customer', state: 'left', end: 'hung-up', detail: '' },
    key: 'k',
    at: on.stage.time.clock.now(),
  };
  await database.callEvents.put({
    ...event,
    inboxId: call.inboxId,
    externalId: call.externalId ?? '',
    callId: call.id,
  } as never);
  await on.restart();
  expect((await on.now(call)).stage.kind).toBe('ended');
  expect((await workOf(call))?.state).toBe('closed');
});

test('what the line no longer has is over; what it still has of an ended call is ended', async () => {
  const { call, maya } = await talking();
  on.line.liveCalls = [];
  await on.pass(45_000);
  expect((await on.now(call)).stage.kind).toBe('ended');
  expect((await on.routing.agent(maya)).used).toBe(0);
  on.line.liveCalls = [{ externalId: call.externalId ?? '', callId: call.id, customer: 'joined', legs: [] }];
  on.line.told.length = 0;
  await on.pass(45_000);
  expect(on.line.told).toContain('end');
});

test('an event that overtook the arrival of its call is not lost', async () => {
  const at = on.stage.time.clock.now();
  const early = { inboxId: on.stage.inbox.id, key: 'early', at, externalId: 'line-early', callId: null };
  expect(
    await on.calls.voice.callEvent({ ...early, type: 'customer', state: 'left', end: 'hung-up', detail: '' }),
  ).toBeNull();
  const { call } = await on.arrive({ externalId: 'line-early' });
  expect(await on.now(call)).toMatchObject({ stage: { kind: 'ended' }, ending: 'abandoned' });
});
