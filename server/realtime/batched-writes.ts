/**
 * Brings all that a socket is told in one turn of the event loop out in one write: an answer and its fact, an entry and its row. A system call costs
 * more than the frames in it, and a batch of commits tells many sockets several things each.
 */

/** What of an engine's socket is used here; `_socket` is the connection under a websocket. */
interface EngineSocket {
  flush(): void;
  writeBuffer: unknown[];
  transport: { socket?: { _socket?: { cork(): void; uncork(): void } | null } };
}

export interface Engine {
  on(event: 'connection', listener: (socket: EngineSocket) => void): unknown;
}

export function batchWrites(engine: Engine): void {
  let due = new Set<EngineSocket>();

  // One function for all sockets: it is called as their method.
  function flushLater(this: EngineSocket): void {
    if (this.writeBuffer.length === 0) return;
    if (due.size === 0) setImmediate(flushAll);
    due.add(this);
  }

  function flushAll(): void {
    const those = due;
    due = new Set();
    for (const socket of those) flushTogether(socket);
  }

  engine.on('connection', (socket) => {
    Object.assign(socket, { flush: flushLater });
  });
}

function flushTogether(socket: EngineSocket): void {
  const { flush } = Object.getPrototypeOf(socket) as EngineSocket;
  const wire = socket.transport.socket?._socket;
  wire?.cork();
  flush.call(socket);
  wire?.uncork();
}
