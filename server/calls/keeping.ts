/** Who may listen to a recording, and for how long it is kept: both by the rules of its number, and both leave a trace. */
import { AppError } from '../../shared/errors.ts';
import type { ConversationId, FileId } from '../../shared/model/ids.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Book } from './book.ts';
import { say } from './change.ts';
import type { Call } from './model.ts';
import type { CallDeps } from './ports.ts';
import { DAY_MS } from './usage.ts';

export interface Heard {
  callId: Call['id'];
  /** whoever may see the conversation may listen */
  isOpen: boolean;
}

export interface Keeping {
  /**
   * Before a file that was sent to nobody is handed out; null for one that is neither a recording nor what was written down of one.
   * @throws AppError `forbidden`
   */
  requireListener(viewer: UserViewer, fileId: FileId, conversationId: ConversationId): Promise<Heard | null>;
  /** Removes the sound that was kept long enough, with the words written down of it; answers how many recordings. */
  sweep(): Promise<number>;
}

const BATCH = 100;

export function createKeeping(deps: CallDeps, book: Book, tell: (id: Call['id']) => void): Keeping {
  async function remove(call: Call, days: number): Promise<number> {
    const { conversationId } = call;
    const going = call.recordings.filter(({ fileId, removedAt }) => fileId && !removedAt);
    const due = going.flatMap(({ fileId }) => fileId ?? []);
    if (!conversationId || due.length === 0) return 0;
    await deps.retract?.([...due, ...going.flatMap(({ textId }) => textId ?? [])], conversationId);
    await book.update(call.id, (present, { now }) => {
      const recordings = present.recordings.map((one) =>
        one.fileId && due.includes(one.fileId) ? { ...one, removedAt: now, transcript: null } : one,
      );
      return due.reduce((next, fileId) => say(next, now, { what: 'recording-removed', fileId, days }), {
        ...present,
        recordings,
      });
    });
    await deps.audit?.('recording.removed', call.id, { days, files: due.length });
    tell(call.id);
    return due.length;
  }

  return {
    async requireListener(viewer, fileId, conversationId) {
      const calls = await deps.calls.ofConversation(conversationId);
      const call = calls.find(({ recordings }) =>
        recordings.some((one) => one.fileId === fileId || one.textId === fileId),
      );
      if (!call) return null;
      const { inbox, voice } = await book.line(call.inboxId);
      const isOpen = (voice.policyOf?.(inbox).recordings.listeners ?? 'team') === 'team';
      const wasIn = call.legs.some(({ userId, joinedAt }) => userId === viewer.userId && joinedAt !== null);
      if (isOpen || wasIn || viewer.permissions.includes('floor:manage')) return { callId: call.id, isOpen };
      throw new AppError('forbidden', 'You may not listen to this recording.');
    },
    async sweep() {
      let count = 0;
      for (const inbox of await deps.directory.inboxes()) {
        const days = deps.channels.get(inbox.channel)?.voice?.policyOf?.(inbox).recordings.keepDays ?? null;
        if (days === null) continue;
        const before = deps.clock.now() - days * DAY_MS;
        for (const call of await deps.calls.recordedBefore(inbox.id, before, BATCH)) count += await remove(call, days);
      }
      return count;
    },
  };
}
