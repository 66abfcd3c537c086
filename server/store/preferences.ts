/** Preferences: one small document per person. */
import mongoose from 'mongoose';
import type { UserId } from '../../shared/model/ids.ts';
import type { DeskPreferences } from '../../shared/model/preferences.ts';

export interface PreferenceStore {
  /** what they chose so far; empty for who never did */
  find(userId: UserId): Promise<Partial<DeskPreferences>>;
  /** Changes what is named, and answers everything that was ever chosen. */
  change(userId: UserId, part: Partial<DeskPreferences>): Promise<Partial<DeskPreferences>>;
}

type PreferenceDocument = Partial<DeskPreferences> & { _id: UserId };

const schema = new mongoose.Schema(
  { _id: { type: String, required: true } },
  { strict: false, versionKey: false, collection: 'preferences', autoIndex: false, autoCreate: false },
);

export function createPreferenceStore(connection: mongoose.Connection): PreferenceStore {
  const all = connection.model('Preferences', schema)
    .collection as unknown as mongoose.mongo.Collection<PreferenceDocument>;
  const without = ({ _id, ...chosen }: PreferenceDocument): Partial<DeskPreferences> => chosen;

  return {
    async find(userId) {
      const found = await all.findOne({ _id: userId });
      return found ? without(found) : {};
    },
    async change(userId, part) {
      if (Object.keys(part).length === 0) return this.find(userId);
      const changed = await all.findOneAndUpdate(
        { _id: userId },
        { $set: part },
        { upsert: true, returnDocument: 'after' },
      );
      return changed ? without(changed) : part;
    },
  };
}
