/** Record: what the caller says after the tone, until a key, a silence, the longest time, or the end of the call. */

import { isOver } from '../engine/calls.ts';
import { Interrupted } from '../engine/scope.ts';
import type { Recording } from '../model.ts';
import { actionOf, type Context, callbackOf, next, type Outcome, sleep, tellAction } from './context.ts';
import type { XmlElement } from './parse-xml.ts';

const BEEP_MS = 500;
/** how often it is listened whether somebody speaks */
const LISTEN_MS = 500;
const QUIET = 0.01;

export async function record(context: Context, verb: XmlElement): Promise<Outcome> {
  const { attributes } = verb;
  const { world, leg, recordings, scope } = context;
  const { sid } = leg.call;
  if (attributes.playBeep !== 'false') {
    world.tell({ type: 'sound', callSid: sid, what: 'beep', detail: '' });
    void world.media.play(sid, [{ kind: 'beep' }], false);
    await sleep(context, BEEP_MS);
  }
  const recording = recordings.start({
    ...{ callSid: sid, conferenceSid: null, source: 'RecordVerb', of: { leg: sid } },
    callback: callbackOf(context, verb, 'recordingStatusCallback', 'completed'),
  });
  const done = async (key: string) => {
    const work = recordings.finish(recording);
    world.track(work);
    await work;
    return {
      RecordingUrl: recordings.url(recording),
      RecordingSid: recording.sid,
      RecordingDuration: String(recording.duration ?? 0),
      Digits: key,
    };
  };
  try {
    const key = await scope.until<string>((end) => listen(context, verb, recording, end));
    const extra = await done(key);
    // Silence alone goes on with the next verb.
    if (recording.duration === 0 && key === '') return next;
    const source = actionOf(context, verb, extra);
    return source ? { to: 'document', source } : next;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const extra = await done(isOver(leg.call) ? 'hangup' : '');
    if (isOver(leg.call)) tellAction(context, verb, extra);
    throw error;
  }
}

function listen(context: Context, { attributes }: XmlElement, { startedAt }: Recording, end: (key: string) => void) {
  const { leg, world } = context;
  const { clock, media } = world;
  const finish = attributes.finishOnKey ?? '1234567890*#';
  const most = Number(attributes.maxLength ?? 3_600) * 1_000;
  const silence = Number(attributes.timeout ?? 5) * 1_000;
  const onDigit = (digit: string) => finish.includes(digit) && end(digit);
  leg.onDigit.add(onDigit);
  let quietSince = startedAt;
  let isOn = true;
  let cancel: () => void = () => undefined;
  const look = () => {
    cancel = clock.after(LISTEN_MS, () => {
      const work = media.stats(leg.call.sid).then((stats) => {
        if (!isOn) return;
        const now = clock.now();
        if (!stats || stats.level > QUIET) quietSince = now;
        if (now - startedAt >= most || now - quietSince >= silence) end('');
        else look();
      });
      world.track(work);
    });
  };
  look();
  return () => {
    isOn = false;
    cancel();
    leg.onDigit.delete(onDigit);
  };
}
