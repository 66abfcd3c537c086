/** Conferences as a state machine: who is in, who is held, muted or coaching; when it starts and why it ends. */
import { rfc2822 } from '../dates.ts';
import type { Callback, Conference, Participant } from '../model.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';

export type JoinOptions = Pick<
  Participant,
  'label' | 'muted' | 'coaching' | 'callSidToCoach' | 'startOnEnter' | 'endOnExit' | 'beep' | 'waitUrl' | 'waitMethod'
>;

export type LeaveReason =
  | 'conference_ended_via_api'
  | 'moderator_ended_conference'
  | 'participant_updated_via_api'
  | 'participant_hung_up'
  | 'participant_add_failed';

export interface Conferences {
  find(sidOrName: string): Conference | null;
  participant(conference: Conference, sidOrLabel: string): Participant | null;
  /** The one in progress of that name, or a new one; only the first to name a callback is heard. */
  open(friendlyName: string, callback: Callback | null): Conference;
  /** A participant that is rung. @throws Error when its label is taken */
  expect(conference: Conference, callSid: string, options: JoinOptions): Participant;
  /** It is in now; `out` is told once when it is no more. */
  join(conference: Conference, callSid: string, options: JoinOptions, out: () => void): void;
  leave(callSid: string, reason: LeaveReason, callStatus: string): void;
  update(conference: Conference, participant: Participant, change: ParticipantChange): void;
  end(conference: Conference, reason: string, leaveReason: LeaveReason, callSid: string | null): void;
  /** in which conference a call takes part */
  of(callSid: string): Conference | null;
}

export interface ParticipantChange {
  muted?: boolean;
  hold?: boolean;
  holdUrl?: string;
  holdMethod?: 'GET' | 'POST';
  coaching?: boolean;
  callSidToCoach?: string | null;
  endOnExit?: boolean;
}

/** Plays a document to a call, over and over where `loop`; answers how to stop it. */
export type Hear = (callSid: string, url: string, method: 'GET' | 'POST', loop: boolean) => () => void;

export class LabelTaken extends Error {
  override readonly name = 'LabelTaken';
}

export function createConferences(world: World, webhooks: Webhooks, hear: Hear): Conferences {
  const { clock, media, conferences } = world;
  const outs = new Map<string, () => void>();
  /** what somebody hears instead of the others */
  const hearing = new Map<string, () => void>();

  const of = (callSid: string): Conference | null => {
    for (const one of conferences.values()) {
      if (one.status !== 'completed' && one.participants.has(callSid)) return one;
    }
    return null;
  };

  function tell(conference: Conference, event: string, extra: Record<string, string> = {}) {
    const { callback } = conference;
    conference.updatedAt = clock.now();
    const group = event
      .replace(/^(conference|participant)-/, '')
      .replace(/^un/, '')
      .replace(/-(end|fail)$/, '');
    if (!callback?.events.has(group)) return;
    conference.sequence += 1;
    webhooks.tell(callback.url, callback.method, {
      ConferenceSid: conference.sid,
      FriendlyName: conference.friendlyName,
      AccountSid: world.account.sid,
      SequenceNumber: String(conference.sequence),
      Timestamp: rfc2822(clock.now()),
      StatusCallbackEvent: event,
      ...extra,
    });
  }

  const about = (one: Participant): Record<string, string> => ({
    CallSid: one.callSid,
    ...(one.label !== null && { ParticipantLabel: one.label }),
    Muted: String(one.muted),
    Hold: String(one.hold),
    Coaching: String(one.coaching),
    ...(one.callSidToCoach !== null && { CallSidToCoach: one.callSidToCoach }),
    EndConferenceOnExit: String(one.endOnExit),
    StartConferenceOnEnter: String(one.startOnEnter),
  });

  const connected = ({ participants }: Conference) =>
    [...participants.values()].filter(({ status }) => status === 'connected');

  const place = (conference: Conference, one: Participant) => {
    const role =
      one.coaching && one.callSidToCoach
        ? { mode: 'coach' as const, coachOf: one.callSidToCoach }
        : { mode: 'talk' as const };
    media.place(one.callSid, conference.sid, role);
    media.set(one.callSid, { muted: one.muted, held: one.hold, role });
  };

  function quiet(callSid: string) {
    hearing.get(callSid)?.();
    hearing.delete(callSid);
  }

  function startIfReady(conference: Conference) {
    const inside = connected(conference);
    if (conference.status !== 'init' || inside.length < 2 || !inside.some((one) => one.startOnEnter)) return;
    conference.status = 'in-progress';
    for (const { callSid } of inside) quiet(callSid);
    tell(conference, 'conference-start');
  }

  function end(conference: Conference, reason: string, leaveReason: LeaveReason, callSid: string | null) {
    if (conference.status === 'completed') return;
    const rest = [...conference.participants.values()];
    conference.status = 'completed';
    conference.reasonEnded = reason;
    conference.callSidEnding = callSid;
    for (const one of rest) remove(conference, one, leaveReason, 'in-progress');
    tell(conference, 'conference-end', {
      ReasonConferenceEnded: reason,
      Reason: reason,
      ...(callSid !== null && { CallSidEndingConference: callSid }),
    });
  }

  function remove(conference: Conference, one: Participant, reason: LeaveReason, callStatus: string) {
    const wasIn = one.status === 'connected';
    conference.participants.delete(one.callSid);
    one.status = wasIn ? 'complete' : 'failed';
    quiet(one.callSid);
    if (wasIn) media.place(one.callSid, null, { mode: 'talk' });
    tell(conference, 'participant-leave', {
      ...about(one),
      ReasonParticipantLeft: reason,
      ParticipantCallStatus: callStatus,
    });
    const out = outs.get(one.callSid);
    outs.delete(one.callSid);
    out?.();
  }

  function add(conference: Conference, callSid: string, options: JoinOptions, status: Participant['status']) {
    const { label } = options;
    const known = conference.participants.get(callSid);
    if (label !== null) {
      for (const other of conference.participants.values()) {
        if (other !== known && other.label === label) throw new LabelTaken(`The label ${label} is taken.`);
      }
    }
    const now = clock.now();
    const one: Participant = {
      ...{ ...options, hold: false, ...known },
      ...{ callSid, status, createdAt: known?.createdAt ?? now, updatedAt: now },
    };
    conference.participants.set(callSid, one);
    return one;
  }

  return {
    of,
    find(sidOrName) {
      const bySid = conferences.get(sidOrName);
      if (bySid) return bySid;
      for (const one of conferences.values()) {
        if (one.friendlyName === sidOrName && one.status !== 'completed') return one;
      }
      return null;
    },
    participant({ participants }, sidOrLabel) {
      return (
        participants.get(sidOrLabel) ?? [...participants.values()].find(({ label }) => label === sidOrLabel) ?? null
      );
    },
    open(friendlyName, callback) {
      for (const one of conferences.values()) {
        if (one.friendlyName === friendlyName && one.status !== 'completed') {
          if (one.participants.size === 0) one.callback ??= callback;
          return one;
        }
      }
      const now = clock.now();
      const made: Conference = {
        ...{ sid: world.sid('CF'), friendlyName, status: 'init', callback, sequence: 0 },
        ...{ participants: new Map(), createdAt: now, updatedAt: now, reasonEnded: null, callSidEnding: null },
      };
      conferences.set(made.sid, made);
      return made;
    },
    expect: (conference, callSid, options) => add(conference, callSid, options, 'ringing'),
    join(conference, callSid, options, out) {
      const one = add(conference, callSid, options, 'connected');
      outs.set(callSid, out);
      place(conference, one);
      tell(conference, 'participant-join', about(one));
      startIfReady(conference);
      if (conference.status === 'init' && one.waitUrl !== '') {
        // Where nothing is named, Twilio's own music plays.
        if (one.waitUrl === null) void media.play(callSid, [{ kind: 'music' }], true);
        hearing.set(
          callSid,
          one.waitUrl === null ? () => media.stop(callSid) : hear(callSid, one.waitUrl, one.waitMethod, false),
        );
      }
    },
    leave(callSid, reason, callStatus) {
      const conference = of(callSid);
      const one = conference?.participants.get(callSid);
      if (!conference || !one) return;
      const wasIn = one.status === 'connected';
      remove(conference, one, reason, callStatus);
      if (one.endOnExit && wasIn) {
        end(conference, 'participant-with-end-conference-on-exit-left', 'moderator_ended_conference', callSid);
      } else if (conference.participants.size === 0) end(conference, 'last-participant-left', reason, callSid);
    },
    update(conference, one, change) {
      one.updatedAt = clock.now();
      if (change.endOnExit !== undefined) one.endOnExit = change.endOnExit;
      const isCoachChanged = change.coaching !== undefined || change.callSidToCoach !== undefined;
      if (change.coaching !== undefined) one.coaching = change.coaching;
      if (change.callSidToCoach !== undefined) one.callSidToCoach = change.callSidToCoach;
      if (change.muted !== undefined && change.muted !== one.muted) {
        one.muted = change.muted;
        tell(conference, one.muted ? 'participant-mute' : 'participant-unmute', about(one));
      }
      if (change.hold !== undefined && change.hold !== one.hold) {
        one.hold = change.hold;
        quiet(one.callSid);
        if (one.hold) {
          const { holdUrl, holdMethod = 'GET' } = change;
          if (holdUrl) hearing.set(one.callSid, hear(one.callSid, holdUrl, holdMethod, true));
          else {
            void media.play(one.callSid, [{ kind: 'music' }], true);
            hearing.set(one.callSid, () => media.stop(one.callSid));
          }
        }
        tell(conference, one.hold ? 'participant-hold' : 'participant-unhold', about(one));
      }
      if (one.status === 'connected') place(conference, one);
      if (isCoachChanged || change.endOnExit !== undefined) tell(conference, 'participant-modify', about(one));
    },
    end,
  };
}
