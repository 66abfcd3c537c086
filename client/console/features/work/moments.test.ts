/** Quick choices of when something comes back. */
import { listMoments } from './moments.ts';

const now = new Date(2026, 10, 22, 20, 7).getTime();

test('quick choices lie ahead, soonest first, and none comes twice', () => {
  for (let hour = 0; hour < 24 * 8; hour += 1) {
    const at = now + hour * 3_600_000;
    const moments = listMoments(at).map((moment) => moment.at);
    expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
    expect(moments.every((moment) => moment >= at + 1_800_000)).toBe(true);
    expect(moments.length).toBeGreaterThan(2);
  }
});
