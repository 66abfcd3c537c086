/** Takes in what reached a channel: finds whose it is and which conversation it belongs to, makes it durable, and has it routed. */
import type { Channel, IdentityRef, InboundMessage, Ingested } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Address } from '../../shared/model/letter.ts';
import type { Consent } from '../customers/consent.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import { createInTurn } from '../lib/in-turn.ts';
import type { Log } from '../lib/log.ts';
import type { Routing } from '../routing/routing.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { AfterPlacing } from '../timeline/placements.ts';
import type { Appended, EntryDraft, Timeline } from '../timeline/timeline.ts';
import { customerEntry, entryKeyOf, eventEntry } from './entries.ts';
import { createJoining } from './letters/join-letters.ts';
import { createLetterPlacing, isLetter, type LetterMessage } from './letters/place-letter.ts';
import { applyRules } from './letters/rules.ts';
import { createPlaced } from './placed.ts';
import { findSender, type Sender } from './sender.ts';

export type Taken = Ingested & { entry: Entry; conversation: Conversation };

export interface Ingest {
  /** Resolves when the event is durable and will be routed; a repeat under the same key completes what was left and answers the same. */
  ingest(event: InboundMessage): Promise<Taken>;
  /** @throws AppError `not_found` */
  rate(conversationId: ConversationId, score: number, comment?: string): Promise<void>;
  /** Has somebody look at an open conversation, its last owner first; nothing where somebody does already. */
  enqueue(conversation: Conversation): Promise<void>;
  /** A conversation that the team begins, with whoever is reached at this address. @throws AppError `not_found` */
  begin(begun: { key: string; inboxId: Inbox['id']; to: Address; subject: string }): Promise<Conversation>;
  /** The conversation of a call that belongs to none yet: its caller found or made. */
  placeCall(call: CallPlace): Promise<Conversation>;
  /** What follows from a placement: where entries came to somebody looks at them, and what was left empty is over. */
  placed: AfterPlacing;
  /** Gives open conversations that have no open work their work, and completes placements. */
  mend(): Promise<void>;
}

export interface CallPlace {
  /** the same key is the same conversation */
  key: string;
  inboxId: Inbox['id'];
  queueId: Inbox['queueId'];
  identity: IdentityRef;
  /** whether the network vouches for the number */
  isProven: boolean;
  /** of whoever is nobody known; null: as the address is written */
  name: string | null;
}

export interface IngestDeps {
  timeline: Pick<
    Timeline,
    | 'open'
    | 'append'
    | 'change'
    | 'revise'
    | 'find'
    | 'findEntry'
    | 'findEntries'
    | 'answering'
    | 'after'
    | 'findByNumber'
    | 'ofIdentities'
    | 'placements'
  > & {
    withoutWork(limit: number): Promise<Conversation[]>;
  };
  customers: CustomerStore;
  directory: { inbox(id: Inbox['id']): Promise<Inbox | null> };
  routing: Pick<Routing, 'enqueue' | 'customerWrote' | 'close' | 'reopen'>;
  channels: ReadonlyMap<string, Channel>;
  consent: Consent;
  /** Files of the `team` are not for the customer. */
  attachFiles(
    refs: readonly Pick<FileRef, 'id'>[],
    conversationId: ConversationId,
    audience?: 'everyone' | 'team',
  ): Promise<void>;
  /** A letter began a conversation, or one anew; repeated for the same letter after a crash. */
  letterBegan?(began: LetterBegan): Promise<void>;
  ids: Ids;
  clock: Clock;
  log: Log;
}

export interface LetterBegan extends Taken {
  event: LetterMessage;
  inbox: Inbox;
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
  async function write(
    event: InboundMessage,
    conversation: Conversation,
    preferred: UserId | null = null,
    identityId = conversation.identityId,
  ) {
    if (event.files.length > 0) await deps.attachFiles(event.files, conversation.id);
    const { customer } = conversation;
    const appended = await timeline.append(customerEntry(event, conversation, { identityId, customer }));
    return complete(event, appended, preferred);
  }

  /** What follows a message; every step finds itself done when it was. */
  async function complete(event: InboundMessage, { entry, isNew, ...appended }: Appended, preferred: UserId | null) {
    let conversation = appended.conversation;
    if (event.left) {
      const email = event.claimed.email ?? '';
      await timeline.append(eventEntry(conversation, `${entry.id}:left`, { type: 'message-left', email }));
    }
    // A repeat of an old message says nothing about now; one whose first try died here is still the customer's newest.
    const isNewest = isNew || entry.tally.customer === conversation.tally.customer;
    // Whoever writes a letter does not wait in front of a page.
    const left = event.left || (event.letter !== undefined && isLive(conversation));
    if (isNewest && conversation.left !== left) {
      conversation = (await timeline.change(conversation.id, { left })) ?? conversation;
    }
    await enqueue(conversation, preferred);
    const rests = conversation.work?.state === 'snoozed' || conversation.work?.state === 'wrap-up';
    if (isNewest && rests) await deps.routing.customerWrote(conversation.id);
    return takenOf({ entry, conversation, isNew });
  }

  const isLive = ({ channel }: Conversation): boolean => channels.get(channel)?.capabilities.live ?? false;

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

  const inboxOf = async (event: InboundMessage): Promise<Inbox> => (await inboxAndChannel(event.inboxId)).inbox;

  /** A letter's own files are the team's; what was attached to it is everybody's. */
  async function attachLetter({ files, letter: { letter } }: LetterMessage, id: ConversationId): Promise<void> {
    if (files.length > 0) await deps.attachFiles(files, id);
    const { source, html, pictures = [] } = letter;
    const own = [source, html, ...pictures].flatMap((fileId) => (fileId === null ? [] : [{ id: fileId }]));
    if (own.length > 0) await deps.attachFiles(own, id, 'team');
  }

  async function writeLetter(
    event: LetterMessage,
    conversation: Conversation,
    sender: Sender,
    preferred: UserId | null = null,
  ) {
    await attachLetter(event, conversation.id);
    return complete(event, await timeline.append(letterEntry(event, conversation, sender)), preferred);
  }

  const placed = createPlaced({ timeline, routing: deps.routing, enqueue });
  const join = createJoining({ timeline, after: placed, now: clock.now });

  const placeLetter = createLetterPlacing<Taken>(
    { timeline, now: clock.now },
    {
      findSender: ({ identity, inboxId, letter }) => findSender(deps, identity, inboxId, letter.sender === 'proven'),
      async repeat(event, entry) {
        const conversation = await timeline.find(entry.conversationId);
        if (conversation === null) throw new Error(`Entry ${entry.id} stands in no conversation.`);
        const appended = { entry, conversation, isNew: false };
        if (isAside(entry)) return takenOf(appended);
        const taken = await complete(event, appended, null);
        // Its first try may have died before it was told that it arrived; it is told only once.
        if (entry.tally.customer === 1) await deps.letterBegan?.({ event, inbox: await inboxOf(event), ...taken });
        return taken;
      },
      write: writeLetter,
      async note(event, conversation, sender) {
        await attachLetter(event, conversation.id);
        return takenOf(await timeline.append(asideEntry(letterEntry(event, conversation, sender))));
      },
      async reopen(event, closed, sender) {
        const opened = await openAgain(event, closed);
        const taken = await writeLetter(event, opened, sender, closed.work?.ownerId ?? null);
        await deps.letterBegan?.({ event, inbox: await inboxOf(event), ...taken });
        return taken;
      },
      async start(event, inbox, channel, sender, linked) {
        await describe(sender, event);
        const { queueId, ...sorted } = sortLetter(event, inbox, channel);
        const given = { ...inbox, queueId: queueId ?? inbox.queueId };
        const started = await start(event, given, channel, sender, linked, entryKeyOf(event));
        const known = started.heads.agent <= 1 ? await timeline.change(started.id, sorted) : null;
        const taken = await writeLetter(event, known ?? started, sender, linked?.work?.ownerId ?? null);
        await deps.letterBegan?.({ event, inbox, ...taken });
        return taken;
      },
      async join(externalId, thread, inbox, { entry }) {
        try {
          await join(entry, externalId, thread, inbox);
        } catch (error) {
          // It is in the log, and somebody can still move it; that it cannot be joined is no reason to refuse it.
          if (!(error instanceof AppError)) throw error;
          deps.log.warn({ err: error, entryId: entry.id }, 'A letter was not joined with its thread.');
        }
      },
    },
  );

  /** The named conversation; a stranger's and a missing one look the same. */
  function requireOwn(conversation: Conversation | null, sender: Sender, inbox: Inbox): Conversation {
    const isOwn = conversation?.inboxId === inbox.id && sender.identityIds.includes(conversation.identityId);
    if (!conversation || !isOwn) throw new AppError('not_found', 'There is no such conversation.');
    return conversation;
  }

  /** What their writing says of whether and until when they may be written to. */
  async function heed(event: InboundMessage, channel: Channel, taken: Taken): Promise<Taken> {
    if (!channel.texts) return taken;
    const { entry, conversation } = taken;
    const { identityId } = entry;
    if (taken.isNew) await customers.noteTexting(identityId, event.inboxId, { wroteAt: event.at });
    if (event.consent === undefined) return taken;
    const word = { key: entryKeyOf(event), identityId, inboxId: event.inboxId, at: entry.at, by: 'customer' as const };
    await (event.consent === 'stop' ? deps.consent.optOut(conversation, word) : deps.consent.optIn(conversation, word));
    return taken;
  }

  /** The open conversation from which they were last written to at this address, where that came by another way. */
  async function findSpoken(event: InboundMessage, inbox: Inbox, { identity }: Sender): Promise<Conversation | null> {
    const id = event.conversationId === null ? identity.texting?.[inbox.id]?.spokenIn : undefined;
    const found = id === undefined ? null : await timeline.find(id);
    return found?.status === 'open' && found.inboxId !== inbox.id ? found : null;
  }

  /** The slow way: no conversation named, or one that is closed. */
  async function place(event: InboundMessage, inbox: Inbox, channel: Channel) {
    const sender = await findSender(deps, event.identity, inbox.id);
    const first = await timeline.findEntry(entryKeyOf(event));
    if (first !== null) {
      const isOwn = first.inboxId === inbox.id && sender.identityIds.includes(first.identityId);
      const found = await timeline.find(first.conversationId);
      const conversation = isOwn && found ? found : requireOwn(found, sender, inbox);
      // The timeline compares the bodies, so another message under the same key is refused here too.
      if (isAside(first)) return takenOf(await timeline.append(asideEntry(customerEntry(event, conversation))));
      return write(event, conversation, null, first.identityId);
    }
    await describe(sender, event);
    const own = await timeline.ofIdentities(sender.identityIds, inbox.id, OWN_READ);
    const named = event.conversationId && requireOwn(await timeline.find(event.conversationId), sender, inbox);
    const open = named?.status === 'open' ? named : own.find(({ status }) => status === 'open');
    const spoken = await findSpoken(event, inbox, sender);
    if (spoken) return write(event, spoken, null, sender.identity.id);
    if (open) {
      await tellStart(event, open);
      return write(event, open);
    }
    const [newest] = own;
    // It asks for no answer, and must get none.
    if (event.consent === 'stop' && newest) {
      return takenOf(await timeline.append(asideEntry(customerEntry(event, newest))));
    }
    // Through an archived inbox what is open is brought to its end, and nothing begins.
    if (inbox.archived) throw new AppError('closed', 'This inbox is archived.');
    if (named && clock.now() - (named.closedAt ?? 0) <= inbox.reopenHours * HOUR_MS) return reopen(event, named);
    const key = startKey(event, inbox, channel, sender, own);
    return write(event, await start(event, inbox, channel, sender, named ?? null, key));
  }

  async function openAgain(event: InboundMessage, closed: Conversation): Promise<Conversation> {
    // The event before the change: a crash between them finds the conversation closed, and repeats both.
    await timeline.append(eventEntry(closed, `${entryKeyOf(event)}:reopened`, { type: 'reopened' }));
    return (await timeline.change(closed.id, { status: 'open', closedAt: null })) ?? closed;
  }

  async function reopen(event: InboundMessage, closed: Conversation) {
    return write(event, await openAgain(event, closed), closed.work?.ownerId ?? null);
  }

  async function start(
    event: InboundMessage,
    inbox: Inbox,
    channel: Channel,
    sender: Sender,
    linked: Conversation | null,
    key: string,
  ): Promise<Conversation> {
    const { conversation } = await timeline.open({
      key,
      identityId: sender.identity.id,
      customer: sender.asCustomer(event.claimed),
      inboxId: inbox.id,
      channel: channel.kind,
      subject: event.letter?.letter.subject ?? null,
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
  async function tellStart(event: InboundMessage, conversation: Conversation): Promise<void> {
    if (conversation.heads.agent === 0) {
      const linked = conversation.linkedFrom === null ? null : { linkedFrom: conversation.linkedFrom };
      await timeline.append(eventEntry(conversation, `${conversation.id}:opened`, { type: 'opened', ...linked }));
    }
    if (event.form.length === 0) return;
    const told = { type: 'form-answered' as const, answers: event.form };
    await timeline.append(eventEntry(conversation, `${entryKeyOf(event)}:form`, told));
  }

  /** What strangers say of themselves is shown, and proves nothing: it never overwrites what is known. */
  async function describe({ customer }: Sender, { claimed }: InboundMessage): Promise<void> {
    await customers.describe(customer.id, {
      ...(claimed.name && customer.name === null ? { name: claimed.name } : null),
      ...(claimed.email && customer.email === null ? { email: { value: claimed.email, verified: false } } : null),
    });
  }

  return {
    async ingest(event) {
      const { inbox, channel } = await inboxAndChannel(event.inboxId);
      if (isLetter(event)) return inTurn(`letter:${event.letter.externalId}`, () => placeLetter(event, inbox, channel));
      if (event.conversationId !== null && event.form.length === 0) {
        const named = await timeline.find(event.conversationId);
        const isPlain = named?.status === 'open' && named.inboxId === inbox.id;
        if (isPlain && event.identity.kind === 'visitor' && named.identityId === event.identity.value) {
          return write(event, named);
        }
      }
      return inTurn(`${event.identity.kind}:${event.identity.value}`, async () =>
        heed(event, channel, await place(event, inbox, channel)),
      );
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
    enqueue: (conversation) => enqueue(conversation, null),
    async begin({ key, inboxId, to, subject }) {
      const { inbox, channel } = await inboxAndChannel(inboxId);
      const value = to.address.toLowerCase();
      // That the team writes to an address proves nothing about who reads there.
      const sender = await findSender(deps, { kind: 'email', value }, inboxId, false, false);
      const { conversation } = await timeline.open({
        ...{ key, inboxId, subject, channel: channel.kind, queueId: inbox.queueId },
        ...{ identityId: sender.identity.id, customer: sender.asCustomer({ name: to.name }) },
        ...{ left: false, linkedFrom: null, form: [], context: {} },
      });
      if (conversation.heads.agent === 0) {
        await timeline.append(eventEntry(conversation, `${conversation.id}:opened`, { type: 'opened' }));
      }
      return conversation;
    },
    placed,
    async placeCall({ key, inboxId, queueId, identity, isProven, name }) {
      const { channel } = await inboxAndChannel(inboxId);
      const sender = await findSender(deps, identity, inboxId, isProven);
      const { conversation } = await timeline.open({
        ...{ key, inboxId, queueId, channel: channel.kind, subject: null, identityId: sender.identity.id },
        ...{
          customer: sender.asCustomer(name === null ? {} : { name }),
          left: false,
          linkedFrom: null,
          form: [],
          context: {},
        },
      });
      return conversation;
    },
    async mend() {
      await timeline.placements.mend(placed);
      // What began with a call is given its work by the call; where nothing was written, it began with one.
      const without = (await timeline.withoutWork(MENDED_AT_ONCE)).filter(
        ({ channel, tally }) => !channels.get(channel)?.voice || tally.customer > 0,
      );
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

const takenOf = ({ entry, conversation, isNew }: Appended): Taken => ({
  ...{ conversationId: entry.conversationId, entryId: entry.id, seq: entry.seq },
  ...{ isNew, entry, conversation },
});

const asideEntry = (draft: EntryDraft): EntryDraft =>
  draft.body.kind === 'message' ? { ...draft, body: { ...draft.body, aside: true } } : draft;

const isAside = ({ body }: Entry): boolean => body.kind === 'message' && body.aside === true;

/** What the inbox's rules make of it. */
function sortLetter({ text, letter }: LetterMessage, inbox: Inbox, channel: Channel) {
  const { from, to, cc, subject } = letter.letter;
  const facts = { from, to: [...to, ...cc], subject, body: text, size: letter.size, headers: letter.headers };
  const { queueId, priority, tagIds, suggestedReplyId } = applyRules(
    channel.letters?.policyOf(inbox).rules ?? [],
    facts,
  );
  return { queueId, tagIds, priority: priority ?? ('normal' as const), ...(suggestedReplyId && { suggestedReplyId }) };
}

const letterEntry = (event: LetterMessage, conversation: Conversation, { identity, asCustomer }: Sender) =>
  customerEntry(event, conversation, { identityId: identity.id, customer: asCustomer(event.claimed) });

/**
 * A live visitor has one open conversation per inbox: the one after their newest. Two tabs that start at once, on whichever nodes, ask for the
 * same one. Elsewhere every first message starts its own.
 */
function startKey(
  event: InboundMessage,
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
