/** The socket of the widget, loaded when it is first needed: typed requests that end in a result or in nothing, and facts. */
import type { Socket } from 'socket.io-client';
import type { Result, WireError } from '../../../../shared/errors.ts';
import type {
  ServerToWidget,
  socketPaths,
  WidgetAnswers,
  WidgetRequests,
  WidgetToServer,
} from '../../../../shared/events.ts';

const path: (typeof socketPaths)['widget'] = '/socket/widget';

type Payload<N extends keyof WidgetRequests> = Parameters<WidgetToServer[N]>[0];

export type Request = <N extends keyof WidgetRequests>(
  name: N,
  payload: Payload<N>,
  /** how long an answer may take, ms */
  patience?: number,
) => Promise<Result<WidgetAnswers[N]> | null>;

export interface ConnectionHandlers {
  connected(): void;
  lost(): void;
  /** the server does not take this token */
  refused(error: WireError): void;
  facts: ServerToWidget;
}

export interface Connection {
  /** with another token than before it connects anew */
  start(token: string): Promise<void>;
  stop(): void;
  /** tries now instead of when the back-off ends */
  hurry(): void;
  isOnline(): boolean;
  request: Request;
}

type Wire = Socket<ServerToWidget, WidgetToServer>;

export function createConnection(inboxId: string, handlers: ConnectionHandlers): Connection {
  let socket: Wire | null = null;
  let token = '';
  let wanted = 0;

  function stop(): void {
    wanted += 1;
    socket?.disconnect();
    socket = null;
  }

  function listen(wire: Wire): void {
    wire.on('connect', handlers.connected);
    wire.on('disconnect', (reason) => {
      if (socket !== wire) return;
      handlers.lost();
      // The server's own "disconnect" is not repeated by the client, but a restart looks just like it.
      if (reason === 'io server disconnect') setTimeout(() => socket === wire && wire.connect(), 1_000);
    });
    wire.on('connect_error', (error: Error & { data?: WireError }) => {
      if (socket !== wire) return;
      handlers.lost();
      if (wire.active) return;
      if (error.data?.code === 'unauthenticated') handlers.refused(error.data);
      else setTimeout(() => socket === wire && wire.connect(), 3_000);
    });
    for (const name of Object.keys(handlers.facts) as (keyof ServerToWidget)[]) wire.on(name, handlers.facts[name]);
  }

  return {
    async start(next) {
      if (socket && token === next) return;
      stop();
      token = next;
      const mine = wanted;
      const { io } = await import('./socket-client.ts').catch(() => ({ io: null }));
      if (mine !== wanted) return;
      if (!io) {
        handlers.lost();
        setTimeout(() => mine === wanted && !socket && void this.start(next), 3_000);
        return;
      }
      socket = io({
        path,
        // Where a proxy lets no WebSocket through, plain requests do.
        transports: ['websocket', 'polling'],
        tryAllTransports: true,
        // The origin is checked for the inbox of the query, before the token of the handshake is read.
        query: { inbox: inboxId },
        auth: { inboxId, token },
        autoConnect: false,
        timeout: 10_000,
        reconnectionDelay: 500,
        reconnectionDelayMax: 8_000,
      });
      listen(socket);
      socket.connect();
    },
    stop,
    hurry() {
      if (socket && !socket.connected) socket.disconnect().connect();
    },
    isOnline: () => socket?.connected === true,
    async request(name, payload, patience = 10_000) {
      if (!socket?.connected) return null;
      try {
        // The map of events ties name, payload and answer together, which emitWithAck's own types cannot follow.
        const wire = socket.timeout(patience) as unknown as {
          emitWithAck(event: string, payload: unknown): Promise<unknown>;
        };
        return (await wire.emitWithAck(name, payload)) as Result<WidgetAnswers[typeof name]>;
      } catch {
        return null;
      }
    },
  };
}
