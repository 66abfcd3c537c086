/** Recordings that come late, twice, or never. */
import type { CallPolicy } from '../../channels/voice.ts';
import type { FileId } from '../../shared/model/ids.ts';
import { usualCallbackPolicy, usualDialLimits, usualRecordingPolicy } from '../../shared/model/phone-policy.ts';
import { type CallStage, createCallStage } from '../../tests/support/calls/call-stage.ts';
import { startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
import type { Call } from './model.ts';

jest.setTimeout(60_000);

const policy: CallPolicy = {
  ...{ limits: usualDialLimits, callbacks: usualCallbackPolicy, recordings: usualRecordingPolicy },
};
const choices = [{ digit: '1', label: '', way: { to: 'voicemail' as const } }];
const menu = { start: 'main', menus: [{ key: 'main', say: 'Press 1.', choices }] };

let database: TestDatabase;
let on: CallStage;
let attached: string[];
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
afterEach(() => on.stop());

/** Somebody left a message; `there`: whether its sound can be had. */
async function leaveMessage(there: () => boolean): Promise<Call> {
  await database.clear();
  attached = [];
  const more = {
    attachFiles: async (refs: readonly { id: FileId }[]) => void attached.push(...refs.map(({ id }) => id)),
  };
  on = await createCallStage(database, menu, { policy, more });
  const fetch = on.line.fetchRecording;
  on.line.fetchRecording = async (...given) => (there() ? fetch(...given) : null);
  const { call } = await on.arrive();
  await on.tell(call, { type: 'keys', digits: '1' });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  await tellDone(call);
  return on.now(call);
}

const tellDone = (call: Call) =>
  on.tell(call, { type: 'recording', purpose: 'voicemail', recordingId: 'RE1', state: 'done', seconds: 4 });
const count = async (call: Call, what: string) => (await on.life(call)).filter((one) => one === what).length;

test('sound that cannot be had for half a minute is fetched once it is there', async () => {
  let isThere = false;
  const call = await leaveMessage(() => isThere);
  await on.pass(30_000);
  expect(await count(call, 'recorded')).toBe(0);
  isThere = true;
  await on.pass(60_000);
  expect(await count(call, 'recorded')).toBe(1);
  expect((await on.now(call)).recordings).toMatchObject([{ kept: true, fileId: '01F1RE1' }]);
});

test('what is told twice is kept once', async () => {
  const call = await leaveMessage(() => true);
  await tellDone(call);
  await on.pass(60_000);
  expect(attached).toEqual(['01F1RE1']);
  expect(await count(call, 'recorded')).toBe(1);
});

test('sound that never comes is given up, told, and its copy is left where it is', async () => {
  const call = await leaveMessage(() => false);
  // The last of its tries, which take hours.
  const { version, recordings, ...rest } = await on.now(call);
  const late = recordings.map((one) => ({ ...one, tries: 39, dueAt: 0 }));
  await database.calls.save({ ...rest, version, recordings: late }, version);
  await on.pass(10_000);
  expect(await count(call, 'not-recorded')).toBe(1);
  expect((await on.now(call)).recordings).toMatchObject([{ kept: true }]);
  expect(on.line.told).not.toContain('delete RE1');
});
