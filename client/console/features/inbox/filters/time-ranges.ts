/** The stretches of time that are offered by name. Pure. */
import type { TimeRange } from '../../../../../shared/model/list.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ranges = {
  h1: { within: HOUR },
  d1: { within: DAY },
  d7: { within: 7 * DAY },
  d30: { within: 30 * DAY },
  over5m: { beyond: 5 * MINUTE },
  over15m: { beyond: 15 * MINUTE },
  over1h: { beyond: HOUR },
  over4h: { beyond: 4 * HOUR },
  over1d: { beyond: DAY },
  over7d: { beyond: 7 * DAY },
  over30d: { beyond: 30 * DAY },
} as const satisfies Record<string, TimeRange>;

export type Ago = keyof typeof ranges;
export type RangeWord = Ago | 'between';

const some: readonly RangeWord[] = [
  'h1',
  'd1',
  'd7',
  'd30',
  'over1h',
  'over4h',
  'over1d',
  'over7d',
  'over30d',
  'between',
];
export const wordsOfRange: Record<'created' | 'changed' | 'waiting', readonly RangeWord[]> = {
  created: some,
  changed: some,
  waiting: ['over5m', 'over15m', 'over1h', 'over4h', 'over1d'],
};

export const rangeOfWord = (word: Ago): TimeRange => ranges[word];

export function wordOfRange(range: TimeRange | undefined): RangeWord | null {
  if (!range) return null;
  const { within, beyond } = range;
  const found = (Object.keys(ranges) as Ago[]).find((word) => {
    const one: TimeRange = ranges[word];
    return one.within === within && one.beyond === beyond;
  });
  return found ?? 'between';
}
