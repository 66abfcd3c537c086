/** Where a message belongs that names no open conversation: the slow way, by whose it is. */
import type { Channel, InboundMessage } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Conversation } from '../timeline/model.ts';
import { type Beginning, startKey } from './beginning.ts';
import { asideEntry, type CarryOn, isAside, takenOf } from './carry-on.ts';
import { customerEntry, entryKeyOf } from './entries.ts';
import type { IngestDeps, Taken } from './ports.ts';
import { findSender, type Sender } from './sender.ts';

const HOUR_MS = 3_600_000;
/** Far more than one visitor has in one inbox: the open one and the newest must be among them. */
const OWN_READ = 200;

type PlaceMessage = (event: InboundMessage, inbox: Inbox, channel: Channel) => Promise<Taken>;

export function createMessagePlacing(deps: IngestDeps, { write }: CarryOn, beginning: Beginning): PlaceMessage {
  const { timeline, clock } = deps;
  const { start, tellStart, openAgain, describe } = beginning;

  /** The named conversation; a stranger's and a missing one look the same. */
  function requireOwn(conversation: Conversation | null, sender: Sender, inbox: Inbox): Conversation {
    const isOwn = conversation?.inboxId === inbox.id && sender.identityIds.includes(conversation.identityId);
    if (!conversation || !isOwn) throw new AppError('not_found', 'There is no such conversation.');
    return conversation;
  }

  /** The open conversation from which they were last written to at this address, where that came by another way. */
  async function findSpoken(event: InboundMessage, inbox: Inbox, { identity }: Sender): Promise<Conversation | null> {
    const id = event.conversationId === null ? identity.texting?.[inbox.id]?.spokenIn : undefined;
    const found = id === undefined ? null : await timeline.find(id);
    return found?.status === 'open' && found.inboxId !== inbox.id ? found : null;
  }

  async function reopen(event: InboundMessage, closed: Conversation) {
    return write(event, await openAgain(event, closed), closed.work?.ownerId ?? null);
  }

  return async (event, inbox, channel) => {
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
  };
}
