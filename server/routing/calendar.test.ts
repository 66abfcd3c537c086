import fc from 'fast-check';
import type { Calendar } from '../../shared/model/calendar.ts';
import { afterOpenTime, isOpen, nextOpening, openTimeBetween } from './calendar.ts';

type Hours = Pick<Calendar, 'timeZone' | 'weekly' | 'holidays'>;

const at = (iso: string) => Date.parse(iso);
const everyDay = (from: string, to: string) => [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to }));
const workdays = [1, 2, 3, 4, 5].flatMap((day) => [
  { day, from: '09:00', to: '12:30' },
  { day, from: '13:30', to: '18:00' },
]);

const berlin: Hours = {
  timeZone: 'Europe/Berlin',
  weekly: [...workdays, { day: 6, from: '22:00', to: '24:00' }],
  holidays: [
    { date: '2026-12-24', name: 'Christmas Eve', open: [{ from: '09:00', to: '12:00' }] },
    { date: '2026-12-25', name: 'Christmas', open: [] },
  ],
};
const newYork: Hours = { timeZone: 'America/New_York', weekly: everyDay('01:30', '02:30'), holidays: [] };
const lordHowe: Hours = { timeZone: 'Australia/Lord_Howe', weekly: everyDay('02:15', '05:00'), holidays: [] };
const kathmandu: Hours = { timeZone: 'Asia/Kathmandu', weekly: everyDay('09:00', '17:00'), holidays: [] };
const always: Hours = { timeZone: 'Pacific/Auckland', weekly: everyDay('00:00', '24:00'), holidays: [] };
const never: Hours = { timeZone: 'UTC', weekly: [], holidays: [] };
const inGap: Hours = { timeZone: 'Europe/Berlin', weekly: everyDay('02:10', '02:40'), holidays: [] };

describe('isOpen', () => {
  test.each<[string, Hours, string, boolean]>([
    ['the first minute of a Monday', berlin, '2026-11-23T09:00:00+01:00', true],
    ['a moment before it', berlin, '2026-11-23T08:59:59.999+01:00', false],
    ['the lunch break', berlin, '2026-11-23T12:30:00+01:00', false],
    ['the afternoon', berlin, '2026-11-23T13:30:00+01:00', true],
    ['closing time', berlin, '2026-11-23T18:00:00+01:00', false],
    ['a Sunday', berlin, '2026-11-22T10:00:00+01:00', false],
    ['the last minute before 24:00', berlin, '2026-11-28T23:59:59+01:00', true],
    ['midnight after 24:00', berlin, '2026-11-29T00:00:00+01:00', false],
    ['a holiday with hours of its own', berlin, '2026-12-24T11:59:00+01:00', true],
    ['the rest of that holiday', berlin, '2026-12-24T13:45:00+01:00', false],
    ['a whole holiday', berlin, '2026-12-25T10:00:00+01:00', false],
    ['summer time', berlin, '2026-07-06T09:00:00+02:00', true],
    ['an offset of 45 minutes', kathmandu, '2026-11-23T03:15:00Z', true],
    ['one minute before it', kathmandu, '2026-11-23T03:14:00Z', false],
    ['the repeated hour, first time', newYork, '2026-11-01T01:45:00-04:00', true],
    ['the repeated hour, second time', newYork, '2026-11-01T01:45:00-05:00', true],
    ['after a skipped end', newYork, '2026-03-08T03:00:00-04:00', false],
    ['before a skipped end', newYork, '2026-03-08T01:59:00-05:00', true],
    ['around the clock', always, '2026-04-04T14:30:00Z', true],
    ['no hours at all', never, '2026-11-23T10:00:00Z', false],
  ])('%s', (_name, hours, when, expected) => {
    expect(isOpen(hours, at(when))).toBe(expected);
  });

  test('an unknown zone counts as UTC', () => {
    const hours = { timeZone: 'Mars/Olympus', weekly: everyDay('09:00', '10:00'), holidays: [] };
    expect(isOpen(hours, at('2026-11-23T09:30:00Z'))).toBe(true);
  });
});

describe('nextOpening', () => {
  test.each<[string, Hours, string, string | null]>([
    ['open now', berlin, '2026-11-23T10:00:00+01:00', '2026-11-23T10:00:00+01:00'],
    ['early in the morning', berlin, '2026-11-23T06:00:00+01:00', '2026-11-23T09:00:00+01:00'],
    ['in the lunch break', berlin, '2026-11-23T12:45:00+01:00', '2026-11-23T13:30:00+01:00'],
    ['after Friday', berlin, '2026-11-27T19:00:00+01:00', '2026-11-28T22:00:00+01:00'],
    ['over the weekend', berlin, '2026-11-29T00:00:00+01:00', '2026-11-30T09:00:00+01:00'],
    ['over holidays', berlin, '2026-12-24T12:00:00+01:00', '2026-12-26T22:00:00+01:00'],
    ['across the change to summer time', berlin, '2026-03-29T01:00:00+01:00', '2026-03-30T09:00:00+02:00'],
    ['a beginning that is skipped', lordHowe, '2026-10-04T01:00:00+10:30', '2026-10-04T02:30:00+11:00'],
    ['hours that are skipped whole', inGap, '2026-03-29T01:00:00+01:00', '2026-03-30T02:10:00+02:00'],
    ['hours that come twice', inGap, '2026-10-25T02:50:00+02:00', '2026-10-25T02:10:00+01:00'],
    ['hours that the clock is set back into', newYork, '2026-11-01T00:30:00-04:00', '2026-11-01T01:30:00-04:00'],
    [
      'only a far holiday',
      { ...never, holidays: [{ date: '2027-06-01', name: 'Fair', open: [{ from: '10:00', to: '24:00' }] }] },
      '2026-11-23T00:00:00Z',
      '2027-06-01T10:00:00Z',
    ],
    ['never', never, '2026-11-23T00:00:00Z', null],
  ])('%s', (_name, hours, when, expected) => {
    const opening = nextOpening(hours, at(when));
    expect(opening && new Date(opening).toISOString()).toBe(expected && new Date(at(expected)).toISOString());
  });

  test('nothing before it is open, minute by minute through both clock changes', () => {
    for (const [hours, day] of [
      [newYork, '2026-03-08T00:00:00-05:00'],
      [newYork, '2026-11-01T00:00:00-04:00'],
      [inGap, '2026-10-25T00:00:00+02:00'],
      [lordHowe, '2026-10-04T00:00:00+10:30'],
      [lordHowe, '2026-04-05T00:00:00+11:00'],
    ] as const) {
      const minutes = Array.from({ length: 24 * 60 }, (_, minute) => at(day) + minute * 60_000);
      let expected: number | null = null;
      for (const minute of minutes.reverse()) {
        if (isOpen(hours, minute)) expected = minute;
        if (expected !== null) expect(nextOpening(hours, minute)).toBe(expected);
      }
    }
  });
});

describe('open time', () => {
  const MINUTE = 60_000;
  const dates = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-12-25'];
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/Sao_Paulo',
    'UTC',
  ];
  const clockOf = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const times = fc
    .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ from: clockOf(from), to: clockOf(to) }));
  const anyHours: fc.Arbitrary<Hours> = fc.record({
    timeZone: fc.constantFrom(...zones),
    weekly: fc.array(
      fc.tuple(fc.integer({ min: 1, max: 7 }), times).map(([day, time]) => ({ day, ...time })),
      { maxLength: 9 },
    ),
    holidays: fc.uniqueArray(
      fc.record({
        date: fc.constantFrom(...dates),
        name: fc.constant('Feast'),
        open: fc.array(times, { maxLength: 2 }),
      }),
      { maxLength: 3, selector: ({ date }) => date },
    ),
  });
  /** From the evening before a day on which clocks change or a feast is. */
  const moment = fc
    .tuple(fc.constantFrom(...dates), fc.integer({ min: -12 * 60, max: 40 * 60 }))
    .map(([date, minute]) => at(`${date}T00:00:00Z`) + minute * MINUTE);

  test('is what a look at every minute counts, over clock changes and holidays', () => {
    fc.assert(
      fc.property(anyHours, moment, fc.integer({ min: 0, max: 36 * 60 }), (hours, from, minutes) => {
        let open = 0;
        for (let minute = 0; minute < minutes; minute += 1) if (isOpen(hours, from + minute * MINUTE)) open += MINUTE;
        expect(openTimeBetween(hours, from, from + minutes * MINUTE)).toBe(open);
      }),
      { numRuns: 60 },
    );
  });

  test('has passed at the moment it is said to have, and not a moment before; parts add up', () => {
    fc.assert(
      fc.property(anyHours, moment, fc.integer({ min: 1, max: 4_000 * MINUTE }), (hours, from, ms) => {
        const due = afterOpenTime(hours, from, ms);
        if (due === null) return expect(openTimeBetween(hours, from, from + 390 * 24 * 60 * MINUTE)).toBeLessThan(ms);
        expect(openTimeBetween(hours, from, due)).toBe(ms);
        expect(openTimeBetween(hours, from, due - 1)).toBe(ms - 1);
        const middle = from + Math.floor((due - from) / 3);
        const [before, after] = [openTimeBetween(hours, from, middle), openTimeBetween(hours, middle, due)];
        return expect(before + after).toBe(ms);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, Hours, string, number, string | null]>([
    ['within the day', berlin, '2026-11-23T10:00:00+01:00', 30, '2026-11-23T10:30:00+01:00'],
    ['ends with the hours', berlin, '2026-11-23T12:00:00+01:00', 30, '2026-11-23T12:30:00+01:00'],
    ['over lunch', berlin, '2026-11-23T12:15:00+01:00', 30, '2026-11-23T13:45:00+01:00'],
    ['from the night on', berlin, '2026-11-23T23:00:00+01:00', 5, '2026-11-24T09:05:00+01:00'],
    ['over a holiday', berlin, '2026-12-24T11:50:00+01:00', 20, '2026-12-26T22:10:00+01:00'],
    ['over the weekend of a clock change', berlin, '2026-03-28T23:30:00+01:00', 60, '2026-03-30T09:30:00+02:00'],
    ['never', never, '2026-11-23T10:00:00Z', 1, null],
  ])('%s', (_name, hours, from, minutes, due) => {
    expect(afterOpenTime(hours, at(from), minutes * MINUTE)).toBe(due && at(due));
  });
});
