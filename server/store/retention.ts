/** What is old enough to go, found in batches: by when a conversation was closed, and by the time in an entry's id. */
import type mongoose from 'mongoose';
import { encodeTime } from 'ulid';
import type { ConversationId, EntryId, IdentityId } from '../../shared/model/ids.ts';
import { keepEverything, type RetentionRules } from '../../shared/model/retention.ts';
import type { Entry } from '../timeline/model.ts';
import { toDomain } from './connect.ts';

/** Of entries whose mails or files may go: everything up to here was looked at. */
export type RetentionCursor = 'mails' | 'files';

export interface RetentionStore {
  rules(): Promise<RetentionRules>;
  saveRules(rules: RetentionRules): Promise<void>;
  cursor(of: RetentionCursor): Promise<string>;
  moveCursor(of: RetentionCursor, to: string): Promise<void>;
  /** Closed before a moment and still told, by id after one. */
  closed(
    before: number,
    after: string,
    limit: number,
  ): Promise<{ id: ConversationId; identityId: IdentityId; name: string }[]>;
  markErased(id: ConversationId, at: number): Promise<void>;
  countClosed(before: number): Promise<number>;
  /** With raw mails, or files, of before a moment, by id after one. */
  entries(of: RetentionCursor, after: string, before: number, limit: number): Promise<Entry[]>;
  countEntries(of: RetentionCursor, before: number): Promise<number>;
  /** In batches; answers how many. */
  dropAudit(before: number): Promise<number>;
  countAudit(before: number): Promise<number>;
  dropWebhooks(before: number): Promise<number>;
  countWebhooks(before: number): Promise<number>;
}

type Row = { _id: string } & mongoose.mongo.Document;
type EntryRow = Omit<Entry, 'id'> & { _id: EntryId };

const BATCH = 1_000;
/** The least id of a moment. */
const idAt = (at: number): string => `${encodeTime(Math.max(0, at), 10)}${'0'.repeat(16)}`;
const has: Record<RetentionCursor, object> = {
  mails: { 'body.letter.source': { $gt: '' } },
  files: { 'body.files.0': { $exists: true } },
};

export function createRetentionStore(connection: mongoose.Connection): RetentionStore {
  const of = <T extends { _id: string } = Row>(name: string) => connection.collection<T>(name);
  const settings = of('settings');
  const closedBefore = (before: number) => ({
    status: 'closed',
    closedAt: { $lt: before },
    wordsErasedAt: { $exists: false },
  });
  const auditBefore = (before: number) => ({ _id: { $lt: idAt(before) } });
  const hooksBefore = (before: number) => ({ done: true, at: { $lt: before } });

  async function dropBatch(name: string, filter: object): Promise<number> {
    const found = await of(name)
      .find(filter, { projection: { _id: 1 } })
      .limit(BATCH)
      .toArray();
    if (found.length > 0) await of(name).deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
    return found.length;
  }

  return {
    async rules() {
      const found = await settings.findOne({ _id: 'retention' });
      return { ...keepEverything, ...(found?.rules as Partial<RetentionRules> | undefined) };
    },
    async saveRules(rules) {
      await settings.updateOne({ _id: 'retention' }, { $set: { rules } }, { upsert: true });
    },
    async cursor(name) {
      return String((await settings.findOne({ _id: 'retention' }))?.[name] ?? '');
    },
    async moveCursor(name, to) {
      await settings.updateOne({ _id: 'retention' }, { $set: { [name]: to } }, { upsert: true });
    },
    async closed(before, after, limit) {
      const found = of('conversations').find({ ...closedBefore(before), _id: { $gt: after } } as object);
      return (await found.sort({ _id: 1 }).limit(limit).toArray()).map(({ _id, identityId, customer }) => ({
        ...{ id: _id as ConversationId, identityId: identityId as IdentityId, name: String(customer?.name ?? '') },
      }));
    },
    async markErased(id, wordsErasedAt) {
      await of('conversations').updateOne({ _id: id }, { $set: { wordsErasedAt } });
    },
    countClosed: (before) => of('conversations').countDocuments(closedBefore(before)),
    async entries(name, after, before, limit) {
      const filter = { _id: { $gt: after, $lt: idAt(before) }, ...has[name] } as object;
      const found = of<EntryRow>('entries').find(filter).sort({ _id: 1 }).limit(limit);
      return (await found.toArray()).map((row) => toDomain<Entry>(row as EntryRow));
    },
    countEntries: (name, before) => of('entries').countDocuments({ _id: { $lt: idAt(before) }, ...has[name] }),
    dropAudit: (before) => dropBatch('audit', auditBefore(before)),
    countAudit: (before) => of('audit').countDocuments(auditBefore(before)),
    dropWebhooks: (before) => dropBatch('call_events', hooksBefore(before)),
    countWebhooks: (before) => of('call_events').countDocuments(hooksBefore(before)),
  };
}
