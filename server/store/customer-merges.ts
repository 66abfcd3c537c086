/** The journal of merges of customers: what was ordered, how far it has got, and that it was undone. The customers say what holds now. */
import mongoose from 'mongoose';
import type { CustomerId, MergeId, UserId } from '../../shared/model/ids.ts';
import { isDuplicateKey } from './connect.ts';

/** `merging` and `undoing` are under way, and are completed by whoever finds them later; `refused` was overtaken before it changed anything. */
export type MergeState = 'merging' | 'merged' | 'undoing' | 'undone' | 'refused';

export interface MergeLine {
  id: MergeId;
  /** who ordered it and under which id: a repeat finds the first */
  key: string;
  from: { id: CustomerId; rev: number; name: string };
  into: { id: CustomerId; rev: number; name: string };
  takes: string[];
  label: string | null;
  by: { id: UserId; name: string };
  /** ms since 1970 */
  at: number;
  state: MergeState;
  /** set while it is under way */
  pendingSince: number | null;
  undoneBy?: { id: UserId; name: string };
  undoneAt?: number;
}

export interface MergeStore {
  /** Answers the line that stands under its key. */
  keep(line: MergeLine): Promise<MergeLine>;
  find(id: MergeId): Promise<MergeLine | null>;
  findByKey(key: string): Promise<MergeLine | null>;
  /** Null when it is not in the state it is expected in. */
  move(id: MergeId, expected: MergeState, change: Partial<MergeLine>): Promise<MergeLine | null>;
  /** Of these customers, the newest first. */
  of(ids: readonly CustomerId[]): Promise<MergeLine[]>;
  pendingBefore(moment: number, limit: number): Promise<MergeLine[]>;
}

type Row = Omit<MergeLine, 'id'> & { _id: MergeId };

const schema = new mongoose.Schema(
  { _id: { type: String, required: true }, key: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'customer_merges', autoIndex: false, autoCreate: false },
);
schema.index({ key: 1 }, { unique: true });
schema.index({ 'from.id': 1 });
schema.index({ 'into.id': 1 });
schema.index({ pendingSince: 1 }, { partialFilterExpression: { pendingSince: { $gt: 0 } } });

const MOST = 200;

export function createMergeStore(connection: mongoose.Connection): MergeStore {
  const lines = connection.model('CustomerMerge', schema).collection as unknown as mongoose.mongo.Collection<Row>;
  const toLine = ({ _id, ...rest }: Row): MergeLine => ({ id: _id, ...rest });

  return {
    async keep({ id, ...rest }) {
      try {
        await lines.insertOne({ _id: id, ...rest });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const kept = await lines.findOne({ key: rest.key });
      if (kept === null) throw new Error('A merge that was kept is gone.');
      return toLine(kept);
    },
    async find(id) {
      const found = await lines.findOne({ _id: id });
      return found && toLine(found);
    },
    async findByKey(key) {
      const found = await lines.findOne({ key });
      return found && toLine(found);
    },
    async move(id, expected, change) {
      const filter = { _id: id, state: expected };
      const moved = await lines.findOneAndUpdate(filter, { $set: change }, { returnDocument: 'after' });
      return moved && toLine(moved);
    },
    async of(ids) {
      const filter = { $or: [{ 'from.id': { $in: [...ids] } }, { 'into.id': { $in: [...ids] } }] };
      const found = lines.find(filter as mongoose.mongo.Filter<Row>).sort({ _id: -1 });
      return (await found.limit(MOST).toArray()).map(toLine);
    },
    async pendingBefore(moment, limit) {
      const filter = { pendingSince: { $gt: 0, $lt: moment } };
      return (await lines.find(filter).sort({ pendingSince: 1 }).limit(limit).toArray()).map(toLine);
    },
  };
}
