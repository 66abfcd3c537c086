/** Stores what follows from committed entries, then publishes them in the order of their commits. */
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';
import { applyEntry, type DerivedStep } from './derive.ts';
import type { Conversation, Entry, TimelineFact } from './model.ts';
import type { Known } from './recent.ts';

export interface Deriver {
  /** Resolves with the conversation as it was published. */
  add(entry: Entry, known: Known): Promise<Conversation>;
  /** ms since 1970 of the oldest entry whose effect is not stored; null when there is none */
  oldest(): number | null;
  idle(): Promise<void>;
}

interface Deps {
  store(steps: readonly DerivedStep[]): Promise<void>;
  /** reads the conversations' states again where other nodes may have changed them */
  refresh: ((ids: readonly ConversationId[]) => Promise<void>) | null;
  publish(facts: TimelineFact[]): void;
  log: Log;
}

interface Waiting {
  entry: Entry;
  known: Known;
  resolve(conversation: Conversation): void;
}

const RETRY_MS = 200;
const RETRY_MAX_MS = 10_000;

export function createDeriver(deps: Deps): Deriver {
  let waiting: Waiting[] = [];
  let storing: Waiting[] = [];
  const failed = new Map<ConversationId, DerivedStep>();
  let retrying: NodeJS.Timeout | null = null;
  let delay = RETRY_MS;
  let whenIdle: (() => void)[] = [];

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      storing = waiting;
      waiting = [];
      const steps = stepsOf(storing.map(({ entry }) => entry));
      const ids = deps.refresh === null ? [] : steps.map(({ newest }) => newest.conversationId);
      const [stored, refreshed] = await Promise.allSettled([deps.store(steps), deps.refresh?.(ids)]);
      if (stored.status === 'rejected') keepFailed(steps, stored.reason);
      if (refreshed.status === 'rejected')
        deps.log.warn({ err: refreshed.reason }, 'Conversations were not read again.');
      publish(storing);
      storing = [];
    }
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  }

  function publish(done: readonly Waiting[]): void {
    const facts: TimelineFact[] = [];
    for (const { entry, known } of done) {
      known.conversation = applyEntry(known.conversation, entry);
      facts.push({ type: 'entry', entry, conversation: known.conversation });
    }
    try {
      deps.publish(facts);
    } catch (error) {
      deps.log.error({ err: error }, 'Entries were not published.');
    }
    for (const { known, resolve } of done) resolve(known.conversation);
  }

  function keepFailed(steps: readonly DerivedStep[], error: unknown): void {
    deps.log.warn(
      { err: error, conversations: steps.length },
      'What follows from entries was not stored; trying again.',
    );
    for (const step of steps)
      failed.set(step.newest.conversationId, joinSteps(failed.get(step.newest.conversationId), step));
    scheduleRetry();
  }

  function scheduleRetry(): void {
    if (retrying !== null) return;
    retrying = setTimeout(() => void retry(), delay);
    retrying.unref();
    delay = Math.min(delay * 2, RETRY_MAX_MS);
  }

  async function retry(): Promise<void> {
    retrying = null;
    const steps = [...failed.values()];
    try {
      if (steps.length > 0) await deps.store(steps);
      for (const step of steps) {
        if (failed.get(step.newest.conversationId) === step) failed.delete(step.newest.conversationId);
      }
      delay = RETRY_MS;
    } catch (error) {
      deps.log.warn({ err: error, conversations: steps.length }, 'What follows from entries is still not stored.');
    }
    if (failed.size > 0) scheduleRetry();
  }

  return {
    add(entry, known) {
      return new Promise((resolve) => {
        const isIdle = waiting.length === 0 && storing.length === 0;
        waiting.push({ entry, known, resolve });
        // A microtask later, so that the commits of one command are stored by one command.
        if (isIdle) queueMicrotask(() => void run());
      });
    },
    oldest() {
      const times = [...waiting, ...storing].map(({ entry }) => entry.at);
      for (const { newest, message } of failed.values()) times.push(Math.min(newest.at, message?.at ?? newest.at));
      return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
    },
    async idle() {
      if (waiting.length + storing.length > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
      if (retrying !== null) clearTimeout(retrying);
      if (failed.size > 0) await retry();
      if (retrying !== null) clearTimeout(retrying);
    },
  };
}

/** One step per conversation: the newest entry outdoes the ones before it. */
export function stepsOf(entries: readonly Entry[]): DerivedStep[] {
  const steps = new Map<ConversationId, DerivedStep>();
  for (const entry of entries) {
    const step = { newest: entry, message: entry.body.kind === 'message' ? entry : null };
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
