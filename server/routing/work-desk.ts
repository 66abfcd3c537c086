/** Opens and closes work for a conversation; both may be repeated, and both stand even if the conversation is told later. */

import { AppError } from '../../shared/errors.ts';
import type { Outcome } from '../../shared/model/conversation.ts';
import type { ConversationId, WorkItemId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Customers } from './customers.ts';
import { draftEvent, type Mirror } from './mirror.ts';
import type { Moves } from './moves.ts';
import type { RoutingDirectory, WorkStore } from './ports.ts';
import type { Closer, EnqueueRequest, Routing, RoutingFact, Said } from './routing.ts';
import { enqueueWork, type Work } from './work.ts';

export interface WorkDesk {
  enqueue(request: EnqueueRequest): Promise<Work>;
  close: Routing['close'];
}

interface Deps {
  work: Pick<WorkStore, 'insert' | 'openOf' | 'latestOf'>;
  timeline: Pick<Timeline, 'append' | 'change' | 'find'>;
  directory: Pick<RoutingDirectory, 'queue'>;
  customers: Pick<Customers, 'isGone' | 'loseSight'>;
  moves: Pick<Moves, 'work'>;
  mirror: Mirror;
  ids: Ids;
  clock: Clock;
  nodeId: string;
  publish(facts: RoutingFact[]): void;
  poke(): void;
}

export function createWorkDesk(deps: Deps): WorkDesk {
  async function closeWithoutWork(conversationId: ConversationId, by: Closer, reason: 'done' | 'ended' | 'abandoned') {
    // A step that was claimed but not told yet would otherwise be told twice.
    const latest = await deps.work.latestOf(conversationId);
    if (latest?.dirty) await deps.mirror.tell(latest);
    const conversation = await deps.timeline.find(conversationId);
    if (!conversation) throw new AppError('not_found', 'There is no such conversation.');
    if (conversation.status === 'closed') return;
    const name = by.kind === 'agent' ? { agentName: by.name } : {};
    // The rev makes the key: every closer of the same state writes the same entry.
    const key = `close:${conversationId}:${conversation.rev}`;
    await deps.timeline.append(
      draftEvent({ ...conversation, conversationId }, key, { type: 'closed', by: by.kind, reason, ...name }),
    );
    await deps.timeline.change(conversationId, { status: 'closed', closedAt: deps.clock.now() });
  }

  return {
    async enqueue(request) {
      const latest = await deps.work.latestOf(request.conversationId);
      if (latest && latest.state !== 'closed') return latest;
      const queue = await deps.directory.queue(request.queueId);
      if (!queue) throw new AppError('not_found', 'There is no such queue.');
      const birth = {
        id: deps.ids.next<WorkItemId>(),
        queueName: queue.name,
        after: latest?.version ?? null,
        nodeId: deps.nodeId,
        now: deps.clock.now(),
      };
      const present = (await deps.timeline.find(request.conversationId))?.priority ?? 'normal';
      // What somebody said of it holds; only the first time its queue has a word.
      const usual = latest === null && present === 'normal' ? (queue.priority ?? 'normal') : present;
      const { work, isNew } = await deps.work.insert(enqueueWork({ priority: usual, ...request }, birth));
      if (!isNew) return work;
      await deps.mirror.tell(work);
      // The page may have been closed while its message was on the way.
      if (work.live && work.callId === null && deps.customers.isGone(work.identityId))
        await deps.customers.loseSight(work);
      deps.publish([{ type: 'queue', queueId: work.queueId }]);
      deps.poke();
      return work;
    },
    async close(conversationId, by, reason, said) {
      const open = await deps.work.openOf(conversationId);
      if (!open) return closeWithoutWork(conversationId, by, reason);
      const wrapUpMs = ((await deps.directory.queue(open.queueId))?.wrapUpSeconds ?? 0) * 1_000;
      await deps.moves.work(open.id, { type: 'close', by, reason, wrapUpMs, ...saidOf(said) });
    },
  };
}

function saidOf(said: Said | undefined): { outcome?: Outcome; note?: string } {
  return { ...(said?.outcome ? { outcome: said.outcome } : {}), ...(said?.note ? { note: said.note } : {}) };
}
