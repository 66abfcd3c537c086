/** The counters of every list, after whatever happened: what was told adds up to what the server answers, and that to what the database holds. */

import { pickRows } from '../../client/console/features/inbox/build-list.ts';
import { startDesk } from '../../client/console/sync/desk-state.ts';
import { createLists } from '../../client/console/sync/lists.ts';
import { createLosses } from '../../client/console/sync/losses.ts';
import { createStore } from '../../client/console/sync/store.ts';
import type { ListChoice } from '../../client/console/sync/views.ts';
import type { ListCount } from '../../shared/events-list.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { ListCounts, ListFilter } from '../../shared/model/list.ts';
import { askRaw } from '../support/ask.ts';
import { drawFrom } from '../support/chance.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Cluster, startCluster } from '../support/start-cluster.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { PersonName } from '../support/world.ts';

const tick = { countIntervalMs: 20 };

/** A console's counters as its page has them: the first answer and every fact since. */
async function follow(client: ConsoleClient): Promise<() => ListCounts> {
  let counts = await client.ask('list:counts', {});
  client.connection.socket.on('counts:changed', ({ queues, own }: Partial<ListCounts>) => {
    counts = { queues: { ...counts.queues, ...queues }, own: own ?? counts.own };
  });
  return () => ({ ...counts, queues: withoutEmpty(counts.queues) });
}

const narrowed: ListFilter[] = [
  { status: 'open', unread: true },
  { status: 'open', ownerId: 'me' },
  { status: 'open', ownerId: 'nobody', snoozed: false },
  { status: 'open', priority: 'high' },
  { status: 'closed' },
];

/** Lists as the console itself keeps them, by what it is told. */
async function followLists(client: ConsoleClient): Promise<{ filter: ListFilter; shown(): ConversationId[] }[]> {
  const { me, queues } = await client.ask('desk:sync', {});
  const { socket } = client.connection;
  const store = createStore({ ...startDesk(0), me, queues });
  const transport = { ask: askRaw.bind(null, socket), on: socket.on.bind(socket) } as unknown as Parameters<
    typeof createLists
  >[1];
  const clock = { now: Date.now, after: () => undefined };
  const lists = createLists(store, transport, clock, createLosses());
  lists.listen();
  const followed: { filter: ListFilter; shown(): ConversationId[] }[] = [];
  for (const filter of narrowed) {
    const choice: ListChoice = { view: 'all', sort: 'newest', filter };
    lists.show(choice);
    await eventually(async () => expect(Object.values(store.get().lists).every(isRead)).toBe(true));
    followed.push({ filter, shown: () => pickRows(store.get(), choice).map(({ conversation }) => conversation.id) });
  }
  return followed;
}

const isRead = ({ choice, status }: { choice: ListChoice; status: string }): boolean =>
  status === 'ready' || Object.keys(choice.filter).length === 0 || choice.view !== 'all' || status === 'idle';

/** Counters of the same, as they are told. */
async function followViews(client: ConsoleClient): Promise<() => ListCount[]> {
  const lists = narrowed.map((filter) => ({ view: 'all' as const, filter }));
  let { counts } = await client.ask('list:watch', { lists });
  client.connection.socket.on('lists:counted', (fact: { counts: ListCount[] }) => {
    counts = fact.counts;
  });
  return () => counts;
}

async function readFresh(client: ConsoleClient, filter: ListFilter): Promise<ConversationId[]> {
  const ids: ConversationId[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.ask('list:open', { view: 'all', filter, limit: 50, cursor });
    ids.push(...page.rows.map(({ conversation }) => conversation.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

const withoutEmpty = (queues: ListCounts['queues']): ListCounts['queues'] =>
  Object.fromEntries(Object.entries(queues).filter(([, { open }]) => open > 0));

/** By paging through the lists themselves. */
async function countRows(client: ConsoleClient, view: 'mine' | 'waiting' | 'all' | 'snoozed'): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await client.ask('list:open', { view, filter: { status: 'open' }, limit: 7, cursor });
    count += page.rows.length;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return count;
}

const sum = ({ queues, own }: ListCounts, what: 'open' | 'waiting' | 'snoozed'): number =>
  Object.values(queues).reduce((total, counts) => total + counts[what], own.elsewhere[what]);

describe('on one node', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ realtime: tick, routing: { capacity: 1_000_000, pollMs: 50 } });
  }, 30_000);
  afterAll(() => stage.stop(), 30_000);
  afterEach(() => stage.world.closeClients());

  test.each([1, 2])(
    'any sequence of changes, seed %i: told, answered and listed alike, and nothing to mend',
    async (seed) => {
      const { world, parley } = stage;
      const chance = drawFrom(seed);
      const names = ['maya', 'ben', 'ines', 'ada', 'otto'] as const satisfies PersonName[];
      const people: ConsoleClient[] = [];
      for (const name of names) people.push(await world.console(name));
      const followed = await Promise.all(people.map(follow));
      const viewed = await Promise.all(people.map(followViews));
      const listed = await Promise.all(people.map(followLists));
      const [maya, ben, ines] = people as [ConsoleClient, ConsoleClient, ConsoleClient];
      await Promise.all([maya, ben].map((one) => one.ask('presence:set', { state: 'available' })));
      const ids: ConversationId[] = [];
      for (let step = 0; step < 40; step += 1) {
        const conversationId = ids[chance.below(Math.max(1, ids.length))];
        const by = [maya, ben, ines][chance.below(3)] ?? maya;
        // Whether it may be done or not: what matters is that the counters know.
        const tried = await attempt(async () => {
          if (conversationId === undefined || chance.below(4) === 0) {
            const visitor = await world.visitor({ inbox: chance.below(4) === 0 ? 'south' : 'north' });
            ids.push(await visitor.start(`Hello ${step}`));
            return;
          }
          switch (chance.below(9)) {
            case 7:
              return by.ask('work:prioritise', { conversationId, priority: chance.below(2) === 0 ? 'high' : 'low' });
            case 8:
              return by.ask('read:mark', { conversationId, upTo: 3 });
            case 0:
              return by.ask('conversation:close', { conversationId });
            case 1:
              return by.ask('conversation:reopen', { conversationId });
            case 2:
              return by.ask('work:snooze', { conversationId, until: Date.now() + 3_600_000 });
            case 3:
              return by.ask('work:snooze', { conversationId, until: null });
            case 4:
              return by.ask('work:take', { conversationId });
            case 5:
              return by.ask('guest:ask', {
                ...{
                  conversationId,
                  agentId: stage.company.users.otto,
                  clientId: `ask-${seed}-${step}-0000`,
                  text: 'Look',
                },
              });
            default: {
              const queueId = chance.below(2) === 0 ? stage.company.north.queueId : stage.company.south.queueId;
              return by.ask('work:transfer', { conversationId, to: { kind: 'queue', id: queueId } });
            }
          }
        });
        expect(tried).not.toBe('internal_error');
        // Offers that come are taken by whoever they come to, sooner or later.
        for (const one of [maya, ben]) {
          for (const offer of one.offers.values()) {
            await attempt(() => one.ask('offer:accept', { workItemId: offer.workItemId, offerId: offer.id }));
          }
        }
      }
      await Promise.all([maya, ben].map((one) => one.ask('presence:set', { state: 'away' })));
      for (const [index, client] of people.entries()) {
        await eventually(async () => {
          const fresh = await client.ask('list:counts', {});
          expect(followed[index]?.()).toEqual(fresh);
          expect([await countRows(client, 'mine'), await countRows(client, 'waiting')]).toEqual([
            fresh.own.mine,
            sum(fresh, 'waiting'),
          ]);
          expect([await countRows(client, 'all'), await countRows(client, 'snoozed')]).toEqual([
            sum(fresh, 'open'),
            sum(fresh, 'snoozed'),
          ]);
          for (const [at, { filter, shown }] of (listed[index] ?? []).entries()) {
            const ids = await readFresh(client, filter);
            expect([names[index], filter, shown()]).toEqual([names[index], filter, ids]);
            expect([filter, viewed[index]?.()[at]]).toEqual([filter, filter.status === 'closed' ? null : ids.length]);
          }
        }, 4_000);
      }
      expect(await parley.app.counters.reconcile()).toBe(0);
    },
    40_000,
  );

  test('a restart counts the same', async () => {
    const ada = await stage.world.console('ada');
    const before = await ada.ask('list:counts', {});
    await stage.parley.restart();
    const again = await stage.world.console('ada');
    expect(await again.ask('list:counts', {})).toEqual(before);
  }, 20_000);

  test('a burst of changes is told in few words', async () => {
    const ines = await stage.world.console('ines');
    ines.facts.clear();
    const visitors = await Promise.all(Array.from({ length: 30 }, () => stage.world.visitor()));
    await Promise.all(visitors.map((visitor) => visitor.start('All at once')));
    const last = await ines.ask('list:counts', {});
    const { queueId } = stage.company.north;
    await ines.facts.wait<Partial<ListCounts>>(
      'counts:changed',
      ({ queues }) => queues?.[queueId]?.open === last.queues[queueId]?.open,
    );
    expect(ines.facts.of('counts:changed').length).toBeLessThan(30);
  }, 20_000);
});

describe('on two nodes', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 40_000);
  afterAll(() => cluster.stop(), 30_000);

  test('what one does the other counts too, and one that was killed counts right when it is back', async () => {
    const { world, nodes } = cluster;
    const [first, second] = nodes;
    const here = await world.console('ines', { url: first.url });
    const there = await world.console('ines', { url: second.url });
    const told = await follow(there);
    for (let made = 0; made < 5; made += 1) await (await world.visitor({ url: first.url })).start(`Hello ${made}`);
    await eventually(async () => {
      expect(told()).toEqual(await here.ask('list:counts', {}));
      expect(sum(told(), 'waiting')).toBe(5);
    }, 5_000);
    const late = await world.visitor({ url: second.url });
    const begun = late.start('Killed in its middle').catch(() => null);
    await second.kill();
    await Promise.race([begun, new Promise((resolve) => setImmediate(resolve))]);
    await second.revive();
    world.closeClients();
    const back = await world.console('ines', { url: second.url });
    const counts = await back.ask('list:counts', {});
    expect(await countRows(back, 'all')).toBe(sum(counts, 'open'));
  }, 40_000);
});

async function attempt(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    return (error as { code?: string }).code ?? 'lost';
  }
}
