/** Finds what a crash left half done, and mends it; when nothing crashed it must find nothing. */
import type { UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { type Agent, type Held, isReady, usedBy } from './agent.ts';
import { chargeOf } from './follow.ts';
import type { Mirror } from './mirror.ts';
import type { Moves } from './moves.ts';
import type { AgentStore, RoutingDirectory, WorkStore } from './ports.ts';
import { holdersOf, leavingEvent, type Work, type WorkEvent } from './work.ts';

export interface ReconcileReport {
  /** items whose conversation had not been told everything */
  told: number;
  /** offers to agents who are not ready */
  withdrawn: number;
  /** chats and calls owned by agents who are offline, and whatever is owned by somebody disabled */
  requeued: number;
  /** agents whose held work was not what the items say */
  drift: number;
}

interface Deps {
  work: Pick<WorkStore, 'held'>;
  agents: Pick<AgentStore, 'all' | 'find'>;
  moves: Pick<Moves, 'work' | 'agent'>;
  mirror: Pick<Mirror, 'catchUp'>;
  directory: Pick<RoutingDirectory, 'enabledUsers'>;
  clock: Clock;
}

/** `quietMs`: steps younger than this are still being followed up by whoever took them. */
export async function reconcile(deps: Deps, quietMs: number): Promise<ReconcileReport> {
  const report: ReconcileReport = { told: 0, withdrawn: 0, requeued: 0, drift: 0 };
  const agents = new Map((await deps.agents.all()).map((agent) => [agent.id, agent]));
  const enabled = await deps.directory.enabledUsers();
  const seen = await deps.work.held();
  for (const work of seen) {
    for (const { agentId, offerId } of holdersOf(work)) {
      const agent = agents.get(agentId);
      const move = async (event: WorkEvent) => ((await deps.moves.work(work.id, event)).kind === 'changed' ? 1 : 0);
      if (offerId !== null) {
        if (!(agent && isReady(agent))) report.withdrawn += await move({ type: 'withdraw', offerId });
      } else if (!agent || agent.presence.state === 'offline') {
        const event = leavingEvent(work, enabled.has(agentId));
        if (event) report.requeued += await move(event);
      }
    }
  }
  const hasMoved = report.withdrawn + report.requeued > 0;
  const held = groupByHolder(hasMoved ? await deps.work.held() : seen);
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
  const held = items.flatMap((work) => toHeld(work, id));
  const correction = { type: 'correct', held, rev: agent?.rev ?? 0 } as const;
  return (await deps.moves.agent(id, correction)).kind === 'changed';
}

function groupByHolder(items: readonly Work[]): Map<UserId, Work[]> {
  const groups = new Map<UserId, Work[]>();
  for (const work of items) {
    for (const { agentId } of holdersOf(work)) groups.set(agentId, [...(groups.get(agentId) ?? []), work]);
  }
  return groups;
}

function toHeld(work: Work, agentId: UserId): Held[] {
  return holdersOf(work).flatMap((holder) =>
    holder.agentId === agentId ? [{ ...chargeOf(work), offerId: holder.offerId }] : [],
  );
}

function agrees(agent: Agent, items: readonly Work[]): boolean {
  const keys = (held: readonly Held[]) =>
    held
      .map((one) => `${one.itemId}:${one.weight}:${one.offerId}:${one.canWait ?? false}`)
      .sort()
      .join();
  const expected = items.flatMap((work) => toHeld(work, agent.id));
  return agent.used === usedBy(expected) && keys(agent.held) === keys(expected);
}
