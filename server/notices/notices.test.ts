/** Notices over a real store: told once, capped, forgotten in time, only of what may still be seen. */
import type { ConversationId, QueueId } from '../../shared/model/ids.ts';
import type { Notice } from '../../shared/model/notice.ts';
import { eventually } from '../../tests/support/eventually.ts';
import { type Stage, startStage } from '../../tests/support/start-parley.ts';
import { keptPerPerson } from './notices.ts';

jest.setTimeout(20_000);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

async function begin(): Promise<{
  id: ConversationId;
  draft: Omit<Parameters<Stage['parley']['app']['notices']['tell']>[1], 'once'>;
}> {
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Hello');
  return {
    id,
    draft: { kind: 'mentioned', conversationId: id, number: 7, customerName: 'Sofia', byName: 'Ben', text: 'Look' },
  };
}

test('every tab is told, and what one has read the others know', async () => {
  const { world, company, parley } = stage;
  const { draft } = await begin();
  const [one, other] = [await world.console('maya'), await world.console('maya')];
  const ben = await world.console('ben');
  await parley.app.notices.tell([company.users.maya], draft);
  const { notice } = await one.facts.wait<{ notice: Notice }>('notice:made');
  await other.facts.wait('notice:made');
  expect(notice).toMatchObject({ ...draft, readAt: null });
  // Somebody else's id changes nothing.
  await ben.ask('notices:read', { ids: [notice.id] });
  expect((await one.ask('notices:list', {})).notices[0]).toEqual(notice);
  await one.ask('notices:read', { ids: [notice.id] });
  const { ids, at } = await other.facts.wait<{ ids: string[]; at: number }>('notice:read');
  expect(ids).toEqual([notice.id]);
  expect((await other.ask('notices:list', {})).notices[0]).toEqual({ ...notice, readAt: at });
  expect(ben.facts.of('notice:made')).toEqual([]);
  expect(ben.facts.of('notice:read')).toEqual([]);
});

test('one occasion is told once to each, however often it is repeated', async () => {
  const { world, company, parley } = stage;
  const { draft } = await begin();
  const { ben, ines } = company.users;
  const tell = () => parley.app.notices.tell([ben, ben, ines], { ...draft, once: `assigned:${draft.conversationId}` });
  await Promise.all([tell(), tell()]);
  await parley.restart();
  await tell();
  for (const name of ['ben', 'ines'] as const) {
    const client = await world.console(name);
    const { notices } = await client.ask('notices:list', {});
    expect(notices.filter((one) => one.conversationId === draft.conversationId)).toHaveLength(1);
  }
});

test('only the newest are kept, cut to a length, and not for ever', async () => {
  const { world, company, parley } = stage;
  const { draft } = await begin();
  const ada = company.users.ada;
  const many = Array.from({ length: keptPerPerson + 5 }, (_, at) => ({ ...draft, number: at, text: '😀'.repeat(300) }));
  await Promise.all(many.map((one) => parley.app.notices.tell([ada], one)));
  const { notices } = await (await world.console('ada')).ask('notices:list', {});
  expect(notices).toHaveLength(keptPerPerson);
  expect(notices.map((one) => one.number)).toEqual(
    Array.from({ length: keptPerPerson }, (_, at) => keptPerPerson + 4 - at),
  );
  expect(notices[0]?.text).toBe(`${'😀'.repeat(199)}…`);
  await parley.app.store.notices.dropOlder(notices[10]?.at ?? 0);
  expect(await parley.app.store.notices.list(ada, 500)).not.toHaveLength(0);
  await parley.app.store.notices.dropOlder(Number.MAX_SAFE_INTEGER);
  expect(await parley.app.store.notices.list(ada, 500)).toEqual([]);
});

test('what may not be seen any more is not told of', async () => {
  const { world, company, parley } = stage;
  const { id, draft } = await begin();
  await parley.app.notices.tell([company.users.ben], draft);
  const ben = await world.console('ben');
  const told = async () => (await ben.ask('notices:list', {})).notices.map((one) => one.conversationId);
  expect(await told()).toContain(id);
  const { queueId }: { queueId: QueueId } = company.south;
  await parley.app.timeline.change(id, { queueId });
  await eventually(async () => expect(await told()).not.toContain(id));
});
