/** What is known of each uploaded file; the bytes lie in the blob folder under their hash. */
import { type Connection, Schema } from 'mongoose';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, FileId, IdentityId, InboxId, UserId } from '../../shared/model/ids.ts';

/** `inbox`: it came with what reached that inbox. */
export type Uploader =
  | { kind: 'user'; id: UserId }
  | { kind: 'visitor'; id: IdentityId }
  | { kind: 'inbox'; id: InboxId };

export interface StoredFile extends FileRef {
  /** sha256 of the bytes, hex */
  hash: string;
  uploader: Uploader;
  /** null until it was sent */
  conversationId: ConversationId | null;
  /** sent with a note only: not for the customer */
  isPrivate: boolean;
  createdAt: number;
}

export interface FileStore {
  insert(file: StoredFile): Promise<void>;
  remove(id: FileId): Promise<void>;
  find(id: FileId): Promise<StoredFile | null>;
  findMany(ids: readonly FileId[]): Promise<StoredFile[]>;
  /**
   * Binds a file to a conversation; false for one that is bound elsewhere or was collected. Repeating it changes nothing, except that
   * what was private stops being so when it is sent to the customer.
   */
  attach(id: FileId, conversationId: ConversationId, isPrivate: boolean): Promise<boolean>;
  /** What one uploader has brought since a moment. */
  usage(uploader: Uploader, since: number): Promise<{ files: number; bytes: number }>;
  /** Takes one file out that was never sent and is older than `before`; null when there is none. */
  takeOrphan(before: number): Promise<StoredFile | null>;
  /** Takes out a file that came with a note of this conversation and with nothing else; null when it is none. */
  takePrivate(id: FileId, conversationId: ConversationId): Promise<StoredFile | null>;
  usesHash(hash: string): Promise<boolean>;
}

type Row = Omit<StoredFile, 'id'> & { _id: FileId };

export function createFileStore(connection: Connection): FileStore {
  const files = connection.model<Row>('File', schema(), 'files');

  return {
    async insert({ id, ...rest }) {
      await connection.collection<Row>('files').insertOne({ _id: id, ...rest });
    },
    async remove(id) {
      await files.deleteOne({ _id: id });
    },
    find: async (id) => present(await files.findById(id).lean()),
    async findMany(ids) {
      const rows = await files.find({ _id: { $in: ids } }).lean();
      return rows.flatMap((row) => present(row) ?? []);
    },
    async attach(id, conversationId, isPrivate) {
      const fresh = await files.updateOne({ _id: id, conversationId: null }, { $set: { conversationId, isPrivate } });
      if (fresh.matchedCount === 1) return true;
      if (isPrivate) return (await files.exists({ _id: id, conversationId })) !== null;
      return (await files.updateOne({ _id: id, conversationId }, { $set: { isPrivate } })).matchedCount === 1;
    },
    async usage(uploader, since) {
      const rows = await files.find({ 'uploader.id': uploader.id, createdAt: { $gte: since } }, { size: 1 }).lean();
      return { files: rows.length, bytes: rows.reduce((sum, row) => sum + row.size, 0) };
    },
    async takeOrphan(before) {
      return present(await files.findOneAndDelete({ conversationId: null, createdAt: { $lt: before } }).lean());
    },
    async takePrivate(id, conversationId) {
      return present(await files.findOneAndDelete({ _id: id, conversationId, isPrivate: true }).lean());
    },
    usesHash: async (hash) => (await files.exists({ hash })) !== null,
  };
}

function schema(): Schema<Row> {
  const result = new Schema<Row>(
    {
      _id: { type: String, required: true },
      name: String,
      type: String,
      size: Number,
      image: Schema.Types.Mixed,
      hash: String,
      uploader: Schema.Types.Mixed,
      conversationId: { type: String, default: null },
      isPrivate: Boolean,
      createdAt: Number,
    },
    { versionKey: false, autoIndex: false, autoCreate: false },
  );
  result.index({ hash: 1 });
  result.index({ conversationId: 1, createdAt: 1 });
  result.index({ 'uploader.id': 1, createdAt: 1 });
  return result;
}

function present(row: object | null): StoredFile | null {
  if (row === null) return null;
  const { _id, ...rest } = row as Row;
  return { id: _id, ...rest };
}
