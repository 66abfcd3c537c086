/** Dial: into a conference, to a number, or to a browser. */
import { isOver, type Leg } from '../engine/calls.ts';
import { LabelTaken } from '../engine/conferences.ts';
import { readAddress } from '../engine/lines.ts';
import { durationOf } from '../engine/params.ts';
import { Interrupted } from '../engine/scope.ts';
import type { CallEnding, Recording } from '../model.ts';
import { actionOf, type Context, callbackOf, methodOf, next, type Outcome, resolveUrl, tellAction } from './context.ts';
import type { XmlElement } from './parse-xml.ts';

export async function dial(context: Context, verb: XmlElement): Promise<Outcome> {
  const noun = verb.children[0] ?? { name: 'Number', attributes: {}, children: [], text: verb.text };
  let result: Record<string, string> = { DialCallStatus: 'answered' };
  try {
    if (noun.name === 'Conference') await conference(context, verb, noun);
    else if (noun.name === 'Queue') result = await fromQueue(context, noun);
    else result = await callOut(context, verb, noun);
  } catch (error) {
    if (error instanceof LabelTaken) {
      context.world.warn(16_025, error.message);
      return next;
    }
    if (error instanceof Interrupted && isOver(context.leg.call)) tellAction(context, verb, result);
    throw error;
  }
  if (verb.attributes.action === undefined) return next;
  const source = actionOf(context, verb, result);
  return source ? { to: 'document', source } : next;
}

async function conference(context: Context, dialVerb: XmlElement, noun: XmlElement): Promise<void> {
  const { attributes } = noun;
  const { leg, conferences, scope } = context;
  const { sid } = leg.call;
  const open = conferences.open(noun.text.trim(), callbackOf(context, noun, 'statusCallback', 'start end'));
  const { waitUrl } = attributes;
  const recordings: Recording[] = [];
  await scope.until<void>((done) => {
    conferences.join(
      open,
      sid,
      {
        label: attributes.participantLabel ?? null,
        muted: attributes.muted === 'true',
        coaching: attributes.coach !== undefined,
        callSidToCoach: attributes.coach ?? null,
        startOnEnter: attributes.startConferenceOnEnter !== 'false',
        endOnExit: attributes.endConferenceOnExit === 'true',
        beep: attributes.beep !== 'false',
        waitUrl: waitUrl === undefined ? null : waitUrl === '' ? '' : resolveUrl(context, waitUrl),
        waitMethod: methodOf(attributes.waitMethod),
      },
      () => done(),
    );
    const { record } = dialVerb.attributes;
    if (record !== undefined && record !== 'do-not-record') {
      recordings.push(startDialRecording(context, dialVerb, { room: open.sid }));
    }
    if (attributes.record === 'record-from-start') {
      recordings.push(
        context.recordings.start({
          ...{ callSid: null, conferenceSid: open.sid, source: 'Conference', of: { room: open.sid } },
          callback: callbackOf(context, noun, 'recordingStatusCallback', 'completed'),
        }),
      );
    }
    return () => {
      for (const one of recordings) context.world.track(context.recordings.finish(one));
      conferences.leave(sid, isOver(leg.call) ? 'participant_hung_up' : 'participant_updated_via_api', leg.call.status);
    };
  });
}

function startDialRecording(context: Context, dialVerb: XmlElement, of: { room: string }): Recording {
  return context.recordings.start({
    ...{ callSid: context.leg.call.sid, conferenceSid: null, source: 'DialVerb', of },
    channels: dialVerb.attributes.record?.endsWith('-dual') ? 2 : 1,
    callback: callbackOf(context, dialVerb, 'recordingStatusCallback', 'completed'),
  });
}

async function callOut(context: Context, dialVerb: XmlElement, noun: XmlElement): Promise<Record<string, string>> {
  const { calls, leg, scope, world } = context;
  const { sid } = leg.call;
  const { attributes } = dialVerb;
  const name = (noun.children.find(({ name: child }) => child === 'Identity')?.text ?? noun.text).trim();
  const { address, params } = readAddress(noun.name === 'Client' ? `client:${name}` : name);
  for (const { name: child, attributes: given } of noun.children) {
    if (child === 'Parameter') params[given.name ?? ''] = given.value ?? '';
  }
  let child: Leg | null = null;
  let recording: Recording | null = null;
  const room = `bridge-${sid}`;
  const ending = await scope.until<CallEnding>((done) => {
    child = calls.dial(
      {
        ...{
          from: attributes.callerId ?? leg.call.from,
          to: address,
          direction: 'outbound-dial',
          parentSid: sid,
          params,
        },
        timeout: Number(attributes.timeout ?? 30),
        callback: callbackOf(context, noun, 'statusCallback', 'completed'),
      },
      (answered) => {
        world.media.place(sid, room, { mode: 'talk' });
        world.media.place(answered.call.sid, room, { mode: 'talk' });
        if (attributes.record?.startsWith('record-')) recording = startDialRecording(context, dialVerb, { room });
      },
    );
    child.onEnd.add(done);
    return () => {
      if (recording) world.track(context.recordings.finish(recording));
      world.media.place(sid, null, { mode: 'talk' });
      if (child) calls.end(child.call.sid, child.call.answeredAt === null ? 'canceled' : 'completed');
    };
  });
  const made = child as Leg | null;
  return {
    DialCallStatus: ending,
    DialBridged: String(made?.call.answeredAt !== null),
    ...(made && { DialCallSid: made.call.sid, DialCallDuration: String(durationOf(made.call)) }),
  };
}

/** The one who has waited longest is talked to until either is gone. */
async function fromQueue(context: Context, noun: XmlElement): Promise<Record<string, string>> {
  const { queues, leg, scope, world } = context;
  const { sid } = leg.call;
  const member = queues.takeFront(noun.text.trim());
  if (!member) return { DialCallStatus: 'failed', DialBridged: 'false' };
  const room = `bridge-${sid}`;
  await scope.until<void>((done) => {
    world.media.place(sid, room, { mode: 'talk' });
    member.bridge(room, () => done());
    return () => {
      world.media.place(sid, null, { mode: 'talk' });
      member.release();
    };
  });
  return { DialCallStatus: 'completed', DialBridged: 'true', DialCallSid: member.callSid };
}
