/** In which order the parts begin and end. */
import { startCounting } from '../floor/counting.ts';
import { startHousekeeping } from '../housekeeping.ts';
import { startReconciler } from '../lists/reconciler.ts';
import { closeServer, type Edges } from './edges.ts';
import type { Parts } from './parts.ts';

/** How often counters are compared with what they count, ms: with other nodes about, what one of them missed is seen soon. */
const RECONCILE_MS = { alone: 600_000, amongOthers: 30_000 };

interface Part {
  start(): unknown;
  stop(): Promise<unknown>;
}

export interface Life {
  /** Mends what a crash left, then works. */
  start(): Promise<void>;
  /** Ends connections and work in order, then the database connection. Repeating it changes nothing. */
  stop(): Promise<void>;
}

export function createLife({ ground, records, floor, exchange, desk, calls }: Parts, edges: Edges): Life {
  const { accounts, channels, files, blobs, store, alone, clock, log } = ground;
  const { timeline, customers, imports } = records;
  const stops: (() => Promise<unknown>)[] = [];
  const begin = async (part: Part): Promise<void> => {
    await part.start();
    stops.push(() => part.stop());
  };
  return {
    async start() {
      await accounts.mend();
      await timeline.mend();
      stops.push(() => timeline.stop());
      await begin(floor.routing);
      await exchange.ingest.mend();
      stops.push(await startReconciler(floor.counters, RECONCILE_MS[alone ? 'alone' : 'amongOthers'], log));
      const { searchIndex, erasing, retention } = records;
      for (const part of [searchIndex, customers, imports, erasing, retention]) await begin(part);
      for (const part of [desk.bulk, desk.desk, exchange.outbox]) await begin(part);
      for (const channel of channels.values()) {
        await begin({ start: () => channel.start(edges.contextOf(channel.kind)), stop: () => channel.stop() });
      }
      await begin(calls);
      await edges.realtime.start();
      stops.push(startCounting(floor.collector, log));
      stops.push(
        startHousekeeping({
          ...{ desk: desk.desk, notices: floor.notices, recordings: calls.keeping },
          ...{ accounts, customers, imports, files, blobs, channelState: store.channelState, clock, log },
        }),
      );
    },
    async stop() {
      const { server, realtime } = edges;
      const last = [() => store.close(), ...stops.splice(0), () => closeServer(server), () => realtime.stop()];
      for (const stop of last.reverse()) {
        // With the store gone some have nowhere to write to; the others are ended all the same.
        await stop().catch((error: unknown) => log.warn({ err: error }, 'a part was not stopped in order'));
      }
    },
  };
}
