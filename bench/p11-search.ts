/**
 * P11: three words and the beginning of a fourth over many entries, seen by somebody of two queues of ten, against the index asked directly for the same
 * words; and what building the index costs. Words are drawn as people use them: few often, most hardly ever. ENTRIES=1000000 is the size that is meant.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserViewer } from '../server/accounts/scope.ts';
import { startStore } from '../server/embedded-mongo/start-store.ts';
import { systemClock } from '../server/lib/clock.ts';
import { createIds, type Ids } from '../server/lib/ids.ts';
import { createLog } from '../server/lib/log.ts';
import { createSearchParts } from '../server/search/create-search.ts';
import { createEngine } from '../server/search/engine.ts';
import { requirementsOf } from '../server/search/find-entries.ts';
import { readQuery } from '../server/search/terms.ts';
import { openStore, type Store } from '../server/store/open-store.ts';
import type { Entry } from '../server/timeline/model.ts';
import type { ConversationId, QueueId, UserId } from '../shared/model/ids.ts';
import { seededChance } from './lib/chance.ts';
import { emptyConversation } from './lib/generate.ts';
import { median, percentile, printTable, spread } from './lib/stats.ts';

const ENTRIES = Number(process.env.ENTRIES ?? 50_000);
const ASKED = Number(process.env.ASKED ?? 200);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const PER_CONVERSATION = 20;
const VOCABULARY = 60_000;
const WORDS = 14;
const PER_COMMAND = 1_000;
const PAGE = 20;

const chance = seededChance(11);
const queueIds = Array.from({ length: 10 }, (_, at) => `queue-${at}` as QueueId);
const viewer = {
  ...{ kind: 'user', userId: 'user-1' as UserId, reach: 'teams', queueIds: queueIds.slice(0, 2) },
} as unknown as UserViewer;

/** The nth word: letters that say its number. */
function word(number: number): string {
  let [rest, said] = [number + 700, ''];
  for (; rest > 0; rest = Math.floor(rest / 20)) said += `${'bcdfghklmnprstvwxzjq'[rest % 20]}${'aeiou'[rest % 5]}`;
  return said;
}
const drawWord = (): string => word(Math.floor(VOCABULARY ** chance()) - 1);
const drawText = (): string => Array.from({ length: WORDS }, drawWord).join(' ');

async function fill(store: Store, ids: Ids): Promise<string[]> {
  const samples: string[] = [];
  const conversations = Math.ceil(ENTRIES / PER_CONVERSATION);
  for (let from = 0; from < conversations; from += PER_COMMAND) {
    const batch = Array.from({ length: Math.min(PER_COMMAND, conversations - from) }, (_, at) => ({
      ...emptyConversation(ids, ids.next(), queueIds[(from + at) % 10] as QueueId, systemClock.now()),
      number: from + at + 1,
    }));
    await store.conversations.insertMany(batch);
    for (let seq = 1; seq <= PER_CONVERSATION; seq += 1) {
      const entries = batch.map(({ id }) => entryOf(ids, id, seq));
      await store.entries.insert(entries);
      const [first] = entries;
      if (first?.body.kind === 'message') samples.push(first.body.text);
    }
  }
  return samples;
}

function entryOf(ids: Ids, conversationId: ConversationId, seq: number): Entry {
  const id = ids.next<Entry['id']>();
  return {
    ...{ id, conversationId, seq, prev: { agent: seq - 1, visitor: seq - 1 }, at: systemClock.now() },
    ...{ key: `generated:${id}`, digest: 'generated', identityId: ids.next(), inboxId: ids.next() },
    ...{ author: { kind: 'system' }, direction: 'out', body: { kind: 'message', text: drawText(), files: [] } },
    tally: { customer: 0, agent: seq },
  };
}

export async function run(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'parley-search-'));
  const running = await startStore(dir, { durable: false });
  const log = createLog('error', false);
  const store = await openStore(running.uri, log);
  await store.migrate(() => undefined);
  const ids = createIds(systemClock);
  const samples = await fill(store, ids);
  const { entries, conversations, placements } = store;
  const none = async () => [];
  const { indexer, search } = createSearchParts({
    ...{ store: store.searchIndex, entries, conversations, placements, ids, clock: systemClock, log },
    ...{ placeOf: async () => null, lead: async () => true, inboxes: none, writtenUpTo: async () => Date.now() },
    ...{ wordsOf: async () => null, hearing: async () => null },
    timeline: { findByNumber: none, findByWords: none },
    customers: { findByAddress: none, findArchived: none, archivedAmong: async () => new Set() },
  });
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  await indexer.settled();
  const [seconds, used] = [(performance.now() - begun) / 1_000, process.cpuUsage(cpu)];
  const engine = createEngine(store.searchIndex);

  const askOurs = async (text: string): Promise<number> =>
    (await search.find(viewer, { text, filter: {}, limit: PAGE })).entries.length;
  /** As many rows as a page holds, whoever may see them. */
  const askFloor = async (text: string): Promise<number> => {
    const state = await store.searchIndex.state();
    if (state === null) return 0;
    let found = 0;
    for await (const rows of engine.find(state, requirementsOf(readQuery(text).map((one) => [one])))) {
      found += rows.length;
      if (found >= PAGE) break;
    }
    return found;
  };
  const drawQuery = (): string => {
    const words = (samples[Math.floor(chance() * samples.length)] ?? '').split(' ');
    const start = Math.floor(chance() * (WORDS - 4));
    const [a, b, c, d = ''] = words.slice(start, start + 4);
    return `${a} ${b} ${c} ${d.slice(0, Math.max(2, d.length - 2))}`;
  };
  const rounds: Record<'ours' | 'floor', { p50: number; p99: number }>[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const queries = Array.from({ length: ASKED }, drawQuery);
    const times: Record<'ours' | 'floor', number[]> = { ours: [], floor: [] };
    for (const text of queries) {
      for (const [name, ask] of [
        ['floor', askFloor],
        ['ours', askOurs],
      ] as const) {
        const at = performance.now();
        await ask(text);
        times[name].push(performance.now() - at);
      }
    }
    const of = (values: number[]) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });
    // The first is spent on compiling.
    if (round > 0) rounds.push({ ours: of(times.ours), floor: of(times.floor) });
  }
  const row = (name: 'p50' | 'p99', target: string) => ({
    what: `3 words and a beginning, ${name}`,
    ours: `${median(rounds.map(({ ours }) => ours[name])).toFixed(1)} ms`,
    floor: `${median(rounds.map(({ floor }) => floor[name])).toFixed(1)} ms`,
    ratio: spread(rounds.map(({ ours, floor }) => ours[name] / floor[name])),
    target,
  });
  const status = await indexer.status();
  printTable(`P11 search over ${ENTRIES} entries, ${status.segments} segments`, [
    row('p50', 'ours ≤ 50 ms'),
    row('p99', '≤ 2'),
    {
      what: 'building it',
      ours: `${seconds.toFixed(0)} s, ${((used.user + used.system) / ENTRIES).toFixed(0)} µs CPU an entry, store included`,
      ...{ floor: '', ratio: '', target: '' },
    },
  ]);
  await indexer.stop();
  await store.close();
  await running.stop();
  rmSync(dir, { recursive: true, force: true });
}
