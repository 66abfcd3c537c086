/** What a conversation says of the messages that have not reached its customer: kept beside it, so that every list and thread shows it. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import type { Delivery } from '../../shared/model/letter.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { OutboxItem } from './outbox-model.ts';

/** Older ones are told by nobody any more. */
const SHOWN = 50;

type Where = Pick<Timeline, 'revise'> & { placements: Pick<Timeline['placements'], 'placeOf'> };

/** Where the entry is read by now, and there alone. */
export async function showDelivery(
  timeline: Where,
  { id, conversationId, seq }: Pick<Entry, 'id' | 'conversationId' | 'seq'>,
  next: Delivery | null | ((known: Delivery | undefined) => Delivery | null),
): Promise<void> {
  const here = (await timeline.placements.placeOf({ conversationId, seq }))?.id ?? conversationId;
  const place = { of: conversationId, seq };
  await put(timeline, here, id, (known) => {
    const delivery = typeof next === 'function' ? next(known) : next;
    return delivery && { ...delivery, place };
  });
  if (here !== conversationId) await put(timeline, conversationId, id, () => null);
}

/** Those of entries that are read elsewhere than they are told of go there. */
export async function followEntries(timeline: Where, { id, deliveries }: Conversation): Promise<void> {
  for (const delivery of deliveries) {
    if (!delivery.place) continue;
    const { of: conversationId, seq } = delivery.place;
    const there = await timeline.placements.placeOf({ conversationId, seq });
    if (there === null || there.id === id) continue;
    await put(timeline, there.id, delivery.entryId, () => delivery);
    await put(timeline, id, delivery.entryId, () => null);
  }
}

async function put(
  timeline: Where,
  conversationId: ConversationId,
  entryId: EntryId,
  next: (known: Delivery | undefined) => Delivery | null,
): Promise<void> {
  await timeline.revise(conversationId, ({ deliveries }) => {
    const delivery = next(deliveries.find((known) => known.entryId === entryId));
    const others = deliveries.filter((known) => known.entryId !== entryId);
    if (delivery === null) return others.length === deliveries.length ? null : { deliveries: others };
    return { deliveries: [...others, delivery].slice(-SHOWN) };
  });
}

/** Null: it reached everybody. */
export function deliveryOf(item: OutboxItem, at: number): Delivery | null {
  const { entryId, code, detail, refused, dueAt, told } = item;
  if (entryId === null) return null;
  if (told && told.fate !== 'taken') {
    const { fate, at: toldAt, ...why } = told;
    return fate === 'failed' ? { entryId, ...why, at: toldAt, nextAt: null, state: 'bounced' } : null;
  }
  const why = { ...(code && { code }), ...(detail && { detail }) };
  const base = { entryId, ...why, at, nextAt: null };
  switch (item.state) {
    case 'intended':
    case 'dropped':
      return null;
    case 'sent':
      return refused?.length ? { ...base, state: 'failed', recipients: refused } : null;
    case 'queued':
    case 'sending':
      return item.attempts === 0
        ? { entryId, at, state: 'queued', nextAt: null }
        : { ...base, state: 'retrying', nextAt: dueAt };
    case 'unknown':
      return { ...base, state: 'unknown', nextAt: dueAt };
    case 'failed':
      return { ...base, state: 'failed' };
  }
}
