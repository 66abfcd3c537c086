/** Builds the whole server from its configuration and a database; it listens nowhere until somebody says so. */
import http from 'node:http';
import { join } from 'node:path';
import type { Channel } from '../channels/channel.ts';
import { createChannels } from '../channels/index.ts';
import type { CalendarId, Id, InboxId, QueueId, SessionId, TeamId, UserId } from '../shared/model/ids.ts';
import { allLanguages } from '../shared/model/inbox.ts';
import { transcriptionCredential } from '../shared/model/phone-policy.ts';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { createPasswords, type PasswordCost } from './accounts/passwords.ts';
import { type Calls, createCalls } from './calls/create-calls.ts';
import type { CallSettings } from './calls/model.ts';
import type { CallFact } from './calls/ports.ts';
import { createTranscriber } from './calls/transcriber.ts';
import { type Catalogue, createCatalogue } from './catalogue/catalogue.ts';
import type { CatalogueFact } from './catalogue/model.ts';
import { fillStarter } from './catalogue/starter.ts';
import { createChannelContext } from './channel-context.ts';
import type { Config } from './config.ts';
import { createAddressProof } from './customers/address-proof.ts';
import { createConsent } from './customers/consent.ts';
import { type CustomerFact, createCustomers } from './customers/customers.ts';
import { createErasing } from './customers/erasing/erasing.ts';
import { createExports } from './customers/exporting/exports.ts';
import { createImports, type Imports } from './customers/importing/imports.ts';
import { claimDataFolder, ensureSecretKey, openDataFolder } from './data-folder.ts';
import { openDemoFile } from './demo/demo-file.ts';
import { type Demo, seedDemo } from './demo/seed.ts';
import { type SimulatedPhone, seedPhone } from './demo/seed-phone.ts';
import { layOutWorkspace, starter } from './demo/workspace.ts';
import { createDesk, type Desk } from './desk/desk.ts';
import type { DeskFact } from './desk/ports.ts';
import { createFiles, type Files } from './files/files.ts';
import { createColleagues } from './floor/colleagues.ts';
import { createCollector } from './floor/collector.ts';
import { startCounting } from './floor/counting.ts';
import { createFloor } from './floor/floor.ts';
import { createIntervalCache } from './floor/interval-cache.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createHttp } from './http/create-http.ts';
import { createInboxCredentials } from './inbox-credentials.ts';
import { createInboxSecrets } from './inbox-secrets.ts';
import { createInboxSightings } from './inbox-sightings.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import { createVisitors, type Visitors } from './ingest/visitors.ts';
import { createBlobs } from './lib/blobs.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { createGuardedFetch } from './lib/guarded-fetch.ts';
import { createIds } from './lib/ids.ts';
import type { Log } from './lib/log.ts';
import { createRelay } from './lib/relay.ts';
import { createSecretBox } from './lib/secret-box.ts';
import { type BulkFact, createBulk } from './lists/bulk/bulk.ts';
import { type Counters, createCounters } from './lists/counters.ts';
import { startReconciler } from './lists/reconciler.ts';
import { createNotices, type NoticeFact, type Notices } from './notices/notices.ts';
import { createAcknowledgements } from './outbound/acknowledge.ts';
import { findWords } from './outbound/customer-language.ts';
import { createOutbound, type Outbound } from './outbound/outbound.ts';
import { createOutbox } from './outbound/outbox.ts';
import { createReports } from './outbound/reports.ts';
import { createTexting } from './outbound/texting.ts';
import { createWays } from './outbound/ways.ts';
import { createRealtime, type Realtime } from './realtime/realtime.ts';
import { type RealtimeSettings, withoutLimits } from './realtime/settings.ts';
import { createRetention, type Retention } from './retention/retention.ts';
import { createRouting, type RoutingService } from './routing/create-routing.ts';
import { createReplyTargets } from './routing/reply-targets.ts';
import type { RoutingFact } from './routing/routing.ts';
import { defaultSettings, type RoutingSettings } from './routing/settings.ts';
import { systemTimers, type Timers } from './routing/timers.ts';
import { createSearchParts } from './search/create-search.ts';
import type { Indexer } from './search/indexer.ts';
import { openStore, type Store } from './store/open-store.ts';
import { createTimeline, type RunningTimeline } from './timeline/create-timeline.ts';
import type { Entry, TimelineFact } from './timeline/model.ts';
import { createRetarget } from './timeline/retarget.ts';
import { createNewsTeller } from './work/tell-news.ts';
import { createWorkVerbs, type WorkVerbs } from './work/verbs.ts';

export interface AppOptions {
  config: Config;
  /** mongodb://… of the embedded store or of `config.mongodbUri` */
  storeUri: string;
  clock?: Clock;
  /** what waits by that clock; real time where none is given */
  timers?: Timers;
  log: Log;
  /** the simulated telephone network that the demo started */
  simulator?: SimulatedPhone;
  /** told one line per step of a migration */
  progress?(text: string): void;
  /** for tests: shorter clocks and cheaper passwords */
  routing?: Partial<RoutingSettings>;
  realtime?: Partial<RealtimeSettings>;
  calls?: Partial<CallSettings>;
  passwordCost?: PasswordCost;
}

export interface App {
  http: http.Server;
  store: Store;
  timeline: RunningTimeline;
  routing: RoutingService;
  realtime: Realtime;
  accounts: Accounts;
  channels: ReadonlyMap<string, Channel>;
  ingest: Ingest;
  outbound: Outbound;
  work: WorkVerbs;
  calls: Calls;
  visitors: Visitors;
  files: Files;
  imports: Imports;
  retention: Retention;
  notices: Notices;
  counters: Counters;
  searchIndex: Indexer;
  catalogue: Catalogue;
  /** null unless `config.demo` */
  demo: Demo | null;
  /** Mends what a crash left, then works. Listening is the caller's. */
  start(): Promise<void>;
  /** Ends connections and work in order, then the database connection. Repeating it changes nothing. */
  stop(): Promise<void>;
}

/**
 * How long a client may take, in ms: headers come at once from whoever means it, but a large file may come over a slow line.
 * Looked at often, or one who dawdles would be given half a minute more.
 */
const patience: http.ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 2_000,
};

/** One node follows what is due. */
const CALLS_LEASE_MS = 10_000;
/** Longer than a batch of what is done in the background takes. */
const CHORE_LEASE_MS = 30_000;

type AccountFact = { type: 'viewer'; userId: UserId } | { type: 'session'; sessionId: SessionId };

/** @throws ConfigError when the data folder cannot be used with this database */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, storeUri, log, clock = systemClock, progress = () => undefined } = options;
  await openDataFolder(config.dataDir);
  const store = await openStore(storeUri, log);
  try {
    await store.migrate(progress);
    await claimDataFolder(config.dataDir, store.directory, clock.now());
    return await compose(options, store, clock);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** How long a softswitch without calls outlives the server. */
const SOFTSWITCH_IDLE_MS = 5 * 60_000;

async function compose(options: AppOptions, store: Store, clock: Clock): Promise<App> {
  const { config, log } = options;
  const { directory, customers, leases } = store;
  const ids = createIds(clock);
  // A node that is alone is the same one after a crash, so it need not wait for its own leases to run out.
  const nodeId = config.mongodbUri === undefined ? ('only-node' as Id<'node'>) : ids.next<Id<'node'>>();
  const secretBox = createSecretBox(config.secretKey ?? (await ensureSecretKey(config.dataDir)));
  const channels: ReadonlyMap<string, Channel> = new Map(
    createChannels({
      email: { listen: config.mailListener, allowPrivate: config.mailPrivateHosts },
      phone: {
        folder: join(config.dataDir, 'softswitch'),
        ...{ ice: config.calls, ports: config.calls.ports, host: config.calls.host, idleMs: SOFTSWITCH_IDLE_MS },
        twilio: { publicUrl: config.publicUrl, apiBaseUrl: config.twilioApiBaseUrl },
      },
    }).map((channel) => [channel.kind, channel]),
  );
  const timelineFacts = createRelay<TimelineFact[]>();
  const routingFacts = createRelay<RoutingFact[]>();
  const accountFacts = createRelay<AccountFact>();
  const noticeFacts = createRelay<NoticeFact>();
  const customerFacts = createRelay<CustomerFact[]>();
  const catalogueFacts = createRelay<CatalogueFact>();
  const deskFacts = createRelay<DeskFact>();

  const blobs = await createBlobs(join(config.dataDir, 'blobs'));
  const files = createFiles({ files: store.files, blobs, clock, ids });
  const accounts = createAccounts({
    ...{ accounts: store.accounts, directory, secretBox, clock, ids, publicUrl: config.publicUrl },
    passwords: createPasswords(options.passwordCost),
    events: {
      viewerChanged: (userId) => accountFacts.tell({ type: 'viewer', userId }),
      sessionEnded: (sessionId) => accountFacts.tell({ type: 'session', sessionId }),
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
    ...{ store: store.catalogue, directory, audit: accounts.audit, ids, clock, publish: catalogueFacts.tell },
  });

  const { entries, conversations, placements } = store;
  // The embedded store has one server node; a database that was given by address may have more.
  const alone = config.mongodbUri === undefined;
  const replyTargets = createReplyTargets({ directory, log });
  const timeline = createTimeline({
    ...{ entries, conversations, placements, ids, clock, publish: timelineFacts.tell, log, alone },
    replyTargets,
  });
  const setClocks = createRetarget({ timeline, replyTargets, now: clock.now });
  const knownCustomers = createCustomers({
    ...{
      profiles: store.profiles,
      merges: store.merges,
      matches: store.matches,
      customers,
      conversations,
      timeline,
      catalogue,
      clock,
      ids,
      log,
      publish: customerFacts.tell,
    },
  });
  const leadIn = (what: string) => async () => (await leases.acquire(what, nodeId, CHORE_LEASE_MS)) !== null;
  const imports = createImports({
    ...{ store: store.imports, files, profiles: store.profiles, timeline, catalogue, audit: accounts.audit },
    ...{ families: knownCustomers.families, changed: knownCustomers.changed, clock, ids, log },
    lead: leadIn('imports'),
  });
  const erasing = createErasing({
    ...{ store: store.erasure, families: knownCustomers.families, changed: knownCustomers.changed, files, timeline },
    ...{ audit: accounts.audit, lead: leadIn('erasure'), clock, ids, log },
    search: { forget: (what) => searchIndex.forget(what), settled: () => searchIndex.settled() },
    released: () => retention.lookAgain(),
  });
  const retention = createRetention({
    ...{ retention: store.retention, store: store.erasure, families: knownCustomers.families, files, timeline },
    ...{ audit: accounts.audit, lead: leadIn('retention'), clock, log },
    search: { forget: (what) => searchIndex.forget(what), settled: () => searchIndex.settled() },
  });
  const exports = createExports({
    ...{
      profiles: store.profiles,
      families: knownCustomers.families,
      list: store.customerList,
      erasure: store.erasure,
    },
    ...{ files, timeline, catalogue, audit: accounts.audit, clock },
  });
  const notices = createNotices({ notices: store.notices, conversations, ids, clock, publish: noticeFacts.tell });
  const routing = createRouting({
    ...{ work: store.work, agents: store.agents, timeline, directory, leases, notices, ids, clock, nodeId, log },
    publish: routingFacts.tell,
    tellNews: createNewsTeller({ notices, timeline, log }),
    capacityOf: async (id) => (await store.accounts.findUser(id))?.capacity ?? null,
    settings: options.routing,
    timers: options.timers,
  });
  const colleagues = createColleagues({
    ...{ people: store.floorPeople, agents: store.agents, directory },
    capacity: options.routing?.capacity ?? defaultSettings.capacity,
  });
  const counters = createCounters(conversations);
  const bulkFacts = createRelay<BulkFact>();
  const recent = createIntervalCache(store.floor);
  const collector = createCollector({ store: store.floor, directory, clock, counted: recent.put });
  const floor = createFloor({
    ...{ store: store.floor, collector, recent, colleagues, conversations, directory, clock },
  });
  const consent = createConsent({ timeline, customers });
  const texting = createTexting({ channels, directory, customers, clock });
  const optedOut = ({ conversationId, identityId, inboxId }: Entry, key: string): Promise<void> =>
    consent.optOut({ id: conversationId }, { key, identityId, inboxId, at: clock.now(), by: 'provider' });
  const ingest = createIngest({
    consent,
    ...{ timeline, customers, directory, routing, channels, ids, clock, log },
    attachFiles: files.attach,
    letterBegan: (began) => acknowledge(began),
  });
  const visitors = createVisitors({
    ...{ customers, clock, ids },
    async admits(inboxId, visitor) {
      const inbox = await directory.inbox(inboxId);
      return inbox !== null && (channels.get(inbox.channel)?.live?.admits(inbox, visitor) ?? false);
    },
  });
  const secrets = createInboxSecrets({ channelState: store.channelState, secretBox, clock });
  const outbox = createOutbox({
    ...{ texting, optedOut },
    ...{ store: store.outbox, timeline, channels, customers, directory, secrets, clock, ids, nodeId, log },
    bytesOf: files.bytes,
    attachFiles: files.attach,
    timers: options.timers,
  });
  const acknowledge = createAcknowledgements({
    ...{ timeline, channels, directory, outbox, store: store.outbox, clock },
    availability: routing.availability,
  });
  const ways = createWays({ channels, directory, customers, reached: knownCustomers.reached, ids, clock });
  const outbound = createOutbound({
    ...{ timeline, channels, directory, customers, outbox, ways, texting, clock, attachFiles: files.attach },
    async keepHtml(html, id) {
      const kept = await files.keep(Buffer.from(html), { name: 'letter.html', uploader: { kind: 'user', id } });
      return kept.id;
    },
  });

  const { indexer: searchIndex, search } = createSearchParts({
    ...{ store: store.searchIndex, entries, conversations, placements, timeline, ids, clock, log },
    placeOf: timeline.placements.placeOf,
    customers: knownCustomers,
    inboxes: directory.inboxes,
    lead: leadIn('search'),
    async writtenUpTo() {
      const own = timeline.writtenUpTo();
      return alone ? own : Math.min(own, ...(await entries.checkpoints()).map(({ upTo }) => upTo));
    },
  });
  const addressProof = createAddressProof({
    ...{ timeline, channels, customers, directory, outbox, secrets, clock, ids },
    state: store.channelState.of('address-proof'),
    async write(conversation, code, minutes) {
      const site = (await directory.inbox(conversation.inboxId))?.settings.siteName;
      return (await findWords(timeline, conversation)).code(code, typeof site === 'string' ? site : '', minutes);
    },
  });

  const work = createWorkVerbs({
    ...{ timeline, routing, catalogue, notices, clock },
    ...{ placed: ingest.placed, isSameCustomer: knownCustomers.isSameCustomer },
    isLive: (kind) => channels.get(kind)?.capabilities.live ?? false,
    teams: directory.teams,
    people: { viewerOfUser: accounts.viewerOfUser, all: store.floorPeople.all },
    note: (input) => desk.note({ ...input, files: [], mentions: [] }),
  });
  const bulk = createBulk({
    ...{ store: store.bulk, timeline, work, people: accounts, clock, alone, log },
    runner: ids.next<Id<'bulk-runner'>>(),
    publish: bulkFacts.tell,
  });
  const desk: Desk = createDesk({
    ...{
      drafts: store.drafts,
      held: store.held,
      macroRuns: store.macroRuns,
      preferences: store.preferences,
      catalogue,
      directory,
      timeline,
      outbound,
      texting,
      attachFiles: files.attach,
      notices,
      clock,
      nodeId,
      log,
    },
    people: accounts,
    close: work.close,
    askIn: work.invite,
    work,
    publish: deskFacts.tell,
  });

  const credentials = createInboxCredentials({ channelState: store.channelState, secretBox });
  const callFacts = createRelay<CallFact[]>();
  const callTimers = options.timers ?? systemTimers;
  const calls = createCalls({
    ...{ calls: store.calls, events: store.callEvents, channels, directory, routing, timeline, ids, clock, log },
    place: ingest.placeCall,
    attachFiles: files.attach,
    keepRecording: (id, bytes, name) => files.keep(bytes, { name, uploader: { kind: 'inbox', id } }),
    lead: async () => (await leases.acquire('calls', nodeId, CALLS_LEASE_MS)) !== null,
    bytesOf: files.bytes,
    retract: files.retract,
    audit: (callId, details) =>
      accounts.audit.record('recording.removed', { kind: 'system' }, callId, '', { ...details }),
    transcriber: createTranscriber(createGuardedFetch(config.privateServices ? { mayReach: () => true } : {})),
    transcriptionKey: async (id) => (await credentials.get(id))[transcriptionCredential] || null,
    timers: callTimers,
    settings: options.calls,
    publish: callFacts.tell,
    people: { viewerOfUser: accounts.viewerOfUser },
    dispositions: catalogue.dispositions,
    queueName: async (id) => (await directory.queue(id))?.name ?? '',
    availability: routing.availability,
  });
  const report = createReports({ timeline, outbox: store.outbox, customers, optedOut, enqueue: ingest.enqueue });
  const sightings = createInboxSightings({ channelState: store.channelState, clock, log });
  const { ingest: take } = ingest;
  const { voice } = calls;
  const contextOf = (kind: string) =>
    createChannelContext(kind, {
      ...{ ingest: take, report, voice, files, credentials, timeline, channelState: store.channelState },
      ...{ leases, directory, secrets, nodeId, clock, log },
    });
  const app = createHttp({
    ...{ config, accounts, directory, files, timeline, routing, channels, catalogue, floor, log, contextOf },
    imports,
    customers: knownCustomers,
    erasing,
    exports,
    retention,
    visitors: {
      ...visitors,
      async end(token) {
        await visitors.end(token);
        realtime.visitEnded(token);
      },
    },
    ...{ secrets, sightings, credentials, ids },
    fetchOut: createGuardedFetch(),
    ...{ outbox, searchIndex, recordings: calls.keeping },
    simulator: options.simulator?.access ?? null,
    retarget(queueId) {
      setClocks(queueId).catch((err: unknown) =>
        log.error({ err, queueId }, 'Clocks were left on a target of before.'),
      );
    },
    viewersChanged(userIds) {
      for (const userId of userIds) accountFacts.tell({ type: 'viewer', userId });
    },
    ping: store.ping,
  });
  const server = http.createServer(patience, app);
  const realtime = createRealtime({
    ...{
      http: server,
      accounts,
      visitors,
      timeline,
      ingest,
      desk,
      texting,
      ways,
      routing,
      work,
      calls,
      files,
      directory,
      colleagues,
      counters,
      search,
      bulk,
      floor,
      customers: knownCustomers,
      notices,
      catalogue,
      channels,
      outbox,
      addressProof,
      clock,
      log,
    },
    publicUrl: config.publicUrl,
    adapter: config.redisUrl,
    trustedProxies: config.trustedProxies,
    limits: { ...(config.rateLimits ? {} : withoutLimits), ...options.realtime },
  });
  timelineFacts.listen((facts) => {
    realtime.publishTimeline(facts);
    const written = facts.filter(({ type }) => type === 'entry').length;
    if (written > 0) searchIndex.poke(written);
    desk.heard(facts);
  });
  deskFacts.listen(realtime.publishDesk);
  bulkFacts.listen(realtime.publishBulk);
  routingFacts.listen((facts) => {
    realtime.publishRouting(facts);
    calls.hear(facts);
  });
  callFacts.listen((facts) => facts.forEach(realtime.publishCall));
  noticeFacts.listen(realtime.publishNotice);
  customerFacts.listen(realtime.publishCustomers);
  catalogueFacts.listen(realtime.publishCatalogue);
  accountFacts.listen((fact) => {
    if (fact.type === 'session') return realtime.sessionEnded(fact.sessionId);
    realtime.viewerChanged(fact.userId);
    routing.agentChanged(fact.userId).catch((error: unknown) => log.error({ err: error }, 'an agent was not reviewed'));
    calls
      .recheckListening(fact.userId)
      .catch((error: unknown) => log.error({ err: error }, 'whoever listens was not reviewed'));
  });

  const demo = config.demo
    ? await seedDemo({ directory, accounts, catalogue }, await openDemoFile(config.dataDir, ids))
    : null;
  if (demo && options.simulator) {
    await seedPhone({ directory, credentials }, await openDemoFile(config.dataDir, ids), options.simulator);
  }
  const stops: (() => Promise<unknown>)[] = [];
  return {
    ...{
      http: server,
      store,
      timeline,
      counters,
      routing,
      realtime,
      accounts,
      channels,
      ingest,
      outbound,
      work,
      calls,
      visitors,
      files,
      imports,
      retention,
      notices,
      searchIndex,
      catalogue,
      demo,
    },
    async start() {
      await accounts.mend();
      await timeline.mend();
      stops.push(() => timeline.stop());
      await routing.start();
      stops.push(() => routing.stop());
      await ingest.mend();
      stops.push(await startReconciler(counters, alone ? 600_000 : 30_000, log));
      await searchIndex.start();
      stops.push(() => searchIndex.stop());
      await knownCustomers.start();
      stops.push(() => knownCustomers.stop());
      imports.start();
      stops.push(() => imports.stop());
      erasing.start();
      stops.push(() => erasing.stop());
      retention.start();
      stops.push(() => retention.stop());
      await bulk.start();
      stops.push(() => bulk.stop());
      await desk.start();
      stops.push(() => desk.stop());
      await outbox.start();
      stops.push(() => outbox.stop());
      for (const channel of channels.values()) {
        await channel.start(contextOf(channel.kind));
        stops.push(() => channel.stop());
      }
      await calls.start();
      stops.push(() => calls.stop());
      await realtime.start();
      stops.push(startCounting(collector, log));
      const { channelState } = store;
      stops.push(
        startHousekeeping({
          desk,
          recordings: calls.keeping,
          accounts,
          customers: knownCustomers,
          imports,
          files,
          blobs,
          channelState,
          notices,
          clock,
          log,
        }),
      );
    },
    async stop() {
      const last = [() => store.close(), ...stops.splice(0), () => closeServer(server), () => realtime.stop()];
      for (const stop of last.reverse()) {
        // With the store gone some have nowhere to write to; the others are ended all the same.
        await stop().catch((error: unknown) => log.warn({ err: error }, 'a part was not stopped in order'));
      }
    },
  };
}

/** Requests under way are answered; connections that wait for a next one are closed. */
function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
