/** A visitor's reading: open, sync, page back, marks, and ending or rating the conversation. */
import type { WidgetAnswers, WidgetRequests } from '../../../shared/events.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { findVisible } from '../guard/membership.ts';
import { presentVisitorEntries, presentVisitorThread } from '../present/threads.ts';
import { presentVisitorConversation } from '../present/visitor-conversation.ts';
import type { WidgetSocket } from '../servers.ts';
import { answerSync, readThread, type SyncShape } from '../sync.ts';
import { liveInbox, type WidgetContext } from './context.ts';

type ThreadHandlers = Pick<
  Handlers<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket>,
  | 'conversation:open'
  | 'conversation:sync'
  | 'entries:page'
  | 'delivered:mark'
  | 'read:mark'
  | 'conversation:end'
  | 'conversation:rate'
>;

const shape = {
  audience: 'visitor',
  entries: presentVisitorEntries,
  conversation: presentVisitorConversation,
  thread: presentVisitorThread,
} satisfies SyncShape<unknown, unknown, unknown>;

export function createThreadHandlers(context: WidgetContext): ThreadHandlers {
  const { timeline, routing, ingest, follow } = context;
  return {
    'conversation:open': async ({ conversation, socket }) => {
      await follow(socket, conversation);
      return presentVisitorThread(await readThread(timeline, conversation, 'visitor'));
    },
    'conversation:sync': async ({ viewer, conversation, payload, socket }) => {
      await follow(socket, conversation);
      return answerSync(timeline, await findVisible(timeline, viewer, conversation.id), payload, shape);
    },
    'entries:page': async ({ conversation, payload }) => {
      const page = await timeline.before(conversation.id, 'visitor', payload.before, payload.limit);
      return { entries: presentVisitorEntries(page.entries), earlier: page.earlier };
    },
    'delivered:mark': async ({ conversation, payload }) => {
      await timeline.mark(conversation.id, 'customerDelivered', payload.upTo);
      return null;
    },
    'read:mark': async ({ conversation, payload }) => {
      // What was read has also arrived, whatever became of the mark that said so.
      await timeline.mark(conversation.id, 'customerDelivered', payload.upTo);
      await timeline.mark(conversation.id, 'customerRead', payload.upTo);
      return null;
    },
    'conversation:end': async ({ conversation }) => {
      await routing.close(conversation.id, { kind: 'customer' }, 'ended');
      return null;
    },
    'conversation:rate': async ({ viewer, conversation, payload }) => {
      const { live } = await liveInbox(context, viewer);
      const comment = payload.comment && live.readText(payload.comment);
      await ingest.rate(conversation.id, payload.score, comment || undefined);
      return null;
    },
  };
}
