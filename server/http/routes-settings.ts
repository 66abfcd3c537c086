/** Inboxes and calendars over HTTP, for admins. */
import type { Channel } from '../../channels/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { type Calendar, calendarSchema } from '../../shared/model/calendar.ts';
import type { CalendarId, InboxId } from '../../shared/model/ids.ts';
import { type Inbox, inboxSchema } from '../../shared/model/inbox.ts';
import type { Audit, Caller } from '../accounts/audit.ts';
import type { AuditAction } from '../accounts/model.ts';
import type { UserViewer } from '../accounts/scope.ts';
import type { Directory } from '../store/directory.ts';
import { parseBody, parseId } from './parse.ts';
import { forPermission, type Route } from './route.ts';

export interface SettingsDeps {
  directory: Directory;
  channels: ReadonlyMap<string, Channel>;
  audit: Audit;
  /** the inbox's secret, with which a website proves who its visitors are */
  secret(inboxId: InboxId): Promise<string>;
}

export function settingsRoutes({ directory, channels, audit, secret }: SettingsDeps): Route[] {
  const record = (
    action: AuditAction,
    by: UserViewer,
    target: string,
    caller: Caller,
    details: Record<string, unknown>,
  ) => audit.record(action, { kind: 'user', id: by.userId, name: by.name }, target, caller.address, details);

  async function checkInbox(inbox: Inbox): Promise<Inbox> {
    const channel = channels.get(inbox.channel);
    if (!channel) throw invalid('channel', 'there is no such channel');
    if (!(await directory.queue(inbox.queueId))) throw invalid('queueId', 'there is no such queue');
    if (inbox.calendarId && !(await directory.calendar(inbox.calendarId)))
      throw invalid('calendarId', 'there is no such calendar');
    return { ...inbox, settings: channel.parseSettings(inbox.settings) };
  }

  return [
    forPermission('workspace:manage', 'get', '/api/inboxes', async () => ({ inboxes: await directory.inboxes() })),
    forPermission('workspace:manage', 'get', '/api/inboxes/:id', async ({ request }) => {
      return found(await directory.inbox(parseId<InboxId>(request)));
    }),
    forPermission('workspace:manage', 'put', '/api/inboxes/:id', async ({ request, caller }, viewer) => {
      const id = parseId<InboxId>(request);
      const before = await directory.inbox(id);
      const inbox = await checkInbox(parseBody(request, inboxSchema));
      if (inbox.id !== id) throw invalid('id', 'is not the one in the path');
      if (before && before.channel !== inbox.channel) throw invalid('channel', 'cannot be changed');
      await directory.saveInbox(inbox);
      await record('inbox.changed', viewer, id, caller, { fields: changedFields(before, inbox) });
      return inbox;
    }),
    forPermission('workspace:manage', 'get', '/api/inboxes/:id/secret', async ({ request, caller }, viewer) => {
      const inbox = found(await directory.inbox(parseId<InboxId>(request)));
      // Whoever knows it can speak as any of the website's users.
      await record('inbox.secret-shown', viewer, inbox.id, caller, {});
      return { secret: await secret(inbox.id) };
    }),
    forPermission('workspace:manage', 'get', '/api/calendars', async () => ({
      calendars: await directory.calendars(),
    })),
    forPermission('workspace:manage', 'get', '/api/calendars/:id', async ({ request }) => {
      return found(await directory.calendar(parseId<CalendarId>(request)));
    }),
    forPermission('workspace:manage', 'put', '/api/calendars/:id', async ({ request, caller }, viewer) => {
      const id = parseId<CalendarId>(request);
      const before = await directory.calendar(id);
      const calendar = checkCalendar(parseBody(request, calendarSchema));
      if (calendar.id !== id) throw invalid('id', 'is not the one in the path');
      await directory.saveCalendar(calendar);
      await record('calendar.changed', viewer, id, caller, { fields: changedFields(before, calendar) });
      return calendar;
    }),
  ];
}

function checkCalendar(calendar: Calendar): Calendar {
  try {
    new Intl.DateTimeFormat('en', { timeZone: calendar.timeZone });
  } catch {
    throw invalid('timeZone', 'there is no such time zone');
  }
  const intervals = [...calendar.weekly, ...calendar.holidays.flatMap((holiday) => holiday.open)];
  if (intervals.some(({ from, to }) => from >= to)) throw invalid('weekly', 'an interval ends before it begins');
  return calendar;
}

/** Names only: a setting's value may be nobody else's business. */
function changedFields(before: object | null, after: object): string[] {
  const old = new Map(Object.entries(before ?? {}));
  return Object.entries(after).flatMap(([name, value]) =>
    JSON.stringify(old.get(name)) === JSON.stringify(value) ? [] : name,
  );
}

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is nothing here.');
  return value;
}

const invalid = (field: string, message: string): AppError =>
  new AppError('invalid', 'Some fields are not valid.', { fields: { [field]: message } });
