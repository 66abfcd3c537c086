/** The lists of conversations: which there are, how they are ordered and narrowed down, and their counters. */
import { z } from 'zod';
import { priorities } from './conversation.ts';
import { type InboxId, idSchema, type QueueId, type TagId, type UserId } from './ids.ts';

/** mine: what one owns · waiting: nobody has it yet · all: whatever one may see · snoozed: put aside */
export const namedViews = ['mine', 'waiting', 'all', 'snoozed'] as const;
export type NamedView = (typeof namedViews)[number];
export type ListView = NamedView | { queueId: QueueId };

/**
 * newest, oldest: by the last entry · waited: who began to wait first · priority: the most urgent, and of those who began to wait first ·
 * wakes: what comes back first, only among what is snoozed
 */
export const listSorts = ['newest', 'oldest', 'waited', 'priority', 'wakes'] as const;
export type ListSort = (typeof listSorts)[number];

export const listViewSchema = z.union([z.enum(namedViews), z.object({ queueId: idSchema<QueueId>() })]);

export const listFilterSchema = z.object({
  status: z.enum(['open', 'closed']).optional(),
  /** only with messages of the customer that nobody of the team has read */
  unread: z.literal(true).optional(),
  tagId: idSchema<TagId>().optional(),
  priority: z.enum(priorities).optional(),
  inboxId: idSchema<InboxId>().optional(),
  channel: z.string().max(40).optional(),
  ownerId: idSchema<UserId>().optional(),
});
export type ListFilter = z.infer<typeof listFilterSchema>;

/** The open conversations of a queue. */
export interface QueueCounts {
  open: number;
  waiting: number;
  snoozed: number;
}

/** What one person has besides: `mine` over all queues, `elsewhere` what they see though it lies in no queue of theirs. */
export interface OwnCounts {
  mine: number;
  elsewhere: QueueCounts;
}

/** Every counter of a person's lists; those of several queues are their sums. Queues without open conversations are left out. */
export interface ListCounts {
  queues: Record<QueueId, QueueCounts>;
  own: OwnCounts;
}
