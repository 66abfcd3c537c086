/** People, sessions, one-time links, failed sign-ins and the audit trail in the database. */
import type { Connection } from 'mongoose';
import { AppError } from '../../shared/errors.ts';
import type { SessionId } from '../../shared/model/ids.ts';
import { type AccountStore, type AuditEntry, laterFields, type Session, type User } from '../accounts/model.ts';
import { type AccessRow, defineAccountModels, type Row, type UserRow } from './account-models.ts';
import { matchAudit } from './audit-filter.ts';

export type { AccountStore } from '../accounts/model.ts';

const ACCESS = 'access';

export function createAccountStore(connection: Connection): AccountStore {
  const { users, sessions, links, attempts, access, audit } = defineAccountModels(connection);

  return {
    async insertUser({ id, ...rest }) {
      await refuseTakenAddress(users.create({ _id: id, ...rest }));
    },
    findUser: async (id) => toUser(await users.findById(id).lean()),
    findUserByEmail: async (email) => toUser(await users.findOne({ email }).lean()),
    listUsers: async () => (await users.find().sort({ name: 1, _id: 1 }).lean()).flatMap((row) => toUser(row) ?? []),
    countUsers: () => users.countDocuments({}),
    async changeUser(id, change) {
      const query = users.findOneAndUpdate({ _id: id }, { $set: change }, { returnDocument: 'after' }).lean();
      return toUser(await refuseTakenAddress(query));
    },
    async findAccess() {
      const row = await access.findById(ACCESS).lean<AccessRow>();
      return row ? { rev: row.rev, roles: row.roles, pending: row.pending } : { rev: 0, roles: [], pending: null };
    },
    async swapAccess(expected, next) {
      if (expected === 0) return insertOnce(() => access.create({ _id: ACCESS, ...next }));
      return (await access.updateOne({ _id: ACCESS, rev: expected }, { $set: next })).matchedCount === 1;
    },
    async applyAccess(id, rev, change) {
      await users.updateOne({ _id: id, accessRev: { $not: { $gte: rev } } }, { $set: { ...change, accessRev: rev } });
    },

    async confirmTwoFactor(id, draftSecret, twoFactor) {
      const filter = { _id: id, 'twoFactorDraft.secret': draftSecret };
      return (await users.updateOne(filter, { $set: { twoFactor, twoFactorDraft: null } })).matchedCount === 1;
    },
    async spendStep(id, step) {
      const filter = { _id: id, 'twoFactor.lastStep': { $lt: step } };
      return (await users.updateOne(filter, { $set: { 'twoFactor.lastStep': step } })).matchedCount === 1;
    },
    async spendRecovery(id, hash) {
      const filter = { _id: id, 'twoFactor.recovery': hash };
      return (await users.updateOne(filter, { $pull: { 'twoFactor.recovery': hash } })).matchedCount === 1;
    },
    async renewRecovery(id, hashes) {
      const filter = { _id: id, 'twoFactor.recovery': { $exists: true } };
      return (await users.updateOne(filter, { $set: { 'twoFactor.recovery': hashes } })).matchedCount === 1;
    },
    async joinTeam(id, teamId) {
      await users.updateOne({ _id: id }, { $addToSet: { teamIds: teamId } });
    },
    async leaveTeam(id, teamId) {
      await users.updateOne({ _id: id }, { $pull: { teamIds: teamId } });
    },

    async insertSession({ id, ...rest }) {
      await sessions.create({ _id: id, ...rest });
    },
    findSession: async (hash) => toDomain<Session>(await sessions.findOne({ hash }).lean()),
    async listSessions(userId) {
      const rows = await sessions.find({ userId }).sort({ createdAt: 1 }).lean();
      return rows.flatMap((row) => toDomain<Session>(row) ?? []);
    },
    async touchSession({ id, userId }, at) {
      await sessions.updateOne({ _id: id }, { $max: { lastSeenAt: at } });
      await users.updateOne({ _id: userId }, { $max: { lastSeenAt: at } });
    },
    removeSession: async (id, userId) => (await sessions.deleteOne({ _id: id, userId })).deletedCount === 1,
    async removeSessionsOf(userId, keep) {
      const removed: SessionId[] = [];
      for (const row of await sessions.find({ userId }, { _id: 1 }).lean()) {
        if (row._id === keep) continue;
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
    async findLink(hash, purpose, now) {
      const row = await links.findOne({ _id: hash, purpose, expiresAt: { $gt: now } }).lean();
      return row && { hash: row._id, purpose: row.purpose, userId: row.userId, expiresAt: row.expiresAt };
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
    async listAudit(filter, before, limit) {
      const rows = await audit.find(matchAudit(filter, before)).sort({ _id: -1 }).limit(limit).lean();
      return rows.flatMap((row) => toDomain<AuditEntry>(row) ?? []);
    },
  };
}

const DAY = 24 * 60 * 60 * 1000;

function toUser(row: UserRow | null): User | null {
  if (row === null) return null;
  const { _id, accessRev: _, ...rest } = row;
  return { ...laterFields, ...rest, id: _id };
}

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
