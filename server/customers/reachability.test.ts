/** Three soft failures within three days make an address unreachable, for a week; a word from there clears it. */
import { afterSoftFailure, gone, type Reach, reachable, stateAt } from './reachability.ts';

const HOUR = 3_600_000;
const after = (from: Reach, ...hours: number[]): Reach =>
  hours.reduce((reach, hour) => afterSoftFailure(reach, { key: `at ${hour}`, at: hour * HOUR }), from);

it('takes two for passing, and three within 72 hours for unreachable', () => {
  expect(after(reachable, 1, 40).state).toBe('soft-failing');
  expect(after(reachable, 1, 40, 72)).toMatchObject({ state: 'unreachable', retryAt: (72 + 7 * 24) * HOUR });
  expect(after(reachable, 1, 40, 74).state).toBe('soft-failing');
});

it('counts a report that comes again once', () => {
  expect(after(reachable, 1, 1, 1).state).toBe('soft-failing');
});

it('is tried again after seven days, and begins anew', () => {
  const resting = after(reachable, 1, 2, 3);
  expect(stateAt(resting, (3 + 7 * 24) * HOUR - 1)).toBe('unreachable');
  expect(stateAt(resting, (3 + 7 * 24) * HOUR)).toBe('soft-failing');
  expect(after(resting, 5)).toEqual(resting);
  expect(after(resting, 3 + 7 * 24).state).toBe('soft-failing');
});

it('stays gone where nobody is', () => {
  expect(after(gone, 1)).toEqual(gone);
  expect(stateAt(gone, 1_000_000 * HOUR)).toBe('unreachable');
});
