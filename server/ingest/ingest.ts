/** Takes in what reached a channel: finds whose it is and which conversation it belongs to, makes it durable, and has it routed. */
import type { Channel, InboundEvent, Ingested } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { Log } from '../lib/log.ts';
import type { Routing } from '../routing/routing.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Appended, Timeline } from '../timeline/timeline.ts';
import { customerEntry, entryKeyOf, eventEntry } from './entries.ts';
import { findSender, type Sender } from './sender.ts';

export interface Ingest {
  /** Resolves when the event is durable and will be routed; a repeat under the same key completes what was left and answers the same. */
  ingest(event: InboundEvent): Promise<Ingested & { entry: Entry; conversation: Conversation }>;
  /** @throws AppError `not_found` */
  rate(conversationId: ConversationId, score: number, comment?: string): Promise<void>;
  /** Gives open conversations that have no open work their work. */
  mend(): Promise<void>;
}

export interface IngestDeps {
  timeline: Pick<Timeline, 'open' | 'append' | 'change' | 'find' | 'findEntry' | 'ofIdentities'> & {
    withoutWork(limit: number): Promise<Conversation[]>;
  };
  customers: CustomerStore;
  directory: { inbox(id: Inbox['id']): Promise<Inbox | null> };
  routing: Pick<Routing, 'enqueue' | 'customerWrote'>;
  channels: ReadonlyMap<string, Channel>;
  attachFiles(refs: FileRef[], conversationId: ConversationId): Promise<void>;
  ids: Ids;
  clock: Clock;
  log: Log;
}

const HOUR_MS = 3_600_000;
const MENDED_AT_ONCE = 500;
/** Far more than one visitor has in one inbox: the open one and the newest must be among them. */
const OWN_READ = 200;

export function createIngest(deps: IngestDeps): Ingest {
  const { timeline, customers, directory, channels, clock } = deps;
  const inTurn = createInTurn();

  async function inboxAndChannel(id: Inbox['id']): Promise<{ inbox: Inbox; channel: Channel }> {
    const inbox = await directory.inbox(id);
    const channel = inbox && channels.get(inbox.channel);
    if (!inbox || !channel) throw new AppError('not_found', 'There is no such inbox.');
    return { inbox, channel };
  }

  /** Writes into an open conversation; the usual case needs nothing but its entry. */
  async function write(event: InboundEvent, conversation: Conversation, preferred: UserId | null = null) {
    if (event.files.length > 0) await deps.attachFiles(event.files, conversation.id);
    const appended = await timeline.append(customerEntry(event, conversation));
    return complete(event, appended, preferred);
  }

  /** What follows a message; every step finds itself done when it was. */
  async function complete(event: InboundEvent, { entry, isNew, ...appended }: Appended, preferred: UserId | null) {
    let conversation = appended.conversation;
    if (event.left) {
      const email = event.claimed.email ?? '';
      await timeline.append(eventEntry(conversation, `${entry.id}:left`, { type: 'message-left', email }));
    }
    // A repeat of an old message says nothing about now; one whose first try died here is still the customer's newest.
    const isNewest = isNew || entry.tally.customer === conversation.tally.customer;
    if (isNewest && conversation.left !== event.left) {
      conversation = (await timeline.change(conversation.id, { left: event.left })) ?? conversation;
    }
    await enqueue(conversation, preferred);
    const rests = conversation.work?.state === 'snoozed' || conversation.work?.state === 'wrap-up';
    if (isNewest && rests) await deps.routing.customerWrote(conversation.id);
    return { conversationId: entry.conversationId, entryId: entry.id, seq: entry.seq, isNew, entry, conversation };
  }

  async function enqueue(conversation: Conversation, preferredAgentId: UserId | null): Promise<void> {
    const { id, inboxId, identityId, queueId, work, status } = conversation;
    if (status !== 'open' || (work !== null && work.state !== 'closed')) return;
    const { inbox, channel } = await inboxAndChannel(inboxId);
    const { capabilities } = channel;
    await deps.routing.enqueue({
      conversationId: id,
      inboxId,
      identityId,
      queueId,
      weight: inbox.weight ?? capabilities.weight,
      live: capabilities.live && !conversation.left,
      preferredAgentId: preferredAgentId ?? work?.ownerId ?? null,
    });
  }

  /** The named conversation; a stranger's and a missing one look the same. */
  function requireOwn(conversation: Conversation | null, sender: Sender, inbox: Inbox): Conversation {
    const isOwn = conversation?.inboxId === inbox.id && sender.identityIds.includes(conversation.identityId);
    if (!conversation || !isOwn) throw new AppError('not_found', 'There is no such conversation.');
    return conversation;
  }

  /** The slow way: no conversation named, or one that is closed. */
  async function place(event: InboundEvent, inbox: Inbox, channel: Channel) {
    const sender = await findSender(deps, event.identity, inbox.id);
    const first = await timeline.findEntry(entryKeyOf(event));
    if (first !== null) {
      const conversation = requireOwn(await timeline.find(first.conversationId), sender, inbox);
      // The timeline compares the bodies, so another message under the same key is refused here too.
      return write(event, conversation);
    }
    await describe(sender, event);
    const own = await timeline.ofIdentities(sender.identityIds, inbox.id, OWN_READ);
    const named = event.conversationId && requireOwn(await timeline.find(event.conversationId), sender, inbox);
    const open = named?.status === 'open' ? named : own.find(({ status }) => status === 'open');
    if (open) {
      await tellStart(event, open);
      return write(event, open);
    }
    if (named && clock.now() - (named.closedAt ?? 0) <= inbox.reopenHours * HOUR_MS) return reopen(event, named);
    const started = await start(event, inbox, channel, sender, named ?? null, own);
    return write(event, started);
  }

  async function reopen(event: InboundEvent, closed: Conversation) {
    // The event before the change: a crash between them finds the conversation closed, and repeats both.
    await timeline.append(eventEntry(closed, `${entryKeyOf(event)}:reopened`, { type: 'reopened' }));
    const opened = await timeline.change(closed.id, { status: 'open', closedAt: null });
    return write(event, opened ?? closed, closed.work?.ownerId ?? null);
  }

  async function start(
    event: InboundEvent,
    inbox: Inbox,
    channel: Channel,
    sender: Sender,
    linked: Conversation | null,
    own: readonly Conversation[],
  ): Promise<Conversation> {
    const { conversation } = await timeline.open({
      key: startKey(event, inbox, channel, sender, own),
      identityId: sender.identity.id,
      customer: sender.asCustomer(event.claimed),
      inboxId: inbox.id,
      channel: channel.kind,
      queueId: inbox.queueId,
      left: event.left,
      linkedFrom: linked?.id ?? null,
      form: event.form,
      context: event.context,
    });
    await tellStart(event, conversation);
    return conversation;
  }

  /** An open conversation in which nothing stands was begun by somebody who died there, or in this moment: its first entry is the same. */
  async function tellStart(event: InboundEvent, conversation: Conversation): Promise<void> {
    if (conversation.heads.agent === 0) {
      const linked = conversation.linkedFrom === null ? null : { linkedFrom: conversation.linkedFrom };
      await timeline.append(eventEntry(conversation, `${conversation.id}:opened`, { type: 'opened', ...linked }));
    }
    if (event.form.length === 0) return;
    const told = { type: 'form-answered' as const, answers: event.form };
    await timeline.append(eventEntry(conversation, `${entryKeyOf(event)}:form`, told));
  }

  /** What strangers say of themselves is shown, and proves nothing: it never overwrites what is known. */
  async function describe({ customer }: Sender, { claimed }: InboundEvent): Promise<void> {
    await customers.describe(customer.id, {
      ...(claimed.name && customer.name === null ? { name: claimed.name } : null),
      ...(claimed.email && customer.email === null ? { email: { value: claimed.email, verified: false } } : null),
    });
  }

  return {
    async ingest(event) {
      const { inbox, channel } = await inboxAndChannel(event.inboxId);
      if (event.conversationId !== null && event.form.length === 0) {
        const named = await timeline.find(event.conversationId);
        const isPlain = named?.status === 'open' && named.inboxId === inbox.id;
        if (isPlain && event.identity.kind === 'visitor' && named.identityId === event.identity.value) {
          return write(event, named);
        }
      }
      return inTurn(`${event.identity.kind}:${event.identity.value}`, () => place(event, inbox, channel));
    },
    async rate(conversationId, score, comment) {
      const conversation = await timeline.find(conversationId);
      if (conversation === null) throw new AppError('not_found', 'There is no such conversation.');
      if (conversation.rating?.score === score && conversation.rating.comment === comment) return;
      const rating = comment === undefined ? { score } : { score, comment };
      const draft = eventEntry(conversation, `${conversationId}:rated:${conversation.rev}`, {
        type: 'rated',
        ...rating,
      });
      const { id: _, name } = conversation.customer;
      const author = { kind: 'customer' as const, identityId: conversation.identityId, name };
      await timeline.append({ ...draft, author, direction: 'in' });
      await timeline.change(conversationId, { rating });
    },
    async mend() {
      const without = await timeline.withoutWork(MENDED_AT_ONCE);
      for (const conversation of without) {
        try {
          await enqueue(conversation, null);
        } catch (error) {
          deps.log.warn({ err: error, conversationId: conversation.id }, 'A conversation was not given its work.');
        }
      }
      if (without.length > 0)
        deps.log.info({ conversations: without.length }, 'Conversations without work were enqueued.');
    },
  };
}

/**
 * A live visitor has one open conversation per inbox: the one after their newest. Two tabs that start at once, on whichever nodes, ask for the
 * same one. Elsewhere every first message starts its own.
 */
function startKey(
  event: InboundEvent,
  inbox: Inbox,
  channel: Channel,
  sender: Sender,
  own: readonly Conversation[],
): string {
  if (!channel.capabilities.live) return `${inbox.id}:${event.key}`;
  const [newest = ''] = own
    .map(({ id }) => id)
    .sort()
    .reverse();
  return `${inbox.id}:${sender.identity.id}:after:${newest}`;
}
