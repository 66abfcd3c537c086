/** Takes in what became of a message after it had left: it is shown at that very message, and an address that is gone is known as gone. */
import type { InboundReport } from '../../channels/channel.ts';
import type { Delivery } from '../../shared/model/letter.ts';
import { addressOf } from '../customers/address-of.ts';
import { afterSoftFailure, gone, type Reach } from '../customers/reachability.ts';
import type { Identity } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { deliveryOf, showDelivery } from './deliveries.ts';
import type { OutboxItem, OutboxStore, ToldFate } from './outbox-model.ts';

interface Deps {
  timeline: Pick<Timeline, 'find' | 'findEntry' | 'append' | 'change' | 'revise' | 'mark' | 'placements'>;
  outbox: Pick<OutboxStore, 'findByEntry' | 'tell'>;
  customers: {
    identity(id: Identity['id']): Promise<Identity | null>;
    findIdentity(kind: Identity['kind'], value: string): Promise<Identity | null>;
    changeReach(id: Identity['id'], reach: Reach, at: number): Promise<void>;
  };
  /** they want no more, as the other side says */
  optedOut(entry: Entry, key: string): Promise<void>;
  /** has somebody look at it, its last owner first */
  enqueue(conversation: Conversation): Promise<void>;
}

/** A report whose recipient is known. */
type Named = InboundReport & { recipient: string };

/** Answers false for a report about nothing that was sent to this recipient, which anybody can write. */
export function createReports({ timeline, outbox, customers, optedOut, enqueue }: Deps) {
  return async function report(told: InboundReport): Promise<boolean> {
    const item = await outbox.findByEntry(told.entryId);
    const entry = item && (await timeline.findEntry(item.id));
    const conversation = entry && (await timeline.find(entry.conversationId));
    if (!entry || !conversation) return false;
    if (isMessage(entry)) return told.recipient !== null && fateOf(told, item, entry, conversation);
    const recipient = told.recipient ?? onlyOne(recipientsOf(entry));
    if (recipient === null || !wentTo(entry, recipient)) return false;
    const event = { ...told, recipient };
    const isGood = event.outcome === 'taken' || event.outcome === 'delivered' || event.outcome === 'read';
    if (isGood) return true;
    const isFinal = event.outcome !== 'delayed';
    await showDelivery(timeline, entry, (known) => returned(event, isFinal, known));
    await knowAddress(event);
    if (isFinal) await bringBack(event, await shownIn(entry, conversation));
    return true;
  };

  /** What was moved is looked at where it is read. */
  async function shownIn({ conversationId, seq }: Entry, home: Conversation): Promise<Conversation> {
    return (await timeline.placements.placeOf({ conversationId, seq })) ?? home;
  }

  /** Of a message that is no letter: it goes to one address, and every state of it is told. */
  async function fateOf(event: InboundReport, item: OutboxItem, entry: Entry, conversation: Conversation) {
    const identity = await customers.identity(entry.identityId);
    if (!identity || addressOf(identity) !== event.recipient) return false;
    const fate = fateBy[event.outcome];
    const why = fate === 'failed' ? { code: event.code, detail: event.detail } : {};
    const told = fate && (await outbox.tell(item.id, { fate, ...why, at: event.at }));
    if (!told) return true;
    await showDelivery(timeline, entry, deliveryOf(told, event.at));
    if (fate === 'delivered' || fate === 'read') await timeline.mark(conversation.id, 'customerDelivered', entry.seq);
    if (fate === 'read') await timeline.mark(conversation.id, 'customerRead', entry.seq);
    if (fate === 'failed' && event.outcome === 'gone') await customers.changeReach(identity.id, gone, event.at);
    if (fate === 'failed' && event.code === 'opted-out') await optedOut(entry, `${event.inboxId}:${event.key}`);
    if (fate === 'failed')
      await bringBack({ ...event, recipient: addressOf(identity) }, await shownIn(entry, conversation));
    return true;
  }

  async function knowAddress({ recipient, outcome, key, at }: Named): Promise<void> {
    const identity = await customers.findIdentity('email', recipient.toLowerCase());
    if (identity === null || outcome === 'refused') return;
    await customers.changeReach(identity.id, outcome === 'gone' ? gone : afterSoftFailure(identity, { key, at }), at);
  }

  async function bringBack(
    event: Pick<Named, 'inboxId' | 'key' | 'recipient' | 'code'>,
    conversation: Conversation,
  ): Promise<void> {
    const { id, identityId, inboxId } = conversation;
    await timeline.append({
      conversationId: id,
      key: `${event.inboxId}:${event.key}`,
      author: { kind: 'system' },
      ...{ identityId, inboxId, direction: 'internal' },
      body: { kind: 'event', event: { type: 'returned', recipient: event.recipient, code: event.code } },
    });
    if (conversation.status === 'closed') await timeline.change(id, { status: 'open', closedAt: null });
    const opened = await timeline.find(id);
    if (opened) await enqueue(opened);
  }
}

/** Each recipient's is told by itself: all that did not get it stand beside it, and one that is still tried makes none of them better. */
function returned(
  { entryId, code, detail, recipient, at }: Named,
  isFinal: boolean,
  known: Delivery | undefined,
): Delivery {
  const before = known?.state === 'bounced' ? known : null;
  if (before && !isFinal) return before;
  const recipients = [...new Set([...(before?.recipients ?? []), recipient])];
  return { entryId, code, detail, recipients, at, nextAt: null, state: isFinal ? 'bounced' : 'retrying' };
}

function wentTo(entry: Entry, recipient: string): boolean {
  return recipientsOf(entry).includes(recipient.toLowerCase());
}

/** Lower case. */
function recipientsOf({ direction, body }: Entry): string[] {
  if (direction !== 'out' || body.kind !== 'message' || !body.letter) return [];
  const { to, cc, bcc = [] } = body.letter;
  return [...new Set([...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase()))];
}

const onlyOne = (all: readonly string[]): string | null => (all.length === 1 ? (all[0] ?? null) : null);

const isMessage = ({ direction, body }: Entry): boolean =>
  direction === 'out' && body.kind === 'message' && body.letter === undefined;

const fateBy: Record<InboundReport['outcome'], ToldFate['fate'] | null> = {
  ...{ taken: 'taken', delivered: 'delivered', read: 'read', gone: 'failed', refused: 'failed' },
  // Not now is no news: it is carried on.
  ...{ soft: null, delayed: null },
};
