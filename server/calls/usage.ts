/** How much is dialled from a number, and whether it is still within what its admin allows. Pure. */
import type { CallId } from '../../shared/model/ids.ts';
import type { DialLimits } from '../../shared/model/phone-policy.ts';

/** One call as it is reckoned; times in ms since 1970. */
export interface UsedCall {
  id?: CallId;
  direction: 'in' | 'out';
  startedAt: number;
  /** when it cost money, as far as it does; null: nobody was reached */
  from: number | null;
  /** null: it goes on */
  until: number | null;
  /** legs to others outside: transfers, third parties, and where a menu sent it on */
  further?: readonly { startedAt: number; from: number | null; until: number | null }[];
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Began minutes are paid whole. */
export function spentOn(calls: readonly UsedCall[], { pricePerMinute }: DialLimits, now: number): number {
  const legs = calls.flatMap((call) => [call, ...(call.further ?? [])]);
  const minutes = legs.map(({ from, until }) =>
    from === null ? 0 : Math.ceil(Math.max(0, (until ?? now) - from) / MINUTE_MS),
  );
  return pricePerMinute * minutes.reduce((sum, one) => sum + one, 0);
}

/** Why nothing is dialled at the moment; null: it may be. `calls`: those of the last day. */
export function judgeUsage(calls: readonly UsedCall[], limits: DialLimits, now: number): 'rate' | 'spend' | null {
  const out = calls.flatMap(({ direction, startedAt, further = [] }) => [
    ...(direction === 'out' ? [{ startedAt }] : []),
    ...further,
  ]);
  const within = (ms: number): number => out.filter(({ startedAt }) => startedAt > now - ms).length;
  if (within(MINUTE_MS) >= limits.perMinute || within(HOUR_MS) >= limits.perHour) return 'rate';
  const { spendPerDay } = limits;
  return spendPerDay !== null && spentOn(calls, limits, now) >= spendPerDay ? 'spend' : null;
}
