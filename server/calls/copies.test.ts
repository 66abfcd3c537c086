/** The provider's own copies of recordings, and what is left of recordings when their customer is erased. */
import type { CallPolicy } from '../../channels/voice.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { usualCallbackPolicy, usualDialLimits, usualRecordingPolicy } from '../../shared/model/phone-policy.ts';
import { type CallStage, createCallStage } from '../../tests/support/calls/call-stage.ts';
import { startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
import { blank } from '../customers/erasing/erase-words.ts';
import type { Call } from './model.ts';
import type { RecordingAction } from './ports.ts';

jest.setTimeout(60_000);

let database: TestDatabase;
let on: CallStage;
let audited: RecordingAction[];
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
afterEach(() => on.stop());

/** Somebody left a message that this policy holds for. */
async function leaveMessage(over: Partial<CallPolicy['recordings']> = {}, refusals = 0): Promise<Call> {
  await database.clear();
  audited = [];
  const policy: CallPolicy = {
    ...{ limits: usualDialLimits, callbacks: usualCallbackPolicy },
    recordings: { ...usualRecordingPolicy, ...over },
  };
  const choices = [{ digit: '1', label: '', way: { to: 'voicemail' as const } }];
  const more = { audit: async (action: RecordingAction) => void audited.push(action) };
  on = await createCallStage(
    database,
    { start: 'main', menus: [{ key: 'main', say: 'Press 1.', choices }] },
    { policy, more },
  );
  const { call } = await on.arrive();
  await on.tell(call, { type: 'keys', digits: '1' });
  await on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });
  on.line.answers = Array.from({ length: refusals }, () => ({
    ...{ state: 'failed' as const, retryable: false, reason: 'No' },
  }));
  await on.tell(call, {
    ...{ type: 'recording', purpose: 'voicemail', recordingId: 'RE1', state: 'done', seconds: 4 },
  });
  return on.now(call);
}

const deletions = () => on.line.told.filter((told) => told === 'delete RE1').length;

test('a provider’s copy is deleted once ours is stored, tried again where that fails, and the trail says so', async () => {
  const call = await leaveMessage({}, 2);
  expect(call.recordings).toMatchObject([{ kept: true, copy: { tries: 1 } }]);
  expect(audited).toEqual([]);
  await on.pass(60_000);
  expect(deletions()).toBe(3);
  expect((await on.now(call)).recordings).toMatchObject([{ kept: true, copy: null }]);
  expect(audited).toEqual(['recording.copy-deleted']);
});

test('a copy that can never be deleted is given up, and the trail says that too', async () => {
  const call = await leaveMessage({}, 1_000);
  const { recordings } = await on.now(call);
  await database.calls.save(
    { ...(await on.now(call)), recordings: recordings.map((one) => ({ ...one, copy: { tries: 59, dueAt: 0 } })) },
    (await on.now(call)).version,
  );
  await on.pass(10_000);
  expect((await on.now(call)).recordings).toMatchObject([{ copy: null }]);
  expect(audited).toEqual(['recording.copy-kept']);
});

test('it stays where the inbox says so', async () => {
  const call = await leaveMessage({ deletesCopy: false });
  await on.pass(60_000);
  expect(deletions()).toBe(0);
  expect((await on.now(call)).recordings[0]?.copy).toBeUndefined();
});

test('of an erased customer nothing is fetched or written down any more, and the copy goes whatever the inbox says', async () => {
  const call = await leaveMessage({ deletesCopy: false });
  const asItWas = await on.now(call);
  await database.erasure.blankWork(call.conversationId as ConversationId, blank);
  // Somebody had it in hand: what they knew is not written back.
  expect(await database.calls.save({ ...asItWas, dirty: true }, asItWas.version)).toBe(false);
  await on.pass(10_000);
  const [recording] = (await on.now(call)).recordings;
  expect(recording).toMatchObject({ kept: true, transcript: null, copy: null });
  expect(recording).not.toHaveProperty('fileId');
  expect(recording).not.toHaveProperty('textId');
  expect(deletions()).toBe(1);
  expect(audited).toEqual(['recording.copy-deleted']);
});
