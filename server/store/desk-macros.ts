/** Runs of macros: one document each, so that a run that broke off goes on where it was and a repeat is answered the same. */
import mongoose from 'mongoose';
import type { MacroRunRecord, MacroRunStore } from '../desk/macro-run.ts';
import { isDuplicateKey, toDomain } from './connect.ts';

export type { MacroRunStore } from '../desk/macro-run.ts';

type RunDocument = Omit<MacroRunRecord, 'id'> & { _id: string };

const schema = new mongoose.Schema(
  { _id: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'macro_runs', autoIndex: false, autoCreate: false },
);
schema.index({ startedAt: 1 });

export function createMacroRunStore(connection: mongoose.Connection): MacroRunStore {
  const runs = connection.model('MacroRun', schema).collection as unknown as mongoose.mongo.Collection<RunDocument>;

  return {
    async find(id) {
      const found = await runs.findOne({ _id: id });
      return found && toDomain<MacroRunRecord & { id: string }>(found);
    },
    async insert({ id, ...rest }) {
      try {
        await runs.insertOne({ _id: id, ...rest });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async setSteps(id, steps) {
      await runs.updateOne({ _id: id }, { $set: { steps } });
    },
    async dropOld(before) {
      await runs.deleteMany({ startedAt: { $lt: before } });
    },
  };
}
