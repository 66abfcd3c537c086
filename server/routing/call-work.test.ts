import { AppError } from '../../shared/errors.ts';
import type { CallId, UserId } from '../../shared/model/ids.ts';
import { createStage, type Stage, startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
import type { RoutingService } from './create-routing.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(60_000);

let database: TestDatabase;
let stage: Stage;
let routing: RoutingService;
let callsMade = 0;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(async () => {
  await database.clear();
  stage = createStage(database);
  routing = stage.router('node-1');
  await routing.start();
  await stage.settled();
});
afterEach(async () => {
  await stage.stop();
});

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
const offerOf = async (agentId: UserId) => (await routing.offersOf(agentId))[0] ?? null;

/** A call that waits, in a conversation of its own. */
async function call() {
  callsMade += 1;
  const callId = `01CALL00000000000000000${String(callsMade).padStart(3, '0')}` as CallId;
  const { conversationId, inboxId, identityId, queueId } = await quietPlace();
  const work = await routing.calls.begin({
    ...{ conversationId, inboxId, identityId, queueId, callId, weight: 100, exclusive: true, offerSeconds: 20 },
    ...{ live: true, preferredAgentId: null },
  });
  await stage.settled();
  await stage.pass(1);
  return work;
}

/** A conversation whose chat is over. */
async function quietPlace() {
  const chat = await stage.arrive(routing);
  await routing.close(chat.conversationId, { kind: 'system' }, 'done');
  return chat;
}

test('a call goes to somebody with nothing else, comes before what was written, and lets nothing beside it', async () => {
  const chat = await stage.arrive(routing);
  const waiting = await call();
  const [maya] = (await stage.ready(routing, 'Maya')) as [UserId];
  const offer = await offerOf(maya);
  expect(offer).toMatchObject({ workItemId: waiting.id, call: { id: waiting.callId, legId: offer?.id } });
  expect(offer && offer.expiresAt - offer.offeredAt).toBe(20_000);
  // The desk's own way of accepting is not that of a call.
  expect(offer && (await codeOf(routing.accept(maya, offer.workItemId, offer.id)))).toBe('offer_gone');
  expect(offer && (await routing.calls.answered(waiting.id, maya, offer.id))).toBe(true);
  await stage.pass(1);
  expect(await routing.offersOf(maya)).toEqual([]);
  expect((await database.work.find(chat.id))?.state).toBe('waiting');
  await routing.calls.close(waiting.id, { kind: 'customer' }, 'ended');
  await stage.pass(1);
  expect((await offerOf(maya))?.workItemId).toBe(chat.id);
});

test('while a call waits, somebody half busy is given nothing more until they are free for it', async () => {
  const [maya] = (await stage.ready(routing, 'Maya')) as [UserId];
  const first = await stage.arrive(routing);
  const offer = await offerOf(maya);
  await routing.accept(maya, first.id, offer?.id as never);
  await stage.pass(1);
  const waiting = await call();
  await stage.arrive(routing);
  expect(await routing.offersOf(maya)).toEqual([]);
  await routing.close(first.conversationId, { kind: 'agent', id: maya, name: 'Maya' }, 'done');
  await stage.pass(1);
  expect((await offerOf(maya))?.workItemId).toBe(waiting.id);
});

test('letters are put aside for a call, which takes all of somebody meanwhile; a chat is not', async () => {
  const [maya] = (await stage.ready(routing, 'Maya')) as [UserId];
  const take = async (over: { live: boolean; weight?: number }) => {
    const one = await stage.arrive(routing, over);
    const offer = await offerOf(maya);
    await routing.accept(maya, one.id, offer?.id as never);
    await stage.pass(1);
    return one;
  };
  await take({ live: false, weight: 60 });
  const chat = await take({ live: true, weight: 34 });
  const waiting = await call();
  expect(await routing.offersOf(maya)).toEqual([]);
  await routing.close(chat.conversationId, { kind: 'agent', id: maya, name: 'Maya' }, 'done');
  await stage.pass(1);
  const offer = await offerOf(maya);
  expect(offer?.workItemId).toBe(waiting.id);
  expect(offer && (await routing.calls.answered(waiting.id, maya, offer.id))).toBe(true);
  await stage.arrive(routing, { live: false, weight: 10 });
  await stage.pass(1);
  expect(await routing.offersOf(maya)).toEqual([]);
  expect(await routing.agent(maya)).toMatchObject({ used: 100 });
  expect(await routing.reconcile()).toMatchObject({ drift: 0 });
  await routing.calls.close(waiting.id, { kind: 'customer' }, 'ended');
  await stage.pass(1);
  expect((await routing.agent(maya)).used).toBe(70);
});

test('whoever lets a call ring is away at once', async () => {
  const [maya] = (await stage.ready(routing, 'Maya')) as [UserId];
  await call();
  expect(await routing.offersOf(maya)).toHaveLength(1);
  await stage.pass(20_001);
  expect((await routing.agent(maya)).presence).toMatchObject({ state: 'away', reason: 'missed' });
});

test('a call has work beside that of its conversation, one item however often it is begun', async () => {
  const [maya] = (await stage.ready(routing, 'Maya')) as [UserId];
  const chat = await stage.arrive(routing);
  const offer = await offerOf(maya);
  await routing.accept(maya, chat.id, offer?.id as never);
  const callId = '01CALL00000000000000000900' as CallId;
  const { conversationId, inboxId, identityId, queueId } = chat;
  const begin = () =>
    routing.calls.begin(
      {
        ...{ conversationId, inboxId, identityId, queueId, callId, weight: 100, exclusive: true },
        ...{ live: true, preferredAgentId: null },
      },
      { id: maya, name: 'Maya' },
    );
  const dialled = await begin();
  expect((await begin()).id).toBe(dialled.id);
  expect(dialled).toMatchObject({ state: 'active', ownerId: maya, slot: callId, weight: 66 });
  expect((await routing.agent(maya)).used).toBe(100);
  // What the conversation shows is the chat.
  expect(stage.timeline.state(conversationId).work?.id).toBe(chat.id);
  await routing.calls.close(dialled.id, { kind: 'agent', id: maya, name: 'Maya' }, 'done');
  expect(stage.timeline.state(conversationId)).toMatchObject({ status: 'open', work: { id: chat.id } });
  expect(await routing.reconcile()).toEqual({ told: 0, withdrawn: 0, requeued: 0, drift: 0 });
});

test('a second call of somebody who talks is refused', async () => {
  const [maya] = (await stage.ready(routing, 'Maya')) as [UserId];
  const waiting = await call();
  const offer = await offerOf(maya);
  await routing.calls.answered(waiting.id, maya, offer?.id as never);
  const place = await quietPlace();
  const { conversationId, inboxId, identityId, queueId } = place;
  const dial = routing.calls.begin(
    {
      ...{ conversationId, inboxId, identityId, queueId, callId: '01CALL00000000000000000901' as CallId },
      ...{ weight: 100, exclusive: true, live: true, preferredAgentId: null },
    },
    { id: maya, name: 'Maya' },
  );
  expect(await codeOf(dial)).toBe('conflict');
});

test('a call back keeps the place and waits without anybody on the line', async () => {
  const first = await call();
  const second = await call();
  expect([await routing.calls.ahead(first.id), await routing.calls.ahead(second.id)]).toEqual([0, 1]);
  const back = '01CALL00000000000000000902' as CallId;
  expect(await routing.calls.relink(first.id, back)).toBe(true);
  expect(await database.work.openOfCall(back)).toMatchObject({ id: first.id, rank: first.rank, live: false });
  expect(await routing.calls.ahead(second.id)).toBe(1);
});
