/** What agents do with conversations: one by one, many at once, and what they write before it is sent. */
import type { Id } from '../../shared/model/ids.ts';
import { createDesk, type Desk } from '../desk/desk.ts';
import { createBulk } from '../lists/bulk/bulk.ts';
import { createWorkVerbs } from '../work/verbs.ts';
import type { Exchange } from './exchange.ts';
import type { Facts } from './facts.ts';
import type { FloorParts } from './floor.ts';
import type { Ground } from './ground.ts';
import type { Records } from './records.ts';

export type DeskParts = ReturnType<typeof createDeskParts>;

export function createDeskParts(ground: Ground, records: Records, floor: FloorParts, exchange: Exchange, facts: Facts) {
  const { store, directory, channels, accounts, catalogue, files, nodeId, ids, clock, log, alone } = ground;
  const { timeline, customers } = records;
  const { notices, routing } = floor;
  const { ingest, outbound, texting } = exchange;
  const work = createWorkVerbs({
    ...{ timeline, routing, catalogue, notices, clock },
    ...{ placed: ingest.placed, isSameCustomer: customers.isSameCustomer },
    isLive: (kind) => channels.get(kind)?.capabilities.live ?? false,
    teams: directory.teams,
    people: { viewerOfUser: accounts.viewerOfUser, all: store.floorPeople.all },
    note: (input) => desk.note({ ...input, files: [], mentions: [] }),
  });
  const desk: Desk = createDesk({
    ...{ drafts: store.drafts, held: store.held, macroRuns: store.macroRuns, preferences: store.preferences },
    ...{ catalogue, directory, timeline, outbound, texting, notices, clock, nodeId, log, work },
    attachFiles: files.attach,
    people: accounts,
    close: work.close,
    askIn: work.invite,
    publish: facts.desk.tell,
  });
  const bulk = createBulk({
    ...{ store: store.bulk, timeline, work, people: accounts, clock, alone, log },
    runner: ids.next<Id<'bulk-runner'>>(),
    publish: facts.bulk.tell,
  });
  return { work, desk, bulk };
}
