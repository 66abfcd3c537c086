/** Numbers are spaced by the customs of their country; names, short codes and what is no number stay as they are. */
import { showNumber } from './show-number.ts';

test.each([
  ['+493023125777', '+49 30 23125777'],
  ['+49 30 23125777', '+49 30 23125777'],
  ['+12025550143', '+1 202 555 0143'],
  ['+442079460958', '+44 20 7946 0958'],
  ['+8613800138000', '+86 138 0013 8000'],
  ['Henrik Nyström', 'Henrik Nyström'],
  ['anonymous', 'anonymous'],
  ['+999999999', '+999999999'],
  ['110', '110'],
  ['', ''],
])('%j is shown as %j', (number, shown) => {
  expect(showNumber(number)).toBe(shown);
});
