/** Views: a list with its order and filters under a name, of one's own or shared with teams or everybody. */
import { z } from 'zod';
import { listFilter } from '../list-filter-schema.ts';
import { sharingSchema } from './catalogue.ts';
import { type Id, idSchema, type UserId } from './ids.ts';
import { listSorts } from './list.ts';

export type SavedViewId = Id<'saved-view'>;
export const viewNameLength = 40;

export const savedViewSchema = z.object({
  id: idSchema<SavedViewId>(),
  name: z.string().trim().min(1).max(viewNameLength),
  /** the list it narrows down, as it stands in addresses */
  view: z.string().regex(/^(mine|waiting|all|snoozed|queue-[0-9A-Z]{26})$/),
  sort: z.enum(listSorts),
  filter: listFilter,
  sharing: sharingSchema,
  ownerId: idSchema<UserId>(),
});
export type SavedView = z.infer<typeof savedViewSchema>;
