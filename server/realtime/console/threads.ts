/** Reading conversations: open, leave, sync, page back, mark as read. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { ThreadWindow } from '../../../shared/events-thread.ts';
import { limits } from '../../../shared/limits.ts';
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
  'conversation:open' | 'conversation:leave' | 'conversation:sync' | 'entries:page' | 'read:mark'
>;

const shape = {
  audience: 'agent',
  entries: (entries) => entries.map(presentAgentEntry),
  conversation: presentAgentConversation,
  thread: presentAgentThread,
} satisfies SyncShape<unknown, unknown, unknown>;

/** Entries shown before the one that was asked for. */
const LEAD = 15;

/** The seq to begin reading at; null for the end. */
function beginOf({ marks, heads, tally }: Conversation, around: number | 'unread' | undefined): number | null {
  if (around === undefined) return null;
  if (around !== 'unread') return Math.min(around, heads.agent);
  return marks.teamRead.tally.customer < tally.customer ? marks.teamRead.seq + 1 : null;
}

export function createThreadHandlers({ timeline, isOnline }: ConsoleContext): ThreadHandlers {
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

  async function readAfter({ id }: Conversation, seq: number, limit: number): Promise<ThreadWindow> {
    const found = await timeline.after(id, 'agent', seq, limit + 1);
    const page = found.slice(0, limit);
    const earlier = (page[0]?.prev.agent ?? 0) > 0;
    return { entries: page.map(presentAgentEntry), earlier, later: found.length > limit };
  }

  /** Some entries before it, so that one sees what it answers, and the rest of a page after it. */
  async function readAround(conversation: Conversation, seq: number): Promise<ThreadWindow> {
    const lead = await timeline.before(conversation.id, 'agent', seq, LEAD);
    const rest = await readAfter(conversation, seq - 1, limits.page);
    return { ...rest, entries: [...lead.entries.map(presentAgentEntry), ...rest.entries], earlier: lead.earlier };
  }

  async function tellPresence(socket: ConsoleSocket, conversation: Conversation): Promise<void> {
    const online = await isOnline(visitorRoomIn(conversation.inboxId, conversation.identityId));
    socket.emit('customer:seen', { conversationId: conversation.id, online });
  }

  return {
    'conversation:open': ({ viewer, conversation, payload, socket }) =>
      joinAndRead(socket, conversation.id, async () => {
        const begin = beginOf(conversation, payload.around);
        // What lies near the end is reached by a longer last page; what lies far from it comes as a window of its own.
        const reach = begin === null ? 0 : conversation.heads.agent - begin + LEAD;
        const isNear = reach <= limits.syncPage;
        const page = await readThread(
          timeline,
          conversation,
          'agent',
          isNear ? Math.max(limits.page, reach) : undefined,
        );
        requireVisible(viewer, page.conversation);
        void tellPresence(socket, page.conversation);
        const thread = presentAgentThread(page);
        return begin === null || isNear ? thread : { ...thread, window: await readAround(conversation, begin) };
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
    'entries:page': async ({ conversation, payload: { before, after, around, limit } }) => {
      if (around !== undefined) return readAround(conversation, around);
      if (after !== undefined) return readAfter(conversation, after, limit);
      const page = await timeline.before(conversation.id, 'agent', before ?? 0, limit);
      const last = page.entries.at(-1)?.seq ?? 0;
      const entries = page.entries.map(presentAgentEntry);
      return { entries, earlier: page.earlier, later: last < conversation.heads.agent };
    },
    'read:mark': async ({ conversation, payload }) => {
      await timeline.mark(conversation.id, 'teamRead', payload.upTo);
      return null;
    },
  };
}
