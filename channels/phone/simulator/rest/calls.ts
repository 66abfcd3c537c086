/** Operations on calls: begin, change, end, look up, record. */
import { isOver } from '../engine/calls.ts';
import { readAddress } from '../engine/lines.ts';
import type { Call, Source } from '../model.ts';
import { runCall } from '../twiml/run.ts';
import type { Form } from './form.ts';
import { pageOf } from './paging.ts';
import { presentCall, presentRecording } from './present.ts';
import { notFound, Refusal } from './refusal.ts';
import { created, type Operation, ok, type RestDeps, words } from './route.ts';

const callbackFields = 'StatusCallback StatusCallbackEvent StatusCallbackMethod';
const recordingFields = 'RecordingStatusCallback RecordingStatusCallbackEvent RecordingStatusCallbackMethod';
const LONGEST_TWIML = 4_000;

export function callOperations(deps: RestDeps): Operation[] {
  const { world, calls, recordings, conferences } = deps;
  const { sid: account } = world.account;

  const find = (sid: string | undefined, path: string): Call => {
    const call = world.calls.get(sid ?? '');
    if (!call) throw notFound(path);
    return call;
  };

  function sourceOf(form: Form): Source | null {
    const [url, twiml] = [form.text('Url'), form.text('Twiml')];
    if (twiml !== undefined) {
      if (twiml.length > LONGEST_TWIML) throw new Refusal(400, 21_218, 'Twiml is longer than 4000 characters');
      return { kind: 'inline', twiml };
    }
    if (url === undefined) return null;
    if (!/^https?:\/\//.test(url)) throw new Refusal(400, 21_205, `Url is not a valid URL: ${url}`);
    return { kind: 'url', url, method: form.method('Method') };
  }

  return [
    {
      ...{ method: 'POST', path: 'Calls.json', spec: '/Calls.json' },
      fields: words(`To From Url Twiml Method FallbackUrl Timeout ${callbackFields}`),
      run({ form }) {
        const { address, params } = readAddress(form.required('To'));
        checkCallee(address);
        const source = sourceOf(form);
        if (!source) throw new Refusal(400, 21_205, 'Url parameter is required.');
        const leg = calls.dial(
          {
            ...{ from: form.required('From'), to: address, params, direction: 'outbound-api' },
            callback: form.callback('StatusCallback', 'completed'),
            timeout: form.number('Timeout'),
            fallbackUrl: form.text('FallbackUrl') ?? null,
          },
          (answered) => runCall(deps, answered, source),
        );
        return created(presentCall(account, leg.call));
      },
    },
    {
      ...{ method: 'GET', path: 'Calls.json', spec: '/Calls.json', fields: [] },
      run({ query, path }) {
        const wanted = ([name, of]: [string, (call: Call) => string | null]) => {
          const value = query.get(name);
          return (call: Call) => value === null || of(call) === value;
        };
        const tests = (
          [
            ['To', ({ to }) => to],
            ['From', ({ from }) => from],
            ['Status', ({ status }) => status],
            ['ParentCallSid', ({ parentSid }) => parentSid],
          ] as [string, (call: Call) => string | null][]
        ).map(wanted);
        const since = query.get('StartTime>');
        const found = [...world.calls.values()]
          .filter((call) => tests.every((test) => test(call)))
          .filter(({ createdAt }) => since === null || createdAt >= Date.parse(since))
          .reverse();
        return ok(
          pageOf(
            'calls',
            path,
            query,
            found.map((call) => presentCall(account, call)),
          ),
        );
      },
    },
    {
      ...{ method: 'GET', path: 'Calls/*.json', spec: '/Calls/{Sid}.json', fields: [] },
      run: ({ ids, path }) => ok(presentCall(account, find(ids[0], path))),
    },
    {
      ...{ method: 'POST', path: 'Calls/*.json', spec: '/Calls/{Sid}.json' },
      fields: words('Url Twiml Method Status'),
      run({ ids, form, path }) {
        const call = find(ids[0], path);
        const status = form.text('Status');
        if (isOver(call)) throw new Refusal(400, 21_220, 'Call is not in-progress. Cannot redirect.');
        if (status === 'canceled') {
          // Only what has not been answered can be called off.
          if (call.answeredAt === null) calls.end(call.sid, 'canceled');
        } else if (status === 'completed') {
          calls.end(call.sid, call.answeredAt === null ? 'canceled' : 'completed');
        } else if (status !== undefined)
          throw new Refusal(400, 20_001, `Status ${status} is neither completed nor canceled`);
        else {
          const source = sourceOf(form);
          const leg = calls.leg(call.sid);
          if (call.answeredAt === null || !leg)
            throw new Refusal(400, 21_220, 'Call is not in-progress. Cannot redirect.');
          if (source) runCall(deps, leg, source);
        }
        return ok(presentCall(account, call));
      },
    },
    {
      ...{ method: 'POST', path: 'Calls/*/Recordings.json', spec: '/Calls/{CallSid}/Recordings.json' },
      fields: words(`RecordingChannels ${recordingFields}`),
      run({ ids, form, path }) {
        const call = find(ids[0], path);
        if (call.status !== 'in-progress')
          throw new Refusal(400, 21_220, 'Requested resource is not eligible for recording');
        const room = conferences.of(call.sid)?.sid;
        const recording = recordings.start({
          ...{ callSid: call.sid, conferenceSid: null, source: 'StartCallRecordingAPI' },
          ...{ of: room ? { room } : { leg: call.sid }, channels: form.text('RecordingChannels') === 'dual' ? 2 : 1 },
          callback: form.callback('RecordingStatusCallback', 'completed'),
        });
        calls.leg(call.sid)?.onEnd.add(() => world.track(recordings.finish(recording)));
        return created(presentRecording(account, recording, recordings.url(recording)));
      },
    },
    {
      ...{ method: 'POST', path: 'Calls/*/Recordings/*.json', spec: '/Calls/{CallSid}/Recordings/{Sid}.json' },
      fields: words('Status PauseBehavior'),
      run({ ids: [callSid = '', sid = ''], form, path }) {
        const recording = sid === 'Twilio.CURRENT' ? recordings.current({ callSid }) : world.recordings.get(sid);
        if (!recording || recording.callSid !== callSid) throw notFound(path);
        const status = form.required('Status');
        if (status !== 'paused' && status !== 'in-progress' && status !== 'stopped') {
          throw new Refusal(400, 20_001, `Status ${status} is not known`);
        }
        if (recording.endedAt !== null) throw new Refusal(400, 21_220, 'The recording is over');
        recordings.change(recording, status);
        return ok(presentRecording(account, recording, recordings.url(recording)));
      },
    },
  ];
}

/** https://www.twilio.com/docs/api/errors/21211 */
export function checkCallee(to: string): void {
  if (!/^(\+[1-9]\d{2,14}|client:[\w.-]{1,121}|sip:.+)$/.test(to)) {
    throw new Refusal(400, 21_211, `The phone number you are attempting to call, ${to}, is not valid.`);
  }
}
