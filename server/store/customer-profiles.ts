/** What the team keeps of its customers: name, tags, attributes, notes, who changed what, and the pages of a visit. One document each, one atomic step per change. */
import mongoose from 'mongoose';
import type { IdentityKind } from '../../channels/channel.ts';
import type { AttributeValue, CustomerHistoryEntry, CustomerNote, PageVisit } from '../../shared/model/customer.ts';
import type { AttributeId, CustomerId, IdentityId, MergeId, TagId } from '../../shared/model/ids.ts';
import { toDomain } from './connect.ts';
import type { Customer, Identity } from './customers.ts';

/** That a customer is part of another one since a merge. It is all that a merge changes, so undoing it is taking it away. */
export interface MergeLink {
  mergeId: MergeId;
  into: CustomerId;
  /** the `rev` of the other one that it made: what was changed there later goes before what came by it */
  rev: number;
  /** fields that it gives the other one, which has values of its own there */
  takes: string[];
  /** what both are called when neither has a name */
  label: string | null;
  /** how the one who was merged was called */
  name: string;
  byName: string;
  at: number;
}

export interface Profile extends Customer {
  /** raised by every change of the team; 0 before the first */
  rev: number;
  tagIds: TagId[];
  attributes: Record<AttributeId, AttributeValue>;
  notes: (CustomerNote & { clientId: string })[];
  /** conversations may still show another name, or other attributes */
  isSpreading: boolean;
  mergedInto: MergeLink | null;
  /** nothing is known of them any more */
  isErased: boolean;
  /** since when none of their addresses can be reached */
  archivedAt: number | null;
  /** when they last were archived and wrote all the same */
  wokenAt: number | null;
  /** somebody was merged into this one, perhaps not for good */
  isJoined: boolean;
  /** at which `rev` a field was changed; kept since somebody was merged into this one */
  edits: Record<string, number>;
}

export type ProfileChange = Partial<Pick<Profile, 'name' | 'tagIds' | 'attributes' | 'notes'>>;

export interface ProfileStore {
  profile(id: CustomerId): Promise<Profile | null>;
  /** False when it is not at `rev` any more: nothing was changed. A change of the name or of attributes is marked as still to be spread. */
  change(
    id: CustomerId,
    rev: number,
    change: ProfileChange,
    history: CustomerHistoryEntry | readonly CustomerHistoryEntry[],
    edited?: readonly string[],
  ): Promise<boolean>;
  /** Whoever is merged into one of these, by itself. */
  mergedInto(ids: readonly CustomerId[]): Promise<Profile[]>;
  profiles(ids: readonly CustomerId[]): Promise<Profile[]>;
  /** Raises `rev` of one that is not at another one; answers the new one, null when it has moved on. Its names are to be spread. */
  receive(id: CustomerId, rev: number): Promise<number | null>;
  /** False when it is not at `rev` any more, or part of somebody already. */
  link(id: CustomerId, rev: number, link: MergeLink): Promise<boolean>;
  /** False when it was undone already. Its names are to be spread. */
  unlink(id: CustomerId, mergeId: MergeId): Promise<boolean>;
  /** What is part of it has changed: raises `rev`, and its names are to be spread. */
  touch(id: CustomerId): Promise<void>;
  /** null: they are no longer. False when it is so already. */
  archive(id: CustomerId, at: number | null): Promise<boolean>;
  /** Those whose archiving is the latest. */
  archived(limit: number): Promise<CustomerId[]>;
  /** Newest first. */
  history(ids: readonly CustomerId[]): Promise<CustomerHistoryEntry[]>;
  identity(id: IdentityId): Promise<Identity | null>;
  /** Everything that was ever claimed for these customers. */
  identitiesOf(ids: readonly CustomerId[]): Promise<Identity[]>;
  /** Customers whose new name has not reached all their conversations. */
  spreading(limit: number): Promise<CustomerId[]>;
  /** What new conversations show of a customer whom others are part of. */
  keepShown(id: CustomerId, name: string | null, traits: readonly string[]): Promise<void>;
  /** The name has reached them all; false when something was changed meanwhile. */
  spread(id: CustomerId, rev: number): Promise<boolean>;
  /** Adds a page to the identity's way; only the newest are kept. */
  visit(id: IdentityId, page: PageVisit): Promise<void>;
  trail(id: IdentityId): Promise<PageVisit[]>;
  dropTrails(before: number): Promise<void>;
}

type ProfileRow = Omit<Customer, 'id'> &
  Partial<Omit<Profile, 'id' | 'isSpreading' | 'isJoined' | 'isErased'>> & {
    _id: CustomerId;
    changes?: CustomerHistoryEntry[];
    namedByTeam?: true;
    spreading?: true;
    erasedAt?: number;
    joined?: true;
    shownName?: string | null;
    shownTraits?: string[];
  };
type IdentityRow = Omit<Identity, 'id' | 'kind'> & { _id: IdentityId; kind: IdentityKind };
interface VisitRow {
  _id: IdentityId;
  pages: PageVisit[];
  at: number;
}

const HISTORY_KEPT = 200;
const PAGES_KEPT = 20;

export function createProfileStore(connection: mongoose.Connection): ProfileStore {
  const customers = connection.collection<ProfileRow>('customers');
  const identities = connection.collection<IdentityRow>('identities');
  const visits = defineVisits(connection);

  return {
    async profile(id) {
      const found = await customers.findOne({ _id: id });
      return found && toProfile(found);
    },
    async change(id, rev, change, history, edited = []) {
      const isShown = change.name !== undefined || change.attributes !== undefined;
      const named = {
        ...(change.name !== undefined && { namedByTeam: true as const }),
        ...(isShown && { spreading: true as const }),
      };
      const stamps = Object.fromEntries(edited.map((field) => [`edits.${field}`, rev + 1]));
      const { matchedCount } = await customers.updateOne(at(id, rev), {
        $set: { ...change, ...named, ...stamps, rev: rev + 1 },
        $push: { changes: kept(history) },
        $inc: { toMatch: 1 },
      });
      return matchedCount === 1;
    },
    async mergedInto(ids) {
      const filter = { 'mergedInto.into': { $in: [...ids] } } as mongoose.mongo.Filter<ProfileRow>;
      return (await customers.find(filter).toArray()).map(toProfile);
    },
    async profiles(ids) {
      return (await customers.find({ _id: { $in: [...ids] } }).toArray()).map(toProfile);
    },
    async receive(id, rev) {
      const { matchedCount } = await customers.updateOne(
        { ...at(id, rev), mergedInto: { $exists: false } },
        { $set: { joined: true, spreading: true, rev: rev + 1 }, $inc: { toMatch: 1 } },
      );
      return matchedCount === 1 ? rev + 1 : null;
    },
    async link(id, rev, mergedInto) {
      const { matchedCount } = await customers.updateOne(
        { ...at(id, rev), mergedInto: { $exists: false } },
        { $set: { mergedInto, rev: rev + 1 } },
      );
      return matchedCount === 1;
    },
    async unlink(id, mergeId) {
      const { matchedCount } = await customers.updateOne(
        { _id: id, 'mergedInto.mergeId': mergeId } as mongoose.mongo.Filter<ProfileRow>,
        { $unset: { mergedInto: true }, $inc: { rev: 1, toMatch: 1 }, $set: { spreading: true } },
      );
      return matchedCount === 1;
    },
    async touch(id) {
      await customers.updateOne({ _id: id }, { $inc: { rev: 1, toMatch: 1 }, $set: { spreading: true } });
    },
    async archive(id, at) {
      const filter = at === null ? { archivedAt: { $gt: 0 } } : { archivedAt: null };
      const { matchedCount } = await customers.updateOne({ _id: id, ...filter } as mongoose.mongo.Filter<ProfileRow>, {
        $set: { archivedAt: at },
        $inc: { rev: 1 },
      });
      return matchedCount === 1;
    },
    async archived(limit) {
      const filter = { archivedAt: { $gt: 0 } } as mongoose.mongo.Filter<ProfileRow>;
      const found = customers.find(filter, { projection: { _id: 1 } }).sort({ archivedAt: -1 });
      return (await found.limit(limit).toArray()).map(({ _id }) => _id);
    },
    async history(ids) {
      const found = await customers.find({ _id: { $in: [...ids] } }, { projection: { changes: 1 } }).toArray();
      return found.flatMap(({ changes = [] }) => changes.toReversed()).sort((a, b) => b.at - a.at);
    },
    async identity(id) {
      const found = await identities.findOne({ _id: id });
      return found && toDomain<Identity>(found);
    },
    async identitiesOf(ids) {
      const found = await identities.find({ 'claims.customerId': { $in: [...ids] } }).toArray();
      return found.map((row) => toDomain<Identity>(row));
    },
    async spreading(limit) {
      const found = await customers
        .find({ spreading: true }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async keepShown(id, shownName, shownTraits) {
      await customers.updateOne({ _id: id }, { $set: { shownName, shownTraits: [...shownTraits] } });
    },
    async spread(id, rev) {
      const { matchedCount } = await customers.updateOne(at(id, rev), { $unset: { spreading: true } });
      return matchedCount === 1;
    },
    async visit(id, page) {
      await visits.updateOne(
        { _id: id },
        { $push: { pages: { $each: [page], $slice: -PAGES_KEPT } }, $set: { at: page.at } },
        { upsert: true },
      );
    },
    async trail(id) {
      return (await visits.findOne({ _id: id }))?.pages ?? [];
    },
    async dropTrails(before) {
      await visits.deleteMany({ at: { $lt: before } });
    },
  };
}

function toProfile(row: ProfileRow): Profile {
  const { _id: id, name, email, createdAt, rev = 0, tagIds = [], attributes = {}, notes = [] } = row;
  const { spreading, joined, mergedInto = null, edits = {}, archivedAt = null, wokenAt = null } = row;
  return {
    ...{ id, name, email, createdAt, rev, tagIds, attributes, notes, mergedInto, edits, archivedAt, wokenAt },
    isSpreading: spreading === true,
    isJoined: joined === true,
    isErased: row.erasedAt !== undefined,
  };
}

/** One that nobody of the team has changed yet has no `rev`. */
const at = (_id: CustomerId, rev: number): mongoose.mongo.Filter<ProfileRow> => ({
  _id,
  rev: rev === 0 ? { $exists: false } : rev,
});

const kept = (entries: CustomerHistoryEntry | readonly CustomerHistoryEntry[]) => ({
  $each: Array.isArray(entries) ? [...entries] : [entries as CustomerHistoryEntry],
  $slice: -HISTORY_KEPT,
});

function defineVisits(connection: mongoose.Connection) {
  const schema = new mongoose.Schema({ _id: { type: String, required: true }, at: Number }, options);
  schema.index({ at: 1 });
  const visits = connection.model('Visit', schema, 'visits');
  return visits.collection as unknown as mongoose.mongo.Collection<VisitRow>;
}

const options = { strict: false, versionKey: false, minimize: false } as const;
