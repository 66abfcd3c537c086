/** Opening hours: weekly intervals in a time zone, several a day, and holidays. One object for routing, widget and phone menu. */
import { z } from 'zod';
import { type CalendarId, idSchema } from './ids.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time like 09:30');

export const calendarSchema = z.object({
  id: idSchema<CalendarId>(),
  name: z.string().min(1).max(120),
  /** IANA name, such as Europe/Berlin */
  timeZone: z.string().min(1).max(64),
  /** `day` 1 = Monday … 7 = Sunday; `to` later than `from` on the same day, 24:00 is its end */
  weekly: z.array(z.object({ day: z.number().int().min(1).max(7), from: timeOfDay, to: timeOfDay })).max(70),
  /** whole days, or part of one when `open` intervals are given, that replace the weekly hours */
  holidays: z
    .array(
      z.object({
        date: z.iso.date(),
        name: z.string().max(120),
        open: z.array(z.object({ from: timeOfDay, to: timeOfDay })).max(10),
      }),
    )
    .max(400),
});
export type Calendar = z.infer<typeof calendarSchema>;
