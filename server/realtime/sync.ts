/** The answer to a client that was away: what it misses, or a whole new picture. */
import type { SyncAnswer } from '../../shared/events.ts';
import { limits } from '../../shared/limits.ts';
import type { Audience, Conversation, Entry } from '../timeline/model.ts';
import type { ThreadPage, Timeline } from '../timeline/timeline.ts';
import { notFound } from './guard/membership.ts';

export interface SyncShape<E, C, S> {
  audience: Audience;
  entries(entries: readonly Entry[]): E[];
  conversation(conversation: Conversation): C;
  thread(page: ThreadPage): S;
}

/**
 * A client knows everything up to `after` and the state of `rev`. It is reset when it is further behind than `limits.syncReach`,
 * ahead of the database, at a seq that does not exist for its audience, or knows what was erased since.
 */
export async function answerSync<E, C, S>(
  timeline: Pick<Timeline, 'after' | 'read'>,
  conversation: Conversation,
  known: { after: number; rev: number },
  shape: SyncShape<E, C, S>,
): Promise<SyncAnswer<E, C, S>> {
  const { audience } = shape;
  const head = conversation.heads[audience];
  if (known.rev < (conversation.erasedRev ?? 0)) return reset();
  if (head - known.after > limits.syncReach || known.rev > conversation.rev) return reset();
  const entries = await timeline.after(conversation.id, audience, known.after, limits.syncPage);
  const first = entries[0];
  if (first ? first.prev[audience] !== known.after : known.after > 0 && known.after !== head) return reset();
  const last = entries.at(-1)?.seq ?? known.after;
  return {
    kind: 'entries',
    entries: shape.entries(entries),
    more: entries.length === limits.syncPage && last < head,
    ...(conversation.rev > known.rev ? { conversation: shape.conversation(conversation) } : {}),
  };

  async function reset(): Promise<SyncAnswer<E, C, S>> {
    return { kind: 'reset', snapshot: shape.thread(await readThread(timeline, conversation, audience)) };
  }
}

/** The newest page of a conversation that is known to exist. */
export async function readThread(
  timeline: Pick<Timeline, 'read'>,
  conversation: Pick<Conversation, 'id'>,
  audience: Audience,
  limit: number = limits.page,
): Promise<ThreadPage> {
  const page = await timeline.read(conversation.id, audience, limit);
  if (!page) throw notFound();
  return page;
}
