/** Replies that wait to be sent: each moves by single updates that carry the state they expect, so that cancelling and sending exclude each other. */
import mongoose from 'mongoose';
import type { Held, HeldEnd, HeldStore } from '../desk/held.ts';
import { isDuplicateKey } from './connect.ts';

export type { HeldStore } from '../desk/held.ts';

type HeldDocument = Omit<Held, 'id'> & { _id: string; isOpen: boolean };

const schema = new mongoose.Schema(
  { _id: { type: String, required: true }, conversationId: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'held_replies', autoIndex: false, autoCreate: false },
);
const whileOpen = { partialFilterExpression: { isOpen: true } };
schema.index({ dueAt: 1 }, whileOpen);
schema.index({ conversationId: 1 }, whileOpen);
schema.index({ endedAt: 1 }, { partialFilterExpression: { isOpen: false } });
schema.index({ owed: 1, endedAt: 1 }, { partialFilterExpression: { owed: true } });

export function createHeldStore(connection: mongoose.Connection): HeldStore {
  const held = connection.model('HeldReply', schema).collection as unknown as mongoose.mongo.Collection<HeldDocument>;
  const toHeld = ({ _id, isOpen: _isOpen, ...rest }: HeldDocument): Held => ({ id: _id, ...rest });
  const end = async (
    id: string,
    from: Held['state'],
    to: { state: HeldEnd; owed: boolean; endedAt: number },
  ): Promise<Held | null> => {
    const ended = await held.findOneAndUpdate(
      { _id: id, state: from },
      { $set: { ...to, isOpen: false } },
      { returnDocument: 'after' },
    );
    return ended && toHeld(ended);
  };

  return {
    async insert({ id, ...rest }) {
      try {
        await held.insertOne({ _id: id, ...rest, isOpen: true });
        return null;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const first = await held.findOne({ _id: id });
        if (first === null) throw error;
        return toHeld(first);
      }
    },
    async find(id) {
      const found = await held.findOne({ _id: id });
      return found && toHeld(found);
    },
    count: (conversationId) => held.countDocuments({ conversationId, isOpen: true }),
    async waiting(conversationId) {
      return (await held.find({ conversationId, isOpen: true }).sort({ dueAt: 1, _id: 1 }).toArray()).map(toHeld);
    },
    async laterIn(ids) {
      const filter = {
        conversationId: { $in: [...ids] },
        isOpen: true,
        state: 'waiting' as const,
        hold: 'later' as const,
      };
      return (await held.find(filter).toArray()).map(toHeld);
    },
    async due(by, limit) {
      return (
        await held
          .find({ isOpen: true, dueAt: { $lte: by } })
          .sort({ dueAt: 1 })
          .limit(limit)
          .toArray()
      ).map(toHeld);
    },
    async claim(id, dueAt, until, nodeId) {
      const claimed = await held.findOneAndUpdate(
        { _id: id, isOpen: true, dueAt },
        { $set: { state: 'sending', dueAt: until, nodeId } },
        { returnDocument: 'after' },
      );
      return claimed && toHeld(claimed);
    },
    cancel: (id, endedAt, owed) => end(id, 'waiting', { state: 'cancelled', owed, endedAt }),
    finish: (id, state, endedAt) => end(id, 'sending', { state, owed: state === 'cancelled', endedAt }),
    async settle(id) {
      await held.updateOne({ _id: id }, { $set: { owed: false } });
    },
    async owed(before, limit) {
      return (
        await held
          .find({ owed: true, endedAt: { $lt: before } })
          .limit(limit)
          .toArray()
      ).map(toHeld);
    },
    async releaseAll(nodeId, at) {
      await held.updateMany({ isOpen: true, state: 'sending', nodeId }, { $set: { dueAt: at } });
    },
    async dropEnded(before) {
      await held.deleteMany({ isOpen: false, endedAt: { $lt: before } });
    },
  };
}
