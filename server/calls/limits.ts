/** A call's length: everybody is warned a minute before it is ended, so that a line left open costs no fortune. Pure. */
import { command, end, say } from './change.ts';
import { type Call, type CallWorld, isEnded } from './model.ts';
import { wordsOf } from './words.ts';

const WARNING_MS = 60_000;

/** When it has to be looked at for its length; null: never. */
export function lengthDue({ stage, endsAt = null, isWarned = false }: Call): number | null {
  if (stage.kind === 'ended') return null;
  return endsAt === null ? null : isWarned ? endsAt : endsAt - WARNING_MS;
}

export function keepLength(call: Call, world: CallWorld): Call {
  const { now } = world;
  const { longestMs } = world.policy;
  if (isEnded(call) || call.stage.kind !== 'talking') return call;
  if (call.endsAt === undefined) return longestMs === null ? call : { ...call, endsAt: now + longestMs };
  const { endsAt, isWarned = false } = call;
  if (endsAt === null || now < endsAt - WARNING_MS) return call;
  if (now >= endsAt) return end(say(call, now, { what: 'too-long' }), now, null, true);
  if (isWarned) return call;
  const { language } = call.menu;
  return command({ ...call, isWarned: true }, now, {
    ...{ do: 'announce', say: [{ text: wordsOf(language).endsSoon, language }] },
  });
}
