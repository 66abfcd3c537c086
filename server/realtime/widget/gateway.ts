/** Opens the widget's side: visitors with a token of the inbox they name enter their rooms, and what they may ask is bound. */
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
    socket.data = { viewer };
    await socket.join([...visitorRooms(viewer), inboxRoom(viewer.inboxId), visitRoom(said.data.token)]);
  }

  io.use(admit(enter, log));
  io.on('connection', (socket) => {
    forgetHandshake(socket);
    const { viewer } = socket.data;
    /** A page of ours waits when it is told to; whoever does not costs the others. */
    const tolerate = (): void => {
      deps.tolerate(socket.id).catch(() => socket.disconnect(true));
    };
    bindRequests(socket, {
      requests: widgetRequests,
      handlers,
      timeline: context.timeline,
      async limit(asking, kind) {
        try {
          await deps.limit(asking, kind);
        } catch (refusal) {
          tolerate();
          throw refusal;
        }
      },
      countUnknown() {
        deps.countUnknown();
        tolerate();
      },
      underWay: deps.underWay,
      log,
    });
    for (const id of viewer.identityIds) presence.arrived(id, null);
    socket.on('disconnecting', () => {
      for (const id of joinedConversations(socket.rooms)) context.typing.clear(id, typistOf(viewer));
    });
    socket.on('disconnect', () => {
      for (const id of viewer.identityIds) presence.left(id, visitorRoomIn(viewer.inboxId, id));
    });
  });
}

const unknownVisitor = (): AppError => new AppError('unauthenticated', 'this visit is over, begin a new one');

/** The inbox that a handshake names in its query. */
export function inboxOfQuery(url: string | undefined): InboxId | null {
  const named = inboxId.safeParse(new URL(url ?? '/', 'http://unused').searchParams.get('inbox'));
  return named.success ? named.data : null;
}
