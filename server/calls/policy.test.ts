/** What a number holds its calls to: callbacks that are tried again, limits of rate, spend and length, and what is said of recording. */
import { text } from 'node:stream/consumers';
import type { CallPolicy } from '../../channels/voice.ts';
import { AppError } from '../../shared/errors.ts';
import type { Calendar } from '../../shared/model/calendar.ts';
import type { CallMenu } from '../../shared/model/call-menu.ts';
import type { CallId, FileId, UserId } from '../../shared/model/ids.ts';
import { usualCallbackPolicy, usualDialLimits, usualRecordingPolicy } from '../../shared/model/phone-policy.ts';
import { type CallStage, createCallStage, type Held } from '../../tests/support/calls/call-stage.ts';
import { startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
import type { Call } from './model.ts';
import { judgeUsage, type UsedCall } from './usage.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(60_000);

const [MINUTE, HOUR] = [60_000, 3_600_000];
const usual: CallPolicy = {
  ...{ limits: usualDialLimits, callbacks: usualCallbackPolicy, recordings: usualRecordingPolicy },
};

let database: TestDatabase;
let on: CallStage;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
afterEach(() => on.stop());

async function open(menu: Partial<CallMenu> = {}, held: Held = {}): Promise<void> {
  await database.clear();
  on = await createCallStage(database, menu, { policy: usual, ...held });
}

const ready = async (): Promise<UserId> => {
  const [id] = await on.stage.ready(on.routing, 'Maya');
  await on.settle();
  if (!id) throw new Error('No agent.');
  return id;
};

/** Calls, waits once, presses 1; answers the call that will be made. */
async function askBack(from = '+493511234567', externalId = 'CA1'): Promise<{ asked: Call; back: Call }> {
  const { call } = await on.arrive({ from, externalId });
  await on.tell(call, { type: 'keys', digits: '1' });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  const asked = await on.now(call);
  return { asked, back: await on.now({ id: asked.callbackId as CallId }) };
}

/** The agent is rung and answers, then the customer's telephone rings and this comes of it. */
async function tryBack(call: Call, end: 'busy' | 'no-answer'): Promise<Call> {
  expect(on.lastLeg()).toMatchObject({ to: { kind: 'agent' } });
  await on.answer(call);
  expect(on.lastLeg()).toMatchObject({ to: { kind: 'number', isCustomer: true } });
  await on.tell(call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end });
  return on.now(call);
}

test('a callback that reaches nobody is tried again in time, then given up with a word', async () => {
  await open({}, { policy: { ...usual, callbacks: { attempts: 2, minutesBetween: 1 } }, pollMs: 15_000 });
  const { back } = await askBack();
  const maya = await ready();
  const first = await tryBack(back, 'busy');
  expect(first).toMatchObject({ ending: 'busy', retryId: expect.any(String) });
  expect((await on.routing.agent(maya)).used).toBe(0);

  // Not before its time.
  await on.pass(30_000);
  const second = await on.now({ id: first.retryId as CallId });
  expect(second).toMatchObject({ attempt: 2, workItemId: null, stage: { kind: 'callback' } });
  await on.pass(46_000);
  const last = await tryBack(await on.now(second), 'no-answer');
  expect(last.retryId).toBeUndefined();
  expect(last.log.map(({ told }) => told)).toContainEqual(
    expect.objectContaining({ what: 'callback-tried', attempt: 2, of: 2, ending: 'no-answer', nextAt: null }),
  );
  await on.pass(90_000);
  expect(await database.calls.open()).toEqual([]);
});

test('a callback that is answered is tried no more', async () => {
  await open();
  const { back } = await askBack();
  await ready();
  await on.answer(back);
  await on.answer(back);
  await on.tell(back, { type: 'customer', state: 'left', end: 'hung-up' });
  expect(await on.now(back)).toMatchObject({ ending: 'talked' });
  expect((await on.now(back)).retryId).toBeUndefined();
});

test('who asks twice is called back once, at the place of the first time', async () => {
  await open();
  const { back } = await askBack('+493511234567', 'CA1');
  const { asked } = await askBack('+493511234567', 'CA2');
  expect(asked.callbackId).toBe(back.id);
  expect((await database.calls.open()).map(({ id }) => id)).toEqual([back.id]);
});

test('nobody is called back outside the hours', async () => {
  // Opens in two or three minutes.
  const clockAt = (at: number): string => new Date(at).toISOString().slice(11, 16);
  await open();
  const soon = on.stage.time.clock.now() + 3 * MINUTE;
  await on.stop();
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: clockAt(soon), to: '24:00' }));
  const calendar = { id: 'hours', name: 'Hours', timeZone: 'UTC', holidays: [], weekly } as unknown as Calendar;
  await open({ closed: { say: '', way: { to: 'callback', queueId: null } } }, { calendar, pollMs: 15_000 });
  await ready();
  const { call } = await on.arrive({ externalId: 'CA1' });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  const back = await on.now({ id: (await on.now(call)).callbackId as CallId });
  const wait = (back.notBefore ?? 0) - on.stage.time.clock.now();
  expect(wait).toBeGreaterThan(0);
  expect(back.workItemId).toBeNull();
  expect(on.line.told).not.toContain('begin agent');
  await on.pass(wait + 5_000);
  expect((await on.now(back)).workItemId).not.toBeNull();
});

test('a call is ended at its longest, and everybody is told a minute before', async () => {
  await open({}, { policy: { ...usual, limits: { ...usualDialLimits, longestMinutes: 2 } } });
  await ready();
  const { call } = await on.arrive();
  await on.answer(call);
  await on.tell(call, { type: 'customer', state: 'joined' });
  await on.pass(50_000);
  expect(on.line.told).not.toContain('say This call ends in one minute.');
  await on.pass(15_000);
  expect(on.line.told).toContain('say This call ends in one minute.');
  expect((await on.now(call)).stage.kind).toBe('talking');
  await on.pass(60_000);
  expect(await on.now(call)).toMatchObject({ stage: { kind: 'ended' }, ending: 'talked' });
  expect(on.line.told).toContain('end');
  expect(await on.life(call)).toContain('too-long');
  expect(on.line.told.filter((told) => told.startsWith('say'))).toHaveLength(1);
});

test('recording is announced before anybody is heard, on calls in and out', async () => {
  const recordings = { ...usualRecordingPolicy, announcement: 'This call is recorded.' };
  await open({ record: true }, { policy: { ...usual, recordings } });
  const maya = await ready();
  const { call } = await on.arrive();
  await on.answer(call);
  const step = (await on.calls.voice.stepOf(call.inboxId, call.externalId ?? ''))?.step;
  expect(step).toMatchObject({ do: 'talk', record: true, say: [{ text: 'This call is recorded.' }] });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  on.line.told.length = 0;

  const out = await on.now(await on.calls.dial(on.viewer(maya, 'Maya'), { number: '+491701234567' }));
  await on.answer(out);
  await on.answer(out);
  expect(on.line.told.slice(-2)).toEqual(['say This call is recorded.', 'record start']);
});

test('recording disabled by consent: what an agent ended begins again with nobody, until somebody begins it', async () => {
  await open({ record: true }, { policy: usual });
  const maya = await ready();
  const { call } = await on.arrive();
  await on.answer(call);
  await on.tell(call, { type: 'customer', state: 'joined' });
  const me = on.viewer(maya, 'Maya');
  await on.calls.record(me, call.id, 'stop');
  await on.settle();
  expect(on.line.told).toContain('record stop');
  await on.routing.setPresence(maya, 'away');
  on.line.told.length = 0;
  await on.calls.transfer(me, call.id, 'cold', { kind: 'queue', id: call.queueId });
  await on.settle();
  const [ben] = await on.stage.ready(on.routing, 'Ben');
  await on.settle();
  await on.answer(call);
  const step = (await on.calls.voice.stepOf(call.inboxId, call.externalId ?? ''))?.step;
  expect(step).toMatchObject({ do: 'talk', record: false, say: [] });
  expect((await on.now(call)).recording.on).toBe(false);
  expect(on.line.told.filter((one) => one.startsWith('record'))).toEqual([]);
  await on.calls.record(on.viewer(ben as typeof maya, 'Ben'), call.id, 'start');
  expect((await on.now(call)).recording.on).toBe(true);
});

test('what was dialled too often, or costs too much, is dialled no more', async () => {
  await open({}, { policy: { ...usual, limits: { ...usualDialLimits, perMinute: 1 } } });
  const maya = await ready();
  const me = on.viewer(maya, 'Maya');
  const first = await on.now(await on.calls.dial(me, { number: '+491701234567' }));
  await on.calls.end(me, first.id);
  await on.settle();
  const refused = await on.calls.dial(me, { number: '+491701234567' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: 'forbidden', data: { fields: { number: 'rate' } } });
  await on.pass(MINUTE + 1_000);
  await on.calls.dial(me, { number: '+491701234567' });
});

test('a menu sends nobody on to a number that may not be dialled, and to nobody once too much was dialled', async () => {
  const to = (number: string) => ({ digit: number.slice(-1), label: '', way: { to: 'forward' as const, number } });
  const choices = [to('+900111111'), to('+493022222')];
  const closed = { say: 'Closed.', way: { to: 'forward' as const, number: '+900111111' } };
  const menu = { start: 'main', menus: [{ key: 'main', say: 'Press.', choices }], closed };
  await open(menu, { policy: { ...usual, limits: { ...usualDialLimits, perMinute: 1 } } });
  const premium = await on.arrive({ externalId: 'CA1' });
  expect(await on.tell(premium.call, { type: 'keys', digits: '1' })).toMatchObject({ do: 'wait' });
  expect(await on.life(premium.call)).toContain('not-dialled');
  const first = await on.arrive({ externalId: 'CA2', from: '+493511111111' });
  expect(await on.tell(first.call, { type: 'keys', digits: '2' })).toMatchObject({ do: 'forward', to: '+493022222' });
  // One a minute, and that one was it.
  const second = await on.arrive({ externalId: 'CA3', from: '+493512222222' });
  expect(await on.tell(second.call, { type: 'keys', digits: '2' })).toMatchObject({ do: 'wait' });
  const told = (await on.now(second.call)).log.map((one) => one.told);
  expect(told).toContainEqual({ what: 'not-dialled', to: '+493022222', why: 'rate' });
  await on.stop();

  const weekly = [] as const;
  const calendar = { id: 'hours', name: 'Hours', timeZone: 'UTC', holidays: [], weekly } as unknown as Calendar;
  await open(menu, { calendar });
  expect((await on.arrive({ externalId: 'CA4' })).step).toMatchObject({ do: 'take-message' });
});

test('a callback waits for its budget, and ends where its number may not be dialled any more', async () => {
  await open({}, { policy: { ...usual, limits: { ...usualDialLimits, perMinute: 1 } }, pollMs: MINUTE });
  const maya = await ready();
  const out = await on.now(await on.calls.dial(on.viewer(maya, 'Maya'), { number: '+491701234567' }));
  await on.calls.end(on.viewer(maya, 'Maya'), out.id);
  await on.settle();
  const { back } = await askBack();
  await on.answer(back);
  expect(on.lastLeg()).toMatchObject({ to: { kind: 'agent' } });
  const told = async (call: Call) => (await on.now(call)).log.map((one) => one.told);
  const number = '+493511234567';
  expect(await told(back)).toContainEqual({ what: 'not-dialled', to: number, why: 'rate' });
  const { retryId, stage } = await on.now(back);
  expect(stage.kind).toBe('ended');
  await on.pass(6 * MINUTE);
  const again = await on.now({ id: retryId as CallId });
  // The same try: this one was none.
  expect(again).toMatchObject({ attempt: 1, stage: { kind: 'callback' } });
  on.line.refused.add(number);
  await on.answer(again);
  expect(await told(again)).toContainEqual({ what: 'not-dialled', to: number, why: 'premium' });
  expect(await on.now(again)).toMatchObject({ stage: { kind: 'ended' } });
  expect((await on.now(again)).retryId).toBeUndefined();
  expect(on.line.told).not.toContain('begin number');
});

describe('the limits of a number', () => {
  const now = 100 * HOUR;
  const out = (startedAt: number, minutes = 0): UsedCall => ({
    ...{ direction: 'out', startedAt, from: minutes > 0 ? startedAt : null, until: startedAt + minutes * MINUTE },
  });
  const limits = { ...usualDialLimits, perMinute: 2, perHour: 3, pricePerMinute: 0.5, spendPerDay: 10 };
  it.each<[string, UsedCall[], 'rate' | 'spend' | null]>([
    ['nothing', [], null],
    ['two within a minute', [out(now - 1), out(now - 2)], 'rate'],
    ['two over a minute ago', [out(now - MINUTE), out(now - MINUTE)], null],
    ['three within an hour', [out(now - 9 * MINUTE), out(now - 8 * MINUTE), out(now - 7 * MINUTE)], 'rate'],
    ['nineteen minutes', [out(now - 2 * HOUR, 19)], null],
    ['twenty minutes', [out(now - 2 * HOUR, 20)], 'spend'],
    ['a begun minute counts whole', [out(now - 2 * HOUR, 19.1)], 'spend'],
    ['one that goes on', [{ ...out(now - 20 * MINUTE, 1), until: null }], 'spend'],
    ['calls in cost too', [{ ...out(now - 2 * HOUR, 20), direction: 'in' }], 'spend'],
    ['nobody was reached', [out(now - 2 * HOUR)], null],
    [
      'calls that were sent on are dialled',
      [{ ...out(now - 5), direction: 'in', further: [{ startedAt: now - 4, from: null, until: null }, out(now - 3)] }],
      'rate',
    ],
    ['and cost twice', [{ ...out(now - 2 * HOUR, 10), direction: 'in', further: [out(now - 2 * HOUR, 10)] }], 'spend'],
  ])('%s', (_name, calls, expected) => expect(judgeUsage(calls, limits, now)).toBe(expected));
});

test('a message is written down at the second try, heard by whoever may, and removed by rule with a trace', async () => {
  const recordings = { ...usualRecordingPolicy, keepDays: 1, listeners: 'floor' as const };
  const transcription = { url: 'https://words.example/v1', model: 'm' };
  const [removed, audited, asked, kept]: [unknown[], unknown[], unknown[], string[]] = [[], [], [], []];
  const choices = [{ digit: '1', label: '', way: { to: 'voicemail' as const } }];
  await open(
    { start: 'main', menus: [{ key: 'main', say: 'Press 1.', choices }] },
    {
      policy: { ...usual, recordings: { ...recordings, transcription } },
      pollMs: 6 * HOUR,
      more: {
        bytesOf: async () => Buffer.from('sound'),
        transcriptionKey: async () => 'key',
        transcriber: {
          async transcribe(_sound, by) {
            asked.push(by);
            if (asked.length === 1) throw new Error('overloaded');
            return 'Please call me back.';
          },
        },
        async keepRecording(_inbox, words) {
          kept.push(await text(words));
          return { id: 'words' as FileId, size: 1 };
        },
        retract: async (ids) => void removed.push(...ids),
        audit: async (action, _id, details) => void audited.push({ action, ...details }),
      },
    },
  );
  const { call } = await on.arrive();
  expect(await on.tell(call, { type: 'keys', digits: '1' })).toMatchObject({ do: 'take-message' });
  await on.tell(call, {
    ...{ type: 'recording', purpose: 'voicemail', recordingId: 'RE1', state: 'done', seconds: 4 },
  });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  const told = async (what: string) =>
    (await on.now(call)).log.map((one) => one.told).filter((one) => one.what === what);
  expect(await told('not-transcribed')).toMatchObject([{ why: 'overloaded', isFinal: false }]);
  await on.pass(6 * HOUR + MINUTE);
  // The words are a file beside the sound; the conversation holds none of them.
  const after = await on.now(call);
  const fileId = after.recordings[0]?.fileId as never;
  const conversationId = after.conversationId as never;
  expect(await told('transcribed')).toEqual([{ what: 'transcribed', purpose: 'voicemail', fileId, textId: 'words' }]);
  expect(kept).toEqual(['Please call me back.']);
  expect(JSON.stringify(after)).not.toContain('Please call me back.');
  expect(asked[1]).toMatchObject({ ...transcription, key: 'key', language: 'en-US' });

  const someone = on.viewer('01USER' as never, 'Ben');
  const listen = (viewer: typeof someone, id = fileId) => on.calls.keeping.requireListener(viewer, id, conversationId);
  const sue = on.viewer('01USER' as never, 'Sue', { permissions: ['floor:manage'] });
  for (const file of [fileId, 'words' as never]) {
    await expect(listen(someone, file)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await listen(sue, file)).toEqual({ callId: call.id, isOpen: false });
  }
  expect(await listen(someone, 'another' as never)).toBeNull();

  expect(await on.calls.keeping.sweep()).toBe(0);
  await on.pass(20 * HOUR);
  expect(await on.calls.keeping.sweep()).toBe(1);
  await on.settle();
  expect(removed).toEqual([fileId, 'words']);
  expect(audited).toEqual([
    { action: 'recording.copy-deleted', recordingId: 'RE1' },
    { action: 'recording.removed', days: 1, files: 1 },
  ]);
  expect(await told('recording-removed')).toEqual([{ what: 'recording-removed', fileId, days: 1 }]);
  expect(await on.calls.keeping.sweep()).toBe(0);
});
