/** Many conversations read as one: their logs merged by time, page by page in both directions, with no more read of each than a page needs. */
import { compareKeys, type HistoryKey, keyOfEntry } from '../../shared/history.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { EntryStore } from '../store/entries.ts';
import type { Conversation, Entry } from './model.ts';
import type { Notes } from './notes.ts';

/** As much of a conversation as tells where its entries lie and who may read them. */
export type HistoryLog = Pick<
  Conversation,
  'id' | 'identityId' | 'inboxId' | 'channel' | 'queueId' | 'work' | 'guestIds' | 'createdAt' | 'lastAt'
>;

export interface HistoryStretch {
  /** oldest first */
  entries: Entry[];
  /** how far it was read; null: to the end */
  reached: HistoryKey | null;
}

export interface HistoryQuery {
  /** at most so many entries */
  limit: number;
  wants?(entry: Entry): boolean;
}

export interface History {
  /** The newest entries before a place; null: of all. Of much that is not wanted, it may end early. */
  before(logs: readonly HistoryLog[], key: HistoryKey | null, query: HistoryQuery): Promise<HistoryStretch>;
  /** The oldest entries after a place. */
  after(logs: readonly HistoryLog[], key: HistoryKey, query: HistoryQuery): Promise<HistoryStretch>;
  /** Where an entry stands; null when there is none. */
  placeOf(of: ConversationId, seq: number): Promise<HistoryKey | null>;
}

type Log = Pick<HistoryLog, 'id' | 'createdAt' | 'lastAt'>;

/** Entries of one log that are read at once. */
const CHUNK = 60;
const LOOKED_AT = 2_000;
/** `lastAt` follows the entries, and other nodes' clocks differ. */
const SLACK_MS = 60_000;

/** `lookedAt`: entries looked at for one page, wanted or not */
export function createHistory(
  entries: Pick<EntryStore, 'after' | 'before' | 'atOrBefore' | 'last'>,
  notes: Pick<Notes, 'overlay'>,
  lookedAt = LOOKED_AT,
): History {
  /** How many entries of a log stand before a place. */
  async function countBefore(log: Log, key: HistoryKey): Promise<number> {
    if (log.id === key.of) return key.seq - 1;
    if (log.createdAt - SLACK_MS > key.at) return 0;
    let [below, above] = [0, ((await entries.last(log.id))?.seq ?? 0) + 1];
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2);
      const entry = await entries.atOrBefore(log.id, middle);
      if (entry === null || compareKeys(keyOfEntry(entry), key) < 0) below = middle;
      else above = middle;
    }
    return below;
  }

  async function startOf(log: Log, key: HistoryKey | null, isBack: boolean): Promise<number> {
    if (key === null || (isBack && log.lastAt + SLACK_MS < key.at)) return Number.MAX_SAFE_INTEGER;
    const count = await countBefore(log, key);
    if (isBack) return count + 1;
    return log.id === key.of ? key.seq : count;
  }

  async function walk(
    logs: readonly Log[],
    key: HistoryKey | null,
    { limit, wants = () => true }: HistoryQuery,
    isBack: boolean,
  ): Promise<HistoryStretch> {
    /** what stands first where one comes from is taken first */
    const order = (a: Entry, b: Entry) => compareKeys(keyOfEntry(a), keyOfEntry(b)) * (isBack ? -1 : 1);
    const waiting = [...logs]
      .filter(({ createdAt, lastAt }) => {
        if (key === null) return true;
        return isBack ? createdAt - SLACK_MS <= key.at : lastAt + SLACK_MS >= key.at;
      })
      .sort((a, b) => (isBack ? b.lastAt - a.lastAt : a.createdAt - b.createdAt));
    const isDue = ({ createdAt, lastAt }: Log, next: Entry) =>
      isBack ? lastAt + SLACK_MS >= next.at : createdAt - SLACK_MS <= next.at;
    const open: Cursor[] = [];
    const found: Entry[] = [];
    let last: Entry | null = null;
    for (let looked = 0; ; looked += 1) {
      let next = firstOf(open, order);
      for (let log = waiting[0]; log && (next === null || isDue(log, next.head)); log = waiting[0]) {
        waiting.shift();
        const cursor = await openCursor(log.id, await startOf(log, key, isBack), isBack);
        if (cursor) open.push(cursor);
        next = firstOf(open, order);
      }
      if (next === null) return { entries: await finish(found, isBack), reached: null };
      if (last !== null && (found.length >= limit || looked >= lookedAt)) {
        return { entries: await finish(found, isBack), reached: keyOfEntry(last) };
      }
      last = next.head;
      if (wants(last)) found.push(last);
      if (!(await next.advance())) open.splice(open.indexOf(next), 1);
    }
  }

  async function openCursor(id: ConversationId, from: number, isBack: boolean): Promise<Cursor | null> {
    const read = async (seq: number): Promise<Entry[]> =>
      isBack ? (await entries.before(id, 'agent', seq, CHUNK)).reverse() : entries.after(id, 'agent', seq, CHUNK);
    let chunk = await read(from);
    const [first] = chunk;
    if (first === undefined) return null;
    let at = 0;
    const cursor: Cursor = {
      head: first,
      async advance() {
        at += 1;
        if (at === chunk.length && chunk.length === CHUNK) {
          chunk = await read(cursor.head.seq);
          at = 0;
        }
        const next = chunk[at];
        if (next) cursor.head = next;
        return next !== undefined;
      },
    };
    return cursor;
  }

  /** Oldest first, and notes as they read now. */
  async function finish(found: Entry[], isBack: boolean): Promise<Entry[]> {
    if (isBack) found.reverse();
    const homes = new Map<ConversationId, Entry[]>();
    for (const entry of found) {
      const home = homes.get(entry.conversationId);
      if (home) home.push(entry);
      else homes.set(entry.conversationId, [entry]);
    }
    const read = await Promise.all([...homes].map(([id, own]) => notes.overlay(id, own)));
    const byId = new Map(read.flat().map((entry) => [entry.id, entry]));
    return found.map((entry) => byId.get(entry.id) ?? entry);
  }

  return {
    before: (logs, key, query) => walk(logs, key, query, true),
    after: (logs, key, query) => walk(logs, key, query, false),
    async placeOf(of, seq) {
      const entry = await entries.atOrBefore(of, seq);
      return entry?.seq === seq ? keyOfEntry(entry) : null;
    },
  };
}

/** A log that is being read; `advance` answers false at its end. */
interface Cursor {
  head: Entry;
  advance(): Promise<boolean>;
}

function firstOf(open: readonly Cursor[], order: (a: Entry, b: Entry) => number): Cursor | null {
  let first: Cursor | null = null;
  for (const cursor of open) if (first === null || order(cursor.head, first.head) < 0) first = cursor;
  return first;
}
