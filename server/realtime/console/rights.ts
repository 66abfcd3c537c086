/** Rights that change while somebody is connected: sessions are looked up again, rooms follow, what is lost is said. */
import { AppError, type WireError } from '../../../shared/errors.ts';
import type { SessionId, UserId } from '../../../shared/model/ids.ts';
import { agentRoom, canSee, roomsOf, threadRoom, type UserViewer } from '../../accounts/scope.ts';
import type { Log } from '../../lib/log.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { AccountsPort } from '../ports.ts';
import { followedHistories, joinedConversations, sessionRoom } from '../rooms.ts';
import type { ConsoleServer, ConsoleSocket } from '../servers.ts';

export interface Rights {
  /** Looks up all sockets of this user on this node. */
  viewerChanged(userId: UserId): Promise<void>;
  /** Over on every node, at once. */
  sessionEnded(sessionId: SessionId): void;
  /** Looks up every socket of this node; heals a message between nodes that got lost, and ends what expired. */
  review(): Promise<void>;
}

export interface RightsDeps {
  io: ConsoleServer;
  accounts: AccountsPort;
  timeline: Pick<Timeline, 'find'>;
  /** their rooms changed; their own state is to be told again */
  changed(viewer: UserViewer): void;
  log: Log;
}

const ended: WireError = new AppError('unauthenticated', 'this session is over').toWire();

export function createRights({ io, accounts, timeline, changed, log }: RightsDeps): Rights {
  async function lookUp(socket: ConsoleSocket): Promise<void> {
    const { viewer: before, sessionToken } = socket.data;
    const after = await accounts.viewerOf(sessionToken);
    if (!after) {
      socket.emit('session:ended', { error: ended });
      socket.disconnect(true);
      return;
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    socket.data.viewer = after;
    await moveRooms(socket, roomsOf(before), roomsOf(after));
    const followed = followedHistories(socket.rooms);
    for (const room of followed) await socket.leave(room);
    // They ask again, and hear of what they may see now.
    if (followed.length > 0) socket.emit('history:grew', { anew: true });
    for (const id of joinedConversations(socket.rooms)) {
      const conversation = await timeline.find(id);
      if (conversation && canSee(after, conversation)) continue;
      await socket.leave(threadRoom(id));
      socket.emit('conversation:revoked', { conversationId: id });
      socket.emit('row:removed', { conversationId: id });
    }
    changed(after);
  }

  async function moveRooms(socket: ConsoleSocket, before: string[], after: string[]): Promise<void> {
    for (const room of before) if (!after.includes(room)) await socket.leave(room);
    await socket.join(after.filter((room) => !before.includes(room)));
  }

  async function lookUpAll(ids: Iterable<string>): Promise<void> {
    for (const id of [...ids]) {
      const socket = io.sockets.sockets.get(id);
      if (!socket) continue;
      await lookUp(socket).catch((error: unknown) => log.error({ err: error }, 'rights could not be looked up'));
    }
  }

  return {
    viewerChanged: (userId) => lookUpAll(io.of('/').adapter.rooms.get(agentRoom(userId)) ?? []),
    sessionEnded(sessionId) {
      const room = sessionRoom(sessionId);
      io.to(room).emit('session:ended', { error: ended });
      io.in(room).disconnectSockets(true);
    },
    review: () => lookUpAll(io.sockets.sockets.keys()),
  };
}
