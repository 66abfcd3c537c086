/** What one action does to one conversation, and how that is taken back: always by the verbs that check the rights. */
import { AppError } from '../../../shared/errors.ts';
import type { BulkAction } from '../../../shared/model/bulk.ts';
import { canSee, type UserViewer } from '../../accounts/scope.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { WorkVerbs } from '../../work/ports.ts';
import { type Before, beforeOf, isAlready, tagsBack } from './job.ts';

export interface ActsDeps {
  timeline: Pick<Timeline, 'find'>;
  work: Pick<WorkVerbs, 'close' | 'wrapUp' | 'reopen' | 'transfer' | 'give' | 'take' | 'snooze' | 'prioritise' | 'tag'>;
  clock: { now(): number };
}

export interface Acts {
  /** @throws AppError `not_found` for what is not there and for what is not theirs */
  look(viewer: UserViewer, id: Conversation['id']): Promise<Conversation>;
  act(viewer: UserViewer, conversation: Conversation, action: BulkAction): Promise<void>;
  /** @throws AppError `conflict` when somebody has changed it since */
  takeBack(viewer: UserViewer, conversation: Conversation, action: BulkAction, before: Before): Promise<void>;
}

const plainly = { dispositionId: null };

export function createActs({ timeline, work, clock }: ActsDeps): Acts {
  async function look(viewer: UserViewer, id: Conversation['id']): Promise<Conversation> {
    const conversation = await timeline.find(id);
    if (!conversation || !canSee(viewer, conversation)) throw new AppError('not_found', 'no such conversation');
    return conversation;
  }

  /** As many are closed at once, nobody wraps each of them up. */
  async function close(viewer: UserViewer, conversation: Conversation): Promise<void> {
    await work.close(viewer, conversation, plainly);
    const closed = await look(viewer, conversation.id);
    if (closed.work?.state === 'wrap-up') await work.wrapUp(viewer, closed, plainly);
  }

  async function act(viewer: UserViewer, conversation: Conversation, action: BulkAction): Promise<void> {
    switch (action.kind) {
      case 'close':
        return close(viewer, conversation);
      case 'reopen':
        return work.reopen(viewer, conversation);
      case 'tag':
        return work.tag(viewer, conversation, action.add, action.remove);
      case 'snooze':
        return work.snooze(viewer, conversation, action.until);
      case 'prioritise':
        return work.prioritise(viewer, conversation, action.priority);
      case 'assign':
        if (action.to.kind === 'queue') return work.transfer(viewer, conversation, action.to);
        if (action.to.id === viewer.userId) return work.take(viewer, conversation);
        return work.give(viewer, conversation, action.to.id);
    }
  }

  /** Back to who had it, or to its queue; who has no room any more finds it waiting there. */
  async function giveBack(viewer: UserViewer, conversation: Conversation, before: Before): Promise<void> {
    if ((conversation.work?.ownerId ?? null) === before.ownerId && conversation.queueId === before.queueId) return;
    if (before.ownerId !== null) {
      try {
        if (before.ownerId === viewer.userId) await work.take(viewer, conversation);
        else await work.give(viewer, conversation, before.ownerId);
        return;
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'internal_error') throw error;
      }
    }
    await work.transfer(viewer, conversation, { kind: 'queue', id: before.queueId });
  }

  async function takeBack(
    viewer: UserViewer,
    conversation: Conversation,
    action: BulkAction,
    before: Before,
  ): Promise<void> {
    if (!isAlready(action, beforeOf(conversation))) throw new AppError('conflict', 'Somebody has changed it since.');
    switch (action.kind) {
      case 'close': {
        await work.reopen(viewer, conversation);
        await giveBack(viewer, await look(viewer, conversation.id), before);
        const { snoozedUntil } = before;
        if (snoozedUntil === null || snoozedUntil <= clock.now()) return;
        return work.snooze(viewer, await look(viewer, conversation.id), snoozedUntil);
      }
      case 'reopen':
        return close(viewer, conversation);
      case 'tag': {
        const { add, remove } = tagsBack(action, before);
        return work.tag(viewer, conversation, add, remove);
      }
      case 'snooze': {
        const { snoozedUntil } = before;
        return work.snooze(
          viewer,
          conversation,
          snoozedUntil !== null && snoozedUntil > clock.now() ? snoozedUntil : null,
        );
      }
      case 'prioritise':
        return work.prioritise(viewer, conversation, before.priority);
      case 'assign':
        return giveBack(viewer, conversation, before);
    }
  }

  return { look, act, takeBack };
}
