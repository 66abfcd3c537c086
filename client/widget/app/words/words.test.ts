import { en } from './en.ts';
import { tellAge, tellAvailability, tellDay } from './times.ts';
import { zh } from './zh.ts';

const berlin = { now: Date.parse('2026-11-18T13:00:00Z'), timeZone: 'Europe/Berlin', language: 'en-GB' };
const closed = { open: false, staffed: false, agents: [] };

test('every text is there in Chinese, with the same facts in it, and nothing is left in English', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    const [text, own] = [en[key], zh[key]];
    expect(typeof own).toBe(typeof text);
    if (typeof own === 'string') expect(own).toMatch(/\p{Script=Han}/u);
    else expect(String(own.length)).toBe(String((text as (...facts: never[]) => string).length));
  }
});

test('places read as English writes them', () => {
  expect([2, 3, 4, 11, 12, 21, 22, 113].map((place) => en.place(place).split(' ')[2])).toEqual([
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '21st',
    '22nd',
    '113th',
  ]);
});

test.each([
  ['today', '2026-11-18T15:30:00Z', 'Back today at 16:30 your time'],
  ['after midnight here though not in UTC', '2026-11-18T23:30:00Z', 'Back tomorrow at 00:30 your time'],
  ['in the week', '2026-11-20T08:00:00Z', 'Back Friday at 09:00 your time'],
  ['later', '2026-12-01T08:00:00Z', 'Back 1 December at 09:00 your time'],
])('opening %s is told on the customer’s clock', (_when, at, words) => {
  expect(tellAvailability({ ...closed, opensAt: Date.parse(at) }, en, berlin)).toBe(words);
});

test('being there is not claimed when nobody is', () => {
  expect(tellAvailability({ open: true, staffed: true, agents: ['Maya'], opensAt: null }, en, berlin)).toBe('Here now');
  expect(tellAvailability({ open: true, staffed: false, agents: [], opensAt: null }, en, berlin)).toBe(en.nobodyFree);
  expect(tellAvailability({ ...closed, opensAt: null }, en, berlin)).toBe('Closed for now');
});

test('days and ages', () => {
  expect(tellDay(Date.parse('2026-11-18T10:05:00Z'), berlin)).toBe('Today 11:05');
  expect(tellDay(Date.parse('2026-11-17T10:05:00Z'), berlin)).toBe('Yesterday 11:05');
  expect(tellDay(Date.parse('2026-11-15T10:05:00Z'), berlin)).toBe('Sun 11:05');
  expect(tellAge(berlin.now - 30_000, en, berlin)).toBe('now');
  expect(tellAge(berlin.now - 6 * 60_000, en, berlin)).toBe('6 min');
  expect(tellAge(Date.parse('2026-11-01T10:00:00Z'), en, berlin)).toBe('1 Nov');
});
