/** The demo company's agents as they work through the played day: on shift or not, and taking what they are offered. */
import type { PresenceReason } from '../../../shared/model/catalogue.ts';
import type { UserId } from '../../../shared/model/ids.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { App } from '../../app.ts';
import type { Chance } from '../chance.ts';
import type { Shift } from './plan.ts';
import type { Tasks } from './tasks.ts';

export interface DemoAgents {
  /** Everybody on shift looks at what they are offered. */
  look(): Promise<void>;
  viewer(id: UserId): UserViewer;
}

interface Deps {
  app: Pick<App, 'routing' | 'work'>;
  viewers: readonly UserViewer[];
  reasons: readonly PresenceReason[];
  shifts: readonly Shift[];
  tasks: Tasks;
  chance: Chance;
}

export function createDemoAgents({ app, viewers, reasons, shifts, tasks, chance }: Deps): DemoAgents {
  const { routing, work } = app;
  const present = new Set<UserId>();
  const seen = new Set<string>();
  const byId = new Map(viewers.map((viewer) => [viewer.userId, viewer]));
  const socketOf = (id: UserId): string => `history:${id}`;

  for (const shift of shifts) {
    const viewer = viewers.find(({ email }) => email === shift.email);
    if (!viewer) continue;
    const { userId } = viewer;
    tasks.at(shift.from, async () => {
      present.add(userId);
      await routing.agentConnected(userId, socketOf(userId));
      await work.setPresence(viewer, 'available');
    });
    tasks.at(shift.break.from, async () => {
      const reason = reasons.find(({ name }) => name === shift.break.reason);
      await work.setPresence(viewer, 'away', reason?.id);
    });
    tasks.at(shift.break.to, async () => {
      await work.setPresence(viewer, 'available');
    });
    tasks.at(shift.to, async () => {
      present.delete(userId);
      await work.setPresence(viewer, 'away');
      await routing.agentDisconnected(userId, socketOf(userId));
    });
  }

  return {
    async look() {
      for (const agentId of present) {
        for (const offer of await routing.offersOf(agentId)) {
          if (seen.has(offer.id)) continue;
          seen.add(offer.id);
          // Now and then somebody is busy, or does not see it.
          if (chance.percent(3)) continue;
          const answer = chance.percent(4)
            ? () => routing.decline(agentId, offer.workItemId, offer.id)
            : () => routing.accept(agentId, offer.workItemId, offer.id).then(() => undefined);
          tasks.after(chance.between(2, 12) * 1_000, () => answer().catch(ignoreGone));
        }
      }
    },
    viewer(id) {
      const viewer = byId.get(id);
      if (!viewer) throw new Error('Somebody who is not of the demo took work in its history.');
      return viewer;
    },
  };
}

/** The customer may have left before the answer. */
function ignoreGone(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'offer_gone') throw error;
}
