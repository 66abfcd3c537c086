/** Moving entries between conversations of a customer: into another one, into a new one, all of them, and back. */
import { AppError } from '../../shared/errors.ts';
import type { NumberedConversation } from '../../shared/model/placement.ts';
import { type EntryPlace, partsOf } from '../../shared/placements.ts';
import { canServe, requireServing, type UserViewer } from '../accounts/scope.ts';
import type { Conversation } from '../timeline/model.ts';
import { splitKey } from '../timeline/split.ts';
import type { WorkDeps, WorkVerbs } from './ports.ts';
import { requireLeave } from './rights.ts';

type Verbs = Pick<WorkVerbs, 'moveEntries' | 'merge' | 'moveBack' | 'resembled' | 'tellApart'>;

export function createMoving({ timeline, routing, placed, isSameCustomer, isLive }: WorkDeps): Verbs {
  const { placements } = timeline;

  /** One of this customer, or the one that it looks like a part of, whoever wrote there. */
  const mayTake = async (from: Conversation, into: Conversation): Promise<boolean> =>
    from.resembles?.id === into.id || isSameCustomer(from, into);

  /** @throws AppError `not_found` for what is not there, not theirs and not this customer's alike */
  async function findTarget(viewer: UserViewer, from: Conversation, id: Conversation['id']): Promise<Conversation> {
    const found = await timeline.find(id);
    if (found === null || !canServe(viewer, found) || !(await mayTake(from, found))) {
      throw new AppError('not_found', 'There is no such conversation.');
    }
    return found;
  }

  /** The subject of the first letter that goes there. */
  async function subjectOf(entries: readonly EntryPlace[], { subject }: Conversation): Promise<string | null> {
    const [first] = entries;
    const entry = first && (await timeline.after(first.of, 'agent', first.seq - 1, 1))[0];
    return (entry?.body.kind === 'message' && entry.body.letter?.subject) || subject;
  }

  async function split(from: Conversation, entries: readonly EntryPlace[], key: string): Promise<Conversation> {
    const { identityId, customer, inboxId, channel, queueId } = from;
    const { conversation } = await timeline.open({
      ...{ key: splitKey(key), identityId, customer, inboxId, channel, queueId },
      subject: await subjectOf(entries, from),
      // Nobody waits at the other end for what was cut off here.
      left: isLive(channel),
      linkedFrom: from.id,
      ...{ form: [], context: {} },
    });
    if (conversation.heads.agent === 0) {
      await timeline.append({
        conversationId: conversation.id,
        key: `${conversation.id}:opened`,
        author: { kind: 'system' },
        ...{ identityId, inboxId, direction: 'internal' },
        body: { kind: 'event', event: { type: 'opened', linkedFrom: from.id } },
      });
    }
    return conversation;
  }

  /** What somebody cuts off from their own work is theirs too, where they have room for it. */
  async function keep({ userId: id, name }: UserViewer, target: Conversation): Promise<void> {
    try {
      await routing.give(target.id, { id, name }, { id, name });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  /** What had come from where all is to go now goes back the way it came; answers whether there was any. */
  async function takeBack(from: Conversation, into: Conversation, by: { id: UserViewer['userId']; name: string }) {
    const came = from.placements.filter((one) => one.from.id === into.id && one.to.id === from.id);
    for (const { id } of came.toReversed()) await placements.undo(id, by, placed);
    return came.length > 0;
  }

  const keyOf = ({ userId }: UserViewer, { id }: Conversation, clientId: string): string =>
    `${userId}:${id}:${clientId}`;

  return {
    async moveEntries(viewer, conversation, { clientId, entries, to }) {
      requireLeave(viewer, conversation);
      const key = keyOf(viewer, conversation, clientId);
      // Before anything is read of them: they may be named by somebody who cannot see them.
      if (!(await placements.isOrdered(key))) await placements.requireRead(conversation.id, entries);
      const target = to === null ? await split(conversation, entries, key) : await findTarget(viewer, conversation, to);
      const by = { id: viewer.userId, name: viewer.name };
      const order = { key, from: conversation.id, to: target.id, parts: partsOf(entries), by };
      const placement = await placements.place(order, placed);
      if (to === null && conversation.work?.ownerId === viewer.userId) await keep(viewer, target);
      return answer(placement);
    },
    async merge(viewer, conversation, { clientId, into }) {
      requireLeave(viewer, conversation);
      const target = await findTarget(viewer, conversation, into);
      const by = { id: viewer.userId, name: viewer.name };
      const key = keyOf(viewer, conversation, clientId);
      const isBack = (await placements.isOrdered(key)) ? false : await takeBack(conversation, target, by);
      try {
        return answer(await placements.place({ key, from: conversation.id, to: target.id, parts: null, by }, placed));
      } catch (error) {
        if (!isBack || !(error instanceof AppError) || error.code !== 'invalid') throw error;
        // All there was had come from there.
        await routing.close(conversation.id, { kind: 'agent', ...by }, 'done');
        return { placementId: null, to: { id: target.id, number: target.number } };
      }
    },
    async moveBack(viewer, conversation, placementId) {
      requireServing(viewer, conversation);
      if (!conversation.placements.some(({ id }) => id === placementId)) return;
      await placements.undo(placementId, { id: viewer.userId, name: viewer.name }, placed);
    },
    async resembled(viewer, { resembles }) {
      const found = resembles ? await timeline.find(resembles.id) : null;
      return found && canServe(viewer, found) ? found : null;
    },
    async tellApart(viewer, conversation, other) {
      requireServing(viewer, conversation);
      await timeline.revise(conversation.id, ({ resembles }) => (resembles?.id === other ? { resembles: null } : null));
    },
  };
}

const answer = ({ id, to }: { id: Moved['placementId']; to: NumberedConversation }): Moved => ({ placementId: id, to });
type Moved = Awaited<ReturnType<WorkVerbs['merge']>>;
