/** The kinds of short lists that a workspace keeps, what each asks for, and how many there may be. */
import type { z } from 'zod';
import {
  type Attribute,
  attributeSchema,
  type CannedReply,
  cannedReplySchema,
  type Disposition,
  dispositionSchema,
  type Macro,
  macroSchema,
  type PresenceReason,
  presenceReasonSchema,
  type Tag,
  tagSchema,
} from '../../shared/model/catalogue.ts';
import { type SavedView, savedViewSchema } from '../../shared/model/saved-view.ts';
import type { UserViewer } from '../accounts/scope.ts';

/** What the whole workspace chooses from. */
export interface Listed {
  tag: Tag;
  disposition: Disposition;
  'presence-reason': PresenceReason;
  attribute: Attribute;
}
export type ListedKind = keyof Listed;

/** What belongs to somebody and may be shared. */
export interface Shared {
  'canned-reply': CannedReply;
  macro: Macro;
  'saved-view': SavedView;
}
export type SharedKind = keyof Shared;

/** An input is the thing without what the server says of it. */
export type ListedInput<Kind extends ListedKind> = Omit<Listed[Kind], 'id'>;
export type SharedInput<Kind extends SharedKind> = Omit<Shared[Kind], 'id' | 'ownerId'>;
export type AnyListedInput = { [Kind in ListedKind]: ListedInput<Kind> }[ListedKind];
export type AnySharedInput = { [Kind in SharedKind]: SharedInput<Kind> }[SharedKind];

export const listedInputs: { [Kind in ListedKind]: z.ZodType<ListedInput<Kind>> } = {
  tag: tagSchema.omit({ id: true }),
  disposition: dispositionSchema.omit({ id: true }),
  'presence-reason': presenceReasonSchema.omit({ id: true }),
  attribute: attributeSchema.omit({ id: true }),
};
export const sharedInputs: { [Kind in SharedKind]: z.ZodType<SharedInput<Kind>> } = {
  'canned-reply': cannedReplySchema.omit({ id: true, ownerId: true }),
  macro: macroSchema.omit({ id: true, ownerId: true }),
  'saved-view': savedViewSchema.omit({ id: true, ownerId: true }),
};

/** Lists that people choose from stay readable; archived ones count too, because they are kept. */
export const counts: Record<ListedKind, number> = {
  tag: 500,
  disposition: 300,
  'presence-reason': 100,
  attribute: 100,
};
/** within one circle: one person's own, one team's, everybody's */
export const countsPerCircle: Record<SharedKind, number> = { 'canned-reply': 300, macro: 100, 'saved-view': 40 };

export type CatalogueKind = ListedKind | SharedKind;

/** Whose consoles read something old now: one person's, or everybody's. */
export type CatalogueFact = { to: 'everybody' } | { to: 'user'; userId: UserViewer['userId'] };
