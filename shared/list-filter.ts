/** Whether a conversation passes what a list is narrowed down to: decided alike by the database's lists, the counters and every console. Pure. */
import type { Priority, WorkState } from './model/conversation.ts';
import type { AttributeValue } from './model/customer.ts';
import type { DispositionId, InboxId, QueueId, TagId, TeamId, UserId } from './model/ids.ts';
import type { ListFilter, TimeRange } from './model/list.ts';

/** Of a conversation, what changes with its `rev`. */
export interface FilteredState {
  status: 'open' | 'closed';
  work: { state: WorkState; ownerId: UserId | null; enqueuedAt: number } | null;
  tagIds: readonly TagId[];
  priority: Priority;
  inboxId: InboxId;
  channel: string;
  number: number;
  createdAt: number;
  snooze: object | null;
  outcome: { dispositionId: DispositionId } | null;
  context: { language?: string };
  customer: { traits?: readonly string[] };
  marks: { teamRead: { tally: { customer: number } } };
  erasedFiles?: number;
}

/** Where it lies, and what its newest entries say. */
export interface FilteredPlace {
  queueId: QueueId;
  lastAt: number;
  tally: { customer: number; files?: number };
}

export interface FilterReader {
  me: UserId | null;
  /** ms since 1970 */
  now: number;
  queues: readonly { id: QueueId; teamIds: readonly TeamId[] }[];
}

type Ranges = 'created' | 'changed' | 'waiting';

/** A filter whose words for a reader, a team and the time have been put into what they stand for. */
export interface SettledFilter
  extends Omit<ListFilter, 'ownerId' | 'teamId' | Ranges>,
    Partial<Record<Ranges, Between>> {
  ownerId?: UserId | 'nobody';
  queueIds?: readonly QueueId[];
}

/** from `after` on, and before `before` */
type Between = Pick<TimeRange, 'after' | 'before'>;

/** What is known of a customer and may be asked for, as one text each. Long texts are read, not chosen from. */
export function traitsOf(attributes: Readonly<Record<string, AttributeValue>>): string[] {
  const traits = Object.entries(attributes).map(([id, value]) => traitOf(id, value));
  return traits.filter((trait) => trait.length <= LONGEST_TRAIT).sort();
}

export const traitOf = (id: string, value: AttributeValue): string => `${id}=${String(value)}`;
const LONGEST_TRAIT = 120;

export function settleFilter(filter: ListFilter, { me, now, queues }: FilterReader): SettledFilter {
  const { ownerId, teamId, created, changed, waiting, ...rest } = filter;
  const own = ownerId === 'me' ? me : ownerId;
  const queueIds =
    teamId === undefined ? undefined : queues.filter((each) => each.teamIds.includes(teamId)).map(({ id }) => id);
  // Nobody is looked for by whoever is nobody.
  return {
    ...rest,
    ...(own != null && { ownerId: own }),
    ...(queueIds && { queueIds }),
    ...(created && { created: settleRange(created, now) }),
    ...(changed && { changed: settleRange(changed, now) }),
    ...(waiting && { waiting: settleRange(waiting, now) }),
  };
}

function settleRange({ after = 0, before, within, beyond }: TimeRange, now: number): Between {
  const until = Math.min(
    before ?? Number.POSITIVE_INFINITY,
    beyond === undefined ? Number.POSITIVE_INFINITY : now - beyond + 1,
  );
  const from = Math.max(after, within === undefined ? 0 : now - within);
  return { after: from, ...(Number.isFinite(until) && { before: until }) };
}

export function passesFilter(filter: SettledFilter, state: FilteredState, place: FilteredPlace): boolean {
  const { status, unread, snoozed, queueId, queueIds, ownerId, tagId, priority, inboxId, channel } = filter;
  if (status !== undefined && state.status !== status) return false;
  if (unread && place.tally.customer <= state.marks.teamRead.tally.customer) return false;
  if (snoozed !== undefined && (state.snooze !== null) !== snoozed) return false;
  if (queueId !== undefined && place.queueId !== queueId) return false;
  if (queueIds !== undefined && !queueIds.includes(place.queueId)) return false;
  if (ownerId !== undefined && (state.work?.ownerId ?? 'nobody') !== ownerId) return false;
  if (tagId !== undefined && !state.tagIds.includes(tagId)) return false;
  if (priority !== undefined && state.priority !== priority) return false;
  if (inboxId !== undefined && state.inboxId !== inboxId) return false;
  if (channel !== undefined && state.channel !== channel) return false;
  return passesRest(filter, state, place);
}

/** What is asked for less often. */
function passesRest(filter: SettledFilter, state: FilteredState, place: FilteredPlace): boolean {
  const { files, language, dispositionId, attribute, numberFrom, numberTo, created, changed, waiting } = filter;
  if (files && (place.tally.files ?? 0) <= (state.erasedFiles ?? 0)) return false;
  if (language !== undefined && languageOf(state) !== language) return false;
  if (dispositionId !== undefined && state.outcome?.dispositionId !== dispositionId) return false;
  if (attribute && !state.customer.traits?.includes(traitOf(attribute.id, attribute.value))) return false;
  if (numberFrom !== undefined && state.number < numberFrom) return false;
  if (numberTo !== undefined && state.number > numberTo) return false;
  if (created && !isWithin(created, state.createdAt)) return false;
  if (changed && !isWithin(changed, place.lastAt)) return false;
  if (!waiting) return true;
  const { work } = state;
  const isWaiting = state.status === 'open' && (work?.state === 'waiting' || work?.state === 'offered');
  return isWaiting && isWithin(waiting, work.enqueuedAt);
}

/** As the team noted it down; else as their browser said. */
export function languageOf({ customer, context }: Pick<FilteredState, 'customer' | 'context'>): string | undefined {
  const known = customer.traits?.find((trait) => trait.startsWith('language='));
  return known?.slice('language='.length) ?? context.language?.toLowerCase().split(/[-_]/)[0];
}

function isWithin({ after, before }: Between, at: number): boolean {
  return (after === undefined || at >= after) && (before === undefined || at < before);
}

/** Whether time alone makes somebody pass, or pass no more. */
export const isTimed = ({ created, changed, waiting }: Pick<ListFilter, 'created' | 'changed' | 'waiting'>): boolean =>
  [created, changed, waiting].some((range) => range?.within !== undefined || range?.beyond !== undefined);

/** Whether an entry alone, without a change of the conversation, makes somebody pass or pass no more. */
export const asksEntries = ({ unread, files, changed }: Pick<ListFilter, 'unread' | 'files' | 'changed'>): boolean =>
  unread === true || files === true || changed !== undefined;
