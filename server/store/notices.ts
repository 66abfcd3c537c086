/** Notices as they lie in the database: a few hundred small documents per person, newest first. */
import mongoose from 'mongoose';
import type { NoticeId, UserId } from '../../shared/model/ids.ts';
import type { Notice } from '../../shared/model/notice.ts';
import { isDuplicateKey } from './connect.ts';

export interface NoticeStore {
  /** False when this person was told the same thing (`once`) before. */
  insert(userId: UserId, once: string, notice: Notice): Promise<boolean>;
  /** Empties the words of everything told on these occasions; answers what had some. */
  silence(occasions: readonly string[]): Promise<{ userId: UserId; id: NoticeId }[]>;
  /** Answers which it was; null when they were not told it. */
  remove(userId: UserId, once: string): Promise<NoticeId | null>;
  /** Newest first. */
  list(userId: UserId, limit: number): Promise<Notice[]>;
  /** Answers which of them were unread until now. */
  markRead(userId: UserId, ids: readonly NoticeId[], at: number): Promise<NoticeId[]>;
  /** Drops what is older than the newest `keep` of a person. */
  trim(userId: UserId, keep: number): Promise<void>;
  dropOlder(before: number): Promise<void>;
}

type NoticeDocument = Omit<Notice, 'id'> & { _id: NoticeId; userId: UserId; once: string };

const schema = new mongoose.Schema(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    once: { type: String, required: true },
    at: { type: Number, required: true },
  },
  { strict: false, versionKey: false, autoIndex: false, autoCreate: false, collection: 'notices' },
);
schema.index({ userId: 1, _id: -1 });
schema.index({ userId: 1, once: 1 }, { unique: true });
schema.index({ once: 1 });
schema.index({ at: 1 });

export function createNoticeStore(connection: mongoose.Connection): NoticeStore {
  const notices = connection.model('Notice', schema).collection as unknown as mongoose.mongo.Collection<NoticeDocument>;

  return {
    async insert(userId, once, { id, ...rest }) {
      try {
        await notices.insertOne({ _id: id, userId, once, ...rest });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async silence(occasions) {
      const quoting = { once: { $in: [...occasions] }, text: { $ne: '' } };
      const found = await notices.find(quoting, { projection: { userId: 1 } }).toArray();
      if (found.length > 0) await notices.updateMany(quoting, { $set: { text: '' } });
      return found.map(({ _id, userId }) => ({ userId, id: _id }));
    },
    async remove(userId, once) {
      const found = await notices.findOneAndDelete({ userId, once }, { projection: { _id: 1 } });
      return found?._id ?? null;
    },
    async list(userId, limit) {
      const found = await notices.find({ userId }).sort({ _id: -1 }).limit(limit).toArray();
      return found.map(({ _id, userId: _user, once: _once, ...rest }) => ({ id: _id, ...rest }));
    },
    async markRead(userId, ids, at) {
      const unread = { _id: { $in: [...ids] }, userId, readAt: null };
      const found = await notices.find(unread, { projection: { _id: 1 } }).toArray();
      if (found.length > 0) await notices.updateMany(unread, { $set: { readAt: at } });
      return found.map((one) => one._id);
    },
    async trim(userId, keep) {
      const last = await notices
        .find({ userId }, { projection: { _id: 1 } })
        .sort({ _id: -1 })
        .skip(keep)
        .limit(1)
        .toArray();
      const from = last[0]?._id;
      if (from !== undefined) await notices.deleteMany({ userId, _id: { $lte: from } });
    },
    async dropOlder(before) {
      await notices.deleteMany({ at: { $lt: before } });
    },
  };
}
