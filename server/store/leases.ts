/** Leases: one holder at a time by the database's clock, with a fence that grows at every change of holder. */
import mongoose from 'mongoose';
import { isDuplicateKey } from './connect.ts';

export interface LeaseStore {
  /** Null while somebody else holds it. Held already by this holder, it is renewed under the same fence. */
  acquire(name: string, holder: string, ttlMs: number): Promise<{ fence: number } | null>;
  /** False when it was lost: the holder must stop. */
  renew(name: string, holder: string, fence: number, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string, fence: number): Promise<void>;
  /** The database's clock, ms since 1970. */
  now(): Promise<number>;
}

interface LeaseDocument {
  _id: string;
  holder: string;
  fence: number;
  /** ms since 1970 by the database's clock */
  until: number;
}

const schema = new mongoose.Schema(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    fence: { type: Number, required: true },
    until: { type: Number, required: true },
  },
  { versionKey: false, collection: 'leases' },
);

export function createLeaseStore(connection: mongoose.Connection): LeaseStore {
  const leases = connection.model('Lease', schema).collection as unknown as mongoose.mongo.Collection<LeaseDocument>;

  /** Read before the write that uses it, so it can only be early: a lease is taken over late rather than too soon. */
  async function now(): Promise<number> {
    if (connection.db === undefined) throw new Error('The database connection is not open.');
    const { localTime } = await connection.db.command({ hello: 1 });
    if (!(localTime instanceof Date)) throw new Error('The database did not tell its time.');
    return localTime.getTime();
  }

  async function renew(name: string, holder: string, fence: number, ttlMs: number): Promise<boolean> {
    const until = (await now()) + ttlMs;
    return (await leases.updateOne({ _id: name, holder, fence }, { $set: { until } })).matchedCount === 1;
  }

  return {
    now,
    renew,
    async acquire(name, holder, ttlMs) {
      const at = await now();
      const own = await leases.findOneAndUpdate(
        { _id: name, holder, until: { $gt: at } },
        { $set: { until: at + ttlMs } },
        { returnDocument: 'after' },
      );
      if (own !== null) return { fence: own.fence };
      try {
        const taken = await leases.findOneAndUpdate(
          { _id: name, until: { $lte: at } },
          { $set: { holder, until: at + ttlMs }, $inc: { fence: 1 } },
          { upsert: true, returnDocument: 'after' },
        );
        return taken && { fence: taken.fence };
      } catch (error) {
        // The upsert found the name taken by a lease that has not ended.
        if (isDuplicateKey(error)) return null;
        throw error;
      }
    },
    async release(name, holder, fence) {
      await leases.updateOne({ _id: name, holder, fence }, { $set: { until: 0 } });
    },
  };
}
