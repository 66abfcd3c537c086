/** What the team keeps of its customers: name, tags, attributes, notes, who changed what, and the pages of a visit. One document each, one atomic step per change. */
import mongoose from 'mongoose';
import type { IdentityKind } from '../../channels/channel.ts';
import type { AttributeValue, CustomerHistoryEntry, CustomerNote, PageVisit } from '../../shared/model/customer.ts';
import type { AttributeId, CustomerId, IdentityId, TagId } from '../../shared/model/ids.ts';
import { toDomain } from './connect.ts';
import type { Customer, Identity } from './customers.ts';

export interface Profile extends Customer {
  /** raised by every change of the team; 0 before the first */
  rev: number;
  tagIds: TagId[];
  attributes: Record<AttributeId, AttributeValue>;
  notes: (CustomerNote & { clientId: string })[];
  /** conversations may still show another name */
  isSpreading: boolean;
}

export type ProfileChange = Partial<Pick<Profile, 'name' | 'tagIds' | 'attributes' | 'notes'>>;

export interface ProfileStore {
  profile(id: CustomerId): Promise<Profile | null>;
  /** False when it is not at `rev` any more: nothing was changed. A change of the name is marked as still to be spread. */
  change(id: CustomerId, rev: number, change: ProfileChange, history: CustomerHistoryEntry): Promise<boolean>;
  /** Newest first. */
  history(id: CustomerId): Promise<CustomerHistoryEntry[]>;
  identity(id: IdentityId): Promise<Identity | null>;
  /** Everything that was ever claimed for this customer. */
  identitiesOf(id: CustomerId): Promise<Identity[]>;
  /** Customers whose new name has not reached all their conversations. */
  spreading(limit: number): Promise<CustomerId[]>;
  /** The name has reached them all, unless it was changed again. */
  spread(id: CustomerId, name: string): Promise<void>;
  /** Adds a page to the identity's way; only the newest are kept. */
  visit(id: IdentityId, page: PageVisit): Promise<void>;
  trail(id: IdentityId): Promise<PageVisit[]>;
  dropTrails(before: number): Promise<void>;
}

type ProfileRow = Omit<Customer, 'id'> &
  Partial<Omit<Profile, 'id' | 'isSpreading'>> & {
    _id: CustomerId;
    changes?: CustomerHistoryEntry[];
    namedByTeam?: true;
    spreading?: true;
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
    async change(id, rev, change, history) {
      const named = change.name === undefined ? null : { namedByTeam: true as const, spreading: true as const };
      const { matchedCount } = await customers.updateOne(
        { _id: id, rev: rev === 0 ? { $exists: false } : rev } as { _id: CustomerId },
        {
          $set: { ...change, ...named, rev: rev + 1 },
          $push: { changes: { $each: [history], $slice: -HISTORY_KEPT } },
        },
      );
      return matchedCount === 1;
    },
    async history(id) {
      const found = await customers.findOne({ _id: id }, { projection: { changes: 1 } });
      return (found?.changes ?? []).reverse();
    },
    async identity(id) {
      const found = await identities.findOne({ _id: id });
      return found && toDomain<Identity>(found);
    },
    async identitiesOf(id) {
      const found = await identities.find({ 'claims.customerId': id }).toArray();
      return found.map((row) => toDomain<Identity>(row));
    },
    async spreading(limit) {
      const found = await customers
        .find({ spreading: true }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async spread(id, name) {
      await customers.updateOne({ _id: id, name }, { $unset: { spreading: true } });
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

function toProfile({ changes: _changes, namedByTeam: _named, spreading, ...row }: ProfileRow): Profile {
  const { rev = 0, tagIds = [], attributes = {}, notes = [], ...rest } = row;
  return { ...toDomain<Customer>(rest), rev, tagIds, attributes, notes, isSpreading: spreading === true };
}

function defineVisits(connection: mongoose.Connection) {
  const schema = new mongoose.Schema({ _id: { type: String, required: true }, at: Number }, options);
  schema.index({ at: 1 });
  const visits = connection.model('Visit', schema, 'visits');
  return visits.collection as unknown as mongoose.mongo.Collection<VisitRow>;
}

const options = { strict: false, versionKey: false, minimize: false } as const;
