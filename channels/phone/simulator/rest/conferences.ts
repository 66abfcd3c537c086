/** Operations on conferences and who takes part. */
import { isOver } from '../engine/calls.ts';
import { LabelTaken } from '../engine/conferences.ts';
import { readAddress } from '../engine/lines.ts';
import type { Conference, Participant } from '../model.ts';
import { hear } from '../twiml/run.ts';
import { checkCallee } from './calls.ts';
import type { Form } from './form.ts';
import { pageOf } from './paging.ts';
import { presentConference, presentParticipant } from './present.ts';
import { notFound, Refusal } from './refusal.ts';
import { created, type Operation, ok, type RestDeps, words } from './route.ts';

const addFields = `To From Label Timeout Muted Beep StartConferenceOnEnter EndConferenceOnExit WaitUrl WaitMethod EarlyMedia
  Coaching CallSidToCoach StatusCallback StatusCallbackEvent StatusCallbackMethod ConferenceStatusCallback
  ConferenceStatusCallbackEvent ConferenceStatusCallbackMethod CallerId`;
const changeFields = `Muted Hold HoldUrl HoldMethod AnnounceUrl AnnounceMethod EndConferenceOnExit Coaching CallSidToCoach`;

export function conferenceOperations(deps: RestDeps): Operation[] {
  const { world, calls, conferences } = deps;
  const { sid: account } = world.account;

  const find = (id: string | undefined, path: string): Conference => {
    // A name is enough to add somebody, and for nothing else.
    const found = world.conferences.get(id ?? '');
    if (!found) throw notFound(path);
    return found;
  };
  /** Those of a conference that is over are not told of any more. */
  const findParticipant = ([id, one]: string[], path: string): { conference: Conference; participant: Participant } => {
    const conference = find(id, path);
    const participant = conference.status === 'completed' ? null : conferences.participant(conference, one ?? '');
    if (!participant) throw notFound(path);
    return { conference, participant };
  };

  function announce(callSids: string[], form: Form) {
    const url = form.text('AnnounceUrl');
    if (url === undefined) return;
    for (const callSid of callSids) {
      const leg = calls.leg(callSid);
      if (leg) hear(deps, leg, url, form.method('AnnounceMethod'), false);
    }
  }

  return [
    {
      ...{ method: 'GET', path: 'Conferences.json', spec: '/Conferences.json', fields: [] },
      run({ query, path }) {
        const [name, status] = [query.get('FriendlyName'), query.get('Status')];
        const found = [...world.conferences.values()]
          .filter((one) => (name === null || one.friendlyName === name) && (status === null || one.status === status))
          .reverse();
        return ok(
          pageOf(
            'conferences',
            path,
            query,
            found.map((one) => presentConference(account, one)),
          ),
        );
      },
    },
    {
      ...{ method: 'GET', path: 'Conferences/*.json', spec: '/Conferences/{Sid}.json', fields: [] },
      run: ({ ids, path }) => ok(presentConference(account, find(ids[0], path))),
    },
    {
      ...{ method: 'POST', path: 'Conferences/*.json', spec: '/Conferences/{Sid}.json' },
      fields: words('Status AnnounceUrl AnnounceMethod'),
      run({ ids, form, path }) {
        const conference = find(ids[0], path);
        if (conference.status === 'completed') throw notFound(path);
        announce([...conference.participants.keys()], form);
        if (form.text('Status') === 'completed') {
          conferences.end(conference, 'conference-ended-via-api', 'conference_ended_via_api', null);
        }
        return ok(presentConference(account, conference));
      },
    },
    {
      ...{
        method: 'POST',
        path: 'Conferences/*/Participants.json',
        spec: '/Conferences/{ConferenceSid}/Participants.json',
      },
      fields: words(addFields),
      run: ({ ids, form }) => addParticipant(deps, ids[0] ?? '', form),
    },
    {
      ...{
        method: 'GET',
        path: 'Conferences/*/Participants.json',
        spec: '/Conferences/{ConferenceSid}/Participants.json',
      },
      fields: [],
      run({ ids, query, path }) {
        const conference = find(ids[0], path);
        const flags = (['muted', 'hold', 'coaching'] as const).filter((name) => query.has(capital(name)));
        const found =
          conference.status === 'completed'
            ? []
            : [...conference.participants.values()].filter((one) =>
                flags.every((name) => String(one[name]) === query.get(capital(name))),
              );
        return ok(
          pageOf(
            'participants',
            path,
            query,
            found.map((one) => presentParticipant(account, conference, one)),
          ),
        );
      },
    },
    {
      ...{ method: 'GET', path: 'Conferences/*/Participants/*.json' },
      ...{ spec: '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', fields: [] },
      run({ ids, path }) {
        const { conference, participant } = findParticipant(ids, path);
        return ok(presentParticipant(account, conference, participant));
      },
    },
    {
      ...{ method: 'POST', path: 'Conferences/*/Participants/*.json' },
      ...{ spec: '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', fields: words(changeFields) },
      run({ ids, form, path }) {
        const { conference, participant } = findParticipant(ids, path);
        const coached = form.text('CallSidToCoach');
        if (coached !== undefined && !conference.participants.has(coached)) {
          throw new Refusal(400, 13_240, 'CallSidToCoach does not take part in this conference');
        }
        announce([participant.callSid], form);
        conferences.update(conference, participant, {
          muted: form.flag('Muted'),
          hold: form.flag('Hold'),
          holdUrl: form.text('HoldUrl'),
          // Twilio's own usual method here is GET.
          holdMethod: form.method('HoldMethod', 'GET'),
          endOnExit: form.flag('EndConferenceOnExit'),
          coaching: form.flag('Coaching'),
          ...(coached !== undefined && { callSidToCoach: coached }),
        });
        return ok(presentParticipant(account, conference, participant));
      },
    },
    {
      ...{ method: 'DELETE', path: 'Conferences/*/Participants/*.json' },
      ...{ spec: '/Conferences/{ConferenceSid}/Participants/{CallSid}.json', fields: [] },
      run({ ids, path }) {
        const { participant } = findParticipant(ids, path);
        const { callSid, status } = participant;
        if (status === 'connected') conferences.leave(callSid, 'participant_updated_via_api', 'in-progress');
        else calls.end(callSid, 'canceled');
        return { status: 204 };
      },
    },
  ];
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function addParticipant(deps: RestDeps, name: string, form: Form) {
  const { world, calls, conferences } = deps;
  if (/^CF[0-9a-f]{32}$/.test(name) && !conferences.find(name)) throw notFound(name);
  const { address, params } = readAddress(form.required('To'));
  checkCallee(address);
  const known = conferences.find(name);
  const conference =
    known && known.sid === name
      ? known
      : conferences.open(name, form.callback('ConferenceStatusCallback', 'start end'));
  const label = form.text('Label') ?? null;
  if (label !== null && conferences.participant(conference, label)) {
    throw new Refusal(400, 16_025, `A participant with the label ${label} is in the conference already`);
  }
  const coached = form.text('CallSidToCoach') ?? null;
  if (coached !== null && !conference.participants.has(coached)) {
    throw new Refusal(400, 13_240, 'CallSidToCoach does not take part in this conference');
  }
  const waitUrl = form.text('WaitUrl');
  const options = {
    label,
    muted: form.flag('Muted') ?? false,
    coaching: form.flag('Coaching') ?? false,
    callSidToCoach: coached,
    startOnEnter: form.flag('StartConferenceOnEnter') ?? true,
    endOnExit: form.flag('EndConferenceOnExit') ?? false,
    beep: form.text('Beep') !== 'false',
    waitUrl: waitUrl === undefined ? null : waitUrl,
    waitMethod: form.method('WaitMethod'),
  };
  const leg = calls.dial(
    {
      ...{ from: form.required('From'), to: address, params, direction: 'outbound-api' },
      callback: form.callback('StatusCallback', 'completed'),
      timeout: form.number('Timeout'),
    },
    (answered) => {
      const { sid } = answered.call;
      let isMoved = false;
      answered.stopRun = () => {
        isMoved = true;
        const reason = isOver(answered.call) ? 'participant_hung_up' : 'participant_updated_via_api';
        conferences.leave(sid, reason, answered.call.status);
      };
      try {
        conferences.join(conference, sid, options, () => isMoved || calls.end(sid, 'completed'));
      } catch (error) {
        if (!(error instanceof LabelTaken)) throw error;
        calls.end(sid, 'failed');
      }
    },
  );
  const { call } = leg;
  leg.onEnd.add((ending) => {
    if (call.answeredAt === null) conferences.leave(call.sid, 'participant_add_failed', ending);
  });
  const participant = conferences.expect(conference, call.sid, options);
  return created(presentParticipant(world.account.sid, conference, participant));
}
