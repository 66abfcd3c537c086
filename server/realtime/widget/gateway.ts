/** Opens the widget's side: visitors with a token of the inbox they name enter their rooms, and what they may ask is bound. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { type WidgetAnswers, type WidgetRequests, widgetRequests } from '../../../shared/events.ts';
import { type InboxId, idSchema } from '../../../shared/model/ids.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import { bindRequests, type Handlers, type RequestKind } from '../bind.ts';
import { admit } from '../guard/refusal.ts';
import type { RealtimeDeps } from '../ports.ts';
import { inboxRoom, joinedConversations, visitorRoomIn, visitorRooms, visitRoom } from '../rooms.ts';
import { forgetHandshake, type WidgetServer, type WidgetSocket } from '../servers.ts';
import type { UnderWay } from '../under-way.ts';
import type { VisitorPresence } from '../visitor-presence.ts';
import { typistOf, type WidgetContext } from './context.ts';
import { createWidgetHandlers } from './handlers.ts';

const inboxId = idSchema<InboxId>();
/** What a widget says in its handshake. */
const handshakeSchema = z.object({ inboxId, token: z.string().min(1).max(200) });

export interface WidgetGatewayDeps extends Pick<RealtimeDeps, 'visitors' | 'log'> {
  io: WidgetServer;
  context: WidgetContext;
  presence: VisitorPresence;
  addressOf(request: IncomingMessage): string;
  limit(viewer: VisitorViewer, kind: RequestKind): Promise<void>;
  /** one more refusal of this socket; rejects when it had too many */
  tolerate(socketId: string): Promise<void>;
  countUnknown(): void;
  underWay: UnderWay;
}

export function openWidgetGateway(deps: WidgetGatewayDeps): void {
  const { io, visitors, context, presence, log } = deps;
  const handlers: Handlers<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket> = createWidgetHandlers(context);

  async function enter(socket: WidgetSocket): Promise<void> {
    const said = handshakeSchema.safeParse(socket.handshake.auth);
    // The origin was checked for the inbox of the query, so the token must be of that very inbox.
    if (!said.success || said.data.inboxId !== socket.handshake.query.inbox) throw unknownVisitor();
    const viewer = await visitors.find(said.data.inboxId, said.data.token);
    if (viewer?.inboxId !== said.data.inboxId) throw unknownVisitor();
    socket.data = { viewer, address: deps.addressOf(socket.request) };
    await socket.join([...visitorRooms(viewer), inboxRoom(viewer.inboxId), visitRoom(said.data.token)]);
  }

  /** A page of ours waits when it is told to; whoever does not costs the others. */
  const tolerate = (socket: WidgetSocket): void => {
    deps.tolerate(socket.id).catch(() => socket.disconnect(true));
  };
  const listen = bindRequests<VisitorViewer, WidgetRequests, WidgetAnswers, WidgetSocket>({
    requests: widgetRequests,
    handlers,
    timeline: context.timeline,
    async limit(asking, kind, socket) {
      try {
        await deps.limit(asking, kind);
      } catch (refusal) {
        tolerate(socket);
        throw refusal;
      }
    },
    countUnknown(socket) {
      deps.countUnknown();
      tolerate(socket);
    },
    underWay: deps.underWay,
    log,
  });

  // Listeners are called as methods of their socket, so that one of each is enough for all.
  function leaveThreads(this: WidgetSocket): void {
    for (const id of joinedConversations(this.rooms)) context.typing.clear(id, typistOf(this.data.viewer));
  }
  function leave(this: WidgetSocket): void {
    const { identityIds, inboxId: inbox } = this.data.viewer;
    for (const id of identityIds) presence.left(id, visitorRoomIn(inbox, id));
  }

  io.use(admit(enter, log));
  io.on('connection', (socket) => {
    forgetHandshake(socket);
    socket.onAny(listen);
    for (const id of socket.data.viewer.identityIds) presence.arrived(id, null);
    socket.on('disconnecting', leaveThreads);
    socket.on('disconnect', leave);
  });
}

const unknownVisitor = (): AppError => new AppError('unauthenticated', 'this visit is over, begin a new one');

/** The inbox that a handshake names in its query. */
export function inboxOfQuery(url: string | undefined): InboxId | null {
  const named = inboxId.safeParse(new URL(url ?? '/', 'http://unused').searchParams.get('inbox'));
  return named.success ? named.data : null;
}
