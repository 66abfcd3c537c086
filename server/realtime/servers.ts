/** The two socket.io servers on one http server, as typed by the event maps. */
import type http from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import {
  type ConsoleToServer,
  type ServerToConsole,
  type ServerToWidget,
  socketPaths,
  type WidgetToServer,
} from '../../shared/events.ts';
import type { UserViewer, VisitorViewer } from '../accounts/scope.ts';
import { batchWrites, type Engine } from './batched-writes.ts';
import type { BusEvents } from './cluster.ts';
import type { Door } from './guard/door.ts';

export interface ConsoleData {
  viewer: UserViewer;
  /** kept to look the session up again; never told to anybody */
  sessionToken: string;
}
export interface WidgetData {
  viewer: VisitorViewer;
  /** of the network it came from */
  address: string;
}
export type ConsoleServer = Server<ConsoleToServer, ServerToConsole, BusEvents, ConsoleData>;
export type ConsoleSocket = Socket<ConsoleToServer, ServerToConsole, BusEvents, ConsoleData>;
export type WidgetServer = Server<WidgetToServer, ServerToWidget, BusEvents, WidgetData>;
export type WidgetSocket = Socket<WidgetToServer, ServerToWidget, BusEvents, WidgetData>;

export interface ServerRules {
  door: Door;
  frameBytes: number;
  /** whether the page that the handshake comes from may talk to us */
  allows(request: IncomingMessage): Promise<boolean>;
  adapter?: ServerOptions['adapter'];
}

export function createConsoleServer(server: http.Server, rules: ServerRules): ConsoleServer {
  const io: ConsoleServer = new Server(server, optionsFor(socketPaths.console, rules));
  countSockets(io, rules.door);
  batchWrites(io.engine as Engine);
  return io;
}

export function createWidgetServer(server: http.Server, rules: ServerRules): WidgetServer {
  const io: WidgetServer = new Server(server, {
    ...optionsFor(socketPaths.widget, rules),
    // Lets pages of allowed origins read answers of polls; who is allowed at all is decided by `allows`.
    cors: { origin: true, credentials: false },
  });
  countSockets(io, rules.door);
  batchWrites(io.engine as Engine);
  return io;
}

function optionsFor(path: string, rules: ServerRules): Partial<ServerOptions> {
  return {
    path,
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: rules.frameBytes,
    perMessageDeflate: false,
    httpCompression: false,
    // Each server sees the other's upgrades too; refuseStrayUpgrades ends those that are nobody's.
    destroyUpgrade: false,
    adapter: rules.adapter,
    allowRequest: (request, decide) => {
      Promise.all([rules.door.admits(request), rules.allows(request)]).then(
        ([admitted, allowed]) => decide(null, admitted && allowed),
        () => decide(null, false),
      );
    },
  };
}

/** The one door counts the sockets of both servers. */
function countSockets(io: { engine: ConsoleServer['engine'] }, door: Door): void {
  io.engine.on('connection', (socket: { request: IncomingMessage; once(event: 'close', run: () => void): void }) => {
    socket.once('close', door.enters(socket.request));
  });
}

const forgotten = {};

/** What a handshake came with is of no use once somebody is in, and would take several KB for as long as they stay. */
export function forgetHandshake(socket: WidgetSocket): void {
  // Engine.io keeps the request for as long as the connection lasts.
  Object.assign(socket.conn.request, { rawHeaders: [], headers: forgotten });
  Object.assign(socket.conn, { request: null });
  Object.assign(socket.handshake, { headers: forgotten, auth: forgotten, query: forgotten });
}

/** Ends upgrade requests to paths where nobody listens, which would stay open otherwise. */
export function refuseStrayUpgrades(server: http.Server): () => void {
  const own = Object.values(socketPaths);
  const refuse = (request: IncomingMessage, socket: { destroy(): void }): void => {
    const path = request.url ?? '';
    if (!own.some((known) => path.startsWith(`${known}/`))) socket.destroy();
  };
  server.on('upgrade', refuse);
  return () => server.off('upgrade', refuse);
}
