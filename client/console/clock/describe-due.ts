/** What a reply clock says at a moment, and how loud: quiet, amber in the last quarter or two minutes, red when it is late. Pure. */
import type { ReplyDue } from '../../../shared/model/entry.ts';
import { formatRunning } from '../i18n/times.ts';

export type DueState = 'quiet' | 'soon' | 'late';

/** Running figures are shown as they are; the others are put in words. */
export type DueTime =
  | { kind: 'running'; text: string }
  | { kind: 'minutes'; count: number }
  | { kind: 'hours'; hours: number; minutes: number }
  | { kind: 'days'; count: number };

export interface DueClock {
  state: DueState;
  /** until then, or since then */
  time: DueTime;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Nearer than this every second counts. */
const RUNNING = 5 * MINUTE;

export function describeDue({ at, minutes }: Pick<ReplyDue, 'minutes'> & { at: number }, now: number): DueClock {
  // Whole seconds, so that the figure is 0:00 exactly when it is due.
  const left = Math.ceil((at - now) / 1000) * 1000;
  if (left <= 0) return { state: 'late', time: timeOf(-left, HOUR) };
  const isSoon = left < Math.max(2 * MINUTE, (minutes * MINUTE) / 4);
  return { state: isSoon ? 'soon' : 'quiet', time: timeOf(left, RUNNING) };
}

function timeOf(ms: number, runningBelow: number): DueTime {
  if (ms < runningBelow) return { kind: 'running', text: formatRunning(ms) };
  if (ms < HOUR) return { kind: 'minutes', count: Math.floor(ms / MINUTE) };
  if (ms < DAY) return { kind: 'hours', hours: Math.floor(ms / HOUR), minutes: Math.floor(ms / MINUTE) % 60 };
  return { kind: 'days', count: Math.floor(ms / DAY) };
}
