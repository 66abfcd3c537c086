/** Which conversation each page shows, and who else looks at what one may see. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import { canSee, type UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type ViewerHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'view:set' | 'viewers:list'
>;

export function createViewerHandlers({
  viewers,
  timeline,
}: Pick<ConsoleContext, 'viewers' | 'timeline'>): ViewerHandlers {
  return {
    // The conversation was authorised like any other that a request names.
    'view:set': async ({ viewer, payload: { conversationId }, socket }) => {
      if (socket.connected) viewers.set(socket.id, { id: viewer.userId, name: viewer.name }, conversationId);
      return conversationId === null ? [] : viewers.of(conversationId);
    },
    'viewers:list': async ({ viewer }) => {
      const all = await Promise.all(
        viewers.all().map(async (each) => {
          const conversation = await timeline.find(each.conversationId);
          return conversation && canSee(viewer, conversation) ? [each] : [];
        }),
      );
      return all.flat();
    },
  };
}
