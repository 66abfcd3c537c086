/**
 * Finds customers who may be one person. What they are looked for by is prepared in the background, a bounded batch at a time, from marks that
 * every new and changed customer carries; who looks at a customer then asks an index. Nothing is ever merged by itself.
 */
import type { Attribute } from '../../../shared/model/catalogue.ts';
import type { CustomerMatch, Duplicate, Somebody } from '../../../shared/model/customer-match.ts';
import type { CustomerId } from '../../../shared/model/ids.ts';
import type { Clock } from '../../lib/clock.ts';
import type { LikelyPair, MatchStore } from '../../store/customer-matches.ts';
import { pairKey } from '../../store/customer-matches.ts';
import type { Identity } from '../../store/customers.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Families } from '../merging/families.ts';
import type { Family } from '../merging/join-profiles.ts';
import type { Party } from '../merging/merging.ts';
import { compareCustomers, type Likeness, matchKeysOf } from './compare-customers.ts';

/** Whom somebody may merge. */
export interface Sight {
  sees(conversation: Conversation): boolean;
  /** also whoever has no conversation, and so no queue */
  seesAll: boolean;
}

export interface Matching {
  /** Of those who are in sight. */
  matches(conversation: Conversation, sight: Sight): Promise<CustomerMatch[]>;
  /** Of all customers, those that one may merge; the likeliest first. */
  duplicates(sight: Sight): Promise<Duplicate[]>;
  tellApart(one: Party, other: Party, by: string): Promise<void>;
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
    sight: Sight,
    id: CustomerId,
    defined: readonly Attribute[],
  ): Promise<CustomerMatch | null> {
    const other = await families.of(id);
    if (other === null || other.root.id === family.root.id) return null;
    const own = await families.identitiesOf(other);
    const found = compareCustomers(likeness, likenessOf(other, own), defined);
    if (found === null || (await isToldApart(family, other))) return null;
    const somebody = await describe(other, own, sight);
    return somebody && { ...somebody, ...found };
  }

  /** Null: out of sight. */
  async function describe(
    family: Family,
    own: readonly Identity[],
    { sees, seesAll }: Sight,
  ): Promise<Somebody | null> {
    const ids = own.map(({ id }) => id);
    const { conversations } = await timeline.ofCustomer(ids, THEIR_CONVERSATIONS);
    const open = conversations.find(sees);
    if (!open && (conversations.length > 0 || ids.length === 0 || !seesAll)) return null;
    const { emails, phones } = likenessOf(family, own);
    const address = emails[0] ?? phones[0] ?? null;
    return {
      ...{ customerId: family.root.id, conversationId: open?.id ?? null, address },
      name: family.joined.name ?? open?.customer.name ?? address ?? '',
      ...{ channel: open?.channel ?? null, lastAt: open?.lastAt ?? null },
    };
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

  async function duplicateOf({ a, b }: LikelyPair, sight: Sight): Promise<Duplicate | null> {
    const [one, other] = [await families.of(a), await families.of(b)];
    if (!one || !other || one.root.id === other.root.id || (await isToldApart(one, other))) return null;
    const [own, others] = [await families.identitiesOf(one), await families.identitiesOf(other)];
    const sides = [await describe(one, own, sight), await describe(other, others, sight)];
    // Who was never heard of becomes part of who was.
    const [mine, theirs] = sides[0]?.conversationId ? sides : sides.reverse();
    if (!mine?.conversationId || !theirs) return null;
    const match = compareCustomers(likenessOf(one, own), likenessOf(other, others), await attributes());
    const { conversationId } = mine;
    return match && { key: pairKey(one.root.id, other.root.id), mine: { ...mine, conversationId }, theirs, ...match };
  }

  return {
    async duplicates(sight) {
      const found = new Map<string, Duplicate>();
      for (let skip = 0; skip < READ_AT_MOST && found.size < LISTED; skip += READ_AT_ONCE) {
        const pairs = await store.pairs(skip, READ_AT_ONCE);
        for (const pair of pairs) {
          const duplicate = found.size < LISTED ? await duplicateOf(pair, sight) : null;
          if (duplicate) found.set(duplicate.key, duplicate);
        }
        if (pairs.length < READ_AT_ONCE) break;
      }
      return [...found.values()].sort((one, other) => other.score - one.score);
    },
    async matches({ identityId }, sight) {
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
        const match = await compareWith(family, likeness, sight, id, defined);
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
