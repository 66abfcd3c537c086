/** What the floor counts: measures of work items, quarters of an hour summed from them, and how far the counting has come. */
import mongoose from 'mongoose';
import type { WorkItemId } from '../../shared/model/ids.ts';
import type { Measure, MeasuredWork } from '../floor/measure.ts';
import type { FloorStore, NamedConversation, StoredInterval } from '../floor/ports.ts';
import { isDuplicateKey, toDomain } from './connect.ts';
import { filterOf, type MeasureDocument } from './floor-filters.ts';

type WorkDocument = Omit<MeasuredWork, 'id'> & { _id: WorkItemId; movedAt: number };
type IntervalDocument = StoredInterval & { _id: string };

const options = { strict: false, versionKey: false, autoIndex: false, autoCreate: false } as const;
const id = { _id: { type: String, required: true } } as const;

const measureSchema = new mongoose.Schema(id, { ...options, collection: 'floor_measures' });
measureSchema.index({ queueId: 1, at: -1, _id: -1 });
measureSchema.index({ queueId: 1, agentId: 1, at: -1, _id: -1 }, { partialFilterExpression: { kind: 'stint' } });
measureSchema.index({ workItemId: 1 });
measureSchema.index({ at: 1 });
measureSchema.index({ queueId: 1, at: -1 }, { name: 'open', partialFilterExpression: { open: true } });
const intervalSchema = new mongoose.Schema(id, { ...options, collection: 'floor_intervals' });
intervalSchema.index({ start: 1 });
const cursorSchema = new mongoose.Schema(id, { ...options, collection: 'floor_cursors' });
/** The same items that routing keeps, found by when they last moved. */
const workSchema = new mongoose.Schema(id, { ...options, collection: 'work_items' });
workSchema.index({ movedAt: 1, _id: 1 });

export function createFloorStore(connection: mongoose.Connection): FloorStore {
  const collection = <T extends mongoose.mongo.Document>(name: string, schema: mongoose.Schema) =>
    connection.model(name, schema).collection as unknown as mongoose.mongo.Collection<T>;
  const measures = collection<MeasureDocument>('FloorMeasure', measureSchema);
  const intervals = collection<IntervalDocument>('FloorInterval', intervalSchema);
  const cursors = collection<{ _id: string; at: number }>('FloorCursor', cursorSchema);
  const items = collection<WorkDocument>('FloorWork', workSchema);
  const conversations = connection.collection('conversations');

  /** An older picture of the same never overwrites a newer one. */
  async function saveNewest<T extends { _id: string }>(
    into: mongoose.mongo.Collection<T>,
    age: keyof T & string,
    documents: readonly T[],
  ): Promise<void> {
    if (documents.length === 0) return;
    const writes = documents.map((document) => ({
      replaceOne: {
        filter: { _id: document._id, [age]: { $lt: document[age] } },
        replacement: document,
        upsert: true,
      },
    }));
    // Where a newer one stands the upsert finds its name taken.
    await into.bulkWrite(writes as never, { ordered: false }).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }

  return {
    async movedSince(since, after, limit) {
      const from = after
        ? { $or: [{ movedAt: { $gt: after.at } }, { movedAt: after.at, _id: { $gt: after.id } }] }
        : { movedAt: { $gte: since } };
      const found = await items
        .find(from as never, { projection: { movedAt: 1, version: 1 } })
        .sort({ movedAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id: id, movedAt: at, version }) => ({ id, at, version }));
    },
    async works(ids) {
      const found = await items.find({ _id: { $in: [...ids] } } as never).toArray();
      return found.map((item) => toDomain<MeasuredWork>(item as never));
    },
    async named(ids) {
      const shown = { number: 1, channel: 1, queueId: 1, help: 1, 'customer.name': 1 };
      const found = await conversations.find({ _id: { $in: [...ids] } } as never, { projection: shown }).toArray();
      return found.map((one) => toDomain<NamedConversation>(one as never));
    },
    async measuresOf(workItemIds) {
      const found = await measures.find({ workItemId: { $in: [...workItemIds] } } as never).toArray();
      return found.map((one) => toDomain<Measure>(one as never));
    },
    async saveMeasures(all) {
      await saveNewest(
        measures,
        'version',
        all.map(({ id: _id, ...rest }) => ({ ...rest, _id }) as MeasureDocument),
      );
    },
    async measuresIn(queueId, from, to) {
      const found = await measures.find({ queueId, at: { $gte: from, $lt: to } } as never).toArray();
      return found.map((one) => toDomain<Measure>(one as never));
    },
    async openMeasures(queueIds) {
      const found = await measures.find({ open: true, queueId: { $in: [...queueIds] } } as never).toArray();
      return found.map((one) => toDomain<Measure>(one as never));
    },
    saveIntervals: (all) =>
      saveNewest(
        intervals,
        'weight',
        all.map((interval) => ({ ...interval, _id: `${interval.queueId}:${interval.start}` })),
      ),
    async intervals(queueIds, from, to) {
      const found = await intervals.find({ start: { $gte: from, $lt: to } } as never).toArray();
      const wanted = new Set<string>(queueIds);
      return found.filter(({ queueId }) => wanted.has(queueId)).map(({ _id, ...rest }) => rest as StoredInterval);
    },
    async cases({ figure, queueIds, agentId, from, to, now, before, limit }) {
      const parts = await Promise.all(
        queueIds.map((queueId) =>
          measures
            .find({ $and: filterOf(figure, { queueId, agentId, from, to, now, before }) } as never)
            .sort({ at: -1, _id: -1 })
            .limit(limit)
            .toArray(),
        ),
      );
      const all = parts.flat().sort((a, b) => b.at - a.at || (a._id < b._id ? 1 : -1));
      return all.slice(0, limit).map((one) => toDomain<Measure>(one as never));
    },
    async cursor() {
      return (await cursors.findOne({ _id: 'measured' }))?.at ?? 0;
    },
    async saveCursor(at) {
      await cursors.updateOne({ _id: 'measured' }, { $max: { at } }, { upsert: true });
    },
    async forget(before) {
      await measures.deleteMany({ at: { $lt: before }, open: false } as never);
      await intervals.deleteMany({ start: { $lt: before } } as never);
    },
  };
}
