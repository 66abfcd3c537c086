/** The capacity meter: five segments, filled by what the work weighs. Pure. */

const segments = 5;

/** How full each of the five segments is, 0 to 1 in steps of a half. */
export function fillSegments(used: number, capacity: number): number[] {
  const filled = capacity > 0 ? (Math.min(used, capacity) / capacity) * segments : 0;
  return Array.from({ length: segments }, (_, at) => {
    const share = Math.min(1, Math.max(0, filled - at));
    return share === 0 ? 0 : share < 0.75 ? 0.5 : 1;
  });
}

/** "1.7 / 5": units of a fifth of this agent's room, at most one decimal. */
export function describeCapacity(used: number, capacity: number): { used: string; total: string } {
  const share = capacity > 0 ? (used / capacity) * segments : 0;
  return { used: String(Math.round(share * 10) / 10), total: String(segments) };
}
