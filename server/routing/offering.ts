/** The leader's main work: look at who waits and who is free, let the policy decide, claim what it says. */
import type { OfferId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import { type AgentSlot, type Decision, decide, hasUntried, isFree } from './decide.ts';
import type { Moves } from './moves.ts';
import type { AgentStore, RoutingDirectory, WorkStore } from './ports.ts';
import { type Roster, readRoster, slotsOf } from './roster.ts';
import type { Work } from './work.ts';

export interface Offering {
  /** Offers what can be offered; answers how many offers were made. `isLeading` is asked before every claim. */
  offerAll(fence: number, isLeading: () => boolean): Promise<number>;
  /** Whether somebody who could take it was not asked yet. */
  hasUntried(work: Work): Promise<boolean>;
}

interface Deps {
  work: Pick<WorkStore, 'waiting'>;
  agents: Pick<AgentStore, 'available'>;
  directory: Pick<RoutingDirectory, 'queues' | 'usersOfQueue'>;
  moves: Pick<Moves, 'offer'>;
  clock: Clock;
  ids: Ids;
  offerMs: number;
}

/** Items looked at per free agent: some exclude the one or the other. */
const ITEMS_PER_AGENT = 2;
const ITEMS_LEAST = 20;
const CLAIMS_AT_ONCE = 16;

export function createOffering(deps: Deps): Offering {
  async function claim(decision: Decision, work: Work, roster: Roster, fence: number): Promise<boolean> {
    const now = deps.clock.now();
    return deps.moves.offer(
      work,
      {
        id: deps.ids.next<OfferId>(),
        agentId: decision.agent.id,
        agentName: roster.get(decision.agent.id)?.name ?? '',
        offeredAt: now,
        expiresAt: now + (work.offerSeconds === null ? deps.offerMs : work.offerSeconds * 1_000),
        why: decision.why,
      },
      fence,
    );
  }

  return {
    async offerAll(fence, isLeading) {
      const roster = await readRoster(deps.directory);
      let slots: AgentSlot[] = slotsOf(await deps.agents.available(), roster).filter(isFree);
      let after: Work | null = null;
      let made = 0;
      while (slots.length > 0 && isLeading()) {
        const queueIds = [...new Set(slots.flatMap((slot) => slot.queueIds))];
        const limit = Math.max(ITEMS_LEAST, slots.length * ITEMS_PER_AGENT);
        const items = await deps.work.waiting(queueIds, after, limit);
        const byId = new Map(items.map((item) => [item.id, item]));
        const decisions = decide({ items, agents: slots }, deps.clock.now());
        for (let at = 0; at < decisions.length && isLeading(); at += CLAIMS_AT_ONCE) {
          const claims = decisions.slice(at, at + CLAIMS_AT_ONCE).map((decision) => {
            const work = byId.get(decision.item.id);
            return work ? claim(decision, work, roster, fence) : false;
          });
          made += (await Promise.all(claims)).filter(Boolean).length;
        }
        if (items.length < limit) break;
        after = items.at(-1) ?? null;
        const asked = new Set(decisions.map((decision) => decision.agent.id));
        slots = slots.filter((slot) => !asked.has(slot.id));
      }
      return made;
    },
    async hasUntried(work) {
      const roster = await readRoster(deps.directory);
      return hasUntried(work, slotsOf(await deps.agents.available(), roster));
    },
  };
}
