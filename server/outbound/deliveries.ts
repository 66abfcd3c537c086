/** What a conversation says of the messages that have not reached its customer: kept beside it, so that every list and thread shows it. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import type { Delivery } from '../../shared/model/letter.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { OutboxItem } from './outbox-model.ts';

/** Older ones are told by nobody any more. */
const SHOWN = 50;

export async function showDelivery(
  timeline: Pick<Timeline, 'revise'>,
  conversationId: ConversationId,
  entryId: EntryId,
  delivery: Delivery | null,
): Promise<void> {
  await timeline.revise(conversationId, ({ deliveries }) => {
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
