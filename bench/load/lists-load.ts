/** Somebody who reads lists while others write: pages of 25 through the console's socket, and bare finds on the same database, at the same rate. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { io } from 'socket.io-client';
import { exponential, seededChance } from '../lib/chance.ts';
import { percentile } from '../lib/stats.ts';

export interface ListsJob {
  url: string;
  storeUri: string;
  /** cookies of one who sees everything, and of an agent of one team */
  admin: string;
  agent: string;
  queueIds: string[];
  tagIds: string[];
}

/** `page`: what the 400th page of everything is asked for like, against the first. */
export type ListsRound =
  | { kind: 'ours' | 'floor'; asked: number; perSecond: number; seed: number }
  | { kind: 'pages'; depth: number; asked: number };

export interface ListsFigures {
  p50: number;
  p99: number;
  /** of the deep page */
  deep: { p50: number; p99: number };
  rows: number;
}

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ListsJob;
const client = await MongoClient.connect(job.storeUri);
const conversations = client.db().collection('conversations');

function enter(cookie: string) {
  const socket = io(job.url, {
    ...{
      transports: ['websocket'],
      forceNew: true,
      path: '/socket/console',
      extraHeaders: { origin: job.url, cookie },
    },
  });
  return socket;
}
const [admin, agent] = [enter(job.admin), enter(job.agent)];

type Answer = { ok: boolean; value: { rows: unknown[]; next: string | null } };
const ask = async (socket: typeof admin, payload: object): Promise<Answer['value']> => {
  const answer = (await socket.timeout(30_000).emitWithAck('list:open', { limit: 25, ...payload })) as Answer;
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.value;
};

const [queueId] = job.queueIds;
const [tagId] = job.tagIds;
const open = { status: 'open' };
const asked = [
  () => ask(admin, { view: 'all', filter: open }),
  () => ask(agent, { view: 'all', filter: open }),
  () => ask(agent, { view: 'waiting', sort: 'waited' }),
  () => ask(agent, { view: { queueId }, filter: open }),
  () => ask(agent, { view: { queueId }, filter: open, sort: 'priority' }),
  () => ask(admin, { view: 'all', filter: { ...open, unread: true } }),
  () => ask(admin, { view: 'all', filter: { ...open, tagId } }),
  () => ask(admin, { view: 'all' }),
];
const bare = () => conversations.find(open).sort({ lastAt: -1, _id: -1 }).limit(25).toArray();

/** Open loop: each is asked at its time, and its latency counts from there. */
async function stream(kind: 'ours' | 'floor', count: number, perSecond: number, seed: number): Promise<ListsFigures> {
  const chance = seededChance(seed);
  const latencies: number[] = [];
  let rows = 0;
  let due = performance.now();
  const under: Promise<void>[] = [];
  for (let at = 0; at < count; at += 1) {
    due += exponential(chance, perSecond);
    const intended = due;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const one = kind === 'floor' ? bare : asked[at % asked.length];
    under.push(
      (async () => {
        const got = await one?.();
        latencies.push(performance.now() - intended);
        rows += Array.isArray(got) ? got.length : (got?.rows.length ?? 0);
      })(),
    );
  }
  await Promise.all(under);
  return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), deep: { p50: 0, p99: 0 }, rows };
}

async function pages(depth: number, count: number): Promise<ListsFigures> {
  let cursor: string | null = null;
  for (let page = 1; page < depth; page += 1) {
    const { next }: Answer['value'] = await ask(admin, { view: 'all', ...(cursor === null ? {} : { cursor }) });
    if (next === null) throw new Error(`there are only ${page} pages`);
    cursor = next;
  }
  const time = async (payload: object): Promise<number> => {
    const begun = performance.now();
    await ask(admin, { view: 'all', ...payload });
    return performance.now() - begun;
  };
  const [first, deep]: [number[], number[]] = [[], []];
  for (let at = 0; at < count; at += 1) {
    first.push(await time({}));
    deep.push(await time({ cursor }));
  }
  const of = (values: number[]) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });
  return { ...of(first), deep: of(deep), rows: 0 };
}

await Promise.all(
  [admin, agent].map(
    (socket) => socket.connected || new Promise<void>((resolve) => socket.once('connect', () => resolve())),
  ),
);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const round = JSON.parse(line) as ListsRound;
  const figures =
    round.kind === 'pages'
      ? await pages(round.depth, round.asked)
      : await stream(round.kind, round.asked, round.perSecond, round.seed);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
process.exit(0);
