/** Sends what is due. A node claims one reply at a time; the entry's key makes it one entry however often it is tried. */
import { AppError } from '../../shared/errors.ts';
import { canServe } from '../accounts/scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Held, HeldStore } from './held.ts';
import type { CloseConversation, PeoplePort } from './ports.ts';
import type { Replies } from './replies.ts';

export interface Sender {
  /** Sends everything due by now; answers when the next one is due, null for none. */
  pass(): Promise<number | null>;
}

interface Deps {
  store: HeldStore;
  outbound: Pick<Outbound, 'reply'>;
  timeline: Pick<Timeline, 'find'>;
  replies: Pick<Replies, 'giveBack' | 'tell'>;
  people: PeoplePort;
  close: CloseConversation;
  clock: Clock;
  nodeId: string;
  log: Log;
}

/** Longer than one send takes; a node that died in it is followed by another one after this. */
const CLAIM_MS = 30_000;
const BATCH = 100;
/** How far ahead it looks for when to look again. */
const AHEAD_MS = 60_000;

/** Errors that trying again cannot mend. */
const final = new Set(['stale', 'closed', 'not_found', 'forbidden', 'invalid', 'conflict']);

export function createSender(deps: Deps): Sender {
  const { store, outbound, timeline, clock, log } = deps;

  async function send(held: Held): Promise<void> {
    const viewer = await deps.people.viewerOfUser(held.agent.id);
    const conversation = await timeline.find(held.conversationId);
    if (!viewer || !conversation || !canServe(viewer, conversation)) {
      throw new AppError('forbidden', 'Its author may not write here any more.');
    }
    const { conversationId, clientId, agent, text, files, template, letter, by } = held;
    const choices = held.choices.length > 0 ? held.choices : undefined;
    const customerSeen = held.hold === 'later' ? held.customerSeen : undefined;
    await outbound.reply({ conversationId, clientId, agent, text, files, choices, template, letter, by, customerSeen });
    if (!held.close) return;
    // It was sent; that it could not be closed must not send it again.
    await deps.close(viewer, conversation, held.close).catch((error: unknown) => {
      log.warn({ err: error, conversationId }, 'A conversation was not closed after its reply.');
    });
  }

  async function handle(held: Held): Promise<void> {
    try {
      await send(held);
    } catch (error) {
      if (!(error instanceof AppError) || !final.has(error.code)) throw error;
      await store.finish(held.id, 'cancelled', clock.now());
      await deps.replies.giveBack(held);
      return;
    }
    await store.finish(held.id, 'sent', clock.now());
    await deps.replies.tell(held);
  }

  return {
    async pass() {
      const now = clock.now();
      for (const held of await store.owed(now - CLAIM_MS, BATCH)) await deps.replies.giveBack(held);
      const found = await store.due(now + AHEAD_MS, BATCH);
      for (const { id, dueAt } of found) {
        if (dueAt > now) return dueAt;
        const held = await store.claim(id, dueAt, now + CLAIM_MS, deps.nodeId);
        if (!held) continue;
        await handle(held).catch((error: unknown) => {
          log.error({ err: error, conversationId: held.conversationId }, 'A reply that was due is tried again.');
        });
      }
      // A full batch may hide later ones that are due as well.
      return found.length === BATCH ? now : null;
    },
  };
}
