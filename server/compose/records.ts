/** What is kept of customers and what was said: the timeline, profiles, search over both, imports, exports, erasure and retention. */
import { createCustomers } from '../customers/customers.ts';
import { createErasing } from '../customers/erasing/erasing.ts';
import { createExports } from '../customers/exporting/exports.ts';
import { createImports } from '../customers/importing/imports.ts';
import { createRetention } from '../retention/retention.ts';
import { createReplyTargets } from '../routing/reply-targets.ts';
import { createSearchParts } from '../search/create-search.ts';
import type { Hearing } from '../search/find-entries.ts';
import { createTimeline } from '../timeline/create-timeline.ts';
import type { Facts } from './facts.ts';
import type { Ground } from './ground.ts';
import { readSaid } from './said.ts';

export type Records = ReturnType<typeof createRecords>;

/** `hearing`: who may read what was said in recordings, which calls know. */
export function createRecords(ground: Ground, facts: Facts, { hearing }: { hearing: Hearing }) {
  const { store, directory, accounts, catalogue, files, clock, ids, log, alone, leadIn } = ground;
  const { entries, conversations, placements, profiles } = store;
  const { audit } = accounts;
  const replyTargets = createReplyTargets({ directory, log });
  const timeline = createTimeline({
    ...{ entries, conversations, placements, ids, clock, publish: facts.timeline.tell, log, alone, replyTargets },
  });
  const customers = createCustomers({
    ...{ profiles, merges: store.merges, matches: store.matches, customers: store.customers, conversations },
    ...{ timeline, catalogue, clock, ids, log, publish: facts.customers.tell },
  });
  const { families, changed } = customers;
  const {
    indexer: searchIndex,
    search,
    forgetSaid,
  } = createSearchParts({
    ...{ store: store.searchIndex, entries, conversations, placements, timeline, ids, clock, log, customers },
    placeOf: timeline.placements.placeOf,
    inboxes: directory.inboxes,
    wordsOf: readSaid(files),
    hearing,
    lead: leadIn('search'),
    async writtenUpTo() {
      const own = timeline.writtenUpTo();
      return alone ? own : Math.min(own, ...(await entries.checkpoints()).map(({ upTo }) => upTo));
    },
  });
  const imports = createImports({
    ...{ store: store.imports, files, profiles, timeline, catalogue, audit, families, changed, clock, ids, log },
    lead: leadIn('imports'),
  });
  const retention = createRetention({
    ...{ retention: store.retention, store: store.erasure, families, files, timeline, audit, clock, log },
    search: searchIndex,
    lead: leadIn('retention'),
  });
  const erasing = createErasing({
    ...{ store: store.erasure, families, changed, files, timeline, audit, clock, ids, log },
    search: searchIndex,
    released: () => retention.lookAgain(),
    forgotten: (identityIds) => facts.customers.tell([{ type: 'erased', identityIds }]),
    lead: leadIn('erasure'),
  });
  const exports = createExports({
    ...{ profiles, families, list: store.customerList, erasure: store.erasure },
    ...{ files, timeline, catalogue, audit, clock },
  });
  return { timeline, replyTargets, customers, searchIndex, search, forgetSaid, imports, retention, erasing, exports };
}
