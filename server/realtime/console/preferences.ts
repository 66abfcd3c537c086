/** What an agent chose for themselves; nobody else's can be named. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type PreferenceHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'preferences:change'
>;

export function createPreferenceHandlers({ desk }: ConsoleContext): PreferenceHandlers {
  return {
    'preferences:change': ({ viewer, payload }) => desk.preferences.change(viewer.userId, payload),
  };
}
