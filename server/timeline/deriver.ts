/** Publishes committed entries in the order of their commits, and stores what follows from them behind their backs. */
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';
import { applyEntry, type DerivedStep } from './derive.ts';
import type { Conversation, Entry, TimelineFact } from './model.ts';
import type { Known } from './recent.ts';
import { isWord } from './word.ts';

export interface Deriver {
  /** Resolves with the conversation as it was published. */
  add(entry: Entry, known: Known): Promise<Conversation>;
  /** ms since 1970 of the oldest entry whose effect is not stored; null when there is none */
  oldest(): number | null;
  /** The published conversations whose newest entries' effects are not stored yet. */
  behind(): Conversation[];
  /** Resolves when the effects of what was published before the call are stored, or have failed and will be tried again. */
  settled(): Promise<void>;
  idle(): Promise<void>;
}

interface Deps {
  store(steps: readonly DerivedStep[]): Promise<void>;
  /** reads the conversations' states again where other nodes may have changed them */
  refresh: ((ids: readonly ConversationId[]) => Promise<void>) | null;
  publish(facts: TimelineFact[]): void;
  /** how long what follows from entries may come together before it is stored, ms; a death meanwhile is mended by the next start */
  pauseMs: number;
  log: Log;
}

interface Waiting {
  entry: Entry;
  known: Known;
  resolve(conversation: Conversation): void;
}

const RETRY_MS = 200;
const RETRY_MAX_MS = 10_000;
/** What still fails then is mended by the next start. */
const TRIES_AT_THE_END = 5;

export function createDeriver(deps: Deps): Deriver {
  let waiting: Waiting[] = [];
  let publishing: Waiting[] = [];
  /** One step per conversation: while one command is written, what follows from later entries comes together here. */
  let unstored = new Map<ConversationId, DerivedStep>();
  let storing: readonly DerivedStep[] = [];
  const ahead = new Map<ConversationId, Known>();
  let underWay: Promise<void> | null = null;
  let pausing: NodeJS.Timeout | null = null;
  /** somebody waits for what is not stored */
  let isAwaited = false;
  let retrying: NodeJS.Timeout | null = null;
  let delay = RETRY_MS;
  let whenIdle: (() => void)[] = [];

  async function publishAll(): Promise<void> {
    while (waiting.length > 0) {
      publishing = waiting;
      waiting = [];
      if (deps.refresh !== null) await refresh(deps.refresh, publishing);
      publish(publishing);
      for (const { entry, known } of publishing) ahead.set(entry.conversationId, known);
      for (const step of stepsOf(publishing.map(({ entry }) => entry))) keep(step);
      publishing = [];
      storeSoon();
    }
    tellIdle();
  }

  async function refresh(read: NonNullable<Deps['refresh']>, batch: readonly Waiting[]): Promise<void> {
    try {
      await read([...new Set(batch.map(({ entry }) => entry.conversationId))]);
    } catch (error) {
      deps.log.warn({ err: error }, 'Conversations were not read again.');
    }
  }

  function publish(batch: readonly Waiting[]): void {
    const facts: TimelineFact[] = [];
    for (const { entry, known } of batch) {
      known.conversation = applyEntry(known.conversation, entry);
      facts.push({ type: 'entry', entry, conversation: known.conversation });
    }
    try {
      deps.publish(facts);
    } catch (error) {
      deps.log.error({ err: error }, 'Entries were not published.');
    }
    for (const { known, resolve } of batch) resolve(known.conversation);
  }

  function keep(step: DerivedStep): void {
    const { conversationId } = step.newest;
    unstored.set(conversationId, joinSteps(unstored.get(conversationId), step));
  }

  function storeSoon(): void {
    if (deps.pauseMs === 0 || isAwaited) storeNext();
    else pausing ??= setTimeout(storeNext, deps.pauseMs);
  }

  function storeNext(): void {
    if (pausing !== null) clearTimeout(pausing);
    pausing = null;
    if (underWay !== null || retrying !== null || unstored.size === 0) return;
    isAwaited = false;
    storing = [...unstored.values()];
    unstored = new Map();
    underWay = deps.store(storing).then(
      () => {
        delay = RETRY_MS;
        for (const { newest } of storing) if (!unstored.has(newest.conversationId)) ahead.delete(newest.conversationId);
        storing = [];
        underWay = null;
        if (unstored.size > 0) storeSoon();
        tellIdle();
      },
      (error: unknown) => {
        const conversations = storing.length;
        deps.log.warn({ err: error, conversations }, 'What follows from entries was not stored; trying again.');
        for (const step of storing) keep(step);
        storing = [];
        underWay = null;
        retryLater();
        tellIdle();
      },
    );
  }

  function retryLater(): void {
    retrying = setTimeout(retry, delay);
    retrying.unref();
    delay = Math.min(delay * 2, RETRY_MAX_MS);
  }

  function retry(): void {
    isAwaited = true;
    if (retrying !== null) clearTimeout(retrying);
    retrying = null;
    storeNext();
  }

  const isBusy = (): boolean => waiting.length + publishing.length + storing.length + unstored.size > 0;

  function tellIdle(): void {
    if (isBusy() && retrying === null) return;
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  }

  return {
    add(entry, known) {
      return new Promise((resolve) => {
        const isIdle = waiting.length === 0 && publishing.length === 0;
        waiting.push({ entry, known, resolve });
        // A microtask later, so that the commits of one command are told together.
        if (isIdle) queueMicrotask(() => void publishAll());
      });
    },
    oldest() {
      const times = [...waiting, ...publishing].map(({ entry }) => entry.at);
      for (const { newest, message } of [...storing, ...unstored.values()]) {
        times.push(Math.min(newest.at, message?.at ?? newest.at));
      }
      return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
    },
    behind: () => [...ahead.values()].map(({ conversation }) => conversation),
    async settled() {
      // The write under way may have begun before the last publication; the one after it holds the rest.
      const hasMore = unstored.size > 0;
      isAwaited = hasMore;
      if (hasMore) storeNext();
      await underWay;
      if (hasMore) await underWay;
    },
    async idle() {
      for (let tries = 0; tries < TRIES_AT_THE_END && isBusy(); tries += 1) {
        retry();
        await new Promise<void>((resolve) => whenIdle.push(resolve));
      }
      if (retrying !== null) clearTimeout(retrying);
    },
  };
}

/** One step per conversation: the newest entry outdoes the ones before it. */
export function stepsOf(entries: readonly Entry[]): DerivedStep[] {
  const steps = new Map<ConversationId, DerivedStep>();
  for (const entry of entries) {
    const step = { newest: entry, message: isWord(entry.body) ? entry : null };
    steps.set(entry.conversationId, joinSteps(steps.get(entry.conversationId), step));
  }
  return [...steps.values()];
}

function joinSteps(a: DerivedStep | undefined, b: DerivedStep): DerivedStep {
  if (a === undefined) return b;
  const newest = a.newest.seq > b.newest.seq ? a.newest : b.newest;
  if (a.message === null || b.message === null) return { newest, message: a.message ?? b.message };
  return { newest, message: a.message.seq > b.message.seq ? a.message : b.message };
}
