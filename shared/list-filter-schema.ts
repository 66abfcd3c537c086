/** What may be asked of a list, checked at every edge. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { priorities } from './model/conversation.ts';
import {
  type AttributeId,
  type DispositionId,
  type InboxId,
  idSchema,
  type QueueId,
  type TagId,
  type TeamId,
  type UserId,
} from './model/ids.ts';
import type { ListFilter } from './model/list.ts';
import { standardFields } from './model/standard-attributes.ts';

const moment = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();
const range = z.object({ after: moment, before: moment, within: moment, beyond: moment }).optional();
const number = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional();

export const listFilter = z.object({
  status: z.enum(['open', 'closed']).optional(),
  unread: z.literal(true).optional(),
  files: z.literal(true).optional(),
  snoozed: z.boolean().optional(),
  queueId: idSchema<QueueId>().optional(),
  teamId: idSchema<TeamId>().optional(),
  ownerId: z.union([z.enum(['me', 'nobody']), idSchema<UserId>()]).optional(),
  inboxId: idSchema<InboxId>().optional(),
  channel: z.string().max(40).optional(),
  tagId: idSchema<TagId>().optional(),
  priority: z.enum(priorities).optional(),
  language: z.string().max(12).optional(),
  dispositionId: idSchema<DispositionId>().optional(),
  attribute: z
    .object({
      id: z.union([
        idSchema<AttributeId>(),
        z.enum(standardFields).transform((field) => field as string as AttributeId),
      ]),
      value: z.union([z.string().max(limits.attributeText), z.number(), z.boolean()]),
    })
    .optional(),
  numberFrom: number,
  numberTo: number,
  created: range,
  changed: range,
  waiting: range,
}) satisfies z.ZodType<ListFilter, unknown>;
