/** What the parts tell each other: a relay per kind of fact, so that who tells need not know who listens, and may be built before. */
import type { SessionId, UserId } from '../../shared/model/ids.ts';
import type { CallFact } from '../calls/ports.ts';
import type { CatalogueFact } from '../catalogue/model.ts';
import type { CustomerFact } from '../customers/customers.ts';
import type { DeskFact } from '../desk/ports.ts';
import { createRelay } from '../lib/relay.ts';
import type { BulkFact } from '../lists/bulk/bulk.ts';
import type { NoticeFact } from '../notices/notices.ts';
import type { RoutingFact } from '../routing/routing.ts';
import type { TimelineFact } from '../timeline/model.ts';

type AccountFact = { type: 'viewer'; userId: UserId } | { type: 'session'; sessionId: SessionId };

export type Facts = ReturnType<typeof createFacts>;

export function createFacts() {
  return {
    timeline: createRelay<TimelineFact[]>(),
    routing: createRelay<RoutingFact[]>(),
    accounts: createRelay<AccountFact>(),
    notices: createRelay<NoticeFact>(),
    customers: createRelay<CustomerFact[]>(),
    catalogue: createRelay<CatalogueFact>(),
    desk: createRelay<DeskFact>(),
    bulk: createRelay<BulkFact>(),
    calls: createRelay<CallFact[]>(),
  };
}
