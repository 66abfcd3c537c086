/** Opening hours over HTTP: several calendars, each with its week and holidays, and whether it is open now. */
import { AppError } from '../../shared/errors.ts';
import { type Calendar, calendarSchema } from '../../shared/model/calendar.ts';
import type { CalendarId, QueueId } from '../../shared/model/ids.ts';
import type { Audit } from '../accounts/audit.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Ids } from '../lib/ids.ts';
import type { Directory } from '../store/directory.ts';
import { parseBody, parseId } from './parse.ts';
import { forPermission, type Route } from './route.ts';
import { changedFields, createRecorder, found, invalid, refuseTaken } from './settings.ts';

export interface CalendarDeps {
  directory: Pick<Directory, 'calendar' | 'calendars' | 'inboxes' | 'queues' | 'saveCalendar' | 'removeCalendar'>;
  catalogue: Pick<Catalogue, 'announce'>;
  audit: Pick<Audit, 'record'>;
  ids: Ids;
  /** other hours: the clocks that run by them follow, in their own time */
  retarget(queueId: QueueId): void;
}

const LIMIT = 100;
const inputSchema = calendarSchema.omit({ id: true });

export function calendarRoutes({ directory, catalogue, audit, ids, retarget }: CalendarDeps): Route[] {
  const record = createRecorder(audit);

  async function save(calendar: Calendar): Promise<Calendar> {
    refuseTaken(await directory.calendars(), calendar);
    await directory.saveCalendar(calendar);
    catalogue.announce();
    return calendar;
  }

  return [
    forPermission('workspace:manage', 'get', '/api/calendars', async () => ({
      calendars: await directory.calendars(),
    })),
    forPermission('workspace:manage', 'get', '/api/calendars/:id', async ({ request }) => {
      return found(await directory.calendar(parseId<CalendarId>(request)));
    }),
    forPermission('workspace:manage', 'post', '/api/calendars', async (call, viewer) => {
      const calendar = checkHours({ id: ids.next<CalendarId>(), ...parseBody(call.request, inputSchema) });
      if ((await directory.calendars()).length >= LIMIT) throw invalid('name', 'too-many');
      await save(calendar);
      await record('calendar.created', viewer, calendar.id, call, { name: calendar.name });
      return calendar;
    }),
    forPermission('workspace:manage', 'put', '/api/calendars/:id', async (call, viewer) => {
      const id = parseId<CalendarId>(call.request);
      const calendar = checkHours(parseBody(call.request, calendarSchema));
      if (calendar.id !== id) throw invalid('id', 'is not the one in the path');
      const before = found(await directory.calendar(id));
      await save(calendar);
      if (!isSameTime(before, calendar)) {
        const queues = await directory.queues();
        for (const queue of queues) if (queue.reply?.calendarId === id) retarget(queue.id);
      }
      await record('calendar.changed', viewer, id, call, {
        name: calendar.name,
        fields: changedFields(before, calendar),
      });
      return calendar;
    }),
    forPermission('workspace:manage', 'delete', '/api/calendars/:id', async (call, viewer) => {
      const calendar = found(await directory.calendar(parseId<CalendarId>(call.request)));
      const users = (await directory.inboxes()).filter((inbox) => inbox.calendarId === calendar.id);
      if (users.length > 0) {
        throw new AppError('conflict', `Inboxes go by it: ${users.map((inbox) => inbox.name).join(', ')}.`, {
          fields: { inboxes: 'in-use' },
        });
      }
      const queues = (await directory.queues()).filter((queue) => queue.reply?.calendarId === calendar.id);
      if (queues.length > 0) {
        throw new AppError('conflict', `Queues go by it: ${queues.map((queue) => queue.name).join(', ')}.`, {
          fields: { queues: 'in-use' },
        });
      }
      await directory.removeCalendar(calendar.id);
      catalogue.announce();
      await record('calendar.removed', viewer, calendar.id, call, { name: calendar.name });
    }),
  ];
}

/** Whether both are open at the same times; a name is only a name. */
function isSameTime(one: Calendar, other: Calendar): boolean {
  const timesOf = ({ timeZone, weekly, holidays }: Calendar) => JSON.stringify([timeZone, weekly, holidays]);
  return timesOf(one) === timesOf(other);
}

function checkHours(calendar: Calendar): Calendar {
  try {
    new Intl.DateTimeFormat('en', { timeZone: calendar.timeZone });
  } catch {
    throw invalid('timeZone', 'there is no such time zone');
  }
  const intervals = [...calendar.weekly, ...calendar.holidays.flatMap((holiday) => holiday.open)];
  if (intervals.some(({ from, to }) => from >= to)) throw invalid('weekly', 'an interval ends before it begins');
  return calendar;
}
