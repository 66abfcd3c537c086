/** The HTTP side of the server: API routes from a list, then pages, then the one error handler. */
import express, { type Express } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { CallServers } from '../call-servers.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Config } from '../config.ts';
import type { Customers } from '../customers/customers.ts';
import type { Imports } from '../customers/importing/imports.ts';
import type { Files } from '../files/files.ts';
import type { Floor } from '../floor/floor.ts';
import type { InboxSightings } from '../inbox-sightings.ts';
import type { Log } from '../lib/log.ts';
import type { Retention } from '../retention/retention.ts';
import type { Routing } from '../routing/routing.ts';
import type { Directory } from '../store/directory.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { createGate } from './gate.ts';
import { createErrorHandler, refuseUnknownRoute } from './handle-error.ts';
import { mountRoutes } from './mount-routes.ts';
import { createPages } from './pages.ts';
import { createByteBudget, createRateLimits } from './rate-limits.ts';
import { logRequests } from './request-log.ts';
import type { Route } from './route.ts';
import { accountRoutes } from './routes-accounts.ts';
import { callServerRoutes } from './routes-call-servers.ts';
import { catalogueRoutes } from './routes-catalogue.ts';
import { type CustomerDeps, customerRoutes } from './routes-customers.ts';
import { type FileDeps, fileRoutes } from './routes-files.ts';
import { floorRoutes } from './routes-floor.ts';
import { type HealthDeps, healthRoutes } from './routes-health.ts';
import { type ImageDeps, imageRoutes } from './routes-images.ts';
import { importRoutes } from './routes-imports.ts';
import { type InboxAccountDeps, inboxAccountRoutes } from './routes-inbox-accounts.ts';
import { mailRuleRoutes } from './routes-mail-rules.ts';
import { type OutboxDeps, outboxRoutes } from './routes-outbox.ts';
import { peopleRoutes } from './routes-people.ts';
import { retentionRoutes } from './routes-retention.ts';
import { type SearchIndexDeps, searchIndexRoutes } from './routes-search.ts';
import { type SettingsDeps, settingsRoutes } from './routes-settings.ts';
import { type SimulatorDeps, simulatorRoutes } from './routes-simulator.ts';
import { type WidgetDeps, widgetRoutes } from './routes-widget.ts';
import { forbidEverything, keepToThisMachine, secureHeaders } from './security.ts';
import { mountWebhooks } from './webhooks.ts';

export interface HttpDeps {
  config: Pick<Config, 'publicUrl' | 'trustedProxies' | 'demo' | 'rateLimits' | 'clientDir' | 'dataDir'>;
  accounts: Accounts;
  directory: Directory;
  catalogue: Catalogue;
  files: Files;
  imports: Imports;
  erasing: CustomerDeps['erasing'];
  exports: CustomerDeps['exports'];
  retention: Retention;
  callServers: CallServers;
  floor: Pick<Floor, 'scope' | 'intervals' | 'cases'>;
  timeline: Timeline;
  customers: Pick<Customers, 'historyOf'>;
  routing: Pick<Routing, 'availability'>;
  visitors: WidgetDeps['visitors'];
  channels: SettingsDeps['channels'];
  contextOf: WidgetDeps['contextOf'];
  secrets: SettingsDeps['secrets'];
  sightings: InboxSightings;
  retarget: SettingsDeps['retarget'];
  viewersChanged: SettingsDeps['viewersChanged'];
  ids: SettingsDeps['ids'];
  credentials: InboxAccountDeps['credentials'];
  recordings: FileDeps['recordings'];
  simulator: SimulatorDeps['simulator'];
  outbox: OutboxDeps['outbox'] & { waiting: InboxAccountDeps['waiting'] };
  searchIndex: SearchIndexDeps['searchIndex'];
  fetchOut: ImageDeps['fetchOut'];
  ping: HealthDeps['ping'];
  log: Log;
}

/** Every route of the API; whatever is added here needs a row in the table of access.test.ts. */
export function listRoutes(deps: HttpDeps): Route[] {
  const { config, accounts, directory, files, timeline, customers, visitors, channels, contextOf, ping, catalogue } =
    deps;
  const { secrets, sightings, retarget, viewersChanged, ids } = deps;
  const { publicUrl, dataDir, demo } = config;
  return [
    ...healthRoutes({ ping, dataDir }),
    ...accountRoutes({ accounts, publicUrl, demo }),
    ...peopleRoutes(accounts),
    ...settingsRoutes({
      directory,
      channels,
      catalogue,
      audit: accounts.audit,
      secrets,
      sightings,
      retarget,
      viewersChanged,
      ids,
    }),
    ...catalogueRoutes({ catalogue, directory }),
    ...floorRoutes(deps.floor),
    ...fileRoutes({
      ...{ files, timeline, customers, recordings: deps.recordings, audit: accounts.audit },
      budget: createByteBudget(config.rateLimits),
    }),
    ...importRoutes(deps.imports),
    ...customerRoutes({ erasing: deps.erasing, exports: deps.exports }),
    ...retentionRoutes(deps.retention),
    ...callServerRoutes({ callServers: deps.callServers, audit: accounts.audit }),
    ...imageRoutes({ fetchOut: deps.fetchOut, now: Date.now }),
    ...inboxAccountRoutes({
      ...{ directory, channels, catalogue, audit: accounts.audit, ids },
      credentials: deps.credentials,
      waiting: deps.outbox.waiting,
    }),
    ...mailRuleRoutes({ directory, channels, timeline, files }),
    ...searchIndexRoutes({ searchIndex: deps.searchIndex, audit: accounts.audit }),
    ...outboxRoutes({ outbox: deps.outbox, files, demo }),
    ...simulatorRoutes({ simulator: deps.simulator, demo }),
    ...widgetRoutes({ visitors, directory, timeline, channels, contextOf, publicUrl }),
  ];
}

export function createHttp(deps: HttpDeps): Express {
  const { config, accounts, visitors, directory, routing, log } = deps;
  const { publicUrl, clientDir, demo } = config;
  const app = express();
  app.set('trust proxy', config.trustedProxies);
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(logRequests(log), secureHeaders(publicUrl), forbidEverything);
  if (demo) app.use(keepToThisMachine(publicUrl));
  const gate = createGate({ accounts, visitors, directory, publicUrl });
  const limit = createRateLimits(config.rateLimits);
  app.use(mountWebhooks(deps.channels, limit('webhook')));
  app.use(mountRoutes(listRoutes(deps), gate, limit));
  app.use(['/api', '/files', '/hooks'], refuseUnknownRoute);
  app.use(
    createPages({
      ...{ clientDir, publicUrl, directory, routing, demo, sightings: deps.sightings },
      simulatorUrl: deps.simulator?.url ?? null,
    }),
  );
  app.use(refuseUnknownRoute);
  app.use(createErrorHandler(log));
  return app;
}
