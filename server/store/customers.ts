/** Customers, the identities they are reached by, and the tokens by which a visitor's browser is known again. */
import mongoose from 'mongoose';
import type { IdentityKind } from '../../channels/channel.ts';
import { traitsOf } from '../../shared/list-filter.ts';
import type { AttributeValue, CustomerHistoryEntry } from '../../shared/model/customer.ts';
import type { ConversationId, CustomerId, IdentityId, InboxId } from '../../shared/model/ids.ts';
import { searchKeysOfAddress } from '../../shared/search-text.ts';
import { createBatch } from './batch.ts';
import { isDuplicateKey, toDomain } from './connect.ts';

/** A person. `name` and `email` are hints from the person's own mouth unless an identity proves them. */
export interface Customer {
  id: CustomerId;
  name: string | null;
  email: { value: string; verified: boolean } | null;
  createdAt: number;
}

/** That an identity is a customer's, and how that is known. */
export interface Claim {
  customerId: CustomerId;
  /** `none`: the address was used, and nothing vouched for whoever used it */
  proof: 'session' | 'identity-jwt' | 'identity-hmac' | 'address' | 'mailed-code' | 'none';
  /** ms since 1970 */
  at: number;
  /** of the team who wrote it down */
  byName?: string;
}

/** One address; unique by (kind, value). The newest claim is the customer it is shown as. */
export interface Identity {
  id: IdentityId;
  kind: IdentityKind;
  value: string;
  /** the inbox that made it, for kinds that mean nothing elsewhere */
  inboxId: InboxId | null;
  claims: Claim[];
  state: 'reachable' | 'soft-failing' | 'unreachable';
  /** what its servers said lately; ms since 1970 */
  softFailures?: { key: string; at: number }[];
  /** since when it is unreachable */
  unreachableSince?: number | null;
  /** what it was before the team took it away: its conversations stay theirs, and whoever writes from there next is somebody new */
  former?: string;
  /** the number, where others use it too and had it before: the value only tells them apart then */
  shared?: string;
  /** of a shared number: nobody has said yet whose it is that came from there */
  isNobodys?: true;
  /** when an unreachable one is tried again; null: never by itself */
  retryAt?: number | null;
  /** of texts, by the inbox they are exchanged with; ms since 1970 */
  texting?: Record<InboxId, TextingNote>;
  createdAt: number;
}

export interface TextingNote {
  /** their newest */
  wroteAt?: number;
  /** since when they want no more; null: they do again */
  optedOutAt?: number | null;
  /** where they were last written to, while that came by another way */
  spokenIn?: ConversationId;
}

/** What a visitor's browser holds; only the hash of its token is known here. */
export interface VisitorToken {
  hash: string;
  inboxId: InboxId;
  identityId: IdentityId;
  createdAt: number;
  expiresAt: number;
}

/** From where a name came that nobody of the team has given. */
export interface HintSource {
  source: 'form' | 'chat' | 'mail' | 'website';
  at: number;
}

export interface CustomerStore {
  customer(id: CustomerId): Promise<Customer | null>;
  /** The customer whom this one is part of, or the same, as the team calls them, and whether they are archived. */
  shown(id: CustomerId): Promise<(Pick<Customer, 'id' | 'name'> & { traits: string[]; isArchived: boolean }) | null>;
  /** A word came from somebody who is archived. */
  wake(id: CustomerId, at: number): Promise<void>;
  /** Both new, or the identity that had been there with its customer. */
  create(customer: Customer, identity: Identity): Promise<Identity>;
  /** Another address of a customer that is there; or the one that had been there. */
  addIdentity(identity: Identity): Promise<Identity>;
  identity(id: IdentityId): Promise<Identity | null>;
  findIdentity(kind: IdentityKind, value: string): Promise<Identity | null>;
  /** Further addresses by which others use this number. */
  sharing(number: string): Promise<Identity[]>;
  /** Adds the claim unless this customer has one. */
  claim(id: IdentityId, claim: Claim): Promise<void>;
  /** What was only used before is proved now; a claim that was proved stays as it is. */
  prove(id: IdentityId, proof: 'address', at: number): Promise<void>;
  /** How well this address is reached now. */
  changeReach(id: IdentityId, reach: Pick<Identity, 'state' | 'softFailures' | 'retryAt'>, at: number): Promise<void>;
  /** Takes the address away from what it stood for. False when that was done already. */
  release(id: IdentityId): Promise<boolean>;
  /** What it does not name stays. */
  noteTexting(id: IdentityId, inboxId: InboxId, note: TextingNote): Promise<void>;
  /** Whose address has, for each word of one of these, a key that begins with it. */
  findByAddress(ways: readonly (readonly string[])[]): Promise<CustomerId[]>;
  /** A customer's identities that belong to this inbox. */
  identitiesOf(customerId: CustomerId, inboxId: InboxId): Promise<Identity[]>;
  /** A name that the team has given stays. `from`: noted down with the name. */
  describe(id: CustomerId, hints: Partial<Pick<Customer, 'name' | 'email'>>, from?: HintSource): Promise<void>;
  insertToken(token: VisitorToken): Promise<void>;
  findToken(hash: string): Promise<VisitorToken | null>;
  touchToken(hash: string, expiresAt: number): Promise<void>;
  removeToken(hash: string): Promise<void>;
  dropExpiredTokens(now: number): Promise<void>;
}

type Row<T extends { id: string }> = Omit<T, 'id'> & { _id: T['id'] };
/** `searchKeys` follow from the value; those of before they were kept are given theirs by a step of the schema */
type IdentityRow = Row<Identity> & { searchKeys?: string[] };
/** whom it is part of, and how the team calls whoever others are part of; see customer-profiles.ts */
type CustomerRow = Row<Customer> & {
  toMatch?: number;
  mergedInto?: { into: CustomerId };
  shownName?: string | null;
  shownTraits?: string[];
  attributes?: Record<string, AttributeValue>;
  archivedAt?: number | null;
  changes?: CustomerHistoryEntry[];
};
type TokenRow = Omit<VisitorToken, 'hash'> & { _id: string };

/** Of what one word finds, so many are looked at. */
const LOOKED_AT = 200;
const HISTORY_KEPT = 200;
/** Merges that one customer may have gone through. */
const LONGEST_WAY = 50;

const options = { strict: false, versionKey: false, minimize: false } as const;
const id = { _id: { type: String, required: true } };

export function createCustomerStore(connection: mongoose.Connection): CustomerStore {
  const { customers, identities, tokens } = defineCollections(connection);
  const customerRow = createBatch(byId(customers));
  const identityRow = createBatch(byId(identities));
  const tokenRow = createBatch(byId(tokens));

  /** What was agreed on with a number holds for everybody who uses it. */
  async function withTexting(identity: Identity): Promise<Identity> {
    if (identity.shared === undefined) return identity;
    const first = await identities.findOne({ kind: identity.kind, value: identity.shared });
    return first?.texting ? { ...identity, texting: first.texting } : identity;
  }

  return {
    async customer(customerId) {
      const found = await customerRow(customerId);
      return found === undefined
        ? null
        : { id: found._id, name: found.name, email: found.email, createdAt: found.createdAt };
    },
    async shown(customerId) {
      let found = await customerRow(customerId);
      for (let steps = 0; found?.mergedInto !== undefined && steps < LONGEST_WAY; steps += 1) {
        found = (await customerRow(found.mergedInto.into)) ?? found;
      }
      if (found === undefined) return null;
      const { _id: id, name, shownName, shownTraits, attributes = {}, archivedAt = null } = found;
      const isArchived = archivedAt !== null;
      return { id, name: shownName ?? name, traits: shownTraits ?? traitsOf(attributes), isArchived };
    },
    async wake(customerId, at) {
      await customers.updateOne({ _id: customerId }, { $set: { wokenAt: at }, $inc: { toMatch: 1 } } as object);
    },
    async create(customer, identity) {
      const { id: customerId, ...customerRest } = customer;
      const { id: identityId, ...identityRest } = identity;
      // The customer first: an identity never points at nobody. A lost race leaves a customer without identities, which nothing shows.
      await customers.updateOne(
        { _id: customerId },
        { $setOnInsert: { ...customerRest, toMatch: 1 } },
        { upsert: true },
      );
      try {
        const searchKeys = searchKeysOfAddress(identity.kind, identity.shared ?? identity.value);
        await identities.insertOne({ _id: identityId, ...identityRest, searchKeys });
        return identity;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        await customers.deleteOne({ _id: customerId });
        const first = await identities.findOne({ kind: identity.kind, value: identity.value });
        if (first === null) throw error;
        return toDomain<Identity>(first);
      }
    },
    async addIdentity(identity) {
      const { id: identityId, kind, value, ...rest } = identity;
      try {
        const searchKeys = searchKeysOfAddress(kind, rest.shared ?? value);
        await identities.insertOne({ _id: identityId, kind, value, ...rest, searchKeys });
        const owners = identity.claims.map((claim) => claim.customerId);
        await customers.updateMany({ _id: { $in: owners } }, { $inc: { toMatch: 1 } });
        return identity;
      } catch (error) {
        const first = isDuplicateKey(error) ? await identities.findOne({ kind, value }) : null;
        if (first === null) throw error;
        return toDomain<Identity>(first);
      }
    },
    async identity(identityId) {
      const found = await identityRow(identityId);
      return found === undefined ? null : withTexting(toDomain<Identity>(found));
    },
    async findIdentity(kind, value) {
      const found = await identities.findOne({ kind, value });
      return found && withTexting(toDomain<Identity>(found));
    },
    async sharing(number) {
      return (await identities.find({ shared: number }).toArray()).map((row) => toDomain<Identity>(row));
    },
    async claim(identityId, claim) {
      await identities.updateOne(
        { _id: identityId, 'claims.customerId': { $ne: claim.customerId } },
        { $push: { claims: claim } },
      );
    },
    async prove(identityId, proof, at) {
      await identities.updateOne({ _id: identityId, 'claims.0.proof': 'none' } as { _id: IdentityId }, {
        $set: { 'claims.0.proof': proof, 'claims.0.at': at },
      });
    },
    async changeReach(identityId, reach, at) {
      const isDead = reach.state === 'unreachable';
      const before = await identities.findOneAndUpdate({ _id: identityId }, { $set: reach });
      if (before === null || (before.state === 'unreachable') === isDead) return;
      await identities.updateOne({ _id: identityId }, { $set: { unreachableSince: isDead ? at : null } });
      const owners = before.claims.map((claim) => claim.customerId);
      await customers.updateMany({ _id: { $in: owners } }, { $inc: { toMatch: 1 } });
    },
    async release(identityId) {
      const found = await identities.findOne({ _id: identityId });
      if (found === null || found.former !== undefined) return false;
      const { value, shared, claims } = found;
      const filter = { _id: identityId, value, former: { $exists: false } } as { _id: IdentityId };
      const change = { value: `former:${identityId}`, former: shared ?? value, searchKeys: [] };
      const released = await identities.updateOne(filter, { $set: change, $unset: { shared: true } } as never);
      if (released.matchedCount === 0) return false;
      const owners = claims.map((claim) => claim.customerId);
      await customers.updateMany({ _id: { $in: owners } }, { $inc: { toMatch: 1 } });
      return true;
    },
    async noteTexting(identityId, inboxId, note) {
      const named = Object.entries(note).map(([name, value]) => [`texting.${inboxId}.${name}`, value] as const);
      const shared = (await identityRow(identityId))?.shared;
      const first = shared === undefined ? null : await identities.findOne({ kind: 'phone', value: shared });
      await identities.updateOne({ _id: first?._id ?? identityId }, { $set: Object.fromEntries(named) } as never);
    },
    async findByAddress(ways) {
      const owners = new Set<CustomerId>();
      for (const words of ways) {
        const [longest] = [...words].sort((a, b) => b.length - a.length);
        if (longest === undefined) continue;
        const filter = { searchKeys: { $regex: `^${longest.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}` } };
        const found = await identities
          .find(filter as never)
          .limit(LOOKED_AT)
          .toArray();
        for (const { searchKeys = [], claims } of found) {
          const isMeant = words.every((word) => searchKeys.some((key) => key.startsWith(word)));
          const owner = claims.at(-1)?.customerId;
          if (isMeant && owner) owners.add(owner);
        }
      }
      return [...owners];
    },
    async identitiesOf(customerId, inboxId) {
      const found = await identities.find({ 'claims.customerId': customerId, inboxId }).toArray();
      return found.map((row) => toDomain<Identity>(row));
    },
    async describe(customerId, { name, ...hints }, from) {
      if (Object.keys(hints).length > 0) {
        await customers.updateOne({ _id: customerId }, { $set: hints, $inc: { toMatch: 1 } });
      }
      if (name === undefined) return;
      const unnamed = { _id: customerId, namedByTeam: { $ne: true }, name: { $ne: name } } as { _id: CustomerId };
      const before = await customers.findOneAndUpdate(unnamed, { $set: { name }, $inc: { toMatch: 1 } });
      if (before === null || !from) return;
      const told = { ...from, byName: '', field: 'name', before: before.name, after: name };
      await customers.updateOne({ _id: customerId }, { $push: { changes: { $each: [told], $slice: -HISTORY_KEPT } } });
    },
    async insertToken({ hash, ...rest }) {
      await tokens.insertOne({ _id: hash, ...rest });
    },
    async findToken(hash) {
      const found = await tokenRow(hash);
      if (found === undefined) return null;
      const { _id, ...rest } = found;
      return { hash: _id, ...rest };
    },
    async touchToken(hash, expiresAt) {
      await tokens.updateOne({ _id: hash }, { $set: { expiresAt } });
    },
    async removeToken(hash) {
      await tokens.deleteOne({ _id: hash });
    },
    async dropExpiredTokens(now) {
      await tokens.deleteMany({ expiresAt: { $lt: now } });
    },
  };
}

/** Rows by their id, for as many ids as are asked for together. */
function byId<T extends { _id: string }>(collection: mongoose.mongo.Collection<T>) {
  return async (ids: readonly T['_id'][]): Promise<ReadonlyMap<T['_id'], mongoose.mongo.WithId<T>>> => {
    const filter = { _id: { $in: [...ids] } } as unknown as mongoose.mongo.Filter<T>;
    return new Map((await collection.find(filter).toArray()).map((row) => [row._id as T['_id'], row]));
  };
}

function defineCollections(connection: mongoose.Connection) {
  const customerSchema = new mongoose.Schema(id, options);
  // Those whose new name is on its way to their conversations: few, and looked for at every start.
  customerSchema.index({ spreading: 1 }, { partialFilterExpression: { spreading: true } });
  customerSchema.index(
    { 'mergedInto.into': 1 },
    { partialFilterExpression: { 'mergedInto.into': { $exists: true } } as Record<string, unknown> },
  );
  // Those who are to be prepared for being found as somebody's double, and by what they are.
  customerSchema.index({ toMatch: 1 }, { partialFilterExpression: { toMatch: { $gt: 0 } } });
  customerSchema.index({ matchKeys: 1 }, { sparse: true });
  customerSchema.index({ archivedAt: -1 }, { partialFilterExpression: { archivedAt: { $gt: 0 } } });
  const customers = connection.model('Customer', customerSchema, 'customers');
  const identitySchema = new mongoose.Schema({ ...id, kind: String, value: String }, options);
  identitySchema.index({ kind: 1, value: 1 }, { unique: true });
  identitySchema.index({ 'claims.customerId': 1 });
  identitySchema.index({ searchKeys: 1 });
  identitySchema.index({ shared: 1 }, { sparse: true });
  const identities = connection.model('Identity', identitySchema, 'identities');
  const tokenSchema = new mongoose.Schema({ ...id, expiresAt: Number }, options);
  tokenSchema.index({ expiresAt: 1 });
  const tokens = connection.model('VisitorToken', tokenSchema, 'visitor_tokens');
  return {
    customers: customers.collection as unknown as mongoose.mongo.Collection<CustomerRow>,
    identities: identities.collection as unknown as mongoose.mongo.Collection<IdentityRow>,
    tokens: tokens.collection as unknown as mongoose.mongo.Collection<TokenRow>,
  };
}
