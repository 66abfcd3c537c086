/** Macros through the whole server: in order, once, with the rights of doing it by hand, and honest about what was not done. */
import type { MacroAction } from '../../shared/model/catalogue.ts';
import type { MacroId } from '../../shared/model/ids.ts';
import { outcome } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import { eventually } from '../support/eventually.ts';
import { makeMacro, makeTag } from '../support/macros.ts';
import { type Scene, setTakenScene } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import { textsOf } from '../support/texts.ts';

jest.setTimeout(20_000);

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await startStage({ routing: { capacity: 1_000_000 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
beforeEach(async () => {
  scene = await setTakenScene(stage.world);
});
afterEach(() => stage.world.closeClients());

const run = (macroId: MacroId, clientId = nextClientId(), expects?: number) =>
  scene.maya.ask('macro:run', { conversationId: scene.id, macroId, clientId, expects });
const read = async () => (await scene.maya.ask('conversation:open', { conversationId: scene.id })).conversation;
const texts = () => textsOf(scene.maya.thread(scene.id).entries);
const states = (steps: readonly { state: string }[]) => steps.map((step) => step.state);

test('does everything in order, once, however often it is asked for', async () => {
  const tag = await makeTag(stage, 'Refund');
  const macroId = await makeMacro(stage, 'maya', [
    { type: 'reply', text: 'It is {{conversation.number}}, says {{agent.firstName}}' },
    { type: 'note', text: 'Refunded by {{agent.name}}' },
    { type: 'add-tags', tagIds: [tag] },
    { type: 'set-priority', priority: 'high' },
    { type: 'close', dispositionId: null },
  ]);
  const clientId = nextClientId();
  const [first, second] = await Promise.all([run(macroId, clientId), run(macroId, clientId)]);
  expect(states(first.steps)).toEqual(Array(5).fill('done'));
  expect(second).toEqual(first);
  const { number } = await read();
  await eventually(() => expect(texts().slice(-2)).toEqual([`It is #${number}, says Maya`, 'Refunded by Maya Keller']));
  expect(await read()).toMatchObject({ status: 'closed', tagIds: [tag], priority: 'high' });
  await stage.parley.restart();
  await eventually(async () => expect(await run(macroId, clientId)).toEqual(first));
  await eventually(async () => {
    await scene.maya.open(scene.id);
    expect(texts().filter((text) => text.startsWith('It is'))).toHaveLength(1);
  });
});

test('a failure in the middle says what was done and what was left out', async () => {
  const macroId = await makeMacro(stage, 'maya', [
    { type: 'note', text: 'First' },
    { type: 'reply', text: 'Too late' },
    { type: 'set-priority', priority: 'urgent' },
  ]);
  await scene.maya.ask('conversation:close', { conversationId: scene.id });
  const { steps } = await run(macroId);
  expect(states(steps)).toEqual(['done', 'failed', 'left-out']);
  expect(steps[1]).toMatchObject({ error: { code: 'closed' } });
  expect((await read()).priority).toBe('normal');
});

test('nothing is done while a variable has no value, or the customer wrote meanwhile', async () => {
  const unfilled = await makeMacro(stage, 'maya', [
    { type: 'note', text: 'Before' },
    { type: 'reply', text: 'Dear {{customer.firstName}}' },
  ]);
  expect(await outcome(run(unfilled))).toBe('invalid');
  expect(texts()).not.toContain('Before');
  const seen = scene.maya.thread(scene.id).entries.at(-1)?.seq;
  await scene.visitor.send(scene.id, 'One more thing');
  const overtaken = await makeMacro(stage, 'maya', [
    { type: 'reply', text: 'Bye' },
    { type: 'close', dispositionId: null },
  ]);
  const { steps } = await run(overtaken, nextClientId(), seen);
  expect(states(steps)).toEqual(['failed', 'left-out']);
  expect(steps[0]).toMatchObject({ error: { code: 'stale' } });
  expect(await read()).toMatchObject({ status: 'open' });
});

test('it is nobody else’s, and one id stands for one macro', async () => {
  const actions: MacroAction[] = [{ type: 'note', text: 'Mine' }];
  const hers = await makeMacro(stage, 'ines', actions);
  expect(await outcome(run(hers))).toBe('not_found');
  const [one, two] = [await makeMacro(stage, 'maya', actions), await makeMacro(stage, 'maya', actions)];
  const clientId = nextClientId();
  await run(one, clientId);
  expect(await outcome(run(two, clientId))).toBe('conflict');
});

test('what its author may no longer do in the middle of it is not done', async () => {
  const macroId = await makeMacro(stage, 'maya', [
    { type: 'transfer', queueId: stage.company.south.queueId },
    { type: 'note', text: 'Behind the border' },
  ]);
  const { steps } = await run(macroId);
  expect(states(steps)).toEqual(['done', 'failed']);
  expect(steps[1]).toMatchObject({ error: { code: 'forbidden' } });
});
