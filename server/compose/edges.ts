/** The doors of the server: http and sockets, and what channels are given to work with. */
import http from 'node:http';
import { createChannelContext } from '../channel-context.ts';
import { createHttp } from '../http/create-http.ts';
import { createInboxSightings } from '../inbox-sightings.ts';
import { createGuardedFetch } from '../lib/guarded-fetch.ts';
import { createRealtime } from '../realtime/realtime.ts';
import { withoutLimits } from '../realtime/settings.ts';
import { createRetarget } from '../timeline/retarget.ts';
import type { AppOptions } from './options.ts';
import type { Parts } from './parts.ts';

/**
 * How long a client may take, in ms: headers come at once from whoever means it, but a large file may come over a slow line.
 * Looked at often, or one who dawdles would be given half a minute more.
 */
const patience: http.ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 2_000,
};

export type Edges = ReturnType<typeof createEdges>;

export function createEdges(options: AppOptions, parts: Parts) {
  const { ground, records, floor, exchange, desk, calls, facts } = parts;
  const { config, store, log, clock, ids, nodeId } = ground;
  const { directory, channels, accounts, catalogue, files, credentials, secrets, leases } = ground;
  const { timeline, customers, replyTargets } = records;
  const { channelState } = store;
  const { visitors, outbox } = exchange;
  const contextOf = (kind: string) =>
    createChannelContext(kind, {
      ...{ ingest: exchange.ingest.ingest, report: exchange.report, voice: calls.voice },
      ...{ files, credentials, timeline, channelState, leases, directory, secrets, nodeId, clock, log },
      people: store.accounts,
    });
  const setClocks = createRetarget({ timeline, replyTargets, now: clock.now });
  const app = createHttp({
    ...{ config, accounts, directory, files, timeline, channels, catalogue, log, contextOf, customers },
    ...{ routing: floor.routing, floor: floor.floor, outbox, secrets, credentials, ids },
    ...{ imports: records.imports, erasing: records.erasing, exports: records.exports, retention: records.retention },
    ...{ searchIndex: records.searchIndex, recordings: calls.keeping, callServers: ground.callServers },
    visitors: {
      ...visitors,
      async end(token) {
        await visitors.end(token);
        realtime.visitEnded(token);
      },
    },
    sightings: createInboxSightings({ channelState, clock, log }),
    fetchOut: createGuardedFetch(),
    simulator: options.simulator?.access ?? null,
    retarget(queueId) {
      setClocks(queueId).catch((err: unknown) =>
        log.error({ err, queueId }, 'Clocks were left on a target of before.'),
      );
    },
    viewersChanged(userIds) {
      for (const userId of userIds) facts.accounts.tell({ type: 'viewer', userId });
    },
    ping: store.ping,
  });
  const server = http.createServer(patience, app);
  const realtime = createRealtime({
    ...{ http: server, accounts, timeline, calls, files, directory, customers, catalogue, channels, clock, log },
    ...{ visitors, outbox, ingest: exchange.ingest, texting: exchange.texting, ways: exchange.ways },
    addressProof: exchange.addressProof,
    ...{ desk: desk.desk, work: desk.work, bulk: desk.bulk, search: records.search },
    ...{ routing: floor.routing, colleagues: floor.colleagues, counters: floor.counters, floor: floor.floor },
    notices: floor.notices,
    publicUrl: config.publicUrl,
    adapter: config.redisUrl,
    trustedProxies: config.trustedProxies,
    limits: { ...(config.rateLimits ? {} : withoutLimits), ...options.realtime },
  });
  return { server, realtime, contextOf };
}

/** Requests under way are answered; connections that wait for a next one are closed. */
export function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
