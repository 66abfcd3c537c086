/**
 * Finds customers who may be one person. What they are looked for by is prepared in the background, a bounded batch at a time, from marks that
 * every new and changed customer carries; who looks at a customer then asks an index. Nothing is ever merged by itself.
 */
import type { Attribute } from '../../../shared/model/catalogue.ts';
import type { CustomerMatch, Duplicate } from '../../../shared/model/customer-match.ts';
import type { CustomerId } from '../../../shared/model/ids.ts';
import type { Clock } from '../../lib/clock.ts';
import type { LikelyPair, MatchStore } from '../../store/customer-matches.ts';
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
  /** Of all customers, those that one may merge; the likeliest first. */
  duplicates(maySee: (conversation: Conversation) => boolean): Promise<Duplicate[]>;
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
  /** what else follows from a change of a customer */
  settle(family: Family, identities: readonly Identity[]): Promise<void>;
}

const BATCH = 100;
/** Looked at, of those who share a key; a name that more have says nothing. */
const LOOKED_AT = 40;
const SHOWN = 3;
/** Compared in the background with whoever was changed. */
const COMPARED = 20;
const LISTED = 50;
const READ_AT_ONCE = 100;
/** Of pairs, read for one list: somebody else's customers are passed over. */
const READ_AT_MOST = 1_000;
const THEIR_CONVERSATIONS = 20;

export function createMatching({ store, families, timeline, attributes, clock, settle }: Deps): Matching {
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

  const strongKeys = (keys: readonly string[]) => keys.filter((key) => !/^(word|name):/.test(key));

  /** Who is like them is kept with the likelihood; by which reasons follows from who they are when somebody looks. */
  async function keepPairs(id: CustomerId, family: Family, identities: readonly Identity[]): Promise<void> {
    const likeness = likenessOf(family, identities);
    const keys = matchKeysOf(likeness).filter((key) => !key.startsWith('word:'));
    const found = [
      ...(await store.findByKeys(strongKeys(keys), COMPARED)),
      ...(await store.findByKeys(keys, COMPARED)),
    ];
    const defined = found.length > 0 ? await attributes() : [];
    const pairs: LikelyPair[] = [];
    for (const other of new Set(found)) {
      const theirs = await families.of(other);
      if (theirs === null || theirs.root.id === family.root.id) continue;
      const match = compareCustomers(likeness, likenessOf(theirs, await families.identitiesOf(theirs)), defined);
      if (match) pairs.push({ a: family.root.id, b: theirs.root.id, score: match.score });
    }
    await store.replacePairs(family.root.id, pairs);
    if (id !== family.root.id) await store.replacePairs(id, []);
  }

  async function sideOf(family: Family, maySee: (conversation: Conversation) => boolean) {
    const own = (await families.identitiesOf(family)).map(({ id }) => id);
    const open = (await timeline.ofCustomer(own, THEIR_CONVERSATIONS)).conversations.find(maySee);
    return (
      open && { customerId: family.root.id, conversationId: open.id, name: family.joined.name ?? open.customer.name }
    );
  }

  async function duplicateOf({ a, b }: LikelyPair, maySee: (conversation: Conversation) => boolean) {
    const [one, other] = [await families.of(a), await families.of(b)];
    if (!one || !other || one.root.id === other.root.id || (await isToldApart(one, other))) return null;
    const [mine, theirs] = [await sideOf(one, maySee), await sideOf(other, maySee)];
    if (!mine || !theirs) return null;
    const likenesses = [one, other].map(async (each) => likenessOf(each, await families.identitiesOf(each)));
    const [left, right] = await Promise.all(likenesses);
    const match = left && right && compareCustomers(left, right, await attributes());
    return match ? { key: pairKey(one.root.id, other.root.id), mine, theirs, ...match } : null;
  }

  return {
    async duplicates(maySee) {
      const found = new Map<string, Duplicate>();
      for (let skip = 0; skip < READ_AT_MOST && found.size < LISTED; skip += READ_AT_ONCE) {
        const pairs = await store.pairs(skip, READ_AT_ONCE);
        for (const pair of pairs) {
          const duplicate = found.size < LISTED ? await duplicateOf(pair, maySee) : null;
          if (duplicate) found.set(duplicate.key, duplicate);
        }
        if (pairs.length < READ_AT_ONCE) break;
      }
      return [...found.values()].sort((one, other) => other.score - one.score);
    },
    async matches({ identityId }, maySee) {
      const family = await families.ofIdentity(identityId);
      if (family === null) return [];
      const likeness = likenessOf(family, await families.identitiesOf(family));
      const keys = matchKeysOf(likeness);
      // An address says more than a name, so those who share one are never crowded out.
      const strong = strongKeys(keys);
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
        const family = await families.of(id);
        if (family === null) {
          await store.prepare(id, mark, []);
          continue;
        }
        const identities = await families.identitiesOf(family);
        await settle(family, identities);
        // By what they are themselves, since a merge may be undone.
        const own = family.members.length === 1 ? { family, identities } : await families.alone(id);
        await store.prepare(id, mark, own ? matchKeysOf(likenessOf(own.family, own.identities)) : []);
        await keepPairs(id, family, identities);
      }
      return marked.length;
    },
  };
}

function likenessOf({ joined, members }: Family, identities: readonly Identity[]): Likeness {
  const of = (kind: Identity['kind']) =>
    identities.filter((each) => each.kind === kind && each.former === undefined).map(({ value }) => value);
  const said = members.flatMap(({ email }) => (email ? [email.value] : []));
  return {
    name: joined.name,
    emails: [...new Set([...said, ...of('email')])],
    phones: of('phone'),
    attributes: joined.attributes,
  };
}
