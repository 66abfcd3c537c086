/** Puts calls together: what lines tell, what people do, and the loop that follows what is due. */
import type { VoiceContext } from '../../channels/voice.ts';
import type { CallId } from '../../shared/model/ids.ts';
import { createLoop } from '../routing/loop.ts';
import type { RoutingFact } from '../routing/routing.ts';
import { createBook } from './book.ts';
import { createFollow } from './follow.ts';
import { createKeeping, type Keeping } from './keeping.ts';
import { type CallSettings, callSettings } from './model.ts';
import type { CallDeps } from './ports.ts';
import { createReconcile } from './reconcile.ts';
import { createKeepRecordings } from './recordings.ts';
import { createTakeEvent } from './take-event.ts';
import { type CallVerbs, createCallVerbs, type VerbDeps } from './verbs.ts';
import { createVisitorCalls, type VisitorCallDeps, type VisitorCallVerbs } from './visitors.ts';

export interface Calls extends CallVerbs {
  /** of visitors on a website */
  visitors: VisitorCallVerbs;
  /** for channels of calls */
  voice: VoiceContext;
  /** the work of a call moved */
  hear(facts: RoutingFact[]): void;
  reconcile(): Promise<void>;
  /** who may listen to what was recorded, and for how long it is kept */
  keeping: Keeping;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when nothing is being followed; for tests. */
  settled(): Promise<void>;
}

const BATCH = 100;
const EVENTS_KEPT_MS = 14 * 24 * 3_600_000;

export function createCalls(deps: CallDeps & VerbDeps & VisitorCallDeps): Calls {
  const settings: CallSettings = { ...callSettings, ...deps.settings };
  const { clock, log } = deps;
  const book = createBook(deps, settings);
  const follow = createFollow(deps, book, settings, createKeepRecordings(deps, book));
  const followLater = (id: CallId): void => void follow(id).catch(() => undefined);
  const events = createTakeEvent(deps, book, followLater);
  const reconcile = createReconcile(deps, book, followLater);
  let reconciledAt = Number.NEGATIVE_INFINITY;

  async function pass(): Promise<null> {
    if (!(await deps.lead())) return null;
    const now = clock.now();
    await events.catchUp(now - settings.commandMs);
    for (const call of await deps.calls.due(now, BATCH)) await follow(call.id);
    if (now - reconciledAt >= settings.reconcileMs) {
      reconciledAt = now;
      await reconcile();
      await deps.events.dropOlder(now - EVENTS_KEPT_MS);
    }
    return null;
  }
  const loop = createLoop({ pass, clock, timers: deps.timers, pollMs: settings.pollMs, log });

  return {
    ...createCallVerbs(deps, book, follow),
    visitors: createVisitorCalls(deps, book, follow, events),
    voice: {
      callEvent: events.take,
      stepOf: events.stepOf,
      keepRecording: deps.keepRecording,
    },
    hear(facts) {
      for (const fact of facts) if (fact.type === 'call') followLater(fact.callId);
    },
    reconcile,
    keeping: createKeeping(deps, book, followLater),
    async start() {
      // Stored by a process that died before it followed.
      await events.catchUp(clock.now());
      loop.start();
    },
    async stop() {
      await loop.stop();
      await follow.idle();
    },
    async settled() {
      await loop.settled();
      await follow.idle();
    },
  };
}
