/** Short lists that an admin keeps and everybody chooses from: tags, dispositions, reasons, attributes, canned replies, macros. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { priorities } from './conversation.ts';
import {
  type AttributeId,
  type CannedReplyId,
  type DispositionId,
  idSchema,
  type MacroId,
  type PresenceReasonId,
  type QueueId,
  type TagId,
  type TeamId,
  type UserId,
} from './ids.ts';

const name = z.string().trim().min(1).max(80);

/** Colours by name; each surface has its own values for them, in both schemes. */
export const tagColours = ['grey', 'blue', 'green', 'amber', 'red', 'violet'] as const;

/** `archived`: not offered any more, still shown where it was used. */
export const tagSchema = z.object({
  id: idSchema<TagId>(),
  name,
  colour: z.enum(tagColours).default('grey'),
  archived: z.boolean().default(false),
});
export type Tag = z.infer<typeof tagSchema>;

/** How a conversation can end; `queueIds` empty: in every queue. */
export const dispositionSchema = z.object({
  id: idSchema<DispositionId>(),
  name,
  queueIds: z.array(idSchema<QueueId>()).max(100).default([]),
  archived: z.boolean().default(false),
});
export type Disposition = z.infer<typeof dispositionSchema>;

/** Why somebody takes no work. `minutes`: how long it may last, null for no limit. */
export const presenceReasonSchema = z.object({
  id: idSchema<PresenceReasonId>(),
  name,
  minutes: z.number().int().min(1).max(1_440).nullable().default(null),
  archived: z.boolean().default(false),
});
export type PresenceReason = z.infer<typeof presenceReasonSchema>;

/** A customer's attribute that the admin defined. */
export const attributeSchema = z.object({
  id: idSchema<AttributeId>(),
  name,
  type: z.enum(['text', 'number', 'date', 'yes-no', 'choice']),
  /** for `choice` */
  choices: z.array(z.string().trim().min(1).max(80)).max(50).default([]),
  archived: z.boolean().default(false),
});
export type Attribute = z.infer<typeof attributeSchema>;

/** Who may use it: only its owner, the teams named, or everybody. */
export const sharingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mine') }),
  z.object({ kind: z.literal('teams'), teamIds: z.array(idSchema<TeamId>()).min(1).max(50) }),
  z.object({ kind: z.literal('everybody') }),
]);
export type Sharing = z.infer<typeof sharingSchema>;

/** `text` may hold variables such as {{customer.firstName}}; shared/variables.ts knows them all. */
export const cannedReplySchema = z.object({
  id: idSchema<CannedReplyId>(),
  /** what is typed after the slash */
  shortcut: z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u, 'letters, digits, - and _'),
  text: z.string().trim().min(1).max(limits.text),
  sharing: sharingSchema,
  ownerId: idSchema<UserId>(),
});
export type CannedReply = z.infer<typeof cannedReplySchema>;

export const macroActionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reply'), text: z.string().trim().min(1).max(limits.text) }),
  z.object({ type: z.literal('note'), text: z.string().trim().min(1).max(limits.text) }),
  z.object({ type: z.literal('add-tags'), tagIds: z.array(idSchema<TagId>()).min(1).max(20) }),
  z.object({ type: z.literal('remove-tags'), tagIds: z.array(idSchema<TagId>()).min(1).max(20) }),
  z.object({ type: z.literal('set-priority'), priority: z.enum(priorities) }),
  z.object({
    type: z.literal('snooze'),
    hours: z
      .number()
      .min(0.25)
      .max(24 * 30),
  }),
  z.object({ type: z.literal('transfer'), queueId: idSchema<QueueId>() }),
  z.object({ type: z.literal('close'), dispositionId: idSchema<DispositionId>().nullable().default(null) }),
]);
export type MacroAction = z.infer<typeof macroActionSchema>;

/** Several actions in one click, in this order. */
export const macroSchema = z.object({
  id: idSchema<MacroId>(),
  name,
  actions: z.array(macroActionSchema).min(1).max(10),
  sharing: sharingSchema,
  ownerId: idSchema<UserId>(),
});
export type Macro = z.infer<typeof macroSchema>;
