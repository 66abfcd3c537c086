/** An agent whose sound was lost is rung until they are back, say no, or their time is over. Pure. */
import type { Call } from './model.ts';

/** Between two rings of a device that was not there. */
const ANEW_MS = 2_000;

/** Legs by which they were rung since it was lost. */
function rungSince({ returning, legs }: Call): Call['legs'] {
  if (!returning) return [];
  return legs.filter(
    ({ userId, role, joinedAt }) => userId === returning.userId && role === 'owner' && joinedAt === null,
  );
}

/** When they are rung once more, ms since 1970; null: they are being rung, are back, or said no. */
export function ringAnewDue(call: Call): number | null {
  const rung = rungSince(call);
  const last = rung.at(-1);
  if (!last || last.dropped || hasDeclined(call) || rung.some(({ leftAt }) => leftAt === null)) return null;
  return (last.leftAt ?? 0) + ANEW_MS;
}

export const hasDeclined = (call: Call): boolean => rungSince(call).some(({ end }) => end === 'declined');
