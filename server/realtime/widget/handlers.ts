/** The table of everything a widget may ask. */
import type { WidgetAnswers, WidgetRequests } from '../../../shared/events.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { WidgetSocket } from '../servers.ts';
import { createAddressHandlers } from './address.ts';
import { createCallHandlers } from './calls.ts';
import type { WidgetContext } from './context.ts';
import { createHomeHandlers } from './home.ts';
import { createMessageHandlers } from './messages.ts';
import { createThreadHandlers } from './threads.ts';

export function createWidgetHandlers(
  context: WidgetContext,
): Handlers<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket> {
  return {
    ...createHomeHandlers(context),
    ...createMessageHandlers(context),
    ...createThreadHandlers(context),
    ...createCallHandlers(context),
    ...createAddressHandlers(context),
  };
}
