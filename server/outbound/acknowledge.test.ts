/** When an inbox opens again, in the language that is read. */
import { tellMoment } from './acknowledge.ts';

const at = Date.UTC(2026, 10, 30, 8, 0);

it.each([
  ['en', 'Monday, November 30 at 09:00 (Europe/Berlin)'],
  ['zh', '11月30日星期一 09:00 (Europe/Berlin)'],
  ['de', 'Montag, 30. November um 09:00 (Europe/Berlin)'],
  [null, 'Monday, November 30 at 09:00 (Europe/Berlin)'],
])('%s', (language, told) => {
  expect(tellMoment(at, 'Europe/Berlin', language)).toBe(told);
});
