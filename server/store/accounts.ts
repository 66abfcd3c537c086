/** People, sessions, one-time links, failed sign-ins and the audit trail in the database. */
import type { Connection } from 'mongoose';
import { AppError } from '../../shared/errors.ts';
import type { SessionId } from '../../shared/model/ids.ts';
import type { AccountStore, AuditEntry, Session, User } from '../accounts/model.ts';
import { defineAccountModels, type Row } from './account-models.ts';

export type { AccountStore } from '../accounts/model.ts';

const ADMINS = 'enabled';

export function createAccountStore(connection: Connection): AccountStore {
  const { users, sessions, links, attempts, admins, audit } = defineAccountModels(connection);

  return {
    async insertUser({ id, ...rest }) {
      await refuseTakenAddress(users.create({ _id: id, ...rest }));
    },
    findUser: async (id) => toDomain<User>(await users.findById(id).lean()),
    findUserByEmail: async (email) => toDomain<User>(await users.findOne({ email }).lean()),
    listUsers: async () =>
      (await users.find().sort({ name: 1, _id: 1 }).lean()).flatMap((row) => toDomain<User>(row) ?? []),
    countUsers: () => users.countDocuments({}),
    async changeUser(id, change) {
      const query = users.findOneAndUpdate({ _id: id }, { $set: change }, { returnDocument: 'after' }).lean();
      return toDomain<User>(await refuseTakenAddress(query));
    },
    async addAdmin(id) {
      await admins.updateOne({ _id: ADMINS }, { $addToSet: { ids: id } }, { upsert: true });
    },
    async removeAdmin(id) {
      const taken = await admins.updateOne(
        { _id: ADMINS, ids: id, 'ids.1': { $exists: true } },
        { $pull: { ids: id } },
      );
      return taken.matchedCount === 1 || (await admins.exists({ _id: ADMINS, ids: id })) === null;
    },

    async insertSession({ id, ...rest }) {
      await sessions.create({ _id: id, ...rest });
    },
    findSession: async (hash) => toDomain<Session>(await sessions.findOne({ hash }).lean()),
    async listSessions(userId) {
      const rows = await sessions.find({ userId }).sort({ createdAt: 1 }).lean();
      return rows.flatMap((row) => toDomain<Session>(row) ?? []);
    },
    async touchSession(id, at) {
      await sessions.updateOne({ _id: id }, { $max: { lastSeenAt: at } });
    },
    removeSession: async (id, userId) => (await sessions.deleteOne({ _id: id, userId })).deletedCount === 1,
    async removeSessionsOf(userId) {
      const removed: SessionId[] = [];
      for (const row of await sessions.find({ userId }, { _id: 1 }).lean()) {
        if ((await sessions.deleteOne({ _id: row._id })).deletedCount === 1) removed.push(row._id);
      }
      return removed;
    },
    async removeExpired({ startedBefore, seenBefore, now }) {
      await sessions.deleteMany({ createdAt: { $lt: startedBefore } });
      await sessions.deleteMany({ lastSeenAt: { $lt: seenBefore } });
      await links.deleteMany({ expiresAt: { $lt: now } });
      await attempts.deleteMany({ until: { $lt: now }, lastAt: { $lt: now - DAY } });
    },

    async insertLink({ hash, ...rest }) {
      await links.create({ _id: hash, ...rest });
    },
    async takeLink(hash, purpose, now) {
      const row = await links.findOneAndDelete({ _id: hash, purpose, expiresAt: { $gt: now } }).lean();
      return row && { hash: row._id, purpose: row.purpose, userId: row.userId, expiresAt: row.expiresAt };
    },
    async removeLinksOf(userId, purpose) {
      await links.deleteMany({ userId, purpose });
    },

    async findAttempts(key) {
      const row = await attempts.findById(key).lean();
      return row && { key: row._id, failures: row.failures, lastAt: row.lastAt, until: row.until };
    },
    async swapAttempts(expected, next) {
      const { key, ...fields } = next;
      if (expected === null) return insertOnce(() => attempts.create({ _id: key, ...fields }));
      const { failures, lastAt, until } = expected;
      const swapped = await attempts.updateOne({ _id: key, failures, lastAt, until }, { $set: fields });
      return swapped.matchedCount === 1;
    },
    async removeAttempts(key) {
      await attempts.deleteOne({ _id: key });
    },
    async forgiveAttempt(key) {
      await attempts.updateOne({ _id: key, failures: { $gt: 0 } }, { $inc: { failures: -1 }, $set: { until: 0 } });
    },

    async addAudit({ id, ...rest }) {
      await audit.create({ _id: id, ...rest });
    },
    async listAudit(before, limit) {
      const filter = before === null ? {} : { _id: { $lt: before } };
      const rows = await audit.find(filter).sort({ _id: -1 }).limit(limit).lean();
      return rows.flatMap((row) => toDomain<AuditEntry>(row) ?? []);
    },
  };
}

const DAY = 24 * 60 * 60 * 1000;

function toDomain<T extends { id: string }>(row: object | null): T | null {
  if (row === null) return null;
  const { _id, ...rest } = row as Row<T>;
  return { id: _id, ...rest } as unknown as T;
}

const isDuplicate = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 11_000;

async function insertOnce(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

async function refuseTakenAddress<T>(write: PromiseLike<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isDuplicate(error))
      throw new AppError('conflict', 'Somebody already has this address.', { fields: { email: 'taken' } });
    throw error;
  }
}
