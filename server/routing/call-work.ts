/** The work of calls: one item each, moved by what happens on the line. A conversation may have several beside its own. */
import { AppError } from '../../shared/errors.ts';
import type { CallId, OfferId, QueueId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import { linesOf, roomTaken } from './agent.ts';
import type { Handovers } from './handovers.ts';
import type { Mirror } from './mirror.ts';
import type { Moves } from './moves.ts';
import type { AgentStore, RoutingDirectory, WorkStore } from './ports.ts';
import type { Closer, EnqueueRequest, Person, RoutingFact, Said, TransferTo } from './routing.ts';
import { enqueueWork, type Work } from './work.ts';

export interface CallWork {
  /** Asked again for the same call, it answers the one that is there. `owner`: whoever dials has it at once, beside what they have. */
  begin(request: EnqueueRequest & { callId: CallId }, owner?: Person): Promise<Work>;
  find(id: WorkItemId): Promise<Work | null>;
  /** Calls that are over and that this agent still has to say something about. */
  wrappedUpBy(agentId: UserId): Promise<Work[]>;
  /** Calls that come before it; null when it does not wait. */
  ahead(id: WorkItemId): Promise<number | null>;
  /** Somebody answered what rang; false when they were too late. */
  answered(id: WorkItemId, agentId: UserId, offerId: OfferId): Promise<boolean>;
  declined(id: WorkItemId, agentId: UserId, offerId: OfferId): Promise<void>;
  /** It rang, and nobody answered; where their device had gone meanwhile there was nothing to miss. */
  missed(id: WorkItemId, offerId: OfferId): Promise<void>;
  /** Handed over and answered, it stands while owner and colleague talk. */
  extend(id: WorkItemId, offerId: OfferId, until: number): Promise<void>;
  /** @throws AppError as `Routing.handOver` */
  handOver(id: WorkItemId, to: TransferTo, by: Person, note?: string): Promise<void>;
  recall(id: WorkItemId, by: Person): Promise<void>;
  /** The owner did not come back to it. */
  requeue(id: WorkItemId, ownerId: UserId): Promise<void>;
  relink(id: WorkItemId, callId: CallId): Promise<boolean>;
  close(id: WorkItemId, by: Closer, reason: 'done' | 'ended' | 'abandoned'): Promise<void>;
  /** @throws AppError `conflict` when there is nothing to wrap up */
  wrapUp(id: WorkItemId, by: Person, said: Said): Promise<void>;
}

interface Deps {
  work: WorkStore;
  agents: Pick<AgentStore, 'find'>;
  directory: Pick<RoutingDirectory, 'queue'>;
  moves: Pick<Moves, 'work' | 'hold' | 'restore'>;
  handovers: Pick<Handovers, 'handOverItem' | 'recall'>;
  mirror: Pick<Mirror, 'tell'>;
  ids: Ids;
  clock: Clock;
  nodeId: string;
  capacity: number;
  publish(facts: RoutingFact[]): void;
  poke(): void;
}

export function createCallWork(deps: Deps): CallWork {
  const { work: store, moves } = deps;

  async function queueName(id: QueueId): Promise<string> {
    const queue = await deps.directory.queue(id);
    if (!queue) throw new AppError('not_found', 'There is no such queue.');
    return queue.name;
  }

  /** Whoever dials while they chat has no room for a whole call: it takes what is left of it. */
  async function roomOf(owner: Person, weight: number): Promise<number> {
    const agent = await deps.agents.find(owner.id);
    const taken = agent ? roomTaken(agent.held, { exclusive: true }) : 0;
    return Math.max(0, Math.min(weight, (agent?.capacity ?? deps.capacity) - taken));
  }

  return {
    async wrappedUpBy(agentId) {
      return (await store.held(agentId)).filter(({ state, callId }) => state === 'wrap-up' && callId !== null);
    },
    async begin(request, owner) {
      const there = await store.openOfCall(request.callId);
      if (there) return there;
      const id = deps.ids.next<WorkItemId>();
      const latest = await store.latestOf(request.conversationId);
      // Whoever talks to the customer already is asked first, and takes the call beside that.
      const own = !owner && latest?.state === 'active' && latest.callId === null ? latest : null;
      const weight = owner
        ? await roomOf(owner, request.weight)
        : request.weight - Math.min(request.weight, own?.weight ?? 0);
      const charge = { itemId: id, weight, exclusive: request.exclusive ?? false, besideId: null };
      if (owner && !(await moves.hold(charge, owner.id))) throw new AppError('conflict', 'You are on a call already.');
      const isBeside = latest !== null && latest.state !== 'closed';
      const { work, isNew } = await store.insert(
        enqueueWork(
          { ...request, weight, ...(own ? { besideId: own.id, preferredAgentId: own.ownerId } : {}) },
          {
            ...{ id, queueName: await queueName(request.queueId), nodeId: deps.nodeId, now: deps.clock.now() },
            after: isBeside ? null : (latest?.version ?? null),
            ...(isBeside ? { slot: request.callId } : {}),
            ...(owner ? { owner } : {}),
          },
        ),
      );
      if (owner) await moves.restore(id, owner.id);
      if (!isNew) return work;
      await deps.mirror.tell(work);
      deps.publish([
        { type: 'queue', queueId: work.queueId },
        { type: 'call', callId: request.callId },
      ]);
      deps.poke();
      return work;
    },
    find: store.find,
    async ahead(id) {
      const work = await store.find(id);
      return work && (work.state === 'waiting' || work.state === 'offered') ? store.callsAhead(work) : null;
    },
    answered: async (id, agentId, offerId) =>
      (await moves.work(id, { type: 'accept', agentId, offerId, byLeg: true })).kind !== 'refused',
    async declined(id, agentId, offerId) {
      await moves.work(id, { type: 'decline', agentId, offerId });
    },
    async missed(id, offerId) {
      const work = await store.find(id);
      const agent = work?.offer && (await deps.agents.find(work.offer.agentId));
      const wasThere = !work || !agent || linesOf(agent).includes(work.inboxId);
      await moves.work(id, { type: wasThere ? 'lapse' : 'withdraw', offerId });
    },
    async extend(id, offerId, until) {
      await moves.work(id, { type: 'extend', offerId, until });
    },
    async handOver(id, to, by, note) {
      const work = await store.find(id);
      if (!work || work.state === 'wrap-up' || work.state === 'closed') throw new AppError('closed', 'It is over.');
      await deps.handovers.handOverItem(work, to, by, note);
    },
    recall: (id, by) => deps.handovers.recall(id, by),
    async requeue(id, ownerId) {
      await moves.work(id, { type: 'requeue', ownerId });
    },
    relink: async (id, callId) => (await moves.work(id, { type: 'relink', callId })).kind !== 'refused',
    async close(id, by, reason) {
      const work = await store.find(id);
      // Told again of its end, it is still to be wrapped up.
      if (!work || work.state === 'closed' || work.state === 'wrap-up') return;
      const wrapUpMs = ((await deps.directory.queue(work.queueId))?.wrapUpSeconds ?? 0) * 1_000;
      await moves.work(id, { type: 'close', by, reason, wrapUpMs });
    },
    async wrapUp(id, by, said) {
      const moved = await moves.work(id, { type: 'wrap-up', by, ...said });
      if (moved.kind === 'refused') throw new AppError('conflict', 'There is nothing to wrap up.');
    },
  };
}
