/** How a conversation begins, or begins anew: its first entries, and what is known then of who writes. */
import type { Channel, InboundMessage } from '../../channels/channel.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationDraft } from '../timeline/timeline.ts';
import { entryKeyOf, eventEntry } from './entries.ts';
import type { IngestDeps } from './ports.ts';
import type { Sender } from './sender.ts';

export type Beginning = ReturnType<typeof createBeginning>;

export function createBeginning({ timeline, customers }: Pick<IngestDeps, 'timeline' | 'customers'>) {
  async function openAgain(event: InboundMessage, closed: Conversation): Promise<Conversation> {
    // The event before the change: a crash between them finds the conversation closed, and repeats both.
    await timeline.append(eventEntry(closed, `${entryKeyOf(event)}:reopened`, { type: 'reopened' }));
    return (await timeline.change(closed.id, { status: 'open', closedAt: null })) ?? closed;
  }

  async function start(
    event: InboundMessage,
    inbox: Inbox,
    channel: Channel,
    sender: Sender,
    linked: Conversation | null,
    key: string,
    born: Pick<ConversationDraft, 'resembles' | 'priority' | 'tagIds' | 'suggestedReplyId'> = {},
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
      ...(event.letter && { alike: event.letter.thread.alike }),
      ...born,
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
  async function describe({ customer }: Sender, event: InboundMessage): Promise<void> {
    const { claimed, at } = event;
    const hints = {
      ...(claimed.name && customer.name === null ? { name: claimed.name } : null),
      ...(claimed.email && customer.email === null ? { email: { value: claimed.email, verified: false } } : null),
    };
    const source = event.letter ? 'mail' : event.form.length > 0 ? 'form' : 'chat';
    await customers.describe(customer.id, hints, { source, at });
  }

  return { start, tellStart, openAgain, describe };
}

/**
 * A live visitor has one open conversation per inbox: the one after their newest. Two tabs that start at once, on whichever nodes, ask for the
 * same one. Elsewhere every first message starts its own.
 */
export function startKey(
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
