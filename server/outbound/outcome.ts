/** What becomes of a message after an attempt: it is out, goes again at a time, or is left to people. */
import type { SendResult } from '../../channels/channel.ts';
import type { OutboxChange, OutboxItem } from './outbox-model.ts';
import { nextAttempt, UNKNOWN_WAIT } from './retry.ts';

export function changeOf(
  { attempts, createdAt, state: _, ...item }: OutboxItem,
  result: SendResult,
  now: number,
): OutboxChange {
  const made = attempts + 1;
  switch (result.state) {
    case 'sent': {
      const refused = result.refused ?? [];
      const [first] = refused;
      const why = first && { code: first.code, detail: first.detail, refused: refused.map(({ address }) => address) };
      return {
        state: 'sent',
        attempts: made,
        dueAt: null,
        endedAt: now,
        ...why,
        ...(result.kept && { kept: result.kept }),
      };
    }
    case 'unknown': {
      // Once more, under the same outside id; after that somebody has to look.
      // One that could not be reached before is none of them: nothing had arrived there.
      const unknowns = (item.unknowns ?? 0) + 1;
      const dueAt = unknowns > 1 ? null : now + UNKNOWN_WAIT;
      return {
        state: 'unknown',
        attempts: made,
        unknowns,
        dueAt,
        code: result.code ?? 'timed-out',
        detail: result.reason,
      };
    }
    case 'failed': {
      const why = { code: result.code ?? ('other' as const), detail: result.reason };
      const dueAt = result.retryable
        ? nextAttempt({ attempts: made, createdAt, now, retryAfter: result.retryAfter })
        : null;
      if (dueAt === null) return { state: 'failed', attempts: made, dueAt: null, endedAt: now, ...why };
      return { state: 'queued', attempts: made, dueAt, ...why };
    }
  }
}
