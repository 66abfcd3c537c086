/** The door of both socket servers: how many may stand in it from one address, and how fast they may come. */
import type { IncomingMessage } from 'node:http';
import type { RealtimeSettings } from '../settings.ts';
import { addressOf } from './origin.ts';
import { createRateLimit } from './rate-limits.ts';

export interface Door {
  /** Whether one more handshake from this address is let through. */
  admits(request: IncomingMessage): Promise<boolean>;
  /** One more is in; the answer is called when it has left. */
  enters(request: IncomingMessage): () => void;
}

export function createDoor(
  settings: Pick<RealtimeSettings, 'socketsPerAddress' | 'handshakesPerAddress'>,
  proxies: number,
): Door {
  const inside = new Map<string, number>();
  const handshakes = createRateLimit(settings.handshakesPerAddress);
  const change = (address: string, by: number): void => {
    const count = (inside.get(address) ?? 0) + by;
    if (count > 0) inside.set(address, count);
    else inside.delete(address);
  };
  return {
    async admits(request) {
      const address = addressOf(request, proxies);
      if ((inside.get(address) ?? 0) >= settings.socketsPerAddress) return false;
      return handshakes.take(address).then(
        () => true,
        () => false,
      );
    },
    enters(request) {
      const address = addressOf(request, proxies);
      change(address, 1);
      return () => change(address, -1);
    },
  };
}
