import type { Calendar } from '../../shared/model/calendar.ts';
import type { CalendarId, InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { createHoursWatch } from './hours-watch.ts';

const calendar: Calendar = {
  id: 'hours' as CalendarId,
  name: 'Office',
  timeZone: 'Europe/Berlin',
  weekly: [{ day: 1, from: '09:00', to: '17:00' }],
  holidays: [],
};
const inbox = (id: string, calendarId: CalendarId | null) => ({ id: id as InboxId, calendarId }) as Inbox;
const at = (time: string) => Date.parse(`2026-11-23T${time}+01:00`);

test('tells of each opening and closing once, and of nothing at first', async () => {
  const watch = createHoursWatch({
    inboxes: async () => [inbox('office', calendar.id), inbox('always', null)],
    calendar: async () => calendar,
  });
  expect(await watch.look(at('08:59:30'))).toEqual([]);
  expect(await watch.look(at('08:59:40'))).toEqual([]);
  expect(await watch.look(at('09:00:00'))).toEqual(['office']);
  expect(await watch.look(at('09:00:20'))).toEqual([]);
  expect(await watch.look(at('17:00:00'))).toEqual(['office']);
});
