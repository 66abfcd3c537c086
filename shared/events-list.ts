/** What a console may ask about lists: pages, counters, finding, and doing one thing to many conversations. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { listFilter } from './list-filter-schema.ts';
import { type BulkJob, bulkLimit } from './model/bulk.ts';
import { type ConversationRow, priorities } from './model/conversation.ts';
import { type ConversationId, clientIdSchema, idSchema, type QueueId, type TagId, type UserId } from './model/ids.ts';
import { type ListCounts, listSorts, namedViews } from './model/list.ts';
import { type SearchAnswer, searchWriters } from './model/search.ts';

export const listView = z.union([z.enum(namedViews), z.object({ queueId: idSchema<QueueId>() })]);
const moment = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const tagIds = z.array(idSchema<TagId>()).max(20).default([]);
const bulkAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('close') }),
  z.object({ kind: z.literal('reopen') }),
  z.object({ kind: z.literal('tag'), add: tagIds, remove: tagIds }),
  z.object({ kind: z.literal('snooze'), until: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable() }),
  z.object({ kind: z.literal('prioritise'), priority: z.enum(priorities) }),
  z.object({
    kind: z.literal('assign'),
    to: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('agent'), id: idSchema<UserId>() }),
      z.object({ kind: z.literal('queue'), id: idSchema<QueueId>() }),
    ]),
  }),
]);

export const listRequests = {
  'list:open': z.object({
    view: listView,
    sort: z.enum(listSorts).default('newest'),
    filter: listFilter.default({}),
    /** opaque, from the answer before; belongs to the order it was given for */
    cursor: z.string().max(200).optional(),
    limit: z.number().int().min(1).max(limits.listPage).default(limits.listPage),
  }),
  'list:counts': z.object({}),
  /** how many conversations a filter leaves of a list, counted up to a hundred */
  'list:count': z.object({ view: listView, filter: listFilter.default({}) }),
  /** whose counters are told from now on, instead of those asked for before; each in its place */
  'list:watch': z.object({
    lists: z.array(z.object({ view: listView, filter: listFilter.default({}) })).max(limits.listsWatched),
  }),
  /** a customer's name or address by the beginnings of its words, or #number */
  'search:find': z.object({ text: z.string().trim().min(1).max(200) }),
  /** messages, notes, customers and conversations by words that must all be found; the last one may be unfinished */
  'search:text': z
    .object({
      /** may be empty only where a filter says enough by itself */
      text: z.string().trim().max(200),
      filter: z
        .object({
          from: z.enum(searchWriters).optional(),
          authorId: idSchema<UserId>().optional(),
          channel: z.string().max(40).optional(),
          queueId: idSchema<QueueId>().optional(),
          status: z.enum(['open', 'closed']).optional(),
          archived: z.literal(true).optional(),
          files: z.literal(true).optional(),
          after: moment.optional(),
          before: moment.optional(),
        })
        .default({}),
      /** opaque, from the answer before: older messages alone */
      cursor: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(limits.searchPage).default(limits.searchPage),
    })
    .refine(({ text, filter }) => text !== '' || filter.archived === true, 'no words'),
  /** One thing done to many conversations, or to all of a list as it is now. The same client id again answers the job that it began. */
  'bulk:act': z
    .object({
      clientId: clientIdSchema,
      ids: z.array(idSchema<ConversationId>()).min(1).max(bulkLimit).optional(),
      list: z.object({ view: listView, filter: listFilter.default({}) }).optional(),
      action: bulkAction,
    })
    .refine(({ ids, list }) => (ids === undefined) !== (list === undefined), 'either ids or a list'),
  /** Takes back what can be taken back; repeating it changes nothing. */
  'bulk:undo': z.object({ clientId: clientIdSchema }),
  /** one's own of the last hour, the newest first */
  'bulk:list': z.object({}),
} as const;
export type ListRequests = typeof listRequests;

/** null: what is over is not counted all the time; list:count counts it once */
export type ListCount = number | null;

export interface ListAnswers {
  /** a page may hold fewer rows than asked for though there are more */
  'list:open': { rows: ConversationRow[]; next: string | null; counts: ListCounts };
  'list:counts': ListCounts;
  'list:count': { count: number; isMore: boolean };
  'list:watch': { counts: ListCount[] };
  /** the best first */
  'search:find': { rows: ConversationRow[] };
  'search:text': SearchAnswer;
  /** as it begins: how it goes on is told */
  'bulk:act': BulkJob;
  'bulk:undo': BulkJob;
  'bulk:list': BulkJob[];
}

export interface ListFacts {
  /** everything of one's lists that changed, at most ten times a second */
  'rows:changed': (fact: { rows: ConversationRow[] }) => void;
  'row:removed': (fact: { conversationId: ConversationId }) => void;
  /** only the counters that changed; what a queue has is the same for everybody who sees it */
  'counts:changed': (fact: Partial<ListCounts>) => void;
  /** of the lists that are watched, each in its place */
  'lists:counted': (fact: { counts: ListCount[] }) => void;
  /** how one's own job goes on */
  'bulk:progressed': (fact: { job: BulkJob }) => void;
}
