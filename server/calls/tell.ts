/** Tells a conversation the life of its call, a line each under keys that make repeating it harmless. */
import type { Timeline } from '../timeline/timeline.ts';
import type { Book } from './book.ts';
import type { Call } from './model.ts';

export async function tellTimeline(
  { book, timeline }: { book: Book; timeline: Pick<Timeline, 'append'> },
  call: Call,
): Promise<void> {
  const { conversationId, identityId } = call;
  const last = call.log.at(-1)?.n ?? 0;
  if (!conversationId || !identityId || last <= call.told) return;
  for (const { n, at, told } of call.log) {
    if (n <= call.told) continue;
    await timeline.append({
      ...{ conversationId, identityId, inboxId: call.inboxId, key: `call:${call.id}:${n}` },
      author: { kind: 'system' },
      direction: 'internal',
      body: { kind: 'event', event: { type: 'call', callId: call.id, at, told } },
    });
  }
  await book.update(call.id, (now) => (now.told >= last ? now : { ...now, told: last }));
}
