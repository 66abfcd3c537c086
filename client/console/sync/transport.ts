/** The console's socket as the desk uses it: typed questions with answers, typed facts, and whether it is there. */
import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';
import { fail, type Result } from '../../../shared/errors.ts';
import type {
  ConsoleAnswers,
  ConsoleRequests,
  ConsoleToServer,
  ServerToConsole,
  socketPaths,
} from '../../../shared/events.ts';

export type Ask = <Name extends keyof ConsoleRequests>(
  name: Name,
  payload: z.input<ConsoleRequests[Name]>,
) => Promise<Result<ConsoleAnswers[Name]>>;

export interface Transport {
  /** an answer that does not come is the error `not_ready` */
  ask: Ask;
  on<Name extends keyof ServerToConsole>(name: Name, listener: ServerToConsole[Name]): void;
  onConnect(listener: () => void): void;
  /** `isRefused`: the server does not know this session any more */
  onDisconnect(listener: (isRefused: boolean) => void): void;
  isConnected(): boolean;
  connect(): void;
  /** tries at once instead of waiting for the next attempt; nothing while connected */
  reconnect(): void;
  close(): void;
}

const answerWithinMs = 15_000;
// Written out so that no schema is loaded for a string; the type keeps the two equal.
const path: (typeof socketPaths)['console'] = '/socket/console';

export function createTransport(): Transport {
  const socket: Socket<ServerToConsole, ConsoleToServer> = io({
    path,
    // Where a proxy lets no WebSocket through, plain requests do.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5_000,
  });
  const lost = fail({ code: 'not_ready', message: 'No answer from the server' });
  // The map of requests is generic here, which socket.io's own overloads cannot follow.
  const emitWithAck = (name: string, payload: unknown): Promise<unknown> =>
    (
      socket.timeout(answerWithinMs) as unknown as { emitWithAck(name: string, payload: unknown): Promise<unknown> }
    ).emitWithAck(name, payload);
  return {
    async ask(name, payload) {
      if (!socket.connected) return lost;
      try {
        return (await emitWithAck(name, payload)) as Awaited<ReturnType<Ask>> as never;
      } catch {
        return lost;
      }
    },
    on(name, listener) {
      (socket as unknown as { on(name: string, listener: unknown): void }).on(name, listener);
    },
    onConnect(listener) {
      socket.on('connect', listener);
    },
    onDisconnect(listener) {
      socket.on('disconnect', () => listener(false));
      socket.on('connect_error', (error) => {
        const data = (error as { data?: { code?: string } }).data;
        const code = data?.code ?? error.message;
        listener(code === 'unauthenticated');
        // A refusal in the handshake ends socket.io's own attempts; only a missing session should.
        if (!socket.active && code !== 'unauthenticated') globalThis.setTimeout(() => socket.connect(), 2_000);
      });
    },
    isConnected: () => socket.connected,
    connect: () => {
      socket.connect();
    },
    reconnect() {
      if (socket.connected) return;
      // While it waits between attempts, connect() alone would be ignored.
      socket.disconnect();
      socket.connect();
    },
    close: () => {
      socket.close();
    },
  };
}
