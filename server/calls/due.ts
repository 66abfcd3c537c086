/** When a call needs looking at without anybody asking, and what time alone makes of it. Pure. */
import { resumeRecording } from './acts.ts';
import { end } from './change.ts';
import { copiesDue } from './copies.ts';
import { keepLength, lengthDue } from './limits.ts';
import { comeRound, giveUpWaiting } from './menu.ts';
import { type Call, type CallWorld, isEnded } from './model.ts';
import { ringAnewDue } from './returning.ts';
import { transcriptsDue } from './transcripts.ts';

/** ms since 1970; null for never. What others have not followed is due at once. */
export function dueOf(call: Call): number | null {
  if (call.dirty) return 0;
  const times: unknown[] = [
    ...call.commands.map(({ dueAt }) => dueAt),
    ...call.recordings.flatMap((one) => (one.kept || one.state === 'started' ? [] : [one.dueAt])),
    call.until,
    call.stage.kind === 'queued' ? (call.stage.nextAt ?? 0) : null,
    call.returning?.until,
    ringAnewDue(call),
    call.recording.pausedUntil,
    lengthDue(call),
    transcriptsDue(call),
    copiesDue(call),
    call.stage.kind === 'callback' && call.workItemId === null ? call.notBefore : null,
  ];
  const due = times.filter((time) => typeof time === 'number');
  return due.length === 0 ? null : Math.min(...due);
}

export function passTime(call: Call, world: CallWorld): Call {
  if (isEnded(call)) return call;
  if (typeof call.until === 'number' && call.until <= world.now) return end(call, world.now, null, true);
  const { pausedUntil } = call.recording;
  const resumed = pausedUntil !== null && pausedUntil <= world.now ? resumeRecording(call, world.now, true) : call;
  return keepLength(comeRound(giveUpWaiting(resumed, world), world), world);
}
