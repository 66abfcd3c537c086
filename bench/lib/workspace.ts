/** Fills a data folder with people and customers for a benchmark, through the server's own parts, and leaves it for a server process to open. */
import { join } from 'node:path';
import { createSessions } from '../../server/accounts/sessions.ts';
import { type App, createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { startStore } from '../../server/embedded-mongo/start-store.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds, type Ids } from '../../server/lib/ids.ts';
import { createLog } from '../../server/lib/log.ts';
import type { QueueId, TeamId, UserId } from '../../shared/model/ids.ts';
import type { PairTicket } from '../load/pair.ts';

/** Agents are each in a team and queue of their own, so that a pair's messages reach that pair: what a crowd watching one queue costs is another benchmark. */
async function addAgent(
  app: App,
  ids: Ids,
  index: number,
): Promise<{ userId: UserId; queueId: QueueId; cookie: string }> {
  const { directory, accounts } = app.store;
  const [teamId, queueId, userId] = [ids.next<TeamId>(), ids.next<QueueId>(), ids.next<UserId>()];
  await directory.saveTeam({ id: teamId, name: `Team ${index}` });
  await directory.saveQueue({ id: queueId, name: `Queue ${index}`, teamIds: [teamId] });
  const createdAt = systemClock.now();
  const email = `agent-${index}@parley.example`;
  await accounts.insertUser({
    ...{ id: userId, name: `Agent ${index}`, email, role: 'agent', teamIds: [teamId] },
    ...{ disabled: false, passwordHash: null, createdAt },
  });
  const sessions = createSessions({ store: accounts, clock: systemClock, ids, sessionEnded: () => undefined });
  const token = await sessions.open(userId, { userAgent: 'bench', address: '127.0.0.1' });
  return { userId, queueId, cookie: `parley_session=${token}` };
}

async function addVisitor(
  app: App,
): Promise<{ ticket: PairTicket; viewer: Awaited<ReturnType<App['visitors']['begin']>>['viewer'] }> {
  const inboxId = app.demo?.inboxId;
  const inbox = inboxId && (await app.store.directory.inbox(inboxId));
  if (!inbox) throw new Error('no inbox in the demo workspace');
  const { token, viewer } = await app.visitors.begin(inbox, undefined, { proof: null });
  return { ticket: { inboxId, visitorToken: token }, viewer };
}

/** A customer in an accepted chat with an agent of their own. */
async function addPair(app: App, ids: Ids, index: number): Promise<PairTicket> {
  const agent = await addAgent(app, ids, index);
  const { ticket, viewer } = await addVisitor(app);
  const { inboxId, identityId } = viewer;
  const { conversation } = await app.timeline.open({
    ...{ key: `bench:${index}`, identityId, inboxId, channel: 'webchat', queueId: agent.queueId },
    ...{
      customer: { id: ids.next(), name: `Customer ${index}` },
      left: false,
      subject: null,
      linkedFrom: null,
      form: [],
      context: {},
    },
  });
  await app.routing.agentConnected(agent.userId, `bench-${index}`);
  await app.routing.setPresence(agent.userId, 'available');
  const { id: conversationId } = conversation;
  const request = { conversationId, inboxId, identityId, queueId: agent.queueId, weight: 34 };
  const work = await app.routing.enqueue({ ...request, live: true, preferredAgentId: null });
  const offer = await firstOffer(app, agent.userId);
  await app.routing.accept(agent.userId, work.id, offer.id);
  return { ...ticket, cookie: agent.cookie, conversationId };
}

async function firstOffer(app: App, userId: UserId): Promise<{ id: Parameters<App['routing']['accept']>[2] }> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const [offer] = await app.routing.offersOf(userId);
    if (offer) return offer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('no offer was made');
}

export interface Crowd {
  pairs: PairTicket[];
  visitors: PairTicket[];
  agents: PairTicket[];
}

/** `visitors` and `agents` come alone; `pairs` talk. */
export async function layOutCrowd(
  dataDir: string,
  count: { pairs?: number; visitors?: number; agents?: number },
): Promise<Crowd> {
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', MAIL_PORT: 'off', RATE_LIMITS: 'off', LOG_LEVEL: 'error' });
  const store = await startStore(join(dataDir, 'store'), { durable: false, thread: 'inline' });
  const app = await createApp({ config, storeUri: store.uri, log: createLog('error', false) });
  await app.start();
  const ids = createIds(systemClock);
  const crowd: Crowd = { pairs: [], visitors: [], agents: [] };
  for (let index = 0; index < (count.pairs ?? 0); index += 1) crowd.pairs.push(await addPair(app, ids, index));
  for (let index = 0; index < (count.visitors ?? 0); index += 1) crowd.visitors.push((await addVisitor(app)).ticket);
  for (let index = 0; index < (count.agents ?? 0); index += 1) {
    crowd.agents.push({ cookie: (await addAgent(app, ids, 100_000 + index)).cookie });
  }
  await app.stop();
  await store.stop();
  return crowd;
}
