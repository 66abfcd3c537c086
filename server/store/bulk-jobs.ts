/** Jobs over many conversations as they lie in the database, each run by one node at a time. */
import mongoose from 'mongoose';
import type { BulkStore } from '../lists/bulk/bulk.ts';
import type { JobItem, JobRecord } from '../lists/bulk/job.ts';
import { isDuplicateKey } from './connect.ts';

/** `beatAt`: when its runner was last heard of, ms since 1970. */
type JobDocument = JobRecord & { _id: string; runner: string; beatAt: number };

const schema = new mongoose.Schema(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    state: { type: String, required: true },
    at: { type: Number, required: true },
    beatAt: { type: Number, required: true },
  },
  { strict: false, versionKey: false, autoIndex: false, autoCreate: false, collection: 'bulk_jobs' },
);
schema.index({ userId: 1, at: -1 });
schema.index({ state: 1, beatAt: 1 });
schema.index({ at: 1 });

const idOf = (userId: string, clientId: string): string => `${userId}:${clientId}`;
const toRecord = ({ _id, runner: _runner, beatAt: _beat, ...record }: JobDocument): JobRecord => record;

/** Some conversations of a job; `at` of the job. */
interface ChunkDocument {
  _id: string;
  at: number;
  items: JobItem[];
}

const chunkSchema = new mongoose.Schema(
  { _id: { type: String, required: true }, at: { type: Number, required: true } },
  { strict: false, versionKey: false, autoIndex: false, autoCreate: false, collection: 'bulk_items' },
);
chunkSchema.index({ at: 1 });

const chunkOf = (userId: string, clientId: string, at: number): string => `${idOf(userId, clientId)}:${at}`;

export function createBulkStore(connection: mongoose.Connection): BulkStore {
  const jobs = connection.model('BulkJob', schema).collection as unknown as mongoose.mongo.Collection<JobDocument>;
  const chunks = connection.model('BulkItems', chunkSchema)
    .collection as unknown as mongoose.mongo.Collection<ChunkDocument>;

  return {
    async insert(record, runner) {
      try {
        await jobs.insertOne({ _id: idOf(record.userId, record.clientId), ...record, runner, beatAt: record.at });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async find(userId, clientId) {
      const found = await jobs.findOne({ _id: idOf(userId, clientId) });
      return found && toRecord(found);
    },
    async list(userId, since) {
      const found = await jobs
        .find({ userId: userId as JobRecord['userId'], at: { $gte: since } })
        .sort({ at: -1 })
        .limit(50)
        .toArray();
      return found.map(toRecord);
    },
    async keep({ userId, clientId, ...record }, runner, now) {
      const { state, cursor, isCollected, chunks: count, total, done, same, refused, reasons } = record;
      const answer = await jobs.updateOne(
        { _id: idOf(userId, clientId), runner },
        { $set: { state, cursor, isCollected, chunks: count, total, done, same, refused, reasons, beatAt: now } },
      );
      return answer.matchedCount > 0;
    },
    async chunk({ userId, clientId }, at) {
      return (await chunks.findOne({ _id: chunkOf(userId, clientId, at) }))?.items ?? [];
    },
    async keepChunk({ userId, clientId, at: jobAt }, at, items) {
      const _id = chunkOf(userId, clientId, at);
      await chunks.replaceOne({ _id }, { at: jobAt, items: [...items] }, { upsert: true });
    },
    async beginUndo(record, runner, now) {
      const answer = await jobs.updateOne(
        { _id: idOf(record.userId, record.clientId), state: { $in: ['done', 'interrupted'] } },
        { $set: { state: 'undoing', runner, beatAt: now } },
      );
      return answer.matchedCount > 0;
    },
    async takeOver(runner, silentSince, now) {
      const found = await jobs.findOneAndUpdate(
        { state: { $in: ['running', 'undoing'] }, beatAt: { $lt: silentSince }, runner: { $ne: runner } },
        { $set: { runner, beatAt: now } },
        { returnDocument: 'after' },
      );
      return found && toRecord(found);
    },
    async dropOlder(before) {
      await jobs.deleteMany({ at: { $lt: before } });
      await chunks.deleteMany({ at: { $lt: before } });
    },
  };
}
