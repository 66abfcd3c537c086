/** What is to be said of the connection; nothing while all is well or has only just begun. Pure. */
import type { Connection } from '../../sync/desk-state.ts';
import type { PendingSend } from '../../sync/pending.ts';

export interface ConnectionWords {
  /** offline: out of reach · stale: what an earlier page kept · unsent: connected, and yet something does not get through */
  kind: 'offline' | 'stale' | 'unsent';
  /** since when; for `stale` when it was so. ms of this computer's clock */
  at: number;
  /** what was written here and waits */
  count: number;
}

export interface ConnectionFacts {
  connection: Connection;
  pending: readonly PendingSend[];
  cachedAt: number | null;
  now: number;
}

/** Connecting takes a moment, and a send too; nobody needs to hear of that. */
const patienceMs = 2_000;
const sendPatienceMs = 10_000;

export function describeConnection({ connection, pending, cachedAt, now }: ConnectionFacts): ConnectionWords | null {
  const waiting = pending.filter((send) => send.state.kind !== 'failed');
  const count = waiting.length;
  switch (connection.state) {
    case 'offline':
      return { kind: 'offline', at: connection.since, count };
    case 'connecting':
      if (now - connection.since < patienceMs) return null;
      return cachedAt !== null && count === 0
        ? { kind: 'stale', at: cachedAt, count }
        : { kind: 'offline', at: connection.since, count };
    case 'online': {
      const first = Math.min(...waiting.map((send) => send.at));
      return count > 0 && now - Math.max(first, connection.since) > sendPatienceMs
        ? { kind: 'unsent', at: first, count }
        : null;
    }
  }
}
