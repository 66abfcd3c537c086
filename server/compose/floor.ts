/** Who works on what: routing, notices, and the figures by which a floor is run. */
import { createColleagues } from '../floor/colleagues.ts';
import { createCollector } from '../floor/collector.ts';
import { createFloor } from '../floor/floor.ts';
import { createIntervalCache } from '../floor/interval-cache.ts';
import { createCounters } from '../lists/counters.ts';
import { createNotices } from '../notices/notices.ts';
import { createRouting } from '../routing/create-routing.ts';
import { defaultSettings } from '../routing/settings.ts';
import { createNewsTeller } from '../work/tell-news.ts';
import type { Facts } from './facts.ts';
import type { Ground } from './ground.ts';
import type { AppOptions } from './options.ts';
import type { Records } from './records.ts';

export type FloorParts = ReturnType<typeof createFloorParts>;

export function createFloorParts(options: AppOptions, ground: Ground, { timeline }: Records, facts: Facts) {
  const { store, directory, leases, nodeId, ids, clock, log } = ground;
  const { agents, conversations } = store;
  const notices = createNotices({
    ...{ notices: store.notices, conversations, ids, clock, publish: facts.notices.tell },
  });
  const routing = createRouting({
    ...{ work: store.work, agents, timeline, directory, leases, notices, ids, clock, nodeId, log },
    publish: facts.routing.tell,
    tellNews: createNewsTeller({ notices, timeline, log }),
    capacityOf: async (id) => (await store.accounts.findUser(id))?.capacity ?? null,
    settings: options.routing,
    timers: options.timers,
  });
  const colleagues = createColleagues({
    ...{ people: store.floorPeople, agents, directory },
    capacity: options.routing?.capacity ?? defaultSettings.capacity,
  });
  const recent = createIntervalCache(store.floor);
  const collector = createCollector({ store: store.floor, directory, clock, counted: recent.put });
  return {
    ...{ notices, routing, colleagues, collector },
    counters: createCounters(conversations),
    floor: createFloor({
      ...{ store: store.floor, collector, recent, colleagues, conversations, directory, clock },
    }),
  };
}
