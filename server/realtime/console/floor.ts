/** Who works here: colleagues, kept up to date for every console that asked. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { colleaguesRoom } from '../rooms.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type FloorHandlers = Pick<Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>, 'colleagues:list'>;

export function createFloorHandlers({ colleagues }: Pick<ConsoleContext, 'colleagues'>): FloorHandlers {
  return {
    // Joined before the reading, so that no change falls between the two.
    'colleagues:list': async ({ socket }) => {
      await socket.join(colleaguesRoom);
      return colleagues.list();
    },
  };
}
