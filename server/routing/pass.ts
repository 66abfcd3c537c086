/** One pass of the loop: keep the node alive, lead if possible, fire what is due, offer what waits, mend now and then. */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createDue } from './due.ts';
import type { HoursWatch } from './hours-watch.ts';
import type { Leadership } from './leadership.ts';
import type { Moves } from './moves.ts';
import type { Offering } from './offering.ts';
import type { AgentStore, WorkStore } from './ports.ts';
import type { Presence } from './presence.ts';
import type { ReconcileReport } from './reconcile.ts';
import type { RoutingFact } from './routing.ts';
import type { RoutingSettings } from './settings.ts';
import type { Work } from './work.ts';

interface Deps {
  leadership: Leadership;
  presence: Presence;
  offering: Offering;
  work: WorkStore;
  agents: AgentStore;
  moves: Moves;
  wake(work: Work, fence: number): Promise<void>;
  mend(quietMs: number): Promise<ReconcileReport>;
  hours: HoursWatch;
  clock: Clock;
  settings: RoutingSettings;
  publish(facts: RoutingFact[]): void;
  log: Log;
}

/** Steps younger than this are still being followed up by the node that took them. */
const QUIET = 2_000;

/** Answers one pass; it answers when it wants to run next. */
export function createPass(deps: Deps): () => Promise<number | null> {
  const { clock, settings, leadership } = deps;
  const due = createDue(deps);
  let leadingSince = 0;
  let mendedAt = Number.NEGATIVE_INFINITY;
  let nodeRenewedAt = Number.NEGATIVE_INFINITY;

  async function mendIfTime(isNew: boolean): Promise<void> {
    if (!isNew && clock.now() - mendedAt < settings.reconcileMs) return;
    mendedAt = clock.now();
    const report = await deps.mend(isNew ? 0 : QUIET);
    if (Object.values(report).some((count) => count > 0))
      deps.log.info({ ...report }, 'Mended what was left half done.');
  }

  return async () => {
    if (clock.now() - nodeRenewedAt >= settings.nodeLeaseMs / 3) {
      nodeRenewedAt = clock.now();
      await deps.presence.renewNode();
    }
    const lease = await leadership.seek();
    if (!lease) return null;
    if (lease.isNew) leadingSince = clock.now();
    await mendIfTime(lease.isNew);
    const leading = { fence: lease.fence, since: leadingSince, isStill: leadership.isLeading };
    const next = await due.fire(leading, settings.pollMs);
    await deps.offering.offerAll(lease.fence, leadership.isLeading);
    const moved = await deps.hours.look(clock.now());
    if (moved.length > 0) deps.publish(moved.map((inboxId) => ({ type: 'availability', inboxId })));
    return next;
  };
}
