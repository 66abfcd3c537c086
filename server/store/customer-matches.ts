/** By which customers are found who are like another one, and who was said to be somebody else. */
import mongoose from 'mongoose';
import type { CustomerId } from '../../shared/model/ids.ts';

export interface MatchStore {
  /** Customers who are new, or were changed, since they were last prepared; the number tells one change from the next. */
  unprepared(limit: number): Promise<{ id: CustomerId; mark: number }[]>;
  /** Nothing when it was changed again meanwhile. */
  prepare(id: CustomerId, mark: number, keys: readonly string[]): Promise<void>;
  /** Others that have one of these keys. */
  findByKeys(keys: readonly string[], limit: number): Promise<CustomerId[]>;
  /** Who is like this one now, instead of before. */
  replacePairs(id: CustomerId, pairs: readonly LikelyPair[]): Promise<void>;
  /** The likeliest first, after so many. */
  pairs(skip: number, limit: number): Promise<LikelyPair[]>;
  /** They are two: remembered for good. */
  tellApart(pairs: readonly (readonly [CustomerId, CustomerId])[], by: string, at: number): Promise<void>;
  /** Those pairs of which somebody said so. */
  toldApart(pairs: readonly (readonly [CustomerId, CustomerId])[]): Promise<ReadonlySet<string>>;
}

export interface LikelyPair {
  a: CustomerId;
  b: CustomerId;
  score: number;
}

interface PairRow extends LikelyPair {
  _id: string;
}

interface Row {
  _id: CustomerId;
  toMatch?: number;
  matchKeys?: string[];
}
interface ApartRow {
  _id: string;
  by: string;
  at: number;
}

const schema = new mongoose.Schema(
  { _id: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'customers_apart', autoIndex: false, autoCreate: false },
);

const pairSchema = new mongoose.Schema(
  { _id: { type: String, required: true }, a: String, b: String, score: Number },
  { strict: false, versionKey: false, collection: 'customers_likely' },
);
pairSchema.index({ score: -1 });
pairSchema.index({ a: 1 });
pairSchema.index({ b: 1 });

/** In either direction. */
export const pairKey = (a: CustomerId, b: CustomerId): string => (a < b ? `${a}:${b}` : `${b}:${a}`);

export function createMatchStore(connection: mongoose.Connection): MatchStore {
  const customers = connection.collection<Row>('customers');
  const apart = connection.model('CustomersApart', schema).collection as unknown as mongoose.mongo.Collection<ApartRow>;
  const likely = connection.model('CustomersLikely', pairSchema)
    .collection as unknown as mongoose.mongo.Collection<PairRow>;

  return {
    async unprepared(limit) {
      const filter = { toMatch: { $gt: 0 } };
      const found = await customers
        .find(filter, { projection: { toMatch: 1 } })
        .limit(limit)
        .toArray();
      return found.map(({ _id, toMatch = 0 }) => ({ id: _id, mark: toMatch }));
    },
    async prepare(id, mark, keys) {
      const filter = { _id: id, toMatch: mark };
      await customers.updateOne(filter, { $set: { matchKeys: [...keys] }, $unset: { toMatch: true } });
    },
    async findByKeys(keys, limit) {
      const found = customers.find({ matchKeys: { $in: [...keys] } }, { projection: { _id: 1 } });
      return (await found.limit(limit).toArray()).map(({ _id }) => _id);
    },
    async replacePairs(id, pairs) {
      await likely.deleteMany({ $or: [{ a: id }, { b: id }] });
      for (const { a, b, score } of pairs) {
        await likely.updateOne({ _id: pairKey(a, b) }, { $set: { a, b, score } }, { upsert: true });
      }
    },
    async pairs(skip, limit) {
      const found = await likely.find({}).sort({ score: -1 }).skip(skip).limit(limit).toArray();
      return found.map(({ a, b, score }) => ({ a, b, score }));
    },
    async tellApart(pairs, by, at) {
      for (const [a, b] of pairs) {
        await apart.updateOne({ _id: pairKey(a, b) }, { $setOnInsert: { by, at } }, { upsert: true });
      }
    },
    async toldApart(pairs) {
      const keys = pairs.map(([a, b]) => pairKey(a, b));
      const found = await apart.find({ _id: { $in: keys } }, { projection: { _id: 1 } }).toArray();
      return new Set(found.map(({ _id }) => _id));
    },
  };
}
