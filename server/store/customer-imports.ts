/** Imports of customers: one document each for how far it has got, and one line for every row that made, changed or was refused. */
import mongoose from 'mongoose';
import type { AttributeValue, CustomerHistoryEntry } from '../../shared/model/customer.ts';
import type { AttributeId, CustomerId, FileId, IdentityId, TagId, UserId } from '../../shared/model/ids.ts';
import type { CustomerImport, ImportId, ImportState, RefusedRow } from '../../shared/model/import.ts';
import { searchKeysOfAddress } from '../../shared/search-text.ts';
import { toDomain } from './connect.ts';
import type { Customer, Identity } from './customers.ts';

export interface ImportRecord extends CustomerImport {
  by: { id: UserId; name: string };
  /** null once it is not needed any more */
  fileId: FileId | null;
  /** of running: rows up to this line are done */
  lastLine?: number;
  /** of undoing: rows down to this line are given back */
  undoneTo: number | null;
}

/** What a row did. It is written before the row is carried out, and carried out again after a crash. */
export interface ImportLine {
  importId: ImportId;
  line: number;
  outcome: 'new' | 'updated' | 'conflict' | 'refused';
  /** addresses as they are kept, so that an erasure finds it */
  addresses: string[];
  customerId?: CustomerId;
  identities?: Pick<Identity, 'id' | 'kind' | 'value' | 'inboxId'>[];
  before?: Record<string, AttributeValue | null>;
  after?: Record<string, AttributeValue | null>;
  tagIds?: TagId[];
  /** what the merges of a field go by (customer-profiles.ts), as it was */
  edits?: Record<string, number | null>;
  refused?: RefusedRow;
  cells?: string[];
}

export interface NewCustomer extends Customer {
  tagIds: TagId[];
  attributes: Record<AttributeId, AttributeValue>;
  changes: CustomerHistoryEntry[];
  importId: ImportId;
}

export interface ImportStore {
  insert(record: ImportRecord): Promise<void>;
  find(id: ImportId): Promise<ImportRecord | null>;
  /** Newest first. */
  list(limit: number): Promise<ImportRecord[]>;
  /** Null when it is in none of these states. */
  move(id: ImportId, from: readonly ImportState[], change: Partial<ImportRecord>): Promise<ImportRecord | null>;
  /** The oldest that goes on by itself. */
  next(): Promise<ImportRecord | null>;
  /** Of before a moment, whose file is still kept and that do not need it now. */
  withFile(before: number): Promise<ImportRecord[]>;
  lines(id: ImportId, from: number, to: number): Promise<ImportLine[]>;
  /** Down from a line, those that did something. */
  linesBelow(id: ImportId, line: number, limit: number): Promise<ImportLine[]>;
  refused(id: ImportId, after: number, limit: number): Promise<ImportLine[]>;
  /** Those that are there stay as they are. */
  keepLines(lines: readonly ImportLine[]): Promise<void>;
  /** In another way than was foreseen. */
  replaceLine(line: ImportLine): Promise<void>;
  /** Those that are there stay as they are. */
  insertCustomers(customers: readonly NewCustomer[]): Promise<void>;
  /** Answers those that are somebody's already, as they are. */
  insertIdentities(identities: readonly Identity[]): Promise<Identity[]>;
  findIdentities(addresses: readonly Pick<Identity, 'kind' | 'value'>[]): Promise<Identity[]>;
  /** Further addresses by which others use one of these numbers. */
  findSharing(numbers: readonly string[]): Promise<Identity[]>;
  /** Takes an address away that nobody ever proved or used for anything else; answers whether it did. */
  removeIdentity(id: IdentityId, customerId: CustomerId): Promise<boolean>;
  putBack(identity: Identity): Promise<void>;
  /** Unless it was changed since. */
  removeCustomer(id: CustomerId, rev: number): Promise<boolean>;
  /** Unless it was changed since. */
  giveBack(
    id: CustomerId,
    rev: number,
    set: Record<string, unknown>,
    unset: readonly string[],
    history: readonly CustomerHistoryEntry[],
  ): Promise<boolean>;
  changesOf(id: CustomerId): Promise<CustomerHistoryEntry[]>;
  dropLines(before: number): Promise<number>;
}

type RecordRow = Omit<ImportRecord, 'id'> & { _id: ImportId };
type LineRow = ImportLine & { _id: string };
type CustomerRow = Omit<NewCustomer, 'id'> & { _id: CustomerId; rev?: number; toMatch?: number };
type IdentityRow = Omit<Identity, 'id'> & { _id: IdentityId; searchKeys?: string[] };

const options = { strict: false, versionKey: false, autoIndex: false, autoCreate: false } as const;
const id = { _id: { type: String, required: true } };
const DIGITS = 8;
const lineId = (importId: ImportId, line: number): string => `${importId}:${String(line).padStart(DIGITS, '0')}`;
const HISTORY_KEPT = 200;

export function createImportStore(connection: mongoose.Connection): ImportStore {
  const recordSchema = new mongoose.Schema(id, { ...options, collection: 'imports' });
  recordSchema.index({ state: 1, at: 1 });
  const records = connection.model('Import', recordSchema)
    .collection as unknown as mongoose.mongo.Collection<RecordRow>;
  const lineSchema = new mongoose.Schema(id, { ...options, collection: 'import_lines' });
  lineSchema.index({ importId: 1, outcome: 1, line: 1 });
  lineSchema.index({ customerId: 1 }, { partialFilterExpression: { customerId: { $gt: '' } } });
  lineSchema.index({ addresses: 1 });
  const lines = connection.model('ImportLine', lineSchema).collection as unknown as mongoose.mongo.Collection<LineRow>;
  const customers = connection.collection<CustomerRow>('customers');
  const identities = connection.collection<IdentityRow>('identities');
  const toRecord = ({ _id, ...rest }: RecordRow): ImportRecord => ({ id: _id, ...rest });
  const plain = ({ _id, ...line }: mongoose.mongo.WithId<LineRow>): ImportLine => line;

  /** Repeats are no fault: it is a crash that is made good. */
  async function insertAll<T extends mongoose.mongo.Document>(
    collection: mongoose.mongo.Collection<T>,
    rows: readonly T[],
  ): Promise<number[]> {
    if (rows.length === 0) return [];
    try {
      await collection.insertMany(rows as unknown as mongoose.mongo.OptionalUnlessRequiredId<T>[], { ordered: false });
      return [];
    } catch (error) {
      const refused = (error as { writeErrors?: { index: number; code: number }[] }).writeErrors;
      if (!refused || refused.length === 0 || refused.some(({ code }) => code !== 11_000)) throw error;
      return refused.map(({ index }) => index);
    }
  }

  return {
    async insert({ id: _id, ...rest }) {
      await records.insertOne({ _id, ...rest });
    },
    async find(importId) {
      const found = await records.findOne({ _id: importId });
      return found && toRecord(found);
    },
    list: async (limit) => (await records.find().sort({ _id: -1 }).limit(limit).toArray()).map(toRecord),
    async move(importId, from, { id: _same, ...change }) {
      const filter = { _id: importId, state: { $in: [...from] } };
      const moved = await records.findOneAndUpdate(filter, { $set: change }, { returnDocument: 'after' });
      return moved && toRecord(moved);
    },
    async next() {
      const underWay = { state: { $in: ['checking', 'running', 'undoing'] as ImportState[] } };
      const found = await records.find(underWay).sort({ _id: 1 }).limit(1).toArray();
      return found[0] ? toRecord(found[0]) : null;
    },
    async withFile(before) {
      const filter = {
        fileId: { $ne: null },
        at: { $lt: before },
        state: { $nin: ['checking', 'running'] as ImportState[] },
      };
      return (await records.find(filter).toArray()).map(toRecord);
    },
    async lines(importId, from, to) {
      const filter = { _id: { $gte: lineId(importId, from), $lte: lineId(importId, to) } };
      return (await lines.find(filter).toArray()).map(plain);
    },
    async linesBelow(importId, line, limit) {
      const filter = {
        _id: { $gt: lineId(importId, 0), $lt: lineId(importId, line) },
        outcome: { $in: ['new' as const, 'updated' as const] },
      };
      return (await lines.find(filter).sort({ _id: -1 }).limit(limit).toArray()).map(plain);
    },
    async refused(importId, after, limit) {
      const filter = {
        _id: { $gt: lineId(importId, after), $lte: lineId(importId, 10 ** DIGITS - 1) },
        outcome: { $in: ['refused' as const, 'conflict' as const] },
      };
      return (await lines.find(filter).sort({ _id: 1 }).limit(limit).toArray()).map(plain);
    },
    async keepLines(all) {
      await insertAll(
        lines,
        all.map((line) => ({ _id: lineId(line.importId, line.line), ...line })),
      );
    },
    async replaceLine(line) {
      await lines.replaceOne({ _id: lineId(line.importId, line.line) }, line as LineRow);
    },
    async insertCustomers(all) {
      await insertAll(
        customers,
        all.map(({ id: _id, ...rest }) => ({
          _id,
          ...rest,
          rev: 1,
          notes: [],
          namedByTeam: rest.name !== null,
          toMatch: 1,
        })),
      );
    },
    async insertIdentities(all) {
      const rows = all.map(({ id: _id, ...rest }) => ({
        ...{ _id, ...rest, searchKeys: searchKeysOfAddress(rest.kind, rest.value) },
      }));
      const refused = await insertAll(identities, rows);
      const owners = all.flatMap(({ claims }) => claims.map(({ customerId }) => customerId));
      if (owners.length > 0) await customers.updateMany({ _id: { $in: owners } }, { $inc: { toMatch: 1 } });
      return this.findIdentities(refused.flatMap((at) => all[at] ?? []));
    },
    async findIdentities(addresses) {
      const byKind = new Map<Identity['kind'], string[]>();
      for (const { kind, value } of addresses) byKind.set(kind, [...(byKind.get(kind) ?? []), value]);
      const found = await Promise.all(
        [...byKind].map(([kind, values]) => identities.find({ kind, value: { $in: values } }).toArray()),
      );
      return found.flat().map((row) => toDomain<Identity>(row));
    },
    async findSharing(numbers) {
      if (numbers.length === 0) return [];
      const found = await identities.find({ shared: { $in: [...numbers] } }).toArray();
      return found.map((row) => toDomain<Identity>(row)).filter(({ isNobodys }) => !isNobodys);
    },
    async removeIdentity(identityId, customerId) {
      const untouched = {
        _id: identityId,
        'claims.0.proof': 'none',
        'claims.0.customerId': customerId,
        claims: { $size: 1 },
      };
      return (await identities.deleteOne(untouched as mongoose.mongo.Filter<IdentityRow>)).deletedCount === 1;
    },
    async putBack(identity) {
      await this.insertIdentities([identity]);
    },
    async removeCustomer(customerId, rev) {
      return (await customers.deleteOne({ _id: customerId, rev })).deletedCount === 1;
    },
    async giveBack(customerId, rev, set, unset, history) {
      const filter = {
        _id: customerId,
        rev: rev === 0 ? { $exists: false } : rev,
      } as mongoose.mongo.Filter<CustomerRow>;
      const update = {
        $set: { ...set, rev: rev + 1, spreading: true },
        ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, true])) } : null),
        $push: { changes: { $each: [...history], $slice: -HISTORY_KEPT } },
        $inc: { toMatch: 1 },
      } as unknown as mongoose.mongo.UpdateFilter<CustomerRow>;
      return (await customers.updateOne(filter, update)).matchedCount === 1;
    },
    async changesOf(customerId) {
      const found = await customers.findOne({ _id: customerId }, { projection: { changes: 1 } });
      return found?.changes ?? [];
    },
    async dropLines(before) {
      const old = await records
        .find({ at: { $lt: before }, total: { $ne: null }, linesDropped: { $exists: false } } as object)
        .limit(5)
        .toArray();
      for (const { _id } of old) {
        await lines.deleteMany({ importId: _id });
        await records.updateOne({ _id }, { $set: { refused: [], sample: [], linesDropped: true } } as object);
      }
      return old.length;
    },
  };
}
