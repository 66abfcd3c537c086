/** The order in which work waits: first come first served, with a head start for what is more pressing. */
import type { Priority } from '../../shared/model/conversation.ts';
import type { CallId } from '../../shared/model/ids.ts';

/** Head starts in ms. What is more urgent overtakes only what came less than the difference before it, so nobody waits for ever. */
export const headStartMs: Record<Priority, number> = {
  low: -10 * 60_000,
  normal: 0,
  high: 10 * 60_000,
  urgent: 60 * 60_000,
};

/** Whoever calls holds the line: they come before everybody who wrote, whatever the priority. */
const CALL_HEAD_START_MS = 24 * 60 * 60_000;

/** A moment, ms since 1970: the earlier, the sooner offered. It stays as it is while time passes, so it can be kept in an index. */
export function rankOf(work: {
  enqueuedAt: number;
  pausedMs: number;
  priority: Priority;
  callId?: CallId | null;
}): number {
  const first = work.callId ? CALL_HEAD_START_MS : 0;
  return work.enqueuedAt + work.pausedMs - headStartMs[work.priority] - first;
}
