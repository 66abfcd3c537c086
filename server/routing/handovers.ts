/** Work that changes hands: offered to a colleague, sent back into a queue, given, reopened. */
import { AppError } from '../../shared/errors.ts';
import type { ConversationId, OfferId, QueueId, TeamId, WorkItemId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Mirror } from './mirror.ts';
import type { Moves } from './moves.ts';
import type { QueueSettings, RoutingDirectory, WorkStore } from './ports.ts';
import type { Person, Routing, RoutingFact, TransferTo } from './routing.ts';
import { enqueueWork, type HeldOffer, isWaiting, type SendTarget, type Work } from './work.ts';
import { findRecallable, handedOnBy } from './work-recall.ts';

interface Deps {
  work: Pick<WorkStore, 'find' | 'openOf' | 'latestOf' | 'insert'>;
  directory: Pick<RoutingDirectory, 'queue' | 'queues'>;
  moves: Pick<Moves, 'work' | 'handOver' | 'own' | 'hold' | 'restore'>;
  mirror: Pick<Mirror, 'tell'>;
  clock: Clock;
  ids: Ids;
  nodeId: string;
  offerMs: number;
  publish(facts: RoutingFact[]): void;
  poke(): void;
}

/** A close that was undone at once gives it back to whoever had it. */
const UNDO_MS = 60_000;

/** What is left of a call when it is over is to be written or done, beside other things. */
const REST_OF_CALL = 20;
const weightOf = (work: Work): number => (work.callId === null ? work.weight : Math.min(work.weight, REST_OF_CALL));

const gone = (): AppError => new AppError('conflict', 'It changed hands in this moment. Look again.');
const noRoom = (name: string): AppError => new AppError('conflict', `${name} cannot take it now.`);

export interface Handovers extends Pick<Routing, 'handOver' | 'recall' | 'give' | 'reopen'> {
  handOverItem(work: Work, to: TransferTo, by: Person, note?: string): Promise<void>;
}

export function createHandovers(deps: Deps): Handovers {
  const { work: store, moves, clock } = deps;

  async function requireOpen(conversationId: ConversationId): Promise<Work> {
    const work = await store.openOf(conversationId);
    if (!work || work.state === 'wrap-up') throw new AppError('closed', 'The conversation is closed.');
    return work;
  }

  function draftOffer({ offerSeconds }: Work, to: Person, by: Person, note: string | undefined): HeldOffer {
    const now = clock.now();
    return {
      id: deps.ids.next<OfferId>(),
      agentId: to.id,
      agentName: to.name,
      offeredAt: now,
      expiresAt: now + (offerSeconds === null ? deps.offerMs : offerSeconds * 1_000),
      why: { longestIdleMs: null, previousOwner: false, othersAvailable: 0 },
      handover: { byId: by.id, byName: by.name, to: { kind: 'agent', ...to }, ...(note ? { note } : {}) },
    };
  }

  async function toQueue(id: QueueId): Promise<SendTarget> {
    const queue = await deps.directory.queue(id);
    if (!queue || queue.archived) throw new AppError('not_found', 'There is no such queue.');
    return { queueId: id, queueName: queue.name, teamId: null, target: { kind: 'queue', id, name: queue.name } };
  }

  /** In the queue where it lies if the team serves it, else in the first of the team's own. */
  async function toTeam(id: TeamId, name: string, work: Work): Promise<SendTarget> {
    const serves = (queue: QueueSettings) => !queue.archived && (queue.teamIds?.includes(id) ?? false);
    const queues = (await deps.directory.queues()).filter(serves);
    const queue = queues.find((one) => one.id === work.queueId) ?? queues[0];
    if (!queue) throw new AppError('not_found', 'This team serves no queue.');
    return { queueId: queue.id, queueName: queue.name, teamId: id, target: { kind: 'team', id, name } };
  }

  /** The version goes on from the last item's, so that what the conversation shows never goes back. */
  async function insert(latest: Work, owner: Person | null, id: WorkItemId): Promise<Work> {
    const { conversationId, inboxId, identityId, queueId, live, priority } = latest;
    const wasWaiting = latest.ownerId === null;
    const born = enqueueWork(
      {
        ...{ conversationId, inboxId, identityId, queueId, priority },
        weight: weightOf(latest),
        // Somebody inside reopened it: the customer may be long gone, and is not waited for.
        live: live && latest.unseenSince === null && latest.callId === null,
        preferredAgentId: latest.ownerId,
      },
      {
        id,
        queueName: latest.queueName,
        after: latest.version,
        nodeId: deps.nodeId,
        now: clock.now(),
        reopened: { owner },
        ...(wasWaiting ? { since: latest.enqueuedAt + latest.pausedMs } : {}),
      },
    );
    return (await store.insert(born)).work;
  }

  async function reopenClosed(latest: Work, by: Person): Promise<void> {
    const former = latest.ownerId && latest.ownerName ? { id: latest.ownerId, name: latest.ownerName } : null;
    const isUndone = former !== null && clock.now() - (latest.closedAt ?? 0) <= UNDO_MS;
    const id = deps.ids.next<WorkItemId>();
    let owner: Person | null = null;
    for (const one of former === null ? [] : isUndone ? [former, by] : [by]) {
      if (await moves.hold({ itemId: id, weight: weightOf(latest), exclusive: false, besideId: null }, one.id)) {
        owner = one;
        break;
      }
    }
    const work = await insert(latest, owner, id);
    // Somebody else may have been quicker: then what was held for it is given back.
    if (owner) await moves.restore(id, owner.id);
    await deps.mirror.tell(work);
    deps.publish([{ type: 'queue', queueId: work.queueId }]);
    deps.poke();
  }

  return {
    async handOver(conversationId, to, by, note) {
      await this.handOverItem(await requireOpen(conversationId), to, by, note);
    },
    async handOverItem(work, to, by, note) {
      const expects = isWaiting(work) ? null : work.ownerId;
      if (to.kind === 'agent') {
        if (!(await moves.handOver(work, draftOffer(work, to.person, by, note), expects))) throw noRoom(to.person.name);
        return;
      }
      const target = to.kind === 'queue' ? await toQueue(to.id) : await toTeam(to.id, to.name, work);
      const sent = await moves.work(work.id, { type: 'send-on', to: target, by, note, expects });
      if (sent.kind === 'refused') throw gone();
    },
    async recall(id, by) {
      const work = await store.find(id);
      if (!work || !handedOnBy(work, by.id)) throw new AppError('not_found', 'There is nothing to take back.');
      const before = findRecallable(work, clock.now())?.before ?? null;
      // What goes back to sleep takes nobody's room.
      const owner = before?.snooze ? null : (before?.ownerId ?? null);
      if (owner && (await moves.own(work, owner, { type: 'recall', by, keeps: owner }))) return;
      if ((await moves.work(id, { type: 'recall', by, keeps: null })).kind === 'refused') throw gone();
    },
    async give(conversationId, to, by) {
      const work = await requireOpen(conversationId);
      if (await moves.own(work, to.id, { type: 'give', to, by })) return;
      const now = await store.openOf(conversationId);
      if (now?.ownerId !== to.id || now.state !== 'active') throw noRoom(to.name);
    },
    async reopen(conversationId, by) {
      const latest = await store.latestOf(conversationId);
      if (!latest) throw new AppError('not_found', 'There is nothing to reopen.');
      if (latest.state === 'wrap-up') await moves.work(latest.id, { type: 'resume' });
      else if (latest.state === 'closed') await reopenClosed(latest, by);
    },
  };
}
