/** Whoever hangs up, at whatever moment: nobody is left ringing, holding a line, or without room for the next. */
import fc from 'fast-check';
import type { CallEvent } from '../../channels/voice.ts';
import type { CallTarget } from '../../shared/events-calls.ts';
import type { LegId, UserId } from '../../shared/model/ids.ts';
import { type CallStage, createCallStage } from '../../tests/support/calls/call-stage.ts';
import { startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
import type { UserViewer } from '../accounts/scope.ts';
import * as acts from './acts.ts';
import { hear } from './hear.ts';
import { type Call, type CallWorld, callSettings, isThere, usualPolicy } from './model.ts';

jest.setTimeout(90_000);

let database: TestDatabase;
let on: CallStage;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());
beforeEach(() => database.clear());
afterEach(() => on.stop());

interface Scene {
  call: Call;
  maya: UserId;
  ben: UserId;
  me: UserViewer;
  colleague: UserViewer;
}

const isReady = async (name: string): Promise<UserId> => {
  const [id] = await on.stage.ready(on.routing, name);
  await on.settle();
  return id as UserId;
};
const leave = (call: Call) => on.tell(call, { type: 'customer', state: 'left', end: 'hung-up' });

async function wait(): Promise<Scene> {
  on = await createCallStage(database);
  const maya = await isReady('Maya');
  const { call } = await on.arrive();
  const ben = await isReady('Ben');
  return { call, maya, ben, me: on.viewer(maya, 'Maya'), colleague: on.viewer(ben, 'Ben') };
}
async function talk(): Promise<Scene> {
  const scene = await wait();
  await on.answer(scene.call);
  await on.tell(scene.call, { type: 'customer', state: 'joined' });
  return scene;
}
async function transfer(mode: 'warm' | 'cold', to: (scene: Scene) => CallTarget): Promise<Scene> {
  const scene = await talk();
  await on.calls.transfer(scene.me, scene.call.id, mode, to(scene));
  await on.settle();
  return scene;
}
const toBen = ({ ben }: Scene): CallTarget => ({ kind: 'agent', id: ben });
const outside = (): CallTarget => ({ kind: 'number', number: '+4930123456' });

const stages: Record<string, () => Promise<Scene>> = {
  'while somebody is rung': wait,
  'when somebody answered and the sound is not there yet': async () => {
    const scene = await wait();
    await on.answer(scene.call);
    return scene;
  },
  'while talking': talk,
  'on hold': async () => {
    const scene = await talk();
    await on.calls.hold(scene.me, scene.call.id, true);
    await on.settle();
    return scene;
  },
  'while a colleague is rung for a warm transfer': () => transfer('warm', toBen),
  'while the two of ours talk about it': async () => {
    const scene = await transfer('warm', toBen);
    await on.answer(scene.call);
    return scene;
  },
  'while a number is rung for a transfer': () => transfer('cold', outside),
  'with a guest and a supervisor in it': async () => {
    const scene = await talk();
    await on.calls.add(scene.me, scene.call.id, { kind: 'agent', id: scene.ben });
    await on.settle();
    await on.answer(scene.call);
    const ines = on.viewer('01NES000000000000000000000' as UserId, 'Ines', { permissions: ['floor:manage'] });
    await on.calls.listen(ines, scene.call.id, 'whisper');
    await on.settle();
    await on.answer(scene.call);
    return scene;
  },
  'while the agent’s sound is lost': async () => {
    const scene = await talk();
    await on.tell(scene.call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'lost' });
    return scene;
  },
};

async function expectOver({ call, maya, ben }: Scene): Promise<void> {
  const now = await on.now(call);
  expect(now.stage.kind).toBe('ended');
  expect(now.legs.filter(isThere)).toEqual([]);
  expect(now.commands).toEqual([]);
  expect([now.transfer, now.returning, now.heldSince]).toEqual([null, null, null]);
  const work = now.workItemId && (await database.work.find(now.workItemId));
  expect(work?.state).toBe('closed');
  for (const id of [maya, ben]) {
    expect((await on.routing.agent(id)).used).toBe(0);
    expect(await on.routing.offersOf(id)).toEqual([]);
  }
}

test.each(Object.keys(stages))('the caller hangs up %s', async (name) => {
  const scene = await (stages[name] as () => Promise<Scene>)();
  await leave(scene.call);
  await expectOver(scene);
  const life = await on.life(scene.call);
  // Told again by a line that repeats itself, or by another name, it stays the same.
  await leave(scene.call);
  await on.tell(scene.call, { type: 'leg', legId: on.lastLeg().legId, state: 'joined' });
  await expectOver(scene);
  expect(await on.life(scene.call)).toEqual(life);
});

test('the caller hangs up in the menu: it is told, and is nobody’s work', async () => {
  const menus = [{ key: 'a', say: 'One?', choices: [{ digit: '1', label: 'x', way: { to: 'voicemail' as const } }] }];
  on = await createCallStage(database, { start: 'a', menus });
  const maya = await isReady('Maya');
  const { call, step } = await on.arrive();
  expect(step.do).toBe('ask');
  await leave(call);
  expect(await on.now(call)).toMatchObject({ stage: { kind: 'ended' }, ending: 'abandoned', workItemId: null });
  expect(on.line.told).toEqual([]);
  expect((await on.routing.agent(maya)).used).toBe(0);
});

test('whoever was asked leaves alone; with whoever has it, it is over', async () => {
  const scene = await transfer('warm', toBen);
  await on.answer(scene.call);
  await on.calls.end(scene.colleague, scene.call.id);
  await on.settle();
  await on.tell(scene.call, { type: 'leg', legId: on.lastLeg().legId, state: 'left', end: 'removed' });
  const now = await on.now(scene.call);
  expect([now.stage.kind, now.transfer, now.customer.held]).toEqual(['talking', null, false]);
  expect((await on.routing.agent(scene.ben)).used).toBe(0);
  await on.calls.add(scene.me, scene.call.id, { kind: 'agent', id: scene.ben });
  await on.settle();
  await on.answer(scene.call);
  await on.calls.end(scene.colleague, scene.call.id);
  await on.settle();
  expect((await on.now(scene.call)).stage.kind).toBe('talking');
  await on.calls.end(scene.me, scene.call.id);
  await on.settle();
  await expectOver(scene);
});

test('of two who answer one offer and its successor in the same moment, one has it', async () => {
  const scene = await wait();
  const first = on.lastLeg();
  await on.pass(31_000);
  const second = on.lastLeg();
  expect(second.to).toMatchObject({ userId: scene.ben });
  await Promise.all([on.answer(scene.call, first), on.answer(scene.call, second)]);
  await on.settle();
  const now = await on.now(scene.call);
  const work = now.workItemId && (await database.work.find(now.workItemId));
  const talking = now.legs.filter((leg) => isThere(leg) && leg.joinedAt !== null);
  expect(talking.map(({ userId }) => userId)).toEqual([work?.ownerId]);
  expect(now.log.filter(({ told }) => told.what === 'answered')).toHaveLength(1);
});

test('a transfer taken back while the colleague answers has one owner, who is heard', async () => {
  const scene = await transfer('cold', toBen);
  await Promise.all([on.calls.cancelTransfer(scene.me, scene.call.id).catch(() => null), on.answer(scene.call)]);
  await on.settle();
  const now = await on.now(scene.call);
  const work = now.workItemId && (await database.work.find(now.workItemId));
  const talking = now.legs.filter((leg) => isThere(leg) && leg.joinedAt !== null).map(({ userId }) => userId);
  expect(talking).toEqual([work?.ownerId]);
  expect([now.transfer, now.customer.held]).toEqual([null, false]);
});

test('whatever is done in whatever order, hold and transfer belong together, and an end is an end', async () => {
  const { call: before } = await talk();
  const call = await on.now(before);
  let made = 0;
  const world: CallWorld = {
    ...{
      now: 50_000,
      settings: callSettings,
      policy: usualPolicy,
      ours: '+49',
      mayCallBack: true,
      refuses: () => null,
    },
    nextLegId() {
      made += 1;
      return `leg-${made}` as LegId;
    },
  };
  const by = { id: call.legs[0]?.userId as UserId, name: 'Maya' };
  const number = { kind: 'number', number: '+4930123456' } as const;
  const steps: Record<string, acts.CallAct> = {
    hold: acts.holdIt(true),
    resume: acts.holdIt(false),
    cold: acts.beginTransfer('cold', by, number),
    warm: acts.beginTransfer('warm', by, number),
    back: acts.endTransfer,
    finish: acts.finishTransfer,
    ask: acts.askIn(number),
    listen: acts.listenIn({ id: 'ines' as UserId, name: 'Ines' }, 'listen'),
    whisper: acts.listenIn({ id: 'ines' as UserId, name: 'Ines' }, 'whisper'),
    off: acts.stopListening('ines' as UserId),
    pause: acts.record('pause'),
    record: acts.record('start'),
    end: acts.endIt(by),
  };
  const told = (at: number, state: 'joined' | 'left' | 'customer') => (now: Call) => {
    const leg = now.legs.at(-1);
    const base = { inboxId: now.inboxId, key: `e${at}`, at, externalId: '', callId: now.id, detail: '' };
    if (state === 'customer') return hear(now, { ...base, type: 'customer', state: 'left', end: 'hung-up' }, world);
    if (!leg) return now;
    const event = { ...base, type: 'leg', legId: leg.id, legExternalId: '', state, end: 'hung-up' } as CallEvent;
    return hear(now, event, world);
  };
  const attempt = (now: Call, step: acts.CallAct): Call => {
    try {
      return step(now, world);
    } catch {
      return now;
    }
  };
  const word = fc.constantFrom(...Object.keys(steps), 'joined', 'left', 'joined', 'customer');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => {
      let now = call;
      let hasEnded = false;
      for (const [at, one] of words.entries()) {
        const step = steps[one];
        now = step ? attempt(now, step) : told(at, one as 'joined')(now);
        expect(now.customer.held && !hasEnded && now.stage.kind !== 'ended').toBe(
          now.heldSince !== null && now.stage.kind !== 'ended',
        );
        if (now.transfer) expect(now.customer.held).toBe(true);
        if (hasEnded) expect(now.stage.kind).toBe('ended');
        hasEnded = now.stage.kind === 'ended';
        if (hasEnded) expect([now.legs.filter(isThere).length, now.transfer]).toEqual([0, null]);
        expect(new Set(now.commands.map(({ key }) => key)).size).toBe(now.commands.length);
        expect(now.legs.filter((leg) => leg.role === 'supervisor' && isThere(leg)).length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 400, seed: 20_261_130 },
  );
});
