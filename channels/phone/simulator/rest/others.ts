/** Operations on recordings, queues, messages and numbers. */
import { readFile, rm } from 'node:fs/promises';
import { MessageRefused } from '../engine/messages.ts';
import type { MessageMedia, PhoneNumber } from '../model.ts';
import { runCall } from '../twiml/run.ts';
import { pageOf } from './paging.ts';
import { presentMessage, presentNumber, presentQueue, presentRecording } from './present.ts';
import { notFound, Refusal } from './refusal.ts';
import { created, type Operation, ok, type RestDeps, words } from './route.ts';

export function recordingOperations({ world, recordings }: RestDeps): Operation[] {
  const { sid: account } = world.account;
  const find = (sid: string | undefined, path: string) => {
    const found = world.recordings.get(sid ?? '');
    if (!found) throw notFound(path);
    return found;
  };
  return [
    {
      ...{ method: 'GET', path: 'Recordings.json', spec: '/Recordings.json', fields: [] },
      run({ query, path }) {
        const callSid = query.get('CallSid');
        const found = [...world.recordings.values()]
          .filter((one) => callSid === null || one.callSid === callSid)
          .reverse();
        return ok(
          pageOf(
            'recordings',
            path,
            query,
            found.map((one) => presentRecording(account, one, recordings.url(one))),
          ),
        );
      },
    },
    {
      ...{ method: 'GET', path: 'Recordings/*.json', spec: '/Recordings/{Sid}.json', fields: [] },
      run({ ids, path }) {
        const one = find(ids[0], path);
        return ok(presentRecording(account, one, recordings.url(one)));
      },
    },
    {
      ...{ method: 'GET', path: 'Recordings/*.wav', spec: '/Recordings/{Sid}.json', fields: [] },
      async run({ ids, path }) {
        const one = find(ids[0], path);
        if (one.status !== 'completed' || world.clock.now() < one.readyAt) throw notFound(path);
        return { status: 200, bytes: await readFile(one.path), contentType: 'audio/x-wav' };
      },
    },
    {
      ...{ method: 'DELETE', path: 'Recordings/*.json', spec: '/Recordings/{Sid}.json', fields: [] },
      run({ ids, path }) {
        const { sid, path: file } = find(ids[0], path);
        world.recordings.delete(sid);
        world.track(rm(file, { force: true }));
        return { status: 204 };
      },
    },
  ];
}

export function queueOperations(deps: RestDeps): Operation[] {
  const { world, queues, calls } = deps;
  const { sid: account } = world.account;
  return [
    {
      ...{ method: 'POST', path: 'Queues.json', spec: '/Queues.json', fields: words('FriendlyName MaxSize') },
      run: ({ form }) =>
        created(presentQueue(account, queues.open(form.required('FriendlyName'), form.number('MaxSize')))),
    },
    {
      ...{ method: 'GET', path: 'Queues.json', spec: '/Queues.json', fields: [] },
      run: ({ query, path }) =>
        ok(
          pageOf(
            'queues',
            path,
            query,
            queues.all().map((one) => presentQueue(account, one)),
          ),
        ),
    },
    {
      ...{ method: 'POST', path: 'Queues/*/Members/*.json', spec: '/Queues/{QueueSid}/Members/{CallSid}.json' },
      fields: words('Url Method'),
      run({ ids: [queueId = '', member = ''], form, path }) {
        const queue = queues.find(queueId);
        const waiting = queue?.waiting.find(({ callSid }) => member === 'Front' || callSid === member);
        const leg = waiting && calls.leg(waiting.callSid);
        if (!queue || !leg) throw notFound(path);
        runCall(deps, leg, { kind: 'url', url: form.required('Url'), method: form.method('Method') });
        return ok({
          call_sid: leg.call.sid,
          queue_sid: queue.sid,
          position: 0,
          wait_time: 0,
          date_enqueued: null,
          uri: path,
        });
      },
    },
  ];
}

export function messageOperations({ world, messages }: RestDeps): Operation[] {
  const { sid: account } = world.account;
  return [
    {
      ...{ method: 'POST', path: 'Messages.json', spec: '/Messages.json' },
      fields: words('To From Body MediaUrl StatusCallback ContentSid ContentVariables'),
      run({ form }) {
        const contentSid = form.text('ContentSid');
        // What it shows is the sender's address; the telephone page shows that address as a link.
        const media: MessageMedia[] = form.all('MediaUrl').map((url) => ({
          ...{ sid: world.sid('ME'), contentType: 'text/uri-list', bytes: Buffer.from(url) },
        }));
        try {
          const message = messages.send({
            ...{ from: form.required('From'), to: form.required('To'), media, direction: 'outbound-api' },
            body: form.text('Body') ?? (contentSid ? `${contentSid} ${form.text('ContentVariables') ?? ''}` : ''),
            statusCallback: form.text('StatusCallback') ?? null,
            isTemplate: contentSid !== undefined,
          });
          return created(presentMessage(account, message));
        } catch (error) {
          if (error instanceof MessageRefused) throw new Refusal(400, error.code, error.message);
          throw error;
        }
      },
    },
    {
      ...{ method: 'GET', path: 'Messages.json', spec: '/Messages.json', fields: [] },
      run({ query, path }) {
        const [to, from] = [query.get('To'), query.get('From')];
        const found = [...world.messages.values()]
          .filter((one) => (to === null || one.to === to) && (from === null || one.from === from))
          .reverse();
        return ok(
          pageOf(
            'messages',
            path,
            query,
            found.map((one) => presentMessage(account, one)),
          ),
        );
      },
    },
    {
      ...{ method: 'GET', path: 'Messages/*.json', spec: '/Messages/{Sid}.json', fields: [] },
      run({ ids, path }) {
        const found = world.messages.get(ids[0] ?? '');
        if (!found) throw notFound(path);
        return ok(presentMessage(account, found));
      },
    },
    {
      ...{ method: 'GET', path: 'Messages/*/Media/*', spec: '/Messages/{MessageSid}/Media/{Sid}.json', fields: [] },
      run({ ids: [messageSid = '', sid = ''], path }) {
        const found = world.messages.get(messageSid)?.media.find((one) => one.sid === sid);
        if (!found) throw notFound(path);
        return { status: 200, bytes: found.bytes, contentType: found.contentType };
      },
    },
  ];
}

export function numberOperations({ world }: RestDeps): Operation[] {
  const { sid: account } = world.account;
  const fields = words(
    'FriendlyName VoiceUrl VoiceMethod VoiceFallbackUrl VoiceFallbackMethod StatusCallback StatusCallbackMethod SmsUrl SmsMethod SmsFallbackUrl SmsFallbackMethod',
  );
  const find = (sid: string | undefined, path: string): PhoneNumber => {
    const found = [...world.numbers.values()].find((one) => one.sid === sid);
    if (!found) throw notFound(path);
    return found;
  };
  return [
    {
      ...{ method: 'GET', path: 'IncomingPhoneNumbers.json', spec: '/IncomingPhoneNumbers.json', fields: [] },
      run({ query, path }) {
        const wanted = query.get('PhoneNumber');
        const found = [...world.numbers.values()].filter(({ number }) => wanted === null || number.includes(wanted));
        return ok(
          pageOf(
            'incoming_phone_numbers',
            path,
            query,
            found.map((one) => presentNumber(account, one)),
          ),
        );
      },
    },
    {
      ...{ method: 'GET', path: 'IncomingPhoneNumbers/*.json', spec: '/IncomingPhoneNumbers/{Sid}.json', fields: [] },
      run: ({ ids, path }) => ok(presentNumber(account, find(ids[0], path))),
    },
    {
      ...{ method: 'POST', path: 'IncomingPhoneNumbers/*.json', spec: '/IncomingPhoneNumbers/{Sid}.json', fields },
      run({ ids, form, path }) {
        const one = find(ids[0], path);
        one.friendlyName = form.text('FriendlyName') ?? one.friendlyName;
        one.voiceUrl = form.text('VoiceUrl') ?? one.voiceUrl;
        one.voiceMethod = form.method('VoiceMethod', one.voiceMethod);
        one.voiceFallbackUrl = form.text('VoiceFallbackUrl') ?? one.voiceFallbackUrl;
        one.statusCallback = form.text('StatusCallback') ?? one.statusCallback;
        one.smsUrl = form.text('SmsUrl') ?? one.smsUrl;
        one.smsMethod = form.method('SmsMethod', one.smsMethod);
        one.smsFallbackUrl = form.text('SmsFallbackUrl') ?? one.smsFallbackUrl;
        one.updatedAt = world.clock.now();
        return ok(presentNumber(account, one));
      },
    },
  ];
}
