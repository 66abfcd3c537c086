/** Drafts: one document per author, conversation and kind; a newer version is never overwritten by an older one. */
import mongoose from 'mongoose';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Draft, WritingKind } from '../../shared/model/writing.ts';
import { isDuplicateKey } from './connect.ts';

export interface DraftStore {
  /** Stores it unless a version at least as new is there; answers what is kept then. */
  save(userId: UserId, draft: Draft, at: number): Promise<Draft>;
  /** Empties it when it is at most this version; null when a newer one stays, or there is none. */
  clear(
    userId: UserId,
    conversationId: ConversationId,
    kind: WritingKind,
    version: number,
    at: number,
  ): Promise<Draft | null>;
  /** Newest first; emptied ones are left out. */
  list(userId: UserId, limit: number): Promise<Draft[]>;
  /** Forgets emptied ones that nobody has touched since. */
  dropEmptied(before: number): Promise<void>;
}

interface DraftDocument extends Draft {
  _id: string;
  userId: UserId;
  isEmpty: boolean;
  /** ms since 1970 */
  savedAt: number;
}

const schema = new mongoose.Schema(
  { _id: { type: String, required: true }, userId: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'drafts', autoIndex: false, autoCreate: false },
);
schema.index({ userId: 1, savedAt: -1 }, { partialFilterExpression: { isEmpty: false } });
schema.index({ savedAt: 1 }, { partialFilterExpression: { isEmpty: true } });

const idOf = (userId: UserId, conversationId: ConversationId, kind: WritingKind): string =>
  `${userId}:${conversationId}:${kind}`;

const isEmpty = ({ text, files, choices, letter }: Draft): boolean =>
  text === '' && files.length === 0 && choices.every((choice) => choice === '') && !letter;

function toDraft({ _id, userId: _userId, isEmpty: _isEmpty, savedAt: _savedAt, ...draft }: DraftDocument): Draft {
  return draft;
}

export function createDraftStore(connection: mongoose.Connection): DraftStore {
  const drafts = connection.model('Draft', schema).collection as unknown as mongoose.mongo.Collection<DraftDocument>;

  return {
    async save(userId, draft, at) {
      const _id = idOf(userId, draft.conversationId, draft.kind);
      const set = { ...draft, userId, isEmpty: isEmpty(draft), savedAt: at };
      try {
        // Where a newer one is, the filter finds nothing and the insert in its place meets the id that is taken.
        const gone = draft.letter ? {} : { $unset: { letter: '' as const } };
        await drafts.updateOne({ _id, version: { $lt: draft.version } }, { $set: set, ...gone }, { upsert: true });
        return draft;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const kept = await drafts.findOne({ _id });
        return kept ? toDraft(kept) : draft;
      }
    },
    async clear(userId, conversationId, kind, version, at) {
      const _id = idOf(userId, conversationId, kind);
      const emptied = { text: '', choices: [], mentions: [], files: [], isEmpty: true, savedAt: at, version };
      const gone = { letter: '' as const };
      const found = await drafts.findOneAndUpdate(
        { _id, version: { $lte: version } },
        { $set: emptied, $unset: gone },
        { returnDocument: 'after' },
      );
      return found && toDraft(found);
    },
    async list(userId, limit) {
      const found = await drafts.find({ userId, isEmpty: false }).sort({ savedAt: -1 }).limit(limit).toArray();
      return found.map(toDraft);
    },
    async dropEmptied(before) {
      await drafts.deleteMany({ isEmpty: true, savedAt: { $lt: before } });
    },
  };
}
