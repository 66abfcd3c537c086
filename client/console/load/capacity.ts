/** The capacity meter: five segments, filled by what the work weighs, in the colours of its channels. Pure. */
const segments = 5;

export type MeterColour = 'chat' | 'email' | 'phone';
const order: readonly MeterColour[] = ['chat', 'email', 'phone'];

export const colourOf = (channel: string): MeterColour =>
  channel === 'email' || channel === 'phone' ? channel : 'chat';

/** How much of the work in hand is of each channel; sums to 1, or to 0 without work. */
export type Shares = Readonly<Record<MeterColour, number>>;

export interface Weighed {
  channel: string;
  weight: number;
}

export function shareByChannel(work: readonly Weighed[]): Shares {
  const sums = { chat: 0, email: 0, phone: 0 };
  for (const { channel, weight } of work) sums[colourOf(channel)] += weight;
  const total = sums.chat + sums.email + sums.phone;
  if (total > 0) for (const colour of order) sums[colour] /= total;
  return sums;
}

export interface Segment {
  /** 0, a half, or 1 */
  share: number;
  colour: MeterColour;
}

/** Steps of a half, laid from left to right channel by channel; more work than room fills all of it. */
export function fillSegments(used: number, capacity: number, shares: Shares): Segment[] {
  const halves = capacity > 0 ? Math.min(2 * segments, Math.round((used / capacity) * 2 * segments)) : 0;
  // Little work still shows as something.
  const filled = used > 0 && capacity > 0 ? Math.max(1, halves) : 0;
  const colours: MeterColour[] = [];
  let sum = 0;
  for (const colour of order) {
    sum += shares[colour];
    while (colours.length < Math.round(sum * filled)) colours.push(colour);
  }
  while (colours.length < filled) colours.push('chat');
  return Array.from({ length: segments }, (_, at) => {
    const [first, second] = [colours[2 * at], colours[2 * at + 1]];
    return { share: first === undefined ? 0 : second === undefined ? 0.5 : 1, colour: first ?? 'chat' };
  });
}

/** "1.7 / 5": units of a fifth of this agent's room, at most one decimal. */
export function describeCapacity(used: number, capacity: number): { used: string; total: string } {
  const share = capacity > 0 ? (used / capacity) * segments : 0;
  return { used: String(Math.round(share * 10) / 10), total: String(segments) };
}
