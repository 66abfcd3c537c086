/** Queues: what kind of work waits, which teams serve it, and how fast it should be answered. */
import { z } from 'zod';
import { priorities } from './conversation.ts';
import { type CalendarId, idSchema, type QueueId, type TeamId } from './ids.ts';

/** Up to thirty days and nights. */
const replyMinutes = z.number().int().min(1).max(43_200);

export const queueSchema = z.object({
  id: idSchema<QueueId>(),
  name: z.string().trim().min(1).max(80),
  /** whose agents serve it */
  teamIds: z.array(idSchema<TeamId>()).max(50),
  /** how long an agent may take after the work before new work is offered; 0 = no wrap-up */
  wrapUpSeconds: z.number().int().min(0).max(3_600).default(0),
  /** what a conversation that comes to it begins with */
  priority: z.enum(priorities).default('normal'),
  /** so many percent are to be accepted within so many seconds; null = no service level */
  sla: z
    .object({ seconds: z.number().int().min(1).max(86_400), percent: z.number().int().min(1).max(100) })
    .nullable()
    .default(null),
  /** how soon the team answers, in minutes of its opening hours (null: always open); null = no clocks */
  reply: z
    .object({
      firstMinutes: replyMinutes,
      nextMinutes: replyMinutes,
      calendarId: idSchema<CalendarId>().nullable(),
    })
    .nullable()
    .default(null),
  /** takes no new work and is not offered as a goal any more */
  archived: z.boolean().default(false),
});
export type Queue = z.infer<typeof queueSchema>;

/** What a queue has that says nothing about itself. */
export const plainQueue = { wrapUpSeconds: 0, priority: 'normal', sla: null, reply: null, archived: false } as const;
