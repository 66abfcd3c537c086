/** Fills a database with as many conversations and entries as a large workspace has after years, quickly: many documents per command, straight through the store. */
import { join } from 'node:path';
import { createSessions } from '../../server/accounts/sessions.ts';
import { type App, createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { startStore } from '../../server/embedded-mongo/start-store.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { createIds, type Ids } from '../../server/lib/ids.ts';
import { createLog } from '../../server/lib/log.ts';
import type { Conversation, Entry } from '../../server/timeline/model.ts';
import { priorities } from '../../shared/model/conversation.ts';
import type { IdentityId, InboxId, QueueId, TagId, TeamId, UserId } from '../../shared/model/ids.ts';
import { seededChance } from './chance.ts';

export interface Size {
  conversations: number;
  entries: number;
  queues: number;
  agents: number;
  /** share of the conversations that are open */
  open: number;
}

export interface Generated {
  queueIds: QueueId[];
  tagIds: TagId[];
  /** cookies of agents, all of one team that serves every queue */
  agents: string[];
  /** one who runs the floor of that team */
  supervisor: string;
  /** one who sees everything */
  admin: string;
  openIds: string[];
}

const given = ['Ada', 'Élodie', 'Jonas', 'Marek', 'Noor', 'Paulina', 'Tomás', 'Wei', '小明', 'Zoe'];
const family = ['Berg', 'Cruz', 'Duarte', 'Keller', 'Lindqvist', 'Müller', 'Okafor', 'Weber', 'Zhang', 'Żak'];
const HOUR = 3_600_000;
const PER_COMMAND = 500;

/** Deterministic but for ids and times; takes about 100 µs a document on an idle core. */
export async function generate(dataDir: string, size: Size): Promise<Generated> {
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', MAIL_PORT: 'off', RATE_LIMITS: 'off', LOG_LEVEL: 'error' });
  const store = await startStore(join(dataDir, 'store'), { durable: false, thread: 'inline' });
  const app = await createApp({ config, storeUri: store.uri, log: createLog('error', false) });
  try {
    const ids = createIds(systemClock);
    const made = await addPeople(app, ids, size);
    await addConversations(app, ids, size, made);
    return made;
  } finally {
    await app.stop();
    await store.stop();
  }
}

async function addPeople(app: App, ids: Ids, size: Size): Promise<Generated> {
  const { directory, accounts } = app.store;
  const teamId = ids.next<TeamId>();
  await directory.saveTeam({ id: teamId, name: 'Crowd' });
  const queueIds = Array.from({ length: size.queues }, () => ids.next<QueueId>());
  const [first] = await directory.queues();
  for (const [at, id] of queueIds.entries()) {
    await directory.saveQueue({ ...first, id, name: `Crowd ${at}`, teamIds: [teamId] } as typeof first & {
      id: QueueId;
    });
  }
  const sessions = createSessions({ store: accounts, clock: systemClock, ids, sessionEnded: () => undefined });
  const enter = async (role: 'agent' | 'supervisor' | 'admin', at: number): Promise<string> => {
    const id = ids.next<UserId>();
    const email = `crowd-${role}-${at}@parley.example`;
    await accounts.insertUser({
      ...{ id, name: `${role} ${at}`, email, role, teamIds: [teamId], disabled: false, passwordHash: null },
      createdAt: systemClock.now(),
    } as Parameters<typeof accounts.insertUser>[0]);
    return `parley_session=${await sessions.open(id, { userAgent: 'bench', address: '127.0.0.1' })}`;
  };
  const agents: string[] = [];
  for (let at = 0; at < size.agents; at += 1) agents.push(await enter('agent', at));
  const tagIds = Array.from({ length: 8 }, () => ids.next<TagId>());
  return {
    queueIds,
    tagIds,
    agents,
    supervisor: await enter('supervisor', 0),
    admin: await enter('admin', 0),
    openIds: [],
  };
}

/** The app must be started again before anybody lists them: it counts when it starts. */
export async function addConversations(
  app: App,
  ids: Ids,
  size: Pick<Size, 'conversations' | 'entries' | 'open'>,
  made: Pick<Generated, 'queueIds' | 'tagIds' | 'openIds'>,
): Promise<void> {
  const chance = seededChance(1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T;
  const inboxId = app.demo?.inboxId ?? ids.next<InboxId>();
  const begun = systemClock.now() - size.conversations * 60_000;
  const perEach = Math.max(1, Math.round(size.entries / size.conversations));
  for (let from = 0; from < size.conversations; from += PER_COMMAND) {
    const batch: Conversation[] = [];
    for (let at = from; at < Math.min(size.conversations, from + PER_COMMAND); at += 1) {
      const isOpen = chance() < size.open;
      const queueId = pick(made.queueIds);
      const createdAt = begun + at * 60_000;
      const lastAt = createdAt + Math.floor(chance() * 50 * HOUR);
      batch.push({
        ...emptyConversation(ids, inboxId, queueId, createdAt),
        number: at + 1_000,
        customer: { id: ids.next(), name: `${pick(given)} ${pick(family)}` },
        status: isOpen ? 'open' : 'closed',
        closedAt: isOpen ? null : lastAt,
        priority: chance() < 0.8 ? 'normal' : pick(priorities),
        tagIds: chance() < 0.3 ? [pick(made.tagIds)] : [],
        work: {
          ...{
            id: ids.next(),
            version: 3,
            queueId,
            ownerId: null,
            ownerName: null,
            wrapUpUntil: null,
            handingTo: null,
          },
          ...{ enqueuedAt: createdAt, since: lastAt, state: isOpen ? 'waiting' : 'closed' },
        },
        heads: { agent: perEach, visitor: perEach },
        tally: { customer: Math.ceil(perEach / 2), agent: Math.floor(perEach / 2) },
        preview: { from: 'customer', text: 'Where is my order?', at: lastAt },
        lastAt,
      });
    }
    await app.store.conversations.insertMany(batch);
    made.openIds.push(...batch.filter(({ status }) => status === 'open').map(({ id }) => id));
    for (let seq = 1; seq <= perEach; seq += 1) {
      await app.store.entries.insert(batch.map((conversation) => entryOf(ids, conversation, seq)));
    }
  }
}

export function emptyConversation(ids: Ids, inboxId: InboxId, queueId: QueueId, createdAt: number): Conversation {
  const start = { seq: 0, tally: { customer: 0, agent: 0 } };
  return {
    ...{ id: ids.next(), key: `generated:${ids.next()}`, number: 0, rev: 3, identityId: ids.next<IdentityId>() },
    ...{ customer: { id: ids.next(), name: '' }, inboxId, channel: 'webchat', queueId, status: 'open', work: null },
    ...{ left: false, createdAt, closedAt: null, linkedFrom: null, form: [], context: {}, rating: null },
    ...{
      priority: 'normal',
      tagIds: [],
      snooze: null,
      outcome: null,
      help: null,
      deliveries: [],
      placements: [],
      guestIds: [],
    },
    subject: null,
    marks: { customerDelivered: start, customerRead: start, teamRead: start },
    ...{ heads: { agent: 0, visitor: 0 }, tally: { customer: 0, agent: 0 }, preview: null, lastAt: createdAt },
  };
}

function entryOf(ids: Ids, { id, identityId, inboxId, customer, createdAt }: Conversation, seq: number): Entry {
  const isCustomers = seq % 2 === 1;
  return {
    ...{
      id: ids.next(),
      conversationId: id,
      seq,
      prev: { agent: seq - 1, visitor: seq - 1 },
      at: createdAt + seq * 1_000,
    },
    ...{ key: `generated:${id}:${seq}`, digest: 'generated', identityId, inboxId },
    author: isCustomers ? { kind: 'customer', identityId, name: customer.name } : { kind: 'system' },
    direction: isCustomers ? 'in' : 'out',
    body: { kind: 'message', text: 'Where is my order? It should have been here on Thursday.', files: [] },
    tally: { customer: Math.ceil(seq / 2), agent: Math.floor(seq / 2) },
  };
}
