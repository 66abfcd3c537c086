/** Who works here, and the floor as those who run it watch it. */
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import { requirePermission, type UserViewer } from '../../accounts/scope.ts';
import type { Handlers } from '../bind.ts';
import { colleaguesRoom } from '../rooms.ts';
import type { ConsoleSocket } from '../servers.ts';
import type { ConsoleContext } from './context.ts';

type FloorHandlers = Pick<
  Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>,
  'colleagues:list' | 'floor:watch' | 'floor:leave' | 'floor:look'
>;

export function createFloorHandlers(
  deps: Pick<ConsoleContext, 'colleagues' | 'floorFacts' | 'accounts'>,
): FloorHandlers {
  const { colleagues, floorFacts, accounts } = deps;
  return {
    // Joined before the reading, so that no change falls between the two.
    'colleagues:list': async ({ socket }) => {
      await socket.join(colleaguesRoom);
      return colleagues.list();
    },
    'floor:watch': ({ viewer, payload, socket }) => {
      requirePermission(viewer, 'floor:see');
      socket.once('disconnect', () => floorFacts.leave(socket));
      return floorFacts.watch(socket, payload.from);
    },
    'floor:leave': async ({ socket }) => {
      floorFacts.leave(socket);
      return null;
    },
    // Looking over a colleague's shoulder is nobody's secret: it can be looked up who did, and when.
    'floor:look': async ({ viewer, conversation, socket }) => {
      requirePermission(viewer, 'floor:see');
      const { userId: id, name } = viewer;
      await accounts.audit.record(
        'conversation.watched',
        { kind: 'user', id, name },
        conversation.id,
        socket.handshake.address,
        { number: conversation.number, ownerId: conversation.work?.ownerId ?? null },
      );
      return null;
    },
  };
}
