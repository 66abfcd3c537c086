/** The outbox: each item moves by single updates that carry the state they expect, so that one node at a time carries it. */
import mongoose from 'mongoose';
import { fates, type OutboxItem, type OutboxState, type OutboxStore } from '../outbound/outbox-model.ts';
import { isDuplicateKey } from './connect.ts';

export type { OutboxStore } from '../outbound/outbox-model.ts';

type OutboxDocument = Omit<OutboxItem, 'id'> & { _id: string };

const schema = new mongoose.Schema(
  { _id: { type: String, required: true }, conversationId: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'outbox', autoIndex: false, autoCreate: false },
);
schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $gt: 0 } } });
schema.index({ conversationId: 1, createdAt: 1 });
schema.index({ entryId: 1 }, { partialFilterExpression: { entryId: { $gt: '' } } });
schema.index({ createdAt: 1 }, { partialFilterExpression: { state: 'intended' } });
schema.index({ answers: 1, createdAt: 1 }, { partialFilterExpression: { answers: { $gt: '' } } });
schema.index({ kept: 1, createdAt: -1 }, { partialFilterExpression: { kept: { $gt: '' } } });

const over: OutboxState[] = ['sent', 'failed', 'dropped'];

export function createOutboxStore(connection: mongoose.Connection): OutboxStore {
  const outbox = connection.model('Outbox', schema).collection as unknown as mongoose.mongo.Collection<OutboxDocument>;
  const toItem = ({ _id, ...rest }: OutboxDocument): OutboxItem => ({ id: _id, ...rest });
  const change = async (filter: mongoose.mongo.Filter<OutboxDocument>, update: object): Promise<OutboxItem | null> => {
    const changed = await outbox.findOneAndUpdate(filter, update, { returnDocument: 'after' });
    return changed && toItem(changed);
  };

  return {
    async intend({ id, ...rest }) {
      try {
        await outbox.insertOne({ _id: id, ...rest });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    async find(id) {
      const found = await outbox.findOne({ _id: id });
      return found && toItem(found);
    },
    async findByEntry(entryId) {
      const found = await outbox.findOne({ entryId });
      return found && toItem(found);
    },
    queue: (id, written) => change({ _id: id, state: 'intended' }, { $set: { ...written, state: 'queued' } }),
    async due(by, limit, { inboxIds, conversationIds } = { inboxIds: [], conversationIds: [] }) {
      const filter = {
        dueAt: { $gt: 0, $lte: by },
        ...(inboxIds.length > 0 && { inboxId: { $nin: inboxIds } }),
        ...(conversationIds.length > 0 && { conversationId: { $nin: conversationIds } }),
      };
      return (await outbox.find(filter).sort({ dueAt: 1 }).limit(limit).toArray()).map(toItem);
    },
    claim: (id, dueAt, until, nodeId) =>
      change({ _id: id, dueAt, state: { $nin: over } }, { $set: { state: 'sending', dueAt: until, nodeId } }),
    async settle(id, nodeId, set) {
      const settled = await change({ _id: id, state: 'sending', nodeId }, { $set: set });
      // It was told of while it was on its way: it is there.
      if (settled?.state !== 'unknown' || !settled.told) return settled;
      const over = { $set: { state: 'sent', dueAt: null, endedAt: settled.told.at }, $unset: { code: '', detail: '' } };
      return (await change({ _id: id, state: 'unknown' }, over)) ?? settled;
    },
    async tell(id, told) {
      const less = fates.slice(0, fates.indexOf(told.fate));
      const filter = {
        _id: id,
        $or: [{ told: { $exists: false } }, { 'told.fate': { $in: less } }],
      } as mongoose.mongo.Filter<OutboxDocument>;
      const changed = await change(filter, { $set: { told } });
      const over = { $set: { state: 'sent', dueAt: null, endedAt: told.at }, $unset: { code: '', detail: '' } };
      const sure = await change({ _id: id, state: 'unknown' }, over);
      return changed && (sure ?? changed);
    },
    again: (id, dueAt) =>
      change(
        { _id: id, $or: [{ state: 'failed' }, { state: 'unknown' }, { state: 'sent', refused: { $exists: true } }] },
        { $set: { state: 'queued', dueAt, attempts: 0 }, $unset: { endedAt: '', unknowns: '', told: '' } },
      ),
    async intendedBefore(moment, limit) {
      const filter = { state: 'intended' as const, createdAt: { $lt: moment } };
      return (await outbox.find(filter).sort({ createdAt: 1 }).limit(limit).toArray()).map(toItem);
    },
    async drop(id, at) {
      await outbox.updateOne({ _id: id, state: 'intended' }, { $set: { state: 'dropped', dueAt: null, endedAt: at } });
    },
    async releaseAll(nodeId, at) {
      await outbox.updateMany({ nodeId, state: 'sending' }, { $set: { dueAt: at } });
    },
    async countAutomatic(conversationId, address, since) {
      const [toConversation, toSender] = await Promise.all([
        outbox.countDocuments({ conversationId, answers: { $exists: true }, createdAt: { $gte: since.conversation } }),
        outbox.countDocuments({ answers: address, createdAt: { $gte: since.address } }),
      ]);
      return { toConversation, toSender };
    },
    async ofConversation(conversationId) {
      return (await outbox.find({ conversationId }).sort({ createdAt: 1 }).toArray()).map(toItem);
    },
    async kept(limit) {
      const filter = { kept: { $gt: '' } } as unknown as mongoose.mongo.Filter<OutboxDocument>;
      return (await outbox.find(filter).sort({ createdAt: -1 }).limit(limit).toArray()).map(toItem);
    },
    waiting: (inboxId) => outbox.countDocuments({ inboxId, dueAt: { $gt: 0 } }),
  };
}
