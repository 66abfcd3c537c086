/** Socket events of one's own preferences; events.ts takes them in. */
import { z } from 'zod';
import { listFilter } from './events-list.ts';
import { listSorts } from './model/list.ts';
import { type DeskPreferences, densities, listWidths, undoChoices } from './model/preferences.ts';
import { mostViews, viewNameLength } from './model/saved-view.ts';

const savedView = z.object({
  id: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(viewNameLength),
  view: z.string().regex(/^(mine|waiting|all|snoozed|queue-[0-9A-Z]{26})$/),
  sort: z.enum(listSorts),
  filter: listFilter,
});

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
  views: z.array(savedView).max(mostViews),
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
