/** A scripted hour on the floor: what the supervisor is shown is what happened, every number opens what it counts, and a restart changes none of it. */
import { changeFloor } from '../../client/console/sync/floor.ts';
import type { FloorCase, FloorChange, FloorFigure, FloorInterval, FloorSnapshot } from '../../shared/model/floor.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { askRaw } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import type { PersonName } from '../support/world.ts';

jest.setTimeout(60_000);
const minute = 60_000;
let ahead = 0;
const clock = { now: () => Date.now() + ahead };
const pass = (ms: number): void => {
  ahead += ms;
};

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    clock,
    realtime: { floorIntervalMs: 20, floorBeatMs: 100 },
    routing: { capacity: 1_000, offerSeconds: 3_600, pollMs: 50 },
  });
  const { directory } = stage.parley.app.store;
  const { queueId, teamId } = stage.company.north;
  const target = { seconds: 20, percent: 80 };
  await directory.saveQueue({ id: queueId, name: 'north', teamIds: [teamId], sla: target, wrapUpSeconds: 0 });
}, 30_000);
afterAll(() => stage.stop(), 30_000);

/** Since the beginning of the day in which the hour is played. */
const from = (): number => clock.now() - 12 * 60 * minute;

async function casesOf(name: PersonName, figure: FloorFigure, more = ''): Promise<FloorCase[]> {
  const { parley, world } = stage;
  const query = `figure=${figure}&from=${from()}&to=${clock.now() + minute}&limit=2${more}`;
  const found: FloorCase[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/api/floor/cases?${query}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const response = await fetch(parley.url + path, { headers: { cookie: await world.cookieOf(name) } });
    expect(response.status).toBe(200);
    const page: { cases: FloorCase[]; next: string | null } = await response.json();
    found.push(...page.cases);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

const queueOf = (floor: FloorSnapshot) => floor.queues.find((queue) => queue.id === stage.company.north.queueId);
const snapshotOf = (client: ConsoleClient) => client.ask('floor:watch', { from: from() });

let maya: ConsoleClient;
let ines: ConsoleClient;
const visitors: VisitorClient[] = [];

async function arrive(text: string): Promise<ConversationId> {
  const visitor = await stage.world.visitor();
  visitors.push(visitor);
  return visitor.start(text);
}

test('an hour: in time, late, left, declined, closed, waiting', async () => {
  const { world, company } = stage;
  maya = await world.console('maya');
  ines = await world.console('ines');
  await maya.ask('presence:set', { state: 'available' });

  const quick = await arrive('In time');
  await maya.accept(quick);
  pass(10 * minute);
  await maya.ask('conversation:close', { conversationId: quick });

  const late = await arrive('Late');
  await maya.facts.wait<{ offer: { conversationId: string } }>(
    'offer:made',
    (fact) => fact.offer.conversationId === late,
  );
  pass(45_000);
  await maya.accept(late);

  await maya.ask('presence:set', { state: 'away' });
  const gone = await arrive('Gone');
  pass(2 * minute);
  await visitors.at(-1)?.ask('conversation:end', { conversationId: gone });

  const closed = await arrive('Closed by the supervisor');
  pass(minute);
  await ines.ask('conversation:close', { conversationId: closed });
  const waits = await arrive('Still waits');
  pass(90_000);

  const floor = await snapshotOf(ines);
  const queue = queueOf(floor);
  expect(queue).toMatchObject({
    waiting: 1,
    waitingBy: { webchat: 1 },
    longest: { conversation: { id: waits } },
    active: 1,
    staff: { ready: 0, busy: 0, away: 2, all: 3 },
    today: { offered: 5, accepted: 2, abandoned: 1, otherwise: 1, judged: 4, met: 1, taken: 2, handled: 1 },
  });
  expect(queue?.today.handleMs).toBeGreaterThanOrEqual(10 * minute);
  expect(queue?.today.waitMs).toBeGreaterThanOrEqual(45_000 + 2 * minute + minute);
  const agent = floor.agents.find((one) => one.id === company.users.maya);
  expect(agent).toMatchObject({
    presence: { state: 'away' },
    work: [{ conversation: { id: late } }],
    today: { taken: 2, handled: 1 },
  });
  expect(floor.queues.map((one) => one.name)).toEqual(['north']);
});

test('every number opens exactly what it counts', async () => {
  const { company } = stage;
  const { today, waiting, active } = queueOf(await snapshotOf(ines)) ?? {};
  const expected: [FloorFigure, number | undefined][] = [
    ['waiting', waiting],
    ['active', active],
    ...(['offered', 'accepted', 'abandoned', 'otherwise', 'judged', 'met', 'waits', 'taken', 'handled'] as const).map(
      (figure): [FloorFigure, number | undefined] => [figure, today?.[figure]],
    ),
    ['late', (today?.judged ?? 0) - (today?.met ?? 0)],
  ];
  for (const [figure, count] of expected)
    expect([figure, (await casesOf('ines', figure)).length]).toEqual([figure, count]);
  const [first] = await casesOf('ines', 'offered');
  expect(first).toMatchObject({ conversation: { number: expect.any(Number), channel: 'webchat' }, outcome: 'waiting' });
  expect(await casesOf('ines', 'taken', `&agentId=${company.users.ben}`)).toEqual([]);
  // An average is made of exactly what its list says.
  const add = (all: (number | null)[]): number => all.reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  expect(add((await casesOf('ines', 'waits')).map(({ waitMs }) => waitMs))).toBe(today?.waitMs);
  const handled = await casesOf('ines', 'handled');
  expect(add(handled.map(({ handleMs }) => handleMs))).toBe(today?.handleMs);
  expect(add(handled.map(({ wrapUpMs }) => wrapUpMs))).toBe(today?.wrapUpMs);
});

test('intervals of any span add up to the same', async () => {
  const { parley, world, company } = stage;
  const response = await fetch(`${parley.url}/api/floor/intervals?from=${from()}&to=${clock.now() + minute}`, {
    headers: { cookie: await world.cookieOf('ines') },
  });
  const { intervals }: { intervals: FloorInterval[] } = await response.json();
  expect(new Set(intervals.map((one) => one.queueId))).toEqual(new Set([company.north.queueId]));
  const { today } = queueOf(await snapshotOf(ines)) ?? {};
  for (const name of ['offered', 'accepted', 'abandoned', 'judged', 'met', 'handleMs'] as const) {
    expect([name, intervals.reduce((sum, one) => sum + one[name], 0)]).toEqual([name, today?.[name]]);
  }
});

test('nobody counts what is not theirs: other teams see none of it, agents none at all, an admin all', async () => {
  const { world, parley } = stage;
  expect((await casesOf('ada', 'offered')).length).toBe(5);
  expect(await casesOf('ines', 'offered', `&queueIds=${stage.company.south.queueId}`)).toEqual([]);
  const response = await fetch(`${parley.url}/api/floor/cases?figure=offered&from=0&to=1`, {
    headers: { cookie: await world.cookieOf('maya') },
  });
  expect(response.status).toBe(403);
  expect(await askRaw(maya.connection.socket, 'floor:watch', { from: 0 })).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });
  // What was handed to another team is still counted where it waited, but not shown.
  const [waits] = await casesOf('ines', 'waiting');
  if (!waits?.conversation) throw new Error('nobody waits');
  await parley.app.timeline.change(waits.conversation.id, { queueId: stage.company.south.queueId });
  expect((await casesOf('ines', 'waiting')).map((one) => one.conversation)).toEqual([null]);
  await parley.app.timeline.change(waits.conversation.id, { queueId: stage.company.north.queueId });
});

test('what changes is told, coalesced, and makes the same picture; nothing after leaving', async () => {
  const { world } = stage;
  const since = from();
  let shown = await ines.ask('floor:watch', { from: since });
  ines.connection.socket.on('floor:changed', (change: FloorChange) => {
    shown = changeFloor(shown, change);
  });
  const reader = await world.console('ines');
  const isSame = () =>
    eventually(async () => {
      const { now: _now, ...fresh } = await reader.ask('floor:watch', { from: since });
      const { now: _then, ...mine } = shown;
      expect(normalise(mine)).toEqual(normalise(fresh));
    });
  await maya.ask('presence:set', { state: 'available' });
  const [waits] = await casesOf('ines', 'waiting');
  if (!waits?.conversation) throw new Error('nobody waits');
  await maya.accept(waits.conversation.id);
  await isSame();
  await maya.ask('hand:raise', { conversationId: waits.conversation.id, text: 'Wants a manager' });
  await isSame();
  expect(shown.hands).toMatchObject([{ byName: 'Maya Keller', text: 'Wants a manager' }]);
  await ines.ask('hand:lower', { conversationId: waits.conversation.id });
  await isSame();
  expect(shown.hands).toEqual([]);
  await ines.ask('floor:leave', {});
  await reader.ask('floor:leave', {});
  ines.facts.clear();
  const id = await arrive('Unseen');
  await maya.accept(id);
  await maya.ask('conversation:close', { conversationId: id });
  await maya.ask('desk:sync', {});
  expect(ines.facts.of('floor:changed')).toEqual([]);
});

/** Lists whose order is nobody's promise. */
function normalise(floor: Omit<FloorSnapshot, 'now'>): unknown {
  const byKey = <T extends object>(all: readonly T[]) =>
    [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { ...floor, agents: byKey(floor.agents), intervals: byKey(floor.intervals), recentFrom: 0 };
}

test('watching over a shoulder is written down', async () => {
  const { parley, world } = stage;
  const [one] = await casesOf('ines', 'active');
  if (!one?.conversation) throw new Error('nobody is served');
  await ines.ask('floor:look', { conversationId: one.conversation.id });
  const response = await fetch(`${parley.url}/api/audit`, { headers: { cookie: await world.cookieOf('ada') } });
  expect(JSON.stringify(await response.json())).toContain('conversation.watched');
});

test('so is what she does to others: taking over, giving, moving, setting priorities and a state', async () => {
  const { parley, world, company } = stage;
  await maya.ask('presence:set', { state: 'available' });
  const id = await arrive('Moved about');
  await maya.accept(id);
  await ines.ask('work:take', { conversationId: id });
  await ines.ask('work:give', { conversationId: id, agentId: company.users.maya });
  await ines.ask('work:transfer', { conversationId: id, to: { kind: 'queue', id: company.north.queueId } });
  await ines.ask('work:prioritise', { conversationId: id, priority: 'urgent' });
  const low = { kind: 'prioritise', priority: 'low' } as const;
  await ines.ask('bulk:act', { clientId: nextClientId(), ids: [id], action: low });
  await ines.ask('presence:force', { agentId: company.users.maya, state: 'away' });
  await eventually(() => expect(maya.me?.presence).toMatchObject({ state: 'away', byName: 'Ines Duarte' }));
  const response = await fetch(`${parley.url}/api/audit`, { headers: { cookie: await world.cookieOf('ada') } });
  const found: { entries: { action: string; actor: { id: string } }[] } = await response.json();
  const hers = found.entries.filter((one) => one.actor.id === company.users.ines).map((one) => one.action);
  expect(hers.slice(0, 6)).toEqual([
    ...['presence.set', 'work.prioritised', 'work.prioritised', 'work.moved', 'work.given', 'work.taken-over'],
  ]);
});

test('a restart in the middle changes no number, and the hour goes on', async () => {
  const before = queueOf(await snapshotOf(ines));
  const listed = await casesOf('ines', 'offered');
  await stage.parley.restart();
  ines = await stage.world.console('ines');
  expect(queueOf(await snapshotOf(ines))?.today).toEqual(before?.today);
  expect(await casesOf('ines', 'offered')).toEqual(listed);
  await arrive('After the restart');
  await eventually(async () => {
    expect(queueOf(await snapshotOf(ines))?.today.offered).toBe((before?.today.offered ?? 0) + 1);
  });
});
