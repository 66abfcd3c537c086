/** Tags, dispositions, reasons, attributes, canned replies and macros as they are kept: one collection, one row each. */
import mongoose from 'mongoose';
import { isDuplicateKey } from './connect.ts';

export interface CatalogueRow {
  id: string;
  kind: string;
  /** never empty; no other row may have one of these */
  keys: string[];
  /** who may use it: `user:<id>`, `team:<id>`, `everybody`; empty where that is no question */
  circles: string[];
  value: Record<string, unknown>;
}

/** `insert` and `replace` answer false when another row has one of the keys. */
export interface CatalogueStore {
  all(kind: string): Promise<CatalogueRow[]>;
  inCircles(kind: string, circles: readonly string[]): Promise<CatalogueRow[]>;
  find(kind: string, id: string): Promise<CatalogueRow | null>;
  /** how many there are, within a circle if one is named */
  count(kind: string, circle?: string): Promise<number>;
  insert(row: CatalogueRow): Promise<boolean>;
  replace(row: CatalogueRow): Promise<boolean>;
  remove(kind: string, id: string): Promise<boolean>;
}

type Stored = Omit<CatalogueRow, 'id'> & { _id: string };

const schema = new mongoose.Schema(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    keys: [String],
    circles: [String],
    value: mongoose.Schema.Types.Mixed,
  },
  { versionKey: false, minimize: false, collection: 'catalogue' },
);
schema.index({ kind: 1, circles: 1 });
schema.index({ keys: 1 }, { unique: true });

export function createCatalogueStore(connection: mongoose.Connection): CatalogueStore {
  const rows = connection.model('CatalogueRow', schema).collection as unknown as mongoose.mongo.Collection<Stored>;
  const read = async (filter: mongoose.mongo.Filter<Stored>) =>
    (await rows.find(filter).sort({ _id: 1 }).toArray()).map(toRow);
  return {
    all: (kind) => read({ kind }),
    inCircles: (kind, circles) => read({ kind, circles: { $in: [...circles] } }),
    async find(kind, id) {
      const found = await rows.findOne({ _id: id, kind });
      return found && toRow(found);
    },
    count: (kind, circle) => rows.countDocuments(circle === undefined ? { kind } : { kind, circles: circle }),
    insert: ({ id, ...rest }) => unlessTaken(rows.insertOne({ _id: id, ...rest })),
    replace: ({ id, ...rest }) => unlessTaken(rows.replaceOne({ _id: id, kind: rest.kind }, rest)),
    async remove(kind, id) {
      return (await rows.deleteOne({ _id: id, kind })).deletedCount === 1;
    },
  };
}

const toRow = ({ _id, ...rest }: Stored): CatalogueRow => ({ id: _id, ...rest });

async function unlessTaken(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
