/**
 * Numbers that several customers use: a call or a text from there is nobody's until somebody of the team says whose it is, which is told in the
 * conversation and may be said otherwise at any time.
 */
import { AppError } from '../../shared/errors.ts';
import type { NumberOwner, NumberQuestion } from '../../shared/model/customer-address.ts';
import type { CustomerId, IdentityId } from '../../shared/model/ids.ts';
import { showNumber } from '../../shared/show-number.ts';
import { nobodysValue, numberOf, sharedValue } from '../ingest/shared-number.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { CustomerStore, Identity } from '../store/customers.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Editor } from './decide-change.ts';
import type { Families } from './merging/families.ts';
import type { Family } from './merging/join-profiles.ts';

/** `somebody-else`: a customer of their own from now on; `nobody`: as before anybody said */
export type NumberChoice = IdentityId | 'somebody-else' | 'nobody';

export interface SharedNumbers {
  /** Whose conversation it may be; null where that is no question. */
  read(conversation: Conversation, maySee: MaySee): Promise<NumberQuestion | null>;
  /** Whoever is given a name, an address or a merge is somebody: says so first, where nobody has. Answers the conversation as it is then. */
  settled(conversation: Conversation, by: Editor): Promise<Conversation>;
  /** @throws AppError `not_found` for a choice that there is not, `conflict` where nothing is to be chosen */
  choose(conversation: Conversation, by: Editor, choice: NumberChoice, maySee: MaySee): Promise<void>;
}

type MaySee = (conversation: Conversation) => boolean;

interface Deps {
  customers: Pick<CustomerStore, 'identity' | 'findIdentity' | 'sharing' | 'create'>;
  families: Families;
  timeline: Pick<Timeline, 'find' | 'ofCustomer' | 'revise' | 'append'>;
  changed(ids: readonly CustomerId[]): Promise<void>;
  clock: Clock;
  ids: Ids;
}

const THEIR_CONVERSATIONS = 20;

export function createSharedNumbers(deps: Deps): SharedNumbers {
  const { customers, families, timeline } = deps;

  /** Everybody who uses the number, each once. */
  async function ownersOf(number: string): Promise<{ identity: Identity; family: Family }[]> {
    const first = await customers.findIdentity('phone', number);
    const others = await customers.sharing(number);
    const found = new Map<CustomerId, { identity: Identity; family: Family }>();
    for (const identity of first ? [first, ...others] : others) {
      const family = identity.isNobodys ? null : await families.ofIdentity(identity.id);
      if (family && !family.root.isErased && !found.has(family.root.id))
        found.set(family.root.id, { identity, family });
    }
    return [...found.values()];
  }

  /** null: of whom one may see nothing */
  async function present(identity: Identity, family: Family, maySee: MaySee): Promise<NumberOwner | null> {
    const own = (await families.identitiesOf(family)).map(({ id }) => id);
    const { conversations } = await timeline.ofCustomer(own, THEIR_CONVERSATIONS);
    const seen = conversations.find(maySee);
    if (!seen && conversations.length > 0) return null;
    const name = family.joined.name ?? seen?.customer.name ?? showNumber(numberOf(identity));
    return { key: identity.id, name, lastAt: seen?.lastAt ?? null };
  }

  /** The number, where its owner is a question for this conversation. */
  async function questionOf(conversation: Conversation): Promise<{ identity: Identity; number: string } | null> {
    const identity = await customers.identity(conversation.identityId);
    if (identity?.kind !== 'phone' || (!identity.isNobodys && !conversation.whose)) return null;
    return { identity, number: numberOf(identity) };
  }

  async function placeOf(choice: NumberChoice, number: string, maySee: MaySee) {
    if (choice === 'nobody') return customers.findIdentity('phone', nobodysValue(number));
    if (choice !== 'somebody-else') {
      const one = (await ownersOf(number)).find(({ identity }) => identity.id === choice);
      return one && (await present(one.identity, one.family, maySee)) ? one.identity : null;
    }
    const [customerId, at] = [deps.ids.next<CustomerId>(), deps.clock.now()];
    return customers.create(
      { id: customerId, name: null, email: null, createdAt: at },
      {
        ...{ id: deps.ids.next<IdentityId>(), kind: 'phone', value: sharedValue(number, customerId), shared: number },
        ...{ inboxId: null, claims: [{ customerId, proof: 'none', at }], state: 'reachable', createdAt: at },
      },
    );
  }

  return {
    async read(conversation, maySee) {
      const question = await questionOf(conversation);
      if (!question) return null;
      const owners: NumberOwner[] = [];
      for (const { identity, family } of await ownersOf(question.number)) {
        const owner = await present(identity, family, maySee);
        if (owner) owners.push(owner);
      }
      const { whose } = conversation;
      const chosen = question.identity.isNobodys || !whose ? null : { name: conversation.customer.name, ...whose };
      return { number: question.number, owners, chosen };
    },
    async settled(conversation, by) {
      if (!(await customers.identity(conversation.identityId))?.isNobodys) return conversation;
      await this.choose(conversation, by, 'somebody-else', () => false);
      return (await timeline.find(conversation.id)) ?? conversation;
    },
    async choose(conversation, by, choice, maySee) {
      const question = await questionOf(conversation);
      if (!question) throw new AppError('conflict', 'Whose this is, is no question.');
      const place = await placeOf(choice, question.number, maySee);
      if (!place) throw new AppError('not_found', 'Nobody like this uses the number.');
      const family = await families.ofIdentity(place.id);
      if (!family) throw new AppError('not_found', 'There is no such customer.');
      const { joined, root } = family;
      const name = joined.name ?? showNumber(question.number);
      const { conversation: after, isChanged } = await timeline.revise(conversation.id, (present) => {
        if (present.identityId === place.id) return null;
        const { traits: _, ownName: __, ...rest } = present.customer;
        const { email: ___, ...kept } = rest;
        return {
          identityId: place.id,
          customer: { ...kept, id: root.id, name },
          whose: choice === 'nobody' ? null : { byName: by.name },
        };
      });
      if (!isChanged) return;
      await timeline.append({
        ...{ conversationId: after.id, key: `${after.id}:whose:${after.rev}`, author: { kind: 'system' } },
        ...{ identityId: after.identityId, inboxId: after.inboxId, direction: 'internal' },
        body: {
          kind: 'event',
          event: {
            type: 'number-placed',
            byId: by.id,
            byName: by.name,
            to: choice === 'nobody' ? null : choice === 'somebody-else' ? '' : name,
          },
        },
      });
      await deps.changed([conversation.customer.id, root.id]);
    },
  };
}
