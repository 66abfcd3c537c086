/** What follows from entries being read elsewhere: where they came to somebody looks at them, and what was left empty is over. */
import type { UserId } from '../../shared/model/ids.ts';
import type { Placement } from '../../shared/model/placement.ts';
import { followEntries } from '../outbound/deliveries.ts';
import type { Routing } from '../routing/routing.ts';
import type { Conversation } from '../timeline/model.ts';
import type { AfterPlacing } from '../timeline/placements.ts';
import type { Timeline } from '../timeline/timeline.ts';

interface Deps {
  timeline: Pick<Timeline, 'find' | 'revise' | 'placements'>;
  routing: Pick<Routing, 'close' | 'reopen'>;
  enqueue(conversation: Conversation, preferred: UserId | null): Promise<void>;
}

export function createPlaced({ timeline, routing, enqueue }: Deps): AfterPlacing {
  async function empty(from: Conversation, { by }: Placement): Promise<void> {
    // Whoever is at work on it sees where it went, and ends it themselves.
    const isAtWork = from.work !== null && from.work.state !== 'closed' && from.work.ownerId !== null;
    if (from.status === 'closed' || (by === null && isAtWork)) return;
    await routing.close(from.id, by === null ? { kind: 'system' } : { kind: 'agent', ...by }, 'done');
  }

  return async function after(placement, done) {
    const { whole, by } = placement;
    const from = await timeline.find(placement.from.id);
    const to = await timeline.find(placement.to.id);
    if (from === null || to === null) return;
    await followEntries(timeline, from);
    await followEntries(timeline, to);
    if (done === 'placed') {
      await enqueue(to, by?.id ?? from.work?.ownerId ?? null);
      if (whole) await empty(from, placement);
    } else if (whole && by !== null && from.status === 'closed') {
      await routing.reopen(from.id, by);
    }
  };
}
