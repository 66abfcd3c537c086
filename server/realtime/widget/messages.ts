/** What a visitor writes: the first message, further ones, one that is left for later, and that they are typing. */
import type { VisitorThread, WidgetAnswers, WidgetRequests } from '../../../shared/events.ts';
import type { VisitContext } from '../../../shared/model/conversation.ts';
import type { ConversationId, FileId } from '../../../shared/model/ids.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import type { Conversation, Entry } from '../../timeline/model.ts';
import type { Handlers } from '../bind.ts';
import { notFound } from '../guard/membership.ts';
import { presentVisitorThread } from '../present/threads.ts';
import { presentVisitorEntry } from '../present/visitor-entry.ts';
import { allowsTypingPreview } from '../present/widget-inbox.ts';
import type { WidgetSocket } from '../servers.ts';
import { readThread } from '../sync.ts';
import { liveInbox, typistOf, type WidgetContext } from './context.ts';

type MessageHandlers = Pick<
  Handlers<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket>,
  'conversation:start' | 'message:leave' | 'message:send' | 'typing:set'
>;

interface Written {
  conversationId: ConversationId | null;
  clientId: string;
  text: string;
  fileIds?: FileId[];
  answers?: Record<string, string>;
  context?: VisitContext;
  email?: string;
}

export function createMessageHandlers(context: WidgetContext): MessageHandlers {
  const { timeline, ingest, files, clock, typing } = context;

  /** The way of every visitor's message: the channel reads the frame, ingest finds its conversation and makes it durable. */
  async function write(viewer: VisitorViewer, socket: WidgetSocket, written: Written) {
    const { inbox, live } = await liveInbox(context, viewer);
    const ids = written.fileIds ?? [];
    const uploader = { kind: 'visitor', id: viewer.identityId } as const;
    const event = live.parse({
      inbox,
      identity: { kind: 'visitor', value: viewer.identityId },
      at: clock.now(),
      conversationId: written.conversationId,
      clientId: written.clientId,
      text: written.text,
      files: ids.length === 0 ? [] : await files.resolve(ids, uploader),
      answers: written.answers ?? {},
      context: written.context ?? {},
      email: written.email,
      left: written.email !== undefined,
    });
    const { entry, conversation } = await ingest.ingest(event);
    await context.follow(socket, conversation);
    typing.clear(conversation.id, typistOf(viewer));
    return { entry, conversation };
  }

  const readAfter = async (conversation: Conversation): Promise<VisitorThread> =>
    presentVisitorThread(await readThread(timeline, conversation, 'visitor'));

  const present = (entry: Entry) => {
    const seen = presentVisitorEntry(entry);
    if (!seen) throw notFound();
    return seen;
  };

  return {
    'conversation:start': async ({ viewer, payload, socket }) =>
      readAfter((await write(viewer, socket, { ...payload, conversationId: null })).conversation),
    'message:leave': async ({ viewer, payload, socket }) =>
      readAfter((await write(viewer, socket, { ...payload, conversationId: null })).conversation),
    'message:send': async ({ viewer, payload, socket }) => {
      const { entry, conversation } = await write(viewer, socket, payload);
      const isMoved = conversation.id !== payload.conversationId;
      return { entry: present(entry), moved: isMoved ? await readAfter(conversation) : null };
    },
    'typing:set': async ({ viewer, payload, conversation }) => {
      if (!payload.typing) {
        typing.clear(conversation.id, typistOf(viewer));
        return null;
      }
      const { inbox, live } = await liveInbox(context, viewer);
      const text = allowsTypingPreview(inbox) ? payload.text && live.readText(payload.text) : undefined;
      typing.set(conversation.id, typistOf(viewer), { name: conversation.customer.name }, text);
      return null;
    },
  };
}
