/** The journal of placements: what was ordered, how far it has got, and that it was undone. The conversations say what holds now. */
import mongoose from 'mongoose';
import type { ConversationId, PlacementId } from '../../shared/model/ids.ts';
import type { Placement } from '../../shared/model/placement.ts';
import { isDuplicateKey } from './connect.ts';

/** `placing` and `undoing` are under way, and are completed by whoever finds them later. */
export type PlacementState = 'placing' | 'placed' | 'undoing' | 'undone';

export interface JournalLine extends Placement {
  /** who ordered it and under which id: a repeat finds the first */
  key: string;
  state: PlacementState;
  /** set while it is under way */
  pendingSince: number | null;
  undoneBy?: Placement['by'];
  undoneAt?: number;
}

export interface PlacementStore {
  /** Answers the line that stands under its key. */
  keep(line: JournalLine): Promise<JournalLine>;
  find(id: PlacementId): Promise<JournalLine | null>;
  findByKey(key: string): Promise<JournalLine | null>;
  /** Null when it is not in the state it is expected in. */
  move(id: PlacementId, expected: PlacementState, change: Partial<JournalLine>): Promise<JournalLine | null>;
  /** Of one that was refused before it changed anything. */
  drop(id: PlacementId): Promise<void>;
  pendingBefore(moment: number, limit: number): Promise<JournalLine[]>;
  /** Between two conversations, in either direction. */
  between(a: ConversationId, b: ConversationId): Promise<JournalLine[]>;
}

type Row = Omit<JournalLine, 'id'> & { _id: PlacementId };

const schema = new mongoose.Schema(
  { _id: { type: String, required: true }, key: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'placements', autoIndex: false, autoCreate: false },
);
schema.index({ key: 1 }, { unique: true });
schema.index({ pendingSince: 1 }, { partialFilterExpression: { pendingSince: { $gt: 0 } } });
schema.index({ 'from.id': 1, 'to.id': 1 });

export function createPlacementStore(connection: mongoose.Connection): PlacementStore {
  const lines = connection.model('Placement', schema).collection as unknown as mongoose.mongo.Collection<Row>;
  const toLine = ({ _id, ...rest }: Row): JournalLine => ({ id: _id, ...rest });

  return {
    async keep({ id, ...rest }) {
      try {
        await lines.insertOne({ _id: id, ...rest });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const kept = await lines.findOne({ key: rest.key });
      if (kept === null) throw new Error('A placement that was kept is gone.');
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
      const moved = await lines.findOneAndUpdate(
        { _id: id, state: expected },
        { $set: change },
        { returnDocument: 'after' },
      );
      return moved && toLine(moved);
    },
    async drop(id) {
      await lines.deleteOne({ _id: id });
    },
    async pendingBefore(moment, limit) {
      const filter = { pendingSince: { $gt: 0, $lt: moment } };
      return (await lines.find(filter).sort({ pendingSince: 1 }).limit(limit).toArray()).map(toLine);
    },
    async between(a, b) {
      const filter = {
        $or: [
          { 'from.id': a, 'to.id': b },
          { 'from.id': b, 'to.id': a },
        ],
      } as mongoose.mongo.Filter<Row>;
      return (await lines.find(filter).toArray()).map(toLine);
    },
  };
}
