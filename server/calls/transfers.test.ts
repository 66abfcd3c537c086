/** Whom a call is handed to, and to whom not. */
import type { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { type CallStage, createCallStage } from '../../tests/support/calls/call-stage.ts';
import { startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Call } from './model.ts';

jest.setTimeout(60_000);

let database: TestDatabase;
let on: CallStage;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(() => database.clear());
afterEach(() => on.stop());

const isReady = async (name: string): Promise<UserId> => {
  const [id] = await on.stage.ready(on.routing, name);
  await on.settle();
  return id as UserId;
};
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: AppError) => error.code,
  );

async function talk(): Promise<{ call: Call; me: UserViewer }> {
  on = await createCallStage(database);
  const maya = await isReady('Maya');
  const { call } = await on.arrive();
  await on.answer(call);
  await on.tell(call, { type: 'customer', state: 'joined' });
  return { call, me: on.viewer(maya, 'Maya') };
}

const isUntouched = async (call: Call) =>
  expect(await on.now(call)).toMatchObject({ transfer: null, stage: { kind: 'talking' }, customer: { held: false } });

test('it is handed neither to oneself nor to nobody, and the customer hears the agent all the while', async () => {
  const { call, me } = await talk();
  for (const mode of ['warm', 'cold'] as const) {
    expect(await codeOf(on.calls.transfer(me, call.id, mode, { kind: 'agent', id: me.userId }))).toBe('invalid');
    const nobody = { kind: 'agent', id: '01NEVERSEEN000000000000000' as UserId } as const;
    expect(await codeOf(on.calls.transfer(me, call.id, mode, nobody))).toBe('not_found');
  }
  expect(await codeOf(on.calls.add(me, call.id, { kind: 'agent', id: me.userId }))).toBe('invalid');
  await isUntouched(call);
});

test('while one is asked no other is, and a colleague who is away is not asked', async () => {
  const { call, me } = await talk();
  const ben = await isReady('Ben');
  on.viewer(ben, 'Ben');
  await on.routing.setPresence(ben, 'away');
  const toBen = { kind: 'agent', id: ben } as const;
  expect(await codeOf(on.calls.transfer(me, call.id, 'cold', toBen))).not.toBe('done');
  await on.settle();
  await isUntouched(call);
  await on.routing.setPresence(ben, 'available');
  await on.calls.transfer(me, call.id, 'warm', toBen);
  await on.settle();
  const outside = { kind: 'number', number: '+4930123456' } as const;
  expect(await codeOf(on.calls.transfer(me, call.id, 'cold', outside))).toBe('conflict');
  expect(await codeOf(on.calls.transfer(me, call.id, 'warm', toBen))).toBe('conflict');
  expect(await on.now(call)).toMatchObject({ transfer: { mode: 'warm', to: toBen } });
});

test('a third party comes in by number and by name, goes alone, and the call goes on', async () => {
  const { call, me } = await talk();
  const ben = await isReady('Ben');
  on.viewer(ben, 'Ben');
  await on.calls.add(me, call.id, { kind: 'number', number: '+4930123456' });
  await on.settle();
  const outside = on.lastLeg();
  await on.answer(call, outside);
  await on.calls.add(me, call.id, { kind: 'agent', id: ben });
  await on.settle();
  await on.answer(call);
  expect(await codeOf(on.calls.add(me, call.id, { kind: 'number', number: '+4930123456' }))).toBe('conflict');
  expect(await codeOf(on.calls.add(me, call.id, { kind: 'number', number: '+900111111' }))).toBe('forbidden');
  await on.calls.remove(me, call.id, outside.legId);
  await on.settle();
  await on.tell(call, { type: 'leg', legId: outside.legId, state: 'left', end: 'removed' });
  expect(await on.life(call)).toEqual(expect.arrayContaining(['joined', 'left']));
  await isUntouched(call);
  expect((await on.now(call)).legs.filter(({ leftAt, dropped }) => leftAt === null && !dropped)).toHaveLength(2);
});
