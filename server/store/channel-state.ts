/** What a channel remembers between restarts: keyed values with compare-and-set. */
import mongoose from 'mongoose';
import type { ChannelState } from '../../channels/channel.ts';
import { isDuplicateKey } from './connect.ts';

export interface ChannelStateStore {
  /** The state of one kind of channel; others do not see it. */
  of(kind: string): ChannelState;
  /** Drops values that carry an `expiresAt` (ms since 1970) that has passed. */
  dropExpired(now: number): Promise<void>;
}

interface StateDocument {
  _id: string;
  value: unknown;
  version: number;
}

const schema = new mongoose.Schema(
  {
    _id: { type: String, required: true },
    value: mongoose.Schema.Types.Mixed,
    version: { type: Number, required: true },
  },
  { versionKey: false, minimize: false, collection: 'channel_state' },
);
schema.index({ 'value.expiresAt': 1 }, { sparse: true });

export function createChannelStateStore(connection: mongoose.Connection): ChannelStateStore {
  const states = connection.model('ChannelState', schema)
    .collection as unknown as mongoose.mongo.Collection<StateDocument>;

  return {
    of: (kind) => ({
      async get<T>(key: string) {
        const found = await states.findOne({ _id: `${kind}:${key}` });
        return found && { value: found.value as T, version: found.version };
      },
      async put(key, value, expected) {
        const _id = `${kind}:${key}`;
        if (expected !== null) {
          const filter = { _id, version: expected };
          return (await states.updateOne(filter, { $set: { value }, $inc: { version: 1 } })).matchedCount === 1;
        }
        try {
          await states.insertOne({ _id, value, version: 1 });
          return true;
        } catch (error) {
          if (isDuplicateKey(error)) return false;
          throw error;
        }
      },
    }),
    async dropExpired(now) {
      await states.deleteMany({ 'value.expiresAt': { $lt: now } });
    },
  };
}
