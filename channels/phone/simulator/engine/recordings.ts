/** Recordings as a state machine; the sound is had some time after the end, as at Twilio. */
import { join } from 'node:path';
import { rfc2822 } from '../dates.ts';
import type { Callback, Recording } from '../model.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';

export interface NewRecording {
  callSid: string | null;
  conferenceSid: string | null;
  source: string;
  channels?: number;
  track?: string;
  callback: Callback | null;
  /** what is heard: a room's talk, or what one leg says */
  of: { room: string } | { leg: string };
}

export interface Recordings {
  start(from: NewRecording): Recording;
  change(recording: Recording, to: 'paused' | 'in-progress' | 'stopped'): void;
  /** Resolves when its end was told. */
  finish(recording: Recording): Promise<void>;
  current(owner: { callSid?: string; conferenceSid?: string }): Recording | null;
  url(recording: Recording): string;
}

/** Until the sound can be fetched. */
const PROCESSING_MS = 500;

export function createRecordings(world: World, webhooks: Webhooks): Recordings {
  const { clock, media, recordings } = world;
  const url = ({ sid }: Recording) => `${world.baseUrl()}/2010-04-01/Accounts/${world.account.sid}/Recordings/${sid}`;

  function tell(recording: Recording, event: 'in-progress' | 'completed' | 'absent') {
    const { callback } = recording;
    if (!callback?.events.has(event)) return;
    webhooks.tell(callback.url, callback.method, {
      AccountSid: world.account.sid,
      ...(recording.callSid !== null && { CallSid: recording.callSid }),
      ...(recording.conferenceSid !== null && { ConferenceSid: recording.conferenceSid }),
      RecordingSid: recording.sid,
      RecordingUrl: url(recording),
      RecordingStatus: event,
      RecordingDuration: String(recording.duration ?? 0),
      RecordingChannels: String(recording.channels),
      RecordingStartTime: rfc2822(recording.startedAt),
      RecordingSource: recording.source,
      RecordingTrack: recording.track,
    });
  }

  async function finish(recording: Recording) {
    if (recording.endedAt !== null) return;
    recording.endedAt = clock.now();
    recording.status = 'processing';
    const { seconds, silent } = await media.finish(recording.sid);
    recording.duration = Math.round(seconds);
    recording.readyAt = clock.now() + PROCESSING_MS;
    const isAbsent = seconds < 0.2 || (silent && recording.source === 'RecordVerb');
    clock.after(PROCESSING_MS, () => {
      recording.status = isAbsent ? 'absent' : 'completed';
      tell(recording, isAbsent ? 'absent' : 'completed');
    });
  }

  return {
    url,
    start({ of, ...from }) {
      const sid = world.sid('RE');
      const recording: Recording = {
        ...{ sid, status: 'in-progress', channels: 1, track: 'both', endedAt: null, duration: null, readyAt: 0 },
        ...from,
        startedAt: clock.now(),
        path: join(world.folder, `${sid}.wav`),
      };
      recordings.set(sid, recording);
      media.record(of, sid, recording.path);
      tell(recording, 'in-progress');
      return recording;
    },
    change(recording, to) {
      if (recording.endedAt !== null) return;
      if (to === 'stopped') return world.track(finish(recording));
      if (to === 'paused') media.pause(recording.sid);
      else media.resume(recording.sid);
      recording.status = to;
    },
    finish,
    current({ callSid, conferenceSid }) {
      const own = [...recordings.values()].filter(
        (one) =>
          one.endedAt === null &&
          (callSid !== undefined ? one.callSid === callSid : one.conferenceSid === conferenceSid),
      );
      return own.at(-1) ?? null;
    },
  };
}
