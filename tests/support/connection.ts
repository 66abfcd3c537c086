/** A test's socket: connects as a browser would, can be cut and comes back, collects facts. */
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { WireError } from '../../shared/errors.ts';
import { createFacts, type Facts } from './facts.ts';

export interface Connection {
  socket: Socket;
  facts: Facts;
  /** Resolves when connected; rejects with the server's word when it refuses. */
  connected(): Promise<void>;
  /** Cuts the wire as a lost network would; the client notices and comes back by itself. */
  cut(): void;
  close(): void;
}

export class HandshakeRefused extends Error {
  constructor(readonly wire: WireError | null) {
    super(wire ? `${wire.code}: ${wire.message}` : 'refused before the handshake');
    this.name = 'HandshakeRefused';
  }
}

export function connect(
  url: string,
  name: string,
  options: Partial<ManagerOptions & SocketOptions>,
  onConnect?: () => void,
): Connection {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 5,
    reconnectionDelayMax: 50,
    randomizationFactor: 0,
    timeout: 3_000,
    ...options,
  });
  const facts = createFacts(name);
  socket.onAny((event: string, fact: unknown) => facts.push(event, fact));
  if (onConnect) socket.on('connect', onConnect);
  return {
    socket,
    facts,
    connected: () =>
      new Promise((resolve, reject) => {
        if (socket.connected) {
          resolve();
          return;
        }
        const end = (): void => {
          socket.off('connect', succeed);
          socket.off('connect_error', refuse);
        };
        const succeed = (): void => {
          end();
          resolve();
        };
        const refuse = (error: Error & { data?: WireError }): void => {
          // Only the server's own no is final; a server that restarts is tried again.
          if (!error.data && options.reconnection !== false) return;
          end();
          reject(new HandshakeRefused(error.data ?? null));
        };
        socket.on('connect', succeed);
        socket.on('connect_error', refuse);
      }),
    cut() {
      // A connection that is only being made has nothing to cut, and closing it would leave the client waiting for it.
      if (socket.connected) socket.io.engine.close();
    },
    close: () => void socket.disconnect(),
  };
}
