/** An invitation as a summary that people can read. Recurrence is told, not expanded: a rule may stand for millions of days. */
import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import type { Invitation } from '../../shared/model/letter.ts';
import { normaliseAddress } from './mime/addresses.ts';
import { cleanLine } from './mime/clean-text.ts';
import type { MailAddress, MailPart } from './model.ts';

type Component = InstanceType<typeof ICAL.Component>;
type Property = NonNullable<ReturnType<Component['getFirstProperty']>>;

const MAX_BYTES = 300_000;
const MAX_ATTENDEES = 200;

/** @returns null when no part is a calendar, or it cannot be read */
export function readInvitation(parts: readonly MailPart[]): Invitation | null {
  const part = parts.find(
    ({ type, name }) => type === 'text/calendar' || type === 'application/ics' || /\.ics$/i.test(name),
  );
  return part === undefined ? null : readCalendar(part.bytes);
}

export function readCalendar(bytes: Buffer): Invitation | null {
  if (bytes.length > MAX_BYTES) return null;
  try {
    const calendar = new ICAL.Component(ICAL.parse(bytes.toString('utf8').replace(/\0/g, '').trim()));
    const root = calendar.name === 'vcalendar' ? calendar : calendar.getFirstSubcomponent('vcalendar');
    const event = root?.getFirstSubcomponent('vevent') ?? root?.getFirstSubcomponent('vtodo') ?? null;
    return root === null || event === null ? null : summarise(root, event);
  } catch {
    return null;
  }
}

function summarise(calendar: Component, event: Component): Invitation {
  const start = event.getFirstProperty('dtstart');
  const end = event.getFirstProperty('dtend') ?? event.getFirstProperty('due');
  const startAt = timeOf(start, calendar);
  const duration = event.getFirstPropertyValue('duration');
  const lasts = duration instanceof ICAL.Duration ? duration.toSeconds() * 1_000 : null;
  const rule = event.getFirstPropertyValue('rrule');
  const attendees = event.getAllProperties('attendee').slice(0, MAX_ATTENDEES).map(personOf);
  return {
    method: cleanLine(String(calendar.getFirstPropertyValue('method') ?? 'PUBLISH'), 30).toUpperCase(),
    title: line(event.getFirstPropertyValue('summary')),
    start: startAt,
    end: timeOf(end, calendar) ?? (startAt !== null && lasts !== null ? startAt + lasts : null),
    allDay: isDay(start),
    timeZone: zoneOf(start),
    place: line(event.getFirstPropertyValue('location')) || null,
    organizer: personOf(event.getFirstProperty('organizer')),
    attendees: attendees.filter((one) => one !== null),
    recurrence: rule === null ? null : cleanLine(String(rule), 500),
  };
}

function isDay(property: Property | null): boolean {
  const value = property?.getFirstValue();
  return value instanceof ICAL.Time && value.isDate;
}

/** By the calendar's own zones, else by the name of one; a day is its midnight in UTC. */
function timeOf(property: Property | null, calendar: Component): number | null {
  const value = property?.getFirstValue();
  if (!(value instanceof ICAL.Time)) return null;
  const { year, month, day, hour, minute, second } = value;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  if (!Number.isFinite(utc) || year < 1970 || year > 2200) return null;
  const name = property?.getFirstParameter('tzid');
  if (value.isDate || name === undefined || value.zone === ICAL.Timezone.utcTimezone) return utc;
  const inZone = DateTime.fromObject({ year, month, day, hour, minute, second }, { zone: name });
  if (inZone.isValid) return inZone.toMillis();
  const own = calendar.getAllSubcomponents('vtimezone').find((zone) => zone.getFirstPropertyValue('tzid') === name);
  if (own === undefined) return utc;
  return utc - new ICAL.Timezone(own).utcOffset(value) * 1_000;
}

function zoneOf(property: Property | null): string | null {
  const value = property?.getFirstValue();
  if (!(value instanceof ICAL.Time) || value.isDate) return null;
  return value.zone === ICAL.Timezone.utcTimezone ? 'UTC' : line(property?.getFirstParameter('tzid') ?? '') || null;
}

function personOf(property: Property | null): MailAddress | null {
  const address = normaliseAddress(String(property?.getFirstValue() ?? '').replace(/^mailto:/i, ''));
  return address === null ? null : { name: line(property?.getFirstParameter('cn') ?? ''), address };
}

function line(value: unknown): string {
  return value === null || value === undefined ? '' : cleanLine(String(value), 500);
}
