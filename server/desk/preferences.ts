/** How the console behaves for one person: kept here, so that every browser and tab of theirs agrees. */
import { deskPreferencesSchema } from '../../shared/events-preferences.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { type DeskPreferences, usualPreferences } from '../../shared/model/preferences.ts';
import type { PreferenceStore } from '../store/preferences.ts';

export interface Preferences {
  /** whole: what was never chosen is as usual */
  of(userId: UserId): Promise<DeskPreferences>;
  /** Changes what is named and tells all of their tabs. */
  change(userId: UserId, part: Partial<DeskPreferences>): Promise<DeskPreferences>;
}

interface Deps {
  store: PreferenceStore;
  tell(userId: UserId, preferences: DeskPreferences): void;
}

/** What an older or newer program kept may not be what is meant now. */
function complete(kept: Partial<DeskPreferences>): DeskPreferences {
  const { shape } = deskPreferencesSchema;
  const known = Object.entries(kept).filter(([name, value]) => {
    const schema = Object.hasOwn(shape, name) ? shape[name as keyof DeskPreferences] : undefined;
    return schema?.safeParse(value).success;
  });
  return { ...usualPreferences, ...Object.fromEntries(known) };
}

export function createPreferences({ store, tell }: Deps): Preferences {
  return {
    of: async (userId) => complete(await store.find(userId)),
    async change(userId, part) {
      const preferences = complete(await store.change(userId, part));
      tell(userId, preferences);
      return preferences;
    },
  };
}
