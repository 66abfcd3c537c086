/** Opens the console's side: signed-in people enter their rooms, and what they may ask is bound. */
import { AppError } from '../../../shared/errors.ts';
import { type ConsoleAnswers, type ConsoleRequests, consoleRequests } from '../../../shared/events.ts';
import { roomsOf, type UserViewer } from '../../accounts/scope.ts';
import { readSessionCookie } from '../../accounts/session-cookie.ts';
import { bindRequests, type Handlers, type RequestKind } from '../bind.ts';
import { admit } from '../guard/refusal.ts';
import type { RealtimeDeps } from '../ports.ts';
import { joinedConversations, sessionRoom } from '../rooms.ts';
import type { ConsoleServer, ConsoleSocket } from '../servers.ts';
import type { UnderWay } from '../under-way.ts';
import type { Viewers } from '../viewers.ts';
import type { ConsoleContext } from './context.ts';
import { createConsoleHandlers } from './handlers.ts';

export interface ConsoleGatewayDeps extends Pick<RealtimeDeps, 'accounts' | 'routing' | 'log' | 'publicUrl'> {
  io: ConsoleServer;
  context: ConsoleContext;
  viewers: Pick<Viewers, 'gone'>;
  limit(viewer: UserViewer, kind: RequestKind): Promise<void>;
  countUnknown(): void;
  underWay: UnderWay;
}

export function openConsoleGateway(deps: ConsoleGatewayDeps): void {
  const { io, accounts, routing, context, log, publicUrl } = deps;
  const handlers: Handlers<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket> = createConsoleHandlers(context);

  async function enter(socket: ConsoleSocket): Promise<void> {
    const sessionToken = readSessionCookie(socket.handshake.headers.cookie, publicUrl);
    const viewer = sessionToken === undefined ? null : await accounts.viewerOf(sessionToken);
    if (sessionToken === undefined || !viewer) throw new AppError('unauthenticated', 'sign in first');
    socket.data = { viewer, sessionToken };
    await socket.join([...roomsOf(viewer), sessionRoom(viewer.sessionId)]);
  }

  const report = (told: Promise<unknown>): void => {
    deps.underWay
      .add(told)
      .catch((error: unknown) => log.error({ err: error }, 'a socket of an agent could not be told to routing'));
  };

  const listen = bindRequests<UserViewer, ConsoleRequests, ConsoleAnswers, ConsoleSocket>({
    requests: consoleRequests,
    handlers,
    timeline: context.timeline,
    limit: deps.limit,
    countUnknown: deps.countUnknown,
    underWay: deps.underWay,
    log,
  });

  io.use(admit(enter, log));
  io.on('connection', (socket) => {
    const { userId } = socket.data.viewer;
    socket.onAny(listen);
    report(routing.agentConnected(userId, socket.id));
    socket.on('disconnecting', () => {
      for (const id of joinedConversations(socket.rooms)) context.typing.clear(id, userId);
    });
    socket.on('disconnect', () => deps.viewers.gone(socket.id));
    socket.on('disconnect', () => report(routing.agentDisconnected(userId, socket.id)));
  });
}
