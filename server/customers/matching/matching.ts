/**
 * Finds customers who may be one person. What they are looked for by is prepared in the background, a bounded batch at a time, from marks that
 * every new and changed customer carries; who looks at a customer then asks an index. Nothing is ever merged by itself.
 */
import type { Attribute } from '../../../shared/model/catalogue.ts';
import type { CustomerMatch } from '../../../shared/model/customer-match.ts';
import type { CustomerId } from '../../../shared/model/ids.ts';
import type { Clock } from '../../lib/clock.ts';
import type { MatchStore } from '../../store/customer-matches.ts';
import { pairKey } from '../../store/customer-matches.ts';
import type { Identity } from '../../store/customers.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Families } from '../merging/families.ts';
import type { Family } from '../merging/join-profiles.ts';
import { compareCustomers, type Likeness, matchKeysOf } from './compare-customers.ts';

export interface Matching {
  /** Of those of whom one conversation may be seen. */
  matches(conversation: Conversation, maySee: (conversation: Conversation) => boolean): Promise<CustomerMatch[]>;
  tellApart(one: Conversation, other: Conversation, by: string): Promise<void>;
  /** Prepares one batch; answers how many there were. */
  prepare(): Promise<number>;
}

interface Deps {
  store: MatchStore;
  families: Families;
  timeline: Pick<Timeline, 'ofCustomer'>;
  attributes(): Promise<readonly Attribute[]>;
  clock: Clock;
}

const BATCH = 100;
/** Looked at, of those who share a key; a name that more have says nothing. */
const LOOKED_AT = 40;
const SHOWN = 3;
const THEIR_CONVERSATIONS = 20;

export function createMatching({ store, families, timeline, attributes, clock }: Deps): Matching {
  async function compareWith(
    family: Family,
    likeness: Likeness,
    maySee: (conversation: Conversation) => boolean,
    id: CustomerId,
    defined: readonly Attribute[],
  ): Promise<CustomerMatch | null> {
    const other = await families.of(id);
    if (other === null || other.root.id === family.root.id) return null;
    const own = await families.identitiesOf(other);
    const found = compareCustomers(likeness, likenessOf(other, own), defined);
    if (found === null || (await isToldApart(family, other))) return null;
    const identityIds = own.map((identity) => identity.id);
    const { conversations } = await timeline.ofCustomer(identityIds, THEIR_CONVERSATIONS);
    const open = conversations.find(maySee);
    if (!open) return null;
    const name = other.joined.name ?? open.customer.name;
    return { customerId: other.root.id, conversationId: open.id, name, ...found };
  }

  const pairsOf = (one: Family, other: Family) =>
    one.members.flatMap((a) => other.members.map((b) => [a.id, b.id] as const));

  async function isToldApart(one: Family, other: Family): Promise<boolean> {
    const pairs = pairsOf(one, other);
    const apart = await store.toldApart(pairs);
    return pairs.some(([a, b]) => apart.has(pairKey(a, b)));
  }

  return {
    async matches({ identityId }, maySee) {
      const family = await families.ofIdentity(identityId);
      if (family === null) return [];
      const likeness = likenessOf(family, await families.identitiesOf(family));
      const keys = matchKeysOf(likeness);
      // An address says more than a name, so those who share one are never crowded out.
      const strong = keys.filter((key) => !key.startsWith('word:') && !key.startsWith('name:'));
      const found = [...(await store.findByKeys(strong, LOOKED_AT)), ...(await store.findByKeys(keys, LOOKED_AT))];
      const defined = await attributes();
      const matches = new Map<CustomerId, CustomerMatch>();
      for (const id of new Set(found)) {
        const match = await compareWith(family, likeness, maySee, id, defined);
        if (match) matches.set(match.customerId, match);
      }
      return [...matches.values()].sort((a, b) => b.score - a.score).slice(0, SHOWN);
    },
    async tellApart(one, other, by) {
      const [a, b] = [await families.ofIdentity(one.identityId), await families.ofIdentity(other.identityId)];
      if (a && b && a.root.id !== b.root.id) await store.tellApart([[a.root.id, b.root.id]], by, clock.now());
    },
    async prepare() {
      const marked = await store.unprepared(BATCH);
      for (const { id, mark } of marked) {
        const own = await families.alone(id);
        await store.prepare(id, mark, own ? matchKeysOf(likenessOf(own.family, own.identities)) : []);
      }
      return marked.length;
    },
  };
}

function likenessOf({ joined, members }: Family, identities: readonly Identity[]): Likeness {
  const of = (kind: Identity['kind']) => identities.filter((each) => each.kind === kind).map(({ value }) => value);
  const said = members.flatMap(({ email }) => (email ? [email.value] : []));
  return {
    name: joined.name,
    emails: [...new Set([...said, ...of('email')])],
    phones: of('phone'),
    attributes: joined.attributes,
  };
}
