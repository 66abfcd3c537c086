/** Carries a document out, verb by verb, and what it leads to, until the call is over or something else is put in its place. */
import { isOver, type Leg } from '../engine/calls.ts';
import { callParams } from '../engine/params.ts';
import { createScope, Interrupted } from '../engine/scope.ts';
import type { CallEnding, Source } from '../model.ts';
import { type Context, callbackOf, type Engines, methodOf, next, type Outcome, resolveUrl, sleep } from './context.ts';
import { dial } from './dial.ts';
import { loadDocument } from './document.ts';
import { enqueue } from './enqueue.ts';
import { gather } from './gather.ts';
import type { XmlElement } from './parse-xml.ts';
import { record } from './record.ts';
import { pause, play, say } from './sounds.ts';

/** What is said when nothing that was asked for can be had. */
const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';

/** Puts a document in the place of whatever the call does. */
export function runCall(engines: Engines, leg: Leg, source: Source): void {
  leg.stopRun?.();
  const scope = createScope();
  leg.stopRun = scope.stop;
  const work = follow({ ...engines, leg, scope, base: null, runVerbs }, source);
  // It may go on for hours: what it throws is told, but nobody waits for it.
  work.catch((error: unknown) => {
    if (!(error instanceof Interrupted)) engines.world.warn(0, String(error instanceof Error ? error.stack : error));
  });
}

async function follow(context: Context, first: Source): Promise<void> {
  const { leg, calls } = context;
  let source: Source | null = first;
  let isFirst = leg.call.status === 'ringing' && leg.call.direction === 'inbound';
  let ending: CallEnding = 'completed';
  while (source) {
    const document = await load(context, source);
    if (context.scope.stopped) throw new Interrupted('stopped');
    if (!document) break;
    const reject = isFirst && document.verbs[0]?.name === 'Reject' ? document.verbs[0] : null;
    if (reject) {
      ending = reject.attributes.reason === 'busy' ? 'busy' : 'failed';
      break;
    }
    if (isFirst) calls.answer(leg.call.sid);
    isFirst = false;
    const outcome: Outcome = await runVerbs({ ...context, base: document.base }, document.verbs);
    source = outcome.to === 'document' ? outcome.source : null;
  }
  leg.stopRun = null;
  calls.end(leg.call.sid, ending);
}

/** The document, or the fallback's; where neither is to be had, the caller is told so and hears no more. */
async function load(context: Context, source: Source) {
  const { world, webhooks, leg, calls } = context;
  const work = (async () => {
    const found = await loadDocument(world, webhooks, source, callParams(world, leg.call));
    if (found || !leg.fallbackUrl || source.kind !== 'url') return found;
    const fallback = { kind: 'url' as const, url: leg.fallbackUrl, method: 'POST' as const };
    return loadDocument(world, webhooks, fallback, {
      ...callParams(world, leg.call),
      ErrorCode: '11200',
      ErrorUrl: source.url,
    });
  })();
  world.track(work);
  const document = await work;
  if (document || context.scope.stopped) return document;
  calls.answer(leg.call.sid);
  await say(context, { name: 'Say', attributes: {}, children: [], text: APOLOGY });
  return null;
}

export async function runVerbs(context: Context, verbs: readonly XmlElement[]): Promise<Outcome> {
  for (const verb of verbs) {
    const outcome = await runVerb(context, verb);
    if (outcome.to !== 'next') return outcome;
  }
  return { to: 'end' };
}

async function runVerb(context: Context, verb: XmlElement): Promise<Outcome> {
  switch (verb.name) {
    case 'Say':
      await say(context, verb);
      return next;
    case 'Play':
      await play(context, verb);
      return next;
    case 'Pause':
      await pause(context, verb);
      return next;
    case 'Gather':
      return gather(context, verb);
    case 'Dial':
      return dial(context, verb);
    case 'Enqueue':
      return enqueue(context, verb);
    case 'Record':
      return record(context, verb);
    case 'Leave':
      return { to: 'leave' };
    case 'Hangup':
    case 'Reject':
      return { to: 'end' };
    case 'Redirect': {
      // However short the document, no call asks faster than this.
      await sleep(context, 10);
      const url = resolveUrl(context, verb.text.trim());
      return { to: 'document', source: { kind: 'url', url, method: methodOf(verb.attributes.method) } };
    }
    case 'Start':
      startRecording(context, verb);
      return next;
    case 'Stop': {
      const running = context.recordings.current({ callSid: context.leg.call.sid });
      if (running) context.recordings.change(running, 'stopped');
      return next;
    }
    default:
      // Told loudly when the document was read.
      return next;
  }
}

function startRecording(context: Context, { children }: XmlElement): void {
  const { leg, recordings, conferences } = context;
  for (const noun of children) {
    if (noun.name !== 'Recording') continue;
    const { sid } = leg.call;
    const room = conferences.of(sid)?.sid;
    const recording = recordings.start({
      ...{ callSid: sid, conferenceSid: null, source: 'StartCallRecordingTwiML', of: room ? { room } : { leg: sid } },
      channels: noun.attributes.channels === 'dual' ? 2 : 1,
      callback: callbackOf(context, noun, 'recordingStatusCallback', 'completed'),
    });
    leg.onEnd.add(() => context.world.track(recordings.finish(recording)));
  }
}

/** Plays a document beside what the call does: waiting for a conference, or held in one. */
export function hear(engines: Engines, leg: Leg, url: string, method: 'GET' | 'POST', loop: boolean): () => void {
  const scope = createScope();
  const context: Context = { ...engines, leg, scope, base: null, runVerbs };
  const rounds = async () => {
    do {
      let source: Source | null = { kind: 'url', url, method };
      while (source) {
        const work = loadDocument(engines.world, engines.webhooks, source, callParams(engines.world, leg.call));
        engines.world.track(work);
        const document = await work;
        if (!document || scope.stopped) return;
        const outcome: Outcome = await runVerbs({ ...context, base: document.base }, document.verbs);
        source = outcome.to === 'document' ? outcome.source : null;
      }
      if (loop) await sleep(context, 10);
    } while (loop && !isOver(leg.call));
  };
  rounds().catch((error: unknown) => {
    if (!(error instanceof Interrupted)) engines.world.warn(0, String(error));
  });
  return scope.stop;
}
