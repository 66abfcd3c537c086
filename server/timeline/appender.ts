/** Writes entries: one at a time per conversation, many conversations in one command per turn of the event loop. The insert is the commit. */
import { AppError } from '../../shared/errors.ts';
import type { ConversationId, EntryId, QueueId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { EntryStore } from '../store/entries.ts';
import { nextEntry, tipOfEntry } from './derive.ts';
import { digestOf } from './digest.ts';
import type { Entry } from './model.ts';
import type { Known } from './recent.ts';
import type { DueAfter } from './reply-due.ts';
import type { EntryDraft } from './timeline.ts';

export interface Committed {
  entry: Entry;
  /** null when the key had been used before: nothing was written */
  known: Known | null;
}

export interface Appender {
  append(draft: EntryDraft): Promise<Committed>;
  /** ms since 1970 of the oldest append under way; null when idle */
  oldest(): number | null;
  idle(): Promise<void>;
}

interface Deps {
  entries: Pick<EntryStore, 'insert' | 'findByKeys' | 'last'>;
  /** what is known of each conversation, from memory or the database; missing ones are left out */
  know(ids: readonly ConversationId[]): Promise<ReadonlyMap<ConversationId, Known>>;
  /** the queues' reply targets as they are now */
  replyTargets(): Promise<(queueId: QueueId) => DueAfter>;
  /** called in the order of the commits */
  committed(committed: { entry: Entry; known: Known }): void;
  ids: Ids;
  clock: Clock;
  log: Log;
}

interface Waiting {
  draft: EntryDraft;
  id: EntryId;
  at: number;
  digest: string;
  /** the entry as it was last tried */
  entry: Entry | null;
  attempts: number;
  resolve(committed: Committed): void;
  reject(error: unknown): void;
}

/** A batch is at most this long, and two may be under way: one is encoded while the other is written. */
const BATCH = 500;
const UNDER_WAY = 2;
/** Losing a race for a seq is progress of somebody else; a database that does not answer is not. */
const RACES = 200;
const FAILURES = 3;

export function createAppender(deps: Deps): Appender {
  const lanes = new Map<ConversationId, Waiting[]>();
  /** conversations whose first waiting entry is not being written */
  let ready: ConversationId[] = [];
  let underWay = 0;
  let scheduled = false;
  let whenIdle: (() => void)[] = [];

  function schedule(): void {
    if (scheduled || ready.length === 0 || underWay >= UNDER_WAY) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    const ids = ready.length <= BATCH ? ready : ready.slice(0, BATCH);
    ready = ready.length <= BATCH ? [] : ready.slice(BATCH);
    underWay += 1;
    void write(ids).finally(() => {
      underWay -= 1;
      schedule();
    });
    schedule();
  }

  async function write(ids: readonly ConversationId[]): Promise<void> {
    const batch: Waiting[] = [];
    const stale: Waiting[] = [];
    try {
      const [known, dueIn] = await Promise.all([deps.know(ids), deps.replyTargets()]);
      for (const id of ids) {
        const waiting = lanes.get(id)?.[0];
        const held = known.get(id);
        if (waiting === undefined) continue;
        if (held === undefined) {
          settle(waiting, () => waiting.reject(new AppError('not_found', 'There is no such conversation.')));
          continue;
        }
        if (isStale(waiting, held)) {
          stale.push(waiting);
          continue;
        }
        waiting.entry = nextEntry(waiting.draft, held.tip, waiting, dueIn(held.conversation.queueId));
        batch.push(waiting);
      }
      if (batch.length > 0) await insert(batch, known);
      if (stale.length > 0) await refuseStale(stale, known);
    } catch (error) {
      for (const id of ids) {
        const waiting = lanes.get(id)?.[0];
        if (waiting) retry(waiting, error);
      }
    }
  }

  async function insert(batch: Waiting[], known: ReadonlyMap<ConversationId, Known>): Promise<void> {
    const answers = await deps.entries.insert(batch.flatMap(({ entry }) => entry ?? []));
    const refused: Waiting[] = [];
    batch.forEach((waiting, index) => {
      const held = known.get(waiting.draft.conversationId);
      if (answers[index]?.isDuplicate !== false || held === undefined || waiting.entry === null) refused.push(waiting);
      else commit(waiting, waiting.entry, held);
    });
    if (refused.length > 0) await resolveRefused(refused, known);
  }

  /** Judged in the entry's turn: whatever the customer wrote before it in the log is known, or its seq is taken and it is judged again. */
  function isStale({ draft }: Waiting, { tip }: Known): boolean {
    return draft.customerSeen !== undefined && tip.tally.customer > draft.customerSeen;
  }

  /** A repeat of what had been written in time is answered with the first result. */
  async function refuseStale(stale: readonly Waiting[], known: ReadonlyMap<ConversationId, Known>): Promise<void> {
    const keys = stale.map(({ draft }) => draft.key);
    const found = await deps.entries.findByKeys(keys).catch((error: unknown) => {
      for (const waiting of stale) retry(waiting, error);
      return null;
    });
    if (found === null) return;
    const firsts = new Map(found.map((entry) => [entry.key, entry]));
    for (const waiting of stale) {
      const first = firsts.get(waiting.draft.key);
      if (first !== undefined) answerFirst(waiting, first, known.get(waiting.draft.conversationId));
      else fail(waiting, new AppError('stale', 'The customer wrote meanwhile.'));
    }
  }

  function commit(waiting: Waiting, entry: Entry, known: Known): void {
    if (entry.seq > known.tip.seq) known.tip = tipOfEntry(entry);
    deps.committed({ entry, known });
    settle(waiting, () => waiting.resolve({ entry, known }));
  }

  /** A refused entry's key was used before, or its seq was taken: the first is looked for, the second tried again behind the new tip. */
  async function resolveRefused(refused: Waiting[], known: ReadonlyMap<ConversationId, Known>): Promise<void> {
    const found = await deps.entries.findByKeys(refused.map(({ draft }) => draft.key));
    const firsts = new Map(found.map((entry) => [entry.key, entry]));
    await Promise.all(
      refused.map(async (waiting) => {
        const first = firsts.get(waiting.draft.key);
        const held = known.get(waiting.draft.conversationId);
        if (first !== undefined) {
          answerFirst(waiting, first, held);
        } else {
          const last = await deps.entries.last(waiting.draft.conversationId);
          if (last !== null && held !== undefined) held.tip = tipOfEntry(last);
          waiting.attempts += 1;
          if (waiting.attempts > RACES) fail(waiting, new Error('An entry found no place in its conversation.'));
          else again(waiting);
        }
      }),
    );
  }

  function answerFirst(waiting: Waiting, first: Entry, held: Known | undefined): void {
    // Our own id: the insert had succeeded and its answer was lost.
    if (first.id === waiting.id && held !== undefined) commit(waiting, first, held);
    else if (first.digest === waiting.digest) settle(waiting, () => waiting.resolve({ entry: first, known: null }));
    else {
      const error = new AppError('conflict', 'This id was used before for another message.');
      settle(waiting, () => waiting.reject(error));
    }
  }

  /** After an error it is not known whether the insert happened: the same id and key are tried again, and find themselves. */
  function retry(waiting: Waiting, error: unknown): void {
    waiting.attempts += 1;
    deps.log.warn({ err: error, conversationId: waiting.draft.conversationId }, 'An entry could not be written.');
    if (waiting.attempts > FAILURES) fail(waiting, error);
    else again(waiting);
  }

  function again(waiting: Waiting): void {
    ready.push(waiting.draft.conversationId);
    schedule();
  }

  function fail(waiting: Waiting, error: unknown): void {
    settle(waiting, () => waiting.reject(error));
  }

  /** Ends the first of a lane and lets the next one go. */
  function settle(waiting: Waiting, answer: () => void): void {
    const id = waiting.draft.conversationId;
    const lane = lanes.get(id);
    lane?.shift();
    answer();
    if (lane !== undefined && lane.length > 0) {
      ready.push(id);
      schedule();
      return;
    }
    lanes.delete(id);
    if (lanes.size > 0) return;
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  }

  return {
    append(draft) {
      return new Promise((resolve, reject) => {
        const at = deps.clock.now();
        const made = { id: deps.ids.next<EntryId>(), at, digest: draft.digest ?? digestOf(draft.body) };
        const waiting: Waiting = { draft, ...made, entry: null, attempts: 0, resolve, reject };
        const lane = lanes.get(draft.conversationId);
        if (lane !== undefined) {
          lane.push(waiting);
          return;
        }
        lanes.set(draft.conversationId, [waiting]);
        ready.push(draft.conversationId);
        schedule();
      });
    },
    oldest() {
      let oldest: number | null = null;
      for (const lane of lanes.values()) for (const { at } of lane) if (oldest === null || at < oldest) oldest = at;
      return oldest;
    },
    idle() {
      return lanes.size === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve));
    },
  };
}
