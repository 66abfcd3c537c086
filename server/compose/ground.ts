/** What everything stands on: the store, files, people and their rights, what admins name (catalogue), and the channels there are. */
import { join } from 'node:path';
import type { Channel } from '../../channels/channel.ts';
import { createChannels } from '../../channels/index.ts';
import type { CalendarId, Id, InboxId, QueueId, TeamId } from '../../shared/model/ids.ts';
import { allLanguages } from '../../shared/model/inbox.ts';
import { createAccounts } from '../accounts/accounts.ts';
import { createPasswords } from '../accounts/passwords.ts';
import { type CallServers, createCallServers } from '../call-servers.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { fillStarter } from '../catalogue/starter.ts';
import type { Config } from '../config.ts';
import { ensureSecretKey } from '../data-folder.ts';
import { layOutWorkspace, starter } from '../demo/workspace.ts';
import { createFiles } from '../files/files.ts';
import { createInboxCredentials } from '../inbox-credentials.ts';
import { createInboxSecrets } from '../inbox-secrets.ts';
import { createBlobs } from '../lib/blobs.ts';
import type { Clock } from '../lib/clock.ts';
import { createIds } from '../lib/ids.ts';
import { createSecretBox } from '../lib/secret-box.ts';
import type { Store } from '../store/open-store.ts';
import type { Facts } from './facts.ts';
import type { AppOptions } from './options.ts';

/** How long a softswitch without calls outlives the server. */
const SOFTSWITCH_IDLE_MS = 5 * 60_000;
/** Longer than a batch of what is done in the background takes. */
const CHORE_LEASE_MS = 30_000;

export type Ground = Awaited<ReturnType<typeof createGround>>;

export async function createGround(options: AppOptions, store: Store, clock: Clock, facts: Facts) {
  const { config, log } = options;
  const { directory, leases } = store;
  const ids = createIds(clock);
  // The embedded store has one server node; a database that was given by address may have more.
  const alone = config.mongodbUri === undefined;
  // A node that is alone is the same one after a crash, so it need not wait for its own leases to run out.
  const nodeId = alone ? ('only-node' as Id<'node'>) : ids.next<Id<'node'>>();
  const secretBox = createSecretBox(config.secretKey ?? (await ensureSecretKey(config.dataDir)));
  const blobs = await createBlobs(join(config.dataDir, 'blobs'));
  const accounts = createAccounts({
    ...{ accounts: store.accounts, directory, secretBox, clock, ids, publicUrl: config.publicUrl },
    passwords: createPasswords(options.passwordCost),
    events: {
      viewerChanged: (userId) => facts.accounts.tell({ type: 'viewer', userId }),
      sessionEnded: (sessionId) => facts.accounts.tell({ type: 'session', sessionId }),
    },
    async prepareWorkspace(language) {
      await fillStarter(store.catalogue, ids, language);
      await directory.saveLanguages({ ...allLanguages, fallback: language });
      const teams = await directory.teams();
      if (teams.length > 0) return teams.map((team) => team.id);
      const team = ids.next<TeamId>();
      const [queue, calendar, inbox] = [ids.next<QueueId>(), ids.next<CalendarId>(), ids.next<InboxId>()];
      await layOutWorkspace(directory, { team, queue, calendar, inbox }, starter);
      return [team];
    },
  });
  const catalogue = createCatalogue({
    ...{ store: store.catalogue, directory, audit: accounts.audit, ids, clock, publish: facts.catalogue.tell },
  });
  const callServers = createCallServers({ channelState: store.channelState, secretBox, usual: config.calls });
  return {
    ...{ config, log, clock, ids, alone, nodeId, store, directory, leases, blobs, accounts, catalogue, callServers },
    channels: openChannels(config, callServers),
    files: createFiles({ files: store.files, blobs, clock, ids }),
    secrets: createInboxSecrets({ channelState: store.channelState, secretBox, clock }),
    credentials: createInboxCredentials({ channelState: store.channelState, secretBox }),
    /** Whether this node is the one that does a chore in the background. */
    leadIn: (what: string) => async () => (await leases.acquire(what, nodeId, CHORE_LEASE_MS)) !== null,
  };
}

function openChannels(config: Config, callServers: Pick<CallServers, 'used'>): ReadonlyMap<string, Channel> {
  const channels = createChannels({
    email: { listen: config.mailListener, allowPrivate: config.mailPrivateHosts },
    phone: {
      folder: join(config.dataDir, 'softswitch'),
      ...{ ports: config.calls.ports, host: config.calls.host, idleMs: SOFTSWITCH_IDLE_MS },
      ice: callServers.used,
      twilio: { publicUrl: config.publicUrl, apiBaseUrl: config.twilioApiBaseUrl },
    },
  });
  return new Map(channels.map((channel) => [channel.kind, channel]));
}
