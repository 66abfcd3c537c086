/** The table of everything a console may ask. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';
import { createDeskHandlers } from './desk.ts';
import { createFloorHandlers } from './floor.ts';
import { createListHandlers } from './list.ts';
import { createMessageHandlers } from './messages.ts';
import { createNoticeHandlers } from './notices.ts';
import { createThreadHandlers } from './threads.ts';

export function createConsoleHandlers(
  context: ConsoleContext,
): Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket> {
  return {
    ...createDeskHandlers(context),
    ...createListHandlers(context),
    ...createThreadHandlers(context),
    ...createMessageHandlers(context),
    ...createFloorHandlers(context),
    ...createNoticeHandlers(context),
  };
}
