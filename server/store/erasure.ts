/** Erasing in the database: what was said in a conversation, and all that is known of a customer. Every step can be repeated. */
import mongoose from 'mongoose';
import type { ConversationId, CustomerId, Id, IdentityId, UserId } from '../../shared/model/ids.ts';
import { eraseRecordings } from '../calls/copies.ts';
import type { Call } from '../calls/model.ts';
import type { Entry } from '../timeline/model.ts';
import { toDomain } from './connect.ts';
import type { StoredFile } from './files.ts';

export type ErasureId = Id<'erasure'>;

/** Ids only: nothing in it says who they were. */
export interface ErasureOrder {
  id: ErasureId;
  customerIds: CustomerId[];
  identityIds: IdentityId[];
  by: { id: UserId; name: string };
  at: number;
  state: 'erasing' | 'compacting' | 'done';
  conversations: number;
  doneAt?: number;
}

export interface Hold {
  byName: string;
  at: number;
  reason: string;
}

export interface ErasureStore {
  insert(order: ErasureOrder): Promise<void>;
  next(): Promise<ErasureOrder | null>;
  ofCustomer(id: CustomerId): Promise<ErasureOrder | null>;
  change(id: ErasureId, change: Partial<ErasureOrder>): Promise<void>;
  /** By id, after one. */
  conversations(ids: readonly IdentityId[], after: string, limit: number): Promise<ConversationId[]>;
  entries(id: ConversationId, afterSeq: number, limit: number): Promise<Entry[]>;
  /** Of these identities in other people's conversations. */
  strayEntries(ids: readonly IdentityId[], limit: number): Promise<Entry[]>;
  replaceEntries(entries: readonly Entry[]): Promise<void>;
  files(id: ConversationId): Promise<StoredFile[]>;
  filesOfVisitors(ids: readonly IdentityId[]): Promise<StoredFile[]>;
  /** Drafts, replies that wait, notices, what waits to be sent, macros that ran. */
  dropBeside(id: ConversationId): Promise<void>;
  /** Work and calls, each as `blank` makes of it. */
  blankWork(id: ConversationId, blank: <T>(value: T) => T): Promise<void>;
  /** What the timeline does not change by itself: what it is found by, its subject, form and preview. */
  blankConversation(id: ConversationId, name: string): Promise<void>;
  /** Rows of imports, and what journals of merges call them. */
  blankJournals(customerIds: readonly CustomerId[], identityIds: readonly IdentityId[], name: string): Promise<void>;
  /** The customers, without what is known of them; merges stand. */
  blankCustomers(ids: readonly CustomerId[], at: number): Promise<void>;
  /** Last of all: whatever is not done yet is found by them. */
  blankIdentities(ids: readonly IdentityId[]): Promise<void>;
  hold(id: CustomerId, hold: Hold | null): Promise<void>;
  holdOf(ids: readonly CustomerId[]): Promise<Hold | null>;
  /** Has the database give up the room of what is gone. */
  compact(): Promise<void>;
}

type EntryRow = Omit<Entry, 'id'> & { _id: Entry['id'] };
type OrderRow = Omit<ErasureOrder, 'id'> & { _id: ErasureId };
type Row = { _id: string } & mongoose.mongo.Document;

export function createErasureStore(connection: mongoose.Connection): ErasureStore {
  const schema = new mongoose.Schema(
    { _id: { type: String, required: true } },
    { strict: false, versionKey: false, autoIndex: false, autoCreate: false, collection: 'erasures' },
  );
  schema.index({ state: 1 });
  schema.index({ customerIds: 1 });
  const orders = connection.model('Erasure', schema).collection as unknown as mongoose.mongo.Collection<OrderRow>;
  const of = <T extends { _id: string } = Row>(name: string) => connection.collection<T>(name);
  const entries = of<EntryRow>('entries');
  const filesWhere = async (filter: object): Promise<StoredFile[]> =>
    (await of('files').find(filter).toArray()).map((row) => toDomain<StoredFile>(row as never));

  async function rewrite(name: string, filter: object, change: (row: Row) => Row): Promise<void> {
    for await (const row of of(name).find(filter)) await of(name).replaceOne({ _id: row._id }, change(row));
  }

  return {
    async insert({ id: _id, ...rest }) {
      await orders.insertOne({ _id, ...rest });
    },
    async next() {
      const found = await orders.findOne({ state: { $in: ['erasing', 'compacting'] } }, { sort: { _id: 1 } });
      return found && toDomain<ErasureOrder>(found);
    },
    async ofCustomer(id) {
      const found = await orders.findOne({ customerIds: id }, { sort: { _id: -1 } });
      return found && toDomain<ErasureOrder>(found);
    },
    async change(_id, { id: _same, ...change }) {
      await orders.updateOne({ _id }, { $set: change });
    },
    async conversations(ids, after, limit) {
      const filter = { identityId: { $in: [...ids] }, _id: { $gt: after } };
      const found = of('conversations').find(filter, { projection: { _id: 1 } });
      return (await found.sort({ _id: 1 }).limit(limit).toArray()).map(({ _id }) => _id as ConversationId);
    },
    async entries(conversationId, afterSeq, limit) {
      const found = entries.find({ conversationId, seq: { $gt: afterSeq } }).sort({ seq: 1 });
      return (await found.limit(limit).toArray()).map((row) => toDomain<Entry>(row));
    },
    async strayEntries(ids, limit) {
      const filter = { identityId: { $in: [...ids] }, digest: { $ne: 'erased' } };
      return (await entries.find(filter).limit(limit).toArray()).map((row) => toDomain<Entry>(row));
    },
    async replaceEntries(all) {
      if (all.length === 0) return;
      await entries.bulkWrite(
        all.map(({ id: _id, ...replacement }) => ({ replaceOne: { filter: { _id }, replacement } })),
        { ordered: false },
      );
    },
    files: (conversationId) => filesWhere({ conversationId }),
    filesOfVisitors: (ids) => filesWhere({ 'uploader.kind': 'visitor', 'uploader.id': { $in: [...ids] } }),
    async dropBeside(conversationId) {
      for (const name of ['drafts', 'held_replies', 'notices', 'outbox']) await of(name).deleteMany({ conversationId });
      await of('macro_runs').deleteMany({ _id: { $regex: conversationId } });
    },
    async blankWork(conversationId, blank) {
      await rewrite('work_items', { conversationId }, (row) => ({ ...blank(row), version: row.version }));
      for await (const call of of('calls').find({ conversationId })) {
        const { externalId, inboxId } = call as unknown as Call;
        if (externalId !== null) await of('call_events').deleteMany({ inboxId, externalId });
      }
      await rewrite('calls', { conversationId }, (row) => {
        const { recordings, version } = row as unknown as Call;
        return {
          ...{ ...blank(row), from: null, to: '', externalId: null, hasSound: false },
          // Whoever has it in hand at this moment writes back nothing of it.
          version: version + 1,
          ...(recordings.length > 0 && { recordings: eraseRecordings(recordings, Date.now()), dueAt: 0 }),
        };
      });
    },
    async blankConversation(conversationId, name) {
      const about = { customer: 1, rating: 1 };
      const found = await of('conversations').findOne({ _id: conversationId }, { projection: about });
      const score = (found?.rating as { score: number } | null)?.score;
      await of('conversations').updateOne(
        { _id: conversationId },
        {
          $set: {
            ...{
              key: `erased:${conversationId}`,
              subject: null,
              form: [],
              preview: null,
              searchKeys: [],
              deliveries: [],
              alike: [],
              resembles: null,
            },
            ...{ context: {}, help: null, rating: score === undefined ? null : { score } },
            customer: { id: (found?.customer as { id: string } | undefined)?.id, name },
          },
          $inc: { rev: 1 },
        },
      );
      await of('conversations').updateOne(
        { _id: conversationId, 'outcome.note': { $exists: true } },
        { $unset: { 'outcome.note': true } },
      );
    },
    async blankJournals(customerIds, identityIds, name) {
      const own = await of('identities')
        .find({ _id: { $in: [...identityIds] } }, { projection: { value: 1, former: 1 } })
        .toArray();
      const addresses = own.flatMap(({ value, former }) => [value, ...(former === undefined ? [] : [former])]);
      const lines = of('import_lines');
      await lines.deleteMany({ customerId: { $in: [...customerIds] } });
      await lines.deleteMany({ addresses: { $in: addresses } });
      // What they show of a file may be this customer's row; the rest of it can still be downloaded.
      await of('imports').updateMany(
        { state: { $in: ['done', 'undoing', 'undone', 'failed'] } },
        {
          $set: { sample: [], refused: [] },
        },
      );
      const merges = of('customer_merges');
      await merges.updateMany({ 'from.id': { $in: [...customerIds] } }, { $set: { 'from.name': name, label: null } });
      await merges.updateMany({ 'into.id': { $in: [...customerIds] } }, { $set: { 'into.name': name, label: null } });
      await of('audit').updateMany(
        { target: { $in: [...customerIds] } },
        {
          $unset: { 'details.name': true, 'details.merged': true },
        },
      );
      await of('visits').deleteMany({ _id: { $in: [...identityIds] } });
      await of('visitor_tokens').deleteMany({ identityId: { $in: [...identityIds] } });
    },
    async blankCustomers(ids, at) {
      const merged = { 'mergedInto.mergeId': { $exists: true } };
      for (const _id of ids) {
        await of('customers').updateOne(
          { _id },
          {
            $set: {
              name: null,
              email: null,
              tagIds: [],
              attributes: {},
              notes: [],
              changes: [],
              edits: {},
              erasedAt: at,
            },
            $unset: {
              matchKeys: true,
              toMatch: true,
              namedByTeam: true,
              shownName: true,
              shownTraits: true,
              importId: true,
              archivedAt: true,
              wokenAt: true,
              consent: true,
            },
            $inc: { rev: 1 },
          },
        );
        await of('customers').updateOne(
          { _id, ...merged },
          { $set: { 'mergedInto.name': '', 'mergedInto.label': null } },
        );
        await of('customers_likely').deleteMany({ $or: [{ a: _id }, { b: _id }] });
        // Others who are part of them, or they of others, were told their names too.
        await of('customers').updateMany({ 'mergedInto.into': _id }, { $set: { 'mergedInto.label': null } });
      }
    },
    async blankIdentities(ids) {
      for (const _id of ids) {
        await of('identities').updateOne(
          { _id },
          {
            $set: { value: `erased:${_id}`, searchKeys: [], softFailures: [], state: 'unreachable', retryAt: null },
            $unset: { former: true, shared: true, isNobodys: true },
          },
        );
      }
    },
    async hold(_id, hold) {
      await of('customers').updateOne({ _id }, hold ? { $set: { hold } } : { $unset: { hold: true } });
    },
    async holdOf(ids) {
      const found = await of('customers').findOne({ _id: { $in: [...ids] }, hold: { $exists: true } });
      return (found?.hold as Hold | undefined) ?? null;
    },
    async compact() {
      await connection.db?.command({ compact: 'entries' });
    },
  };
}
