/** Supervisors in calls of others: they listen, whisper to the agent, or join in; one call at a time, and as long as they may. */
import { AppError } from '../../shared/errors.ts';
import type { ListenMode } from '../../shared/model/call.ts';
import type { CallId, ConversationId, UserId } from '../../shared/model/ids.ts';
import { canSee, type UserViewer } from '../accounts/scope.ts';
import * as acts from './acts.ts';
import type { Book } from './book.ts';
import { type Call, isThere } from './model.ts';
import type { CallDeps } from './ports.ts';
import { isParty, noCall, requireFloor } from './rights.ts';

export interface Listening {
  /** null: no longer. Answers the conversation it is about, for the audit trail. */
  listen(viewer: UserViewer, id: CallId, mode: ListenMode | null): Promise<ConversationId | null>;
  /** Their rights have changed: whoever may listen no more is taken out. */
  recheckListening(userId: UserId): Promise<void>;
}

interface Deps extends Pick<CallDeps, 'calls' | 'timeline'> {
  people: { viewerOfUser(id: UserId): Promise<UserViewer | null> };
}

export function createListening(deps: Deps, book: Book, follow: (id: CallId) => Promise<void>): Listening {
  const supervises = (call: Call, userId: UserId): boolean =>
    call.legs.some((leg) => leg.role === 'supervisor' && leg.userId === userId && isThere(leg));

  async function mayHear(viewer: UserViewer, call: Call): Promise<boolean> {
    const conversation = call.conversationId ? await deps.timeline.find(call.conversationId) : null;
    return conversation !== null && canSee(viewer, conversation);
  }

  async function leave(call: Call, userId: UserId): Promise<void> {
    await book.update(call.id, acts.stopListening(userId));
    void follow(call.id);
  }

  return {
    async listen(viewer, id, mode) {
      const call = await deps.calls.find(id);
      // Out one comes always.
      if (mode === null && call && supervises(call, viewer.userId)) {
        await leave(call, viewer.userId);
        return call.conversationId;
      }
      requireFloor(viewer);
      if (!call || !(await mayHear(viewer, call))) throw noCall();
      if (mode === null) return call.conversationId;
      // Two calls in one ear are one too many.
      const others = (await deps.calls.open()).filter((one) => one.id !== id);
      if (others.some((one) => isParty(viewer, one))) throw new AppError('conflict', 'You are on a call already.');
      await book.update(id, acts.listenIn({ id: viewer.userId, name: viewer.name }, mode));
      for (const other of others) if (supervises(other, viewer.userId)) await leave(other, viewer.userId);
      void follow(id);
      return call.conversationId;
    },
    async recheckListening(userId) {
      const heard = (await deps.calls.open()).filter((call) => supervises(call, userId));
      if (heard.length === 0) return;
      const viewer = await deps.people.viewerOfUser(userId);
      const isOnFloor = viewer?.permissions.includes('floor:manage') ?? false;
      for (const call of heard) {
        if (!viewer || !isOnFloor || !(await mayHear(viewer, call))) await leave(call, userId);
      }
    },
  };
}
