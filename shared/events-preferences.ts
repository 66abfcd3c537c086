/** Socket events of one's own preferences; events.ts takes them in. */
import { z } from 'zod';
import { idSchema } from './model/ids.ts';
import { type DeskPreferences, densities, listWidths, undoChoices } from './model/preferences.ts';
import type { SavedViewId } from './model/saved-view.ts';

export const deskPreferencesSchema = z.object({
  soundOffers: z.boolean(),
  soundMessages: z.boolean(),
  volume: z.number().min(0).max(1),
  desktop: z.boolean(),
  singleKeys: z.boolean(),
  enterSends: z.boolean(),
  undoSeconds: z.literal(undoChoices),
  density: z.enum(densities),
  listWidth: z.number().int().min(listWidths.least).max(listWidths.most).nullable(),
  viewOrder: z.array(idSchema<SavedViewId>()).max(500),
}) satisfies z.ZodType<DeskPreferences>;

export const preferenceRequests = {
  /** one's own, what is named of them; told to all of one's tabs */
  'preferences:change': deskPreferencesSchema.partial(),
} as const;
export type PreferenceRequests = typeof preferenceRequests;

export interface PreferenceAnswers {
  /** all of them, as they are kept now */
  'preferences:change': DeskPreferences;
}

export interface PreferenceFacts {
  'preferences:changed': (fact: { preferences: DeskPreferences }) => void;
}
