/** The table of everything a console may ask. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import { auditActs, auditBulk } from './audited.ts';
import { createCallHandlers } from './calls.ts';
import type { ConsoleContext } from './context.ts';
import { createCustomerHandlers } from './customer.ts';
import { createDeskHandlers } from './desk.ts';
import { createDraftHandlers } from './drafts.ts';
import { createFloorHandlers } from './floor.ts';
import { createHistoryHandlers } from './history.ts';
import { createLetterHandlers } from './letters.ts';
import { createListHandlers } from './list.ts';
import { createMessageHandlers } from './messages.ts';
import { createNoteHandlers } from './notes.ts';
import { createNoticeHandlers } from './notices.ts';
import { createPlacementHandlers } from './placements.ts';
import { createPreferenceHandlers } from './preferences.ts';
import { createThreadHandlers } from './threads.ts';
import { createViewerHandlers } from './viewers.ts';
import { createWorkHandlers } from './work.ts';

export function createConsoleHandlers(
  context: ConsoleContext,
): Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket> {
  return {
    ...createDeskHandlers(context),
    ...auditBulk(createListHandlers(context), context.accounts.audit),
    ...createThreadHandlers(context),
    ...createNoteHandlers(context),
    ...createViewerHandlers(context),
    ...createCustomerHandlers(context),
    ...createHistoryHandlers(context),
    ...createMessageHandlers(context),
    ...createLetterHandlers(context),
    ...createDraftHandlers(context),
    ...createFloorHandlers(context),
    ...createNoticeHandlers(context),
    ...createPreferenceHandlers(context),
    ...createPlacementHandlers(context),
    ...createCallHandlers(context),
    ...auditActs(createWorkHandlers(context), context.accounts.audit),
  };
}
