/**
 * What is on its way from this node. Each inbox has a few places and each conversation one, so that a mail server that does not answer holds up
 * nobody else's messages, and two messages of one conversation go in the order they were written.
 */
import type { ConversationId, InboxId } from '../../shared/model/ids.ts';
import type { DueExcept } from './outbox-model.ts';

export interface Lanes {
  /** Whose messages have to wait. */
  full(): DueExcept;
  /** Begins unless there is no place; says whether it did. Where it fails its place is free again. */
  begin(item: { inboxId: InboxId; conversationId: ConversationId }, carry: () => Promise<void>): boolean;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
}

/**
 * `freed`: one went through, so there is a place for the next. `failed`: what `carry` threw; nobody is told of the place then, lest the same fails
 * again at once and without end.
 */
export function createLanes(deps: { places: number; freed(): void; failed(error: unknown): void }): Lanes {
  const ofInbox = new Map<InboxId, number>();
  const conversations = new Set<ConversationId>();
  const underWay = new Set<Promise<void>>();
  const isFull = (inboxId: InboxId): boolean => (ofInbox.get(inboxId) ?? 0) >= deps.places;

  async function run(inboxId: InboxId, conversationId: ConversationId, carry: () => Promise<void>): Promise<void> {
    let isDone = true;
    try {
      await carry();
    } catch (error) {
      isDone = false;
      deps.failed(error);
    }
    const left = (ofInbox.get(inboxId) ?? 1) - 1;
    if (left === 0) ofInbox.delete(inboxId);
    else ofInbox.set(inboxId, left);
    conversations.delete(conversationId);
    if (isDone) deps.freed();
  }

  return {
    full: () => ({ inboxIds: [...ofInbox.keys()].filter(isFull), conversationIds: [...conversations] }),
    begin({ inboxId, conversationId }, carry) {
      if (isFull(inboxId) || conversations.has(conversationId)) return false;
      ofInbox.set(inboxId, (ofInbox.get(inboxId) ?? 0) + 1);
      conversations.add(conversationId);
      const one = run(inboxId, conversationId, carry).finally(() => underWay.delete(one));
      underWay.add(one);
      return true;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
