/** Finds what a crash left half done, and mends it; when nothing crashed it must find nothing. */
import type { UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { type Agent, type Held, isReady } from './agent.ts';
import type { Mirror } from './mirror.ts';
import type { Moves } from './moves.ts';
import type { AgentStore, WorkStore } from './ports.ts';
import { holderOf, type Work } from './work.ts';

export interface ReconcileReport {
  /** items whose conversation had not been told everything */
  told: number;
  /** offers to agents who are not ready */
  withdrawn: number;
  /** chats owned by agents who are offline */
  requeued: number;
  /** agents whose held work was not what the items say */
  drift: number;
}

interface Deps {
  work: Pick<WorkStore, 'held'>;
  agents: Pick<AgentStore, 'all' | 'find'>;
  moves: Pick<Moves, 'work' | 'agent'>;
  mirror: Pick<Mirror, 'catchUp'>;
  clock: Clock;
}

/** `quietMs`: steps younger than this are still being followed up by whoever took them. */
export async function reconcile(deps: Deps, quietMs: number): Promise<ReconcileReport> {
  const report: ReconcileReport = { told: 0, withdrawn: 0, requeued: 0, drift: 0 };
  const agents = new Map((await deps.agents.all()).map((agent) => [agent.id, agent]));
  for (const work of await deps.work.held()) {
    const holder = holderOf(work);
    if (!holder) continue;
    const agent = agents.get(holder.agentId);
    if (work.offer && !(agent && isReady(agent))) {
      report.withdrawn +=
        (await deps.moves.work(work.id, { type: 'withdraw', offerId: work.offer.id })).kind === 'changed' ? 1 : 0;
    } else if (!work.offer && (!agent || agent.presence.state === 'offline')) {
      report.requeued +=
        (await deps.moves.work(work.id, { type: 'requeue', ownerId: holder.agentId })).kind === 'changed' ? 1 : 0;
    }
  }
  const held = groupByHolder(await deps.work.held());
  for (const id of new Set([...agents.keys(), ...held.keys()])) {
    const stored = agents.get(id);
    if (stored && agrees(stored, held.get(id) ?? [])) continue;
    if (await correct(deps, id)) report.drift += 1;
  }
  report.told = await deps.mirror.catchUp(deps.clock.now() - quietMs);
  return report;
}

/** Looks again at one agent, and believes the items if they still differ. */
async function correct(deps: Deps, id: UserId): Promise<boolean> {
  const agent = await deps.agents.find(id);
  const items = await deps.work.held(id);
  if (agent ? agrees(agent, items) : items.length === 0) return false;
  const correction = { type: 'correct', held: items.flatMap(toHeld), rev: agent?.rev ?? 0 } as const;
  return (await deps.moves.agent(id, correction)).kind === 'changed';
}

function groupByHolder(items: readonly Work[]): Map<UserId, Work[]> {
  const groups = new Map<UserId, Work[]>();
  for (const work of items) {
    const holder = holderOf(work);
    if (!holder) continue;
    groups.set(holder.agentId, [...(groups.get(holder.agentId) ?? []), work]);
  }
  return groups;
}

function toHeld(work: Work): Held[] {
  const holder = holderOf(work);
  return holder ? [{ itemId: work.id, weight: work.weight, offerId: holder.offerId }] : [];
}

function agrees(agent: Agent, items: readonly Work[]): boolean {
  const keys = (held: readonly Held[]) =>
    held
      .map((one) => `${one.itemId}:${one.weight}:${one.offerId}`)
      .sort()
      .join();
  const expected = items.flatMap(toHeld);
  const used = expected.reduce((sum, one) => sum + one.weight, 0);
  return agent.used === used && keys(agent.held) === keys(expected);
}
