/** By which of our ends a customer is answered: where the conversation came from, or wherever else they are surely reached. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { AttributeId, IdentityId, InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Address } from '../../shared/model/letter.ts';
import type { ReplyWay, WayFormat, WayRefusal } from '../../shared/model/way.ts';
import { addressOf } from '../customers/address-of.ts';
import { stateAt } from '../customers/reachability.ts';
import { ownerOf } from '../ingest/visitors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { CustomerStore, Identity } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';

export interface Way {
  inboxId: InboxId;
  channel: Channel | undefined;
  /** of the customer, as they are reached by it */
  identityId: IdentityId;
  /** where it leaves the conversation's own channel by letter: whom it goes to */
  to?: Address;
}

/** What a customer is reached by, with everybody who is part of them, and what they said of it. */
export interface Reached {
  identities: readonly Identity[];
  attributes: Readonly<Record<AttributeId, unknown>>;
}

export interface WaysDeps {
  channels: ReadonlyMap<string, Channel>;
  directory: { inbox(id: InboxId): Promise<Inbox | null>; inboxes(): Promise<Inbox[]> };
  customers: Pick<CustomerStore, 'identity' | 'findIdentity' | 'addIdentity'>;
  reached(conversation: Conversation): Promise<Reached>;
  ids: Ids;
  clock: Clock;
}

export interface Ways {
  /** All there are, the conversation's own first, one of each kind. */
  list(conversation: Conversation): Promise<ReplyWay[]>;
  /** @throws AppError `invalid` when the customer is not surely reached by it */
  of(conversation: Conversation, by: InboxId | undefined): Promise<Way>;
}

interface Candidate {
  value: string;
  identity: Identity | null;
  isProven: boolean;
}

/** What a customer said of being written to or called, by the kind of way. */
const consentOf: Partial<Record<WayFormat, string>> = { letter: 'mayEmail', text: 'mayText', call: 'mayCall' };

export function createWays({ channels, directory, customers, reached, ids, clock }: WaysDeps): Ways {
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

  const channelOf = ({ archived, channel }: Inbox): Channel | undefined =>
    archived ? undefined : channels.get(channel);

  function formatsOf(inbox: Inbox): WayFormat[] {
    const channel = channelOf(inbox);
    if (!channel) return [];
    if (channel.letters) return ['letter'];
    // A website that may be called calls nobody.
    const calls = (channel.voice?.numberOf(inbox) ?? null) !== null;
    return [...(channel.texts ? (['text'] as const) : []), ...(calls ? (['call'] as const) : [])];
  }

  function candidatesFor(format: WayFormat, inbox: Inbox, { customer }: Conversation, known: Reached): Candidate[] {
    const kind = format === 'letter' ? 'email' : 'phone';
    const texts = channelOf(inbox)?.texts;
    const found = known.identities
      .filter((identity) => identity.kind === kind && identity.former === undefined)
      .filter(
        (identity) => format !== 'text' || texts?.rulesOf(inbox, { ...identity, value: addressOf(identity) }) != null,
      )
      .map((identity) => ({ value: addressOf(identity), identity, isProven: isProven(identity) }));
    const said = customer.email;
    if (format !== 'letter' || !said || found.some(({ value }) => value === said.value.toLowerCase())) return found;
    return [...found, { value: said.value, identity: null, isProven: said.verified }];
  }

  /** The best there is: reached before what is not, and among these the one that was proven last. */
  function judge(
    format: WayFormat,
    inboxId: InboxId,
    candidates: readonly Candidate[],
    known: Reached,
  ): [Candidate | null, WayRefusal | null] {
    const isAlive = ({ identity }: Candidate) => identity === null || stateAt(identity, clock.now()) !== 'unreachable';
    const proven = candidates.filter((each) => each.isProven).toSorted((a, b) => sinceOf(b) - sinceOf(a));
    const best = proven.find(isAlive);
    const field = consentOf[format] as AttributeId | undefined;
    const isDenied = field !== undefined && known.attributes[field] === 'denied';
    const shown = best ?? proven[0] ?? candidates[0] ?? null;
    if (shown === null) return [null, 'unknown'];
    // Whoever asked by text for no more is written to by nobody.
    const isOut = format === 'text' && (shown.identity?.texting?.[inboxId]?.optedOutAt ?? null) !== null;
    if (isDenied || isOut) return [shown, 'denied'];
    if (best) return [best, null];
    return [shown, proven.length > 0 ? 'unreachable' : 'unproven'];
  }

  return {
    async list(conversation) {
      const [known, inboxes] = await Promise.all([reached(conversation), directory.inboxes()]);
      const own = inboxes.find(({ id }) => id === conversation.inboxId);
      const { format = 'chat' } = channels.get(conversation.channel)?.capabilities ?? {};
      const ownFormat: WayFormat = format === 'call' ? 'text' : format;
      const identity = known.identities.find(({ id }) => id === conversation.identityId);
      const address = identity?.kind === 'email' || identity?.kind === 'phone' ? addressOf(identity) : null;
      const ways = new Map<WayFormat, ReplyWay>();
      ways.set(ownFormat, { by: null, format: ownFormat, inboxName: own?.name ?? '', address, why: null });
      // Of the same queue first, so that it speaks for the same shop.
      const sorted = inboxes.toSorted(
        (a, b) => Number(b.queueId === own?.queueId) - Number(a.queueId === own?.queueId),
      );
      for (const inbox of sorted) {
        for (const each of formatsOf(inbox)) {
          if (each === ownFormat || ways.get(each)?.why === null) continue;
          const [candidate, why] = judge(each, inbox.id, candidatesFor(each, inbox, conversation, known), known);
          const way = { by: inbox.id, format: each, inboxName: inbox.name, address: candidate?.value ?? null, why };
          if (why === null || !ways.has(each)) ways.set(each, way);
        }
      }
      return [...ways.values()];
    },
    async of(conversation, by) {
      const { inboxId, identityId, customer } = conversation;
      if (by === undefined || by === inboxId) {
        return { inboxId, identityId, channel: channels.get(conversation.channel) };
      }
      const refuse = (why: string) => new AppError('invalid', 'It cannot go that way.', { fields: { by: why } });
      const inbox = await directory.inbox(by);
      const channel = inbox ? channelOf(inbox) : undefined;
      const format = inbox && formatsOf(inbox).find((each) => each !== 'call');
      if (!inbox || !format) throw refuse('nothing is written by it');
      const known = await reached(conversation);
      // An address that was only said could be anybody's: what was said in the conversation is not sent there.
      const [candidate, why] = judge(format, by, candidatesFor(format, inbox, conversation, known), known);
      if (!candidate || why !== null) throw refuse(why ?? 'unknown');
      if (format === 'letter') {
        const to = { name: customer.name, address: candidate.value };
        return {
          inboxId: by,
          channel,
          identityId: candidate.identity?.id ?? (await reach(conversation, candidate.value)),
          to,
        };
      }
      if (!candidate.identity) throw refuse('unknown');
      return { inboxId: by, channel, identityId: candidate.identity.id };
    },
  };
}

const claimOf = ({ claims }: Identity) => claims.at(-1);
const sinceOf = ({ identity }: Candidate): number => (identity && claimOf(identity)?.at) ?? 0;

function isProven(identity: Identity): boolean {
  const proof = claimOf(identity)?.proof;
  return proof !== undefined && proof !== 'none' && proof !== 'session';
}
