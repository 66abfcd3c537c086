/** By when an answer is due in a queue: its target, counted in the open minutes of its calendar. */
import type { Calendar } from '../../shared/model/calendar.ts';
import type { ReplyDue } from '../../shared/model/entry.ts';
import type { CalendarId, QueueId } from '../../shared/model/ids.ts';
import type { Queue } from '../../shared/model/queue.ts';
import type { Log } from '../lib/log.ts';
import { afterOpenTime } from './calendar.ts';

type Target = NonNullable<Queue['reply']>;
type Hours = Pick<Calendar, 'timeZone' | 'weekly' | 'holidays'>;

/** Without hours it is always open; hours that never open have no due time. Pure. */
export function dueBy(
  target: Target,
  hours: Hours | null,
  from: number,
  which: ReplyDue['which'],
): { at: number; minutes: number } | null {
  const minutes = which === 'first' ? target.firstMinutes : target.nextMinutes;
  const at = hours === null ? from + minutes * 60_000 : afterOpenTime(hours, from, minutes * 60_000);
  return at === null ? null : { at, minutes };
}

type DueIn = (queueId: QueueId) => (from: number, which: ReplyDue['which']) => ReturnType<typeof dueBy>;

interface Deps {
  directory: { queues(): Promise<Queue[]>; calendars(): Promise<Calendar[]> };
  log: Log;
}

/** The targets as they are set now. What cannot be read leaves those that were known: nobody's words wait for a clock. */
export function createReplyTargets({ directory, log }: Deps): () => Promise<DueIn> {
  let known: DueIn = () => () => null;
  return async () => {
    try {
      const [queues, calendars] = await Promise.all([directory.queues(), directory.calendars()]);
      known = dueIn(queues, calendars);
    } catch (error) {
      log.warn({ err: error }, 'The reply targets were not read.');
    }
    return known;
  };
}

function dueIn(queues: readonly Queue[], calendars: readonly Calendar[]): DueIn {
  return (queueId) => (from, which) => {
    const target = queues.find(({ id }) => id === queueId)?.reply;
    return target ? dueBy(target, hoursOf(target.calendarId, calendars), from, which) : null;
  };
}

/** A calendar that is gone counts as always open. */
const hoursOf = (id: CalendarId | null, calendars: readonly Calendar[]): Calendar | null =>
  calendars.find((calendar) => calendar.id === id) ?? null;
