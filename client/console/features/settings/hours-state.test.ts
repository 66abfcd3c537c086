/** Open until when, and closed until when, over days, midnights and holidays. */
import fc from 'fast-check';
import { stateAt, wallTimeIn } from './hours-state.ts';

const office = [1, 2, 3, 4, 5].flatMap((day) => [
  { day, from: '09:00', to: '12:00' },
  { day, from: '13:00', to: '17:00' },
]);
const hours = { weekly: office, holidays: [{ date: '2026-12-25', name: 'Christmas', open: [] }] };
// 23 November 2026 is a Monday.
const at = (date: string, time: string) => stateAt(hours, { date, time });

test.each([
  ['2026-11-23', '08:59', { open: false, from: { date: '2026-11-23', time: '09:00' } }],
  ['2026-11-23', '09:00', { open: true, until: { date: '2026-11-23', time: '12:00' } }],
  ['2026-11-23', '12:00', { open: false, from: { date: '2026-11-23', time: '13:00' } }],
  ['2026-11-27', '17:00', { open: false, from: { date: '2026-11-30', time: '09:00' } }],
  ['2026-12-24', '18:00', { open: false, from: { date: '2026-12-28', time: '09:00' } }],
])('on %s at %s it is %j', (date, time, expected) => {
  expect(at(date, time)).toEqual(expected);
});

test('midnight closes nothing when the next day begins open', () => {
  const night = {
    weekly: [
      { day: 5, from: '20:00', to: '24:00' },
      { day: 6, from: '00:00', to: '04:00' },
    ],
    holidays: [],
  };
  expect(stateAt(night, { date: '2026-11-27', time: '22:00' })).toEqual({
    open: true,
    until: { date: '2026-11-28', time: '04:00' },
  });
  const always = { weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })), holidays: [] };
  expect(stateAt(always, { date: '2026-11-27', time: '22:00' })).toEqual({ open: true, until: null });
  expect(stateAt({ weekly: [], holidays: [] }, { date: '2026-11-27', time: '22:00' })).toEqual({
    open: false,
    from: null,
  });
});

test('whatever the hours, it is not open at the moment it closes, and open at the moment it opens', () => {
  const time = fc
    .integer({ min: 0, max: 47 })
    .map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
  const interval = fc
    .record({ day: fc.integer({ min: 1, max: 7 }), from: time, to: time })
    .filter(({ from, to }) => from < to);
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 12 }), fc.integer({ min: 1, max: 28 }), time, (weekly, day, clock) => {
      const any = { weekly, holidays: [] };
      const state = stateAt(any, { date: `2026-11-${String(day).padStart(2, '0')}`, time: clock });
      const turn = state.open ? state.until : state.from;
      if (turn && turn.time !== '24:00') expect(stateAt(any, turn).open).toBe(!state.open);
    }),
  );
});

test('the clock on the wall is the zone’s', () => {
  const moment = Date.UTC(2026, 6, 1, 22, 30);
  expect(wallTimeIn('Europe/Berlin', moment)).toEqual({ date: '2026-07-02', time: '00:30' });
  expect(wallTimeIn('Nowhere/Land', moment)).toEqual({ date: '2026-07-01', time: '22:30' });
});
