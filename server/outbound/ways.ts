/** By which of our ends a reply goes: the conversation's own, or one of letters where the customer has left and their address is proven. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { IdentityId, InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Address } from '../../shared/model/letter.ts';
import { ownerOf } from '../ingest/visitors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { CustomerStore } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';

export interface Way {
  inboxId: InboxId;
  channel: Channel | undefined;
  /** of the customer, as they are reached by it */
  identityId: IdentityId;
  /** where it leaves the conversation's own channel: whom it goes to */
  to?: Address;
}

interface Deps {
  channels: ReadonlyMap<string, Channel>;
  directory: { inbox(id: InboxId): Promise<Inbox | null> };
  customers: Pick<CustomerStore, 'identity' | 'findIdentity' | 'addIdentity'>;
  ids: Ids;
  clock: Clock;
}

export function createWays({ channels, directory, customers, ids, clock }: Deps) {
  async function reach({ identityId, customer }: Conversation, address: string): Promise<IdentityId> {
    const value = address.toLowerCase();
    const known = await customers.findIdentity('email', value);
    if (known) return known.id;
    const at = clock.now();
    // Whose address it is, and not whom they were merged into: a merge may be undone.
    const own = await customers.identity(identityId);
    const claims = [{ customerId: own ? ownerOf(own) : customer.id, proof: 'address' as const, at }];
    const identity = { id: ids.next<IdentityId>(), kind: 'email' as const, value, inboxId: null, claims };
    return (await customers.addIdentity({ ...identity, state: 'reachable', createdAt: at })).id;
  }

  /** @throws AppError `invalid` when no letters go that way, or no address of the customer is proven */
  return async function wayOf(conversation: Conversation, by: InboxId | undefined): Promise<Way> {
    const { inboxId, identityId, customer } = conversation;
    if (by === undefined || by === inboxId) return { inboxId, identityId, channel: channels.get(conversation.channel) };
    const inbox = await directory.inbox(by);
    const channel = inbox?.archived ? undefined : channels.get(inbox?.channel ?? '');
    const refuse = (why: string) => new AppError('invalid', 'It cannot go that way.', { fields: { by: why } });
    if (!channel?.letters) throw refuse('no letters go by it');
    // An address that was only said could be anybody's: what was said in the conversation is not sent there.
    if (!customer.email?.verified) throw refuse('no address is verified');
    const { value: address } = customer.email;
    return {
      inboxId: by,
      channel,
      identityId: await reach(conversation, address),
      to: { name: customer.name, address },
    };
  };
}
