/** A line between a client and a server that is cut after so many bytes of the server's, or goes silent at what the client says. */
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  port: number;
  connections: number;
  /** bytes each next connection may carry towards the client; null: all */
  allowance: number | null;
  /** what the client says at a word it holds for goes no further, nor does what follows */
  holdsAt: ((said: string) => boolean) | null;
  close(): Promise<void>;
}

export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    proxy.connections += 1;
    const upstream = connect(target, '127.0.0.1');
    let left = proxy.allowance ?? Number.POSITIVE_INFINITY;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let isHeld = false;
    client.on('data', (chunk: Buffer) => {
      isHeld ||= proxy.holdsAt?.(chunk.toString('latin1')) ?? false;
      if (!isHeld) upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      client.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) client.destroySoon();
    });
  });
  const proxy: CuttingProxy = {
    port: 0,
    connections: 0,
    allowance: null,
    holdsAt: null,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  proxy.port = typeof address === 'object' && address ? address.port : 0;
  return proxy;
}
