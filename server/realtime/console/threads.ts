/** Reading conversations: open, leave, sync, page back, mark as read, close. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import { threadRoom, type UserViewer } from '../../accounts/scope.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Handlers } from '../bind.ts';
import { findVisible, requireVisible } from '../guard/membership.ts';
import { presentAgentConversation } from '../present/agent-conversation.ts';
import { presentAgentEntry } from '../present/agent-entry.ts';
import { presentAgentThread } from '../present/threads.ts';
import { visitorRoomIn } from '../rooms.ts';
import type { ConsoleSocket } from '../servers.ts';
import { answerSync, readThread, type SyncShape } from '../sync.ts';
import type { ConsoleContext } from './context.ts';

type ThreadHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'conversation:open' | 'conversation:leave' | 'conversation:sync' | 'entries:page' | 'read:mark' | 'conversation:close'
>;

const shape = {
  audience: 'agent',
  entries: (entries) => entries.map(presentAgentEntry),
  conversation: presentAgentConversation,
  thread: presentAgentThread,
} satisfies SyncShape<unknown, unknown, unknown>;

export function createThreadHandlers({ timeline, routing, isOnline }: ConsoleContext): ThreadHandlers {
  /** Joins first and reads then, so that nothing falls between; what may not be seen any more is left again. */
  async function joinAndRead<T>(socket: ConsoleSocket, id: Conversation['id'], read: () => Promise<T>): Promise<T> {
    const wasJoined = socket.rooms.has(threadRoom(id));
    await socket.join(threadRoom(id));
    try {
      return await read();
    } catch (error) {
      if (!wasJoined) await socket.leave(threadRoom(id));
      throw error;
    }
  }

  async function tellPresence(socket: ConsoleSocket, conversation: Conversation): Promise<void> {
    const online = await isOnline(visitorRoomIn(conversation.inboxId, conversation.identityId));
    socket.emit('customer:seen', { conversationId: conversation.id, online });
  }

  return {
    'conversation:open': ({ viewer, conversation, socket }) =>
      joinAndRead(socket, conversation.id, async () => {
        const page = await readThread(timeline, conversation, 'agent');
        requireVisible(viewer, page.conversation);
        void tellPresence(socket, page.conversation);
        return presentAgentThread(page);
      }),
    'conversation:sync': ({ viewer, conversation, payload, socket }) =>
      joinAndRead(socket, conversation.id, async () => {
        const fresh = await findVisible(timeline, viewer, conversation.id);
        return answerSync(timeline, fresh, payload, shape);
      }),
    'conversation:leave': async ({ conversation, socket }) => {
      await socket.leave(threadRoom(conversation.id));
      return null;
    },
    'entries:page': async ({ conversation, payload }) => {
      const page = await timeline.before(conversation.id, 'agent', payload.before, payload.limit);
      return { entries: page.entries.map(presentAgentEntry), earlier: page.earlier };
    },
    'read:mark': async ({ conversation, payload }) => {
      await timeline.mark(conversation.id, 'teamRead', payload.upTo);
      return null;
    },
    'conversation:close': async ({ viewer, conversation }) => {
      await routing.close(conversation.id, { kind: 'agent', id: viewer.userId, name: viewer.name }, 'done');
      return null;
    },
  };
}
