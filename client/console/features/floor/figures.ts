/** What the board's numbers say: shares, averages, and when a figure is past its limit. Pure. */
import type {
  FloorFigures,
  FloorInterval,
  FloorQueue,
  FloorSnapshot,
  ServiceTarget,
} from '../../../../shared/model/floor.ts';
import { FLOOR_INTERVAL_MS, startOfInterval } from '../../../../shared/model/floor.ts';
import type { QueueId } from '../../../../shared/model/ids.ts';

/** null: as it should be */
export type Tone = 'warn' | 'danger' | null;

/** Whole percents; null where nothing was judged. Rounded down, so that 100 means all. */
export function serviceLevel({ met, judged }: Pick<FloorFigures, 'met' | 'judged'>): number | null {
  return judged === 0 ? null : Math.floor((met * 100) / judged);
}

/** One decimal; null where nobody came. */
export function abandonedShare({ abandoned, offered }: Pick<FloorFigures, 'abandoned' | 'offered'>): number | null {
  return offered === 0 ? null : Math.round((abandoned * 1_000) / offered) / 10;
}

export function averageMs(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}

/** Amber up to 15 points below the target, red below that. */
export function toneOfLevel(level: number | null, target: ServiceTarget | null): Tone {
  if (level === null || target === null || level >= target.percent) return null;
  return target.percent - level <= 15 ? 'warn' : 'danger';
}

/** A wait is long from three times the target on, but never before a minute; very long from three times that. */
export function waitLimits(target: ServiceTarget | null): { longMs: number; veryLongMs: number } | null {
  if (!target) return null;
  const longMs = Math.max(60_000, target.seconds * 3_000);
  return { longMs, veryLongMs: longMs * 3 };
}

export function toneOfWait(ms: number, target: ServiceTarget | null): Tone {
  const limits = waitLimits(target);
  if (!limits || ms < limits.longMs) return null;
  return ms < limits.veryLongMs ? 'warn' : 'danger';
}

/** One target for all queues that have one: shown only where they agree. */
export function commonTarget(queues: readonly FloorQueue[]): ServiceTarget | null {
  const targets = queues.flatMap((queue) => (queue.target ? [queue.target] : []));
  const [first] = targets;
  const isSame = targets.every((one) => one.seconds === first?.seconds && one.percent === first.percent);
  return first && isSame ? first : null;
}

const counted = [
  'offered',
  'accepted',
  'abandoned',
  'abandonedMs',
  'otherwise',
  'judged',
  'met',
  'waits',
  'waitMs',
  'taken',
] as const;
export type Counted = Pick<FloorFigures, (typeof counted)[number]>;

export function sum(all: readonly Counted[]): Counted {
  const total = {
    offered: 0,
    accepted: 0,
    abandoned: 0,
    abandonedMs: 0,
    otherwise: 0,
    judged: 0,
    met: 0,
    waits: 0,
    waitMs: 0,
    taken: 0,
  };
  for (const one of all) for (const name of counted) total[name] += one[name];
  return total;
}

/** All queues as one row of quarters of an hour, up to the running one; quarters in which nobody came are there too. */
export function seriesOf(
  { intervals, now, from }: Pick<FloorSnapshot, 'intervals' | 'now' | 'from'>,
  queueId: QueueId | null,
  count: number,
): (Counted & { start: number })[] {
  const byStart = new Map<number, FloorInterval[]>();
  for (const one of intervals) {
    if (queueId === null || one.queueId === queueId) byStart.set(one.start, [...(byStart.get(one.start) ?? []), one]);
  }
  const last = startOfInterval(now);
  const first = Math.max(from, last - (count - 1) * FLOOR_INTERVAL_MS);
  const length = Math.max(0, (last - first) / FLOOR_INTERVAL_MS + 1);
  return Array.from({ length }, (_, at) => {
    const start = first + at * FLOOR_INTERVAL_MS;
    return { start, ...sum(byStart.get(start) ?? []) };
  });
}

/** The worst first: very long waits and low levels, then what waits longest. */
export function sortQueues(queues: readonly FloorQueue[], now: number): FloorQueue[] {
  const weight = (queue: FloorQueue): number => {
    const tones = [
      toneOfLevel(serviceLevel(queue.recent), queue.target),
      queue.longest ? toneOfWait(now - queue.longest.since, queue.target) : null,
    ];
    return tones.includes('danger') ? 2 : tones.includes('warn') ? 1 : 0;
  };
  return [...queues].sort((a, b) => weight(b) - weight(a) || b.waiting - a.waiting || a.name.localeCompare(b.name));
}
