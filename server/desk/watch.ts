/** Listens for customers' messages and cancels what was to be sent after a silence that is over; looked at in batches, so that messages cost nothing here. */
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { TimelineFact } from '../timeline/model.ts';
import { isWord } from '../timeline/word.ts';
import type { HeldStore } from './held.ts';
import type { Replies } from './replies.ts';

export interface Watch {
  heard(facts: readonly TimelineFact[]): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

interface Deps {
  store: Pick<HeldStore, 'laterIn' | 'cancel'>;
  replies: Pick<Replies, 'giveBack'>;
  clock: Clock;
  log: Log;
}

const BATCH_MS = 100;

export function createWatch({ store, replies, clock, log }: Deps): Watch {
  /** how many messages the customer has written by now */
  let heard = new Map<ConversationId, number>();
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const tallies = heard;
    heard = new Map();
    timer = null;
    for (const held of await store.laterIn([...tallies.keys()])) {
      if ((tallies.get(held.conversationId) ?? 0) <= held.customerSeen) continue;
      const cancelled = await store.cancel(held.id, clock.now(), true);
      if (cancelled) await replies.giveBack(cancelled);
    }
  }

  return {
    heard(facts) {
      for (const fact of facts) {
        if (fact.type !== 'entry' || fact.entry.author.kind !== 'customer' || !isWord(fact.entry.body)) continue;
        heard.set(fact.entry.conversationId, fact.entry.tally.customer);
        // What is missed here is found out when it falls due.
        timer ??= setTimeout(() => {
          underWay = look().catch((error: unknown) => log.warn({ err: error }, 'Held replies were not looked at.'));
        }, BATCH_MS).unref();
      }
    },
    async stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      await underWay;
    },
  };
}
