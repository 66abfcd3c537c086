/** Writes a customer's message into an open conversation, and does what follows from it; every step finds itself done when it was. */
import type { Channel, InboundMessage } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Appended, EntryDraft } from '../timeline/timeline.ts';
import { customerEntry, eventEntry } from './entries.ts';
import type { IngestDeps, Taken } from './ports.ts';

export type CarryOn = ReturnType<typeof createCarryOn>;

export function createCarryOn(
  deps: Pick<IngestDeps, 'timeline' | 'directory' | 'channels' | 'routing' | 'attachFiles'>,
) {
  const { timeline, directory, channels } = deps;

  /** @throws AppError `not_found` */
  async function inboxAndChannel(id: Inbox['id']): Promise<{ inbox: Inbox; channel: Channel }> {
    const inbox = await directory.inbox(id);
    const channel = inbox && channels.get(inbox.channel);
    if (!inbox || !channel) throw new AppError('not_found', 'There is no such inbox.');
    return { inbox, channel };
  }

  const isLive = ({ channel }: Conversation): boolean => channels.get(channel)?.capabilities.live ?? false;

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
    // Whoever goes on by another way, such as a letter or a text, does not wait in front of a page.
    const left = event.left || (event.inboxId !== conversation.inboxId && isLive(conversation));
    if (isNewest && conversation.left !== left) {
      conversation = (await timeline.change(conversation.id, { left })) ?? conversation;
    }
    await enqueue(conversation, preferred);
    const rests = conversation.work?.state === 'snoozed' || conversation.work?.state === 'wrap-up';
    if (isNewest && rests) await deps.routing.customerWrote(conversation.id);
    return takenOf({ entry, conversation, isNew });
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

  return { inboxAndChannel, write, complete, enqueue };
}

export const takenOf = ({ entry, conversation, isNew }: Appended): Taken => ({
  ...{ conversationId: entry.conversationId, entryId: entry.id, seq: entry.seq },
  ...{ isNew, entry, conversation },
});

export const asideEntry = (draft: EntryDraft): EntryDraft =>
  draft.body.kind === 'message' ? { ...draft, body: { ...draft.body, aside: true } } : draft;

export const isAside = ({ body }: Entry): boolean => body.kind === 'message' && body.aside === true;
