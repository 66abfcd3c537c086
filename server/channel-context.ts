/** What a channel is given to work with: ingest, keyed state, leadership, secrets, clock and log. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ChannelContext } from '../channels/channel.ts';
import type { InboxId } from '../shared/model/ids.ts';
import type { Files } from './files/files.ts';
import type { InboxSecrets } from './inbox-secrets.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { AccountStore } from './store/accounts.ts';
import type { ChannelStateStore } from './store/channel-state.ts';
import type { Directory } from './store/directory.ts';
import type { LeaseStore } from './store/leases.ts';
import type { Timeline } from './timeline/timeline.ts';

export interface ChannelContextDeps {
  ingest: ChannelContext['ingest'];
  report: ChannelContext['report'];
  voice: ChannelContext['voice'];
  files: Pick<Files, 'keep' | 'bytes'>;
  credentials: {
    get(id: InboxId): Promise<Record<string, string>>;
    set(id: InboxId, changed: Record<string, string>): Promise<unknown>;
  };
  timeline: Pick<Timeline, 'findEntries'>;
  channelState: ChannelStateStore;
  leases: LeaseStore;
  directory: Pick<Directory, 'inbox' | 'inboxes'>;
  secrets: Pick<InboxSecrets, 'good'>;
  people: Pick<AccountStore, 'listUsers'>;
  nodeId: string;
  clock: Clock;
  log: Log;
}

const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const NAMES_MS = 60_000;

export function createChannelContext(kind: string, deps: ChannelContextDeps): ChannelContext {
  const { ingest, report, files, channelState, directory, clock, log } = deps;
  /** People come and go by the day, letters by the second. */
  let known: { at: number; names: Promise<string[]> } | null = null;
  return {
    ingest,
    report,
    voice: deps.voice,
    keep: (id, bytes, name) => files.keep(bytes, { name, uploader: { kind: 'inbox', id } }),
    bytes: files.bytes,
    state: channelState.of(kind),
    lead: (name, work) => lead(`channel:${kind}:${name}`, work, deps),
    secrets: (id) => deps.secrets.good(id),
    inbox: (id) => directory.inbox(id),
    inboxes: async () => (await directory.inboxes()).filter(({ channel, archived }) => channel === kind && !archived),
    credentials: (id) => deps.credentials.get(id),
    async keepCredentials(id, changed) {
      await deps.credentials.set(id, changed);
    },
    async said(id) {
      const [entry] = await deps.timeline.findEntries([id]);
      return entry?.direction === 'out' && entry.body.kind === 'message' ? entry.body.text : null;
    },
    names() {
      if (known === null || clock.now() - known.at > NAMES_MS) {
        known = { at: clock.now(), names: namesOf(deps.people) };
        known.names.catch(() => {
          known = null;
        });
      }
      return known.names;
    },
    now: () => clock.now(),
    log: log.child({ channel: kind }),
  };
}

const namesOf = async (people: ChannelContextDeps['people']): Promise<string[]> =>
  (await people.listUsers()).flatMap(({ name, email }) => [name, email]);

/** Works while it holds the lease; the signal aborts before anybody else can have it. */
function lead(
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  { leases, nodeId, log }: ChannelContextDeps,
): () => Promise<void> {
  const stopping = new AbortController();

  async function hold(fence: number): Promise<void> {
    const held = new AbortController();
    const signal = AbortSignal.any([held.signal, stopping.signal]);
    const watch = (async () => {
      // By our own monotonic clock, so that a database that cannot be reached ends it too.
      let until = performance.now() + LEASE_MS - RENEW_MS;
      while (!signal.aborted && performance.now() < until) {
        await pause(RENEW_MS, signal);
        const asked = performance.now();
        const isOurs = await leases.renew(name, nodeId, fence, LEASE_MS).catch(() => null);
        if (isOurs === false) break;
        if (isOurs) until = asked + LEASE_MS - RENEW_MS;
      }
      held.abort();
    })();
    await work(signal).catch((error: unknown) => log.error({ err: error, name }, 'a channel stopped working'));
    held.abort();
    await watch;
    await leases.release(name, nodeId, fence);
  }

  const done = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const lease = await leases.acquire(name, nodeId, LEASE_MS);
        if (lease) await hold(lease.fence);
      } catch (error) {
        log.warn({ err: error, name }, 'no lease for now');
      }
      await pause(RENEW_MS, stopping.signal);
    }
  })();
  return async () => {
    stopping.abort();
    await done;
  };
}

/** Leaves nothing behind on the signal, which may live as long as the server. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
