/** Tells the conversation what became of its work: the summary, guarded by version, then an entry per step. Safe to repeat. */
import type { ConversationEvent } from '../../shared/model/entry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Conversation } from '../timeline/model.ts';
import type { EntryDraft, Timeline } from '../timeline/timeline.ts';
import type { WorkStore } from './ports.ts';
import { type Work, waitingSince } from './work.ts';

export interface Mirror {
  /** Never throws: what could not be told stays marked, and is told later. */
  tell(work: Work): Promise<void>;
  /** Tells what was left untold, last changed at or before `by`; answers how many. */
  catchUp(by: number): Promise<number>;
}

interface Deps {
  work: Pick<WorkStore, 'setTold' | 'untold'>;
  timeline: Pick<Timeline, 'append' | 'change' | 'find'>;
  clock: Clock;
  log: Log;
}

const BATCH = 100;

export function createMirror({ work: store, timeline, log }: Deps): Mirror {
  async function tell(work: Work): Promise<boolean> {
    try {
      // Beside other work of the conversation it is not what the conversation shows.
      const isShown = work.slot === null;
      const isThere = isShown
        ? (await timeline.change(work.conversationId, summarise(work))) !== null
        : (await timeline.find(work.conversationId)) !== null;
      for (const { version, event, also } of isThere ? work.history : []) {
        if (version <= work.told) continue;
        const key = `work:${work.id}:${version}`;
        if (event) await timeline.append(draftEvent(work, key, event));
        if (also) await timeline.append(draftEvent(work, `${key}:also`, also));
      }
      await store.setTold(work.id, work.version);
      return true;
    } catch (error) {
      log.error({ err: error, workItemId: work.id }, 'A conversation could not be told of its work; it will be.');
      return false;
    }
  }

  return {
    async tell(work) {
      await tell(work);
    },
    async catchUp(by) {
      let told = 0;
      for (;;) {
        const batch = await store.untold(by, BATCH);
        let now = 0;
        for (const work of batch) if (await tell(work)) now += 1;
        told += now;
        if (batch.length < BATCH || now === 0) return told;
      }
    },
  };
}

/** What a conversation shows of its newest work item, whole, so that mirrors may come in any order. */
export function summarise(
  work: Work,
): Pick<Conversation, 'work' | 'status' | 'closedAt' | 'queueId' | 'priority' | 'snooze' | 'outcome'> {
  const { id, state, queueId, ownerId, ownerName, since, version, wrapUpUntil, offer } = work;
  const handingTo =
    (state === 'active' || state === 'snoozed') && offer ? { id: offer.agentId, name: offer.agentName } : null;
  return {
    status: state === 'closed' ? 'closed' : 'open',
    closedAt: work.closedAt,
    queueId,
    priority: work.priority,
    snooze: work.snooze,
    outcome: work.outcome,
    work: {
      ...{ id, state, queueId, ownerId, ownerName, since, version, wrapUpUntil, handingTo },
      enqueuedAt: waitingSince(work),
    },
  };
}

export function draftEvent(
  about: Pick<Conversation, 'identityId' | 'inboxId'> & { conversationId: Conversation['id'] },
  key: string,
  event: ConversationEvent,
): EntryDraft {
  return {
    conversationId: about.conversationId,
    key,
    author: { kind: 'system' },
    identityId: about.identityId,
    inboxId: about.inboxId,
    direction: 'internal',
    body: { kind: 'event', event },
  };
}
