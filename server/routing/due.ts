/** Fires what is due: lapsed offers, customers who left, what was snoozed, wrap-ups, agents who did not come back, nodes that fell silent. */
import type { Clock } from '../lib/clock.ts';
import type { Moves } from './moves.ts';
import type { Offering } from './offering.ts';
import type { AgentStore, WorkStore } from './ports.ts';
import type { Presence } from './presence.ts';
import { dueOf, overdueEvent, type Work } from './work.ts';

export interface Due {
  /** Fires everything due by now; answers when the next thing is due within `ahead` ms, null for nothing. */
  fire(leading: { fence: number; since: number; isStill: () => boolean }, ahead: number): Promise<number | null>;
}

interface Deps {
  work: Pick<WorkStore, 'due'>;
  agents: Pick<AgentStore, 'due' | 'deadNodes'>;
  moves: Pick<Moves, 'work'>;
  offering: Pick<Offering, 'hasUntried'>;
  presence: Pick<Presence, 'endGrace' | 'buryNode'>;
  /** what was snoozed until now */
  wake(work: Work, fence: number): Promise<void>;
  clock: Clock;
}

const BATCH = 200;

export function createDue(deps: Deps): Due {
  async function fireWork(work: Work, fence: number, since: number): Promise<void> {
    const event = overdueEvent(work, deps.clock.now(), since);
    if (event?.type === 'wake') return deps.wake(work, fence);
    if (event?.type === 'retry') {
      const clear = !(await deps.offering.hasUntried(work));
      await deps.moves.work(work.id, { type: 'retry', clear }, fence);
    } else if (event) {
      await deps.moves.work(work.id, event, fence);
    }
  }

  return {
    async fire({ fence, since, isStill }, ahead) {
      const now = deps.clock.now();
      const soon: number[] = [];
      for (const nodeId of await deps.agents.deadNodes(now)) if (isStill()) await deps.presence.buryNode(nodeId);
      for (const agent of await deps.agents.due(now + ahead)) {
        if (agent.graceUntil === null || !isStill()) continue;
        if (agent.graceUntil <= now) await deps.presence.endGrace(agent.id);
        else soon.push(agent.graceUntil);
      }
      const items = await deps.work.due(now + ahead, BATCH);
      for (const work of items) {
        const due = dueOf(work);
        if (due === null || !isStill()) continue;
        if (due <= now) await fireWork(work, fence, since);
        else soon.push(due);
      }
      // A full batch may hide later ones that are due as well.
      if (items.length === BATCH) soon.push(now);
      return soon.length === 0 ? null : Math.min(...soon);
    },
  };
}
