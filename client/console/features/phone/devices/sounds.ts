/** The browser's sound devices: one microphone for all calls, a speaker, a ringer apart from it, and how loud they are. */
import type { DeviceChoice } from '../device.ts';
import { DeviceFailure } from './carrier.ts';
import { createMeter, type Meter } from './meter.ts';
import { makeRing, makeTune } from './tunes.ts';

export interface Sounds {
  readonly choice: Readonly<Required<DeviceChoice>>;
  /** Open until everybody who asked for it has let go of it. @throws DeviceFailure */
  openMicrophone(): Promise<MediaStreamTrack>;
  closeMicrophone(): void;
  /** The track is a new one: the microphone was changed. */
  onMicrophone(listener: (track: MediaStreamTrack) => void): void;
  /** Plays what a call says; the same key again takes the place of what it played. `isPlayed`: somebody else plays it, it is only measured. */
  hear(key: string, stream: MediaStream, isPlayed?: boolean): void;
  unhear(key: string): void;
  ring(on: boolean): void;
  levels(): { input: number; output: number };
  choose(choice: DeviceChoice): Promise<void>;
  trySound(which: 'speaker' | 'ringer'): Promise<void>;
  stop(): void;
}

/** An audio element that can be sent to a device: not in every browser, nor in the typings of all. */
type Output = HTMLAudioElement & { setSinkId?(id: string): Promise<void> };

/** `processing`: echo cancellation and the like, which one wants except in measurements. */
export function createSounds(processing = true): Sounds {
  const choice = { microphone: '', speaker: '', ringer: '', echo: processing, noise: processing };
  const heard = new Map<string, { output: Output; meter: Meter }>();
  let microphone: { track: MediaStreamTrack; meter: Meter; users: number } | null = null;
  let tellMicrophone: (track: MediaStreamTrack) => void = () => {};
  let ringing: Output | null = null;

  async function openTrack(): Promise<MediaStreamTrack> {
    const on = microphoneTraits(choice, processing);
    // Preferred, not demanded: one that is unplugged is no reason for silence.
    const audio = { ...on, ...(choice.microphone !== '' && { deviceId: { ideal: choice.microphone } }) };
    try {
      const [track] = (await navigator.mediaDevices.getUserMedia({ audio })).getAudioTracks();
      if (!track) throw new DeviceFailure('no-microphone', 'no track');
      return track;
    } catch (error) {
      throw toFailure(error);
    }
  }

  async function replaceMicrophone(): Promise<void> {
    if (microphone === null) return;
    const track = await openTrack();
    track.enabled = microphone.track.enabled;
    closeTrack(microphone);
    Object.assign(microphone, { track, meter: createMeter(new MediaStream([track])) });
    tellMicrophone(track);
  }

  return {
    choice,
    async openMicrophone() {
      if (microphone === null) {
        const track = await openTrack();
        microphone ??= { track, meter: createMeter(new MediaStream([track])), users: 0 };
        if (microphone.track !== track) track.stop();
      }
      microphone.users += 1;
      return microphone.track;
    },
    closeMicrophone() {
      if (microphone === null) return;
      microphone.users -= 1;
      if (microphone.users > 0) return;
      closeTrack(microphone);
      microphone = null;
    },
    onMicrophone(listener) {
      tellMicrophone = listener;
    },
    hear(key, stream, isPlayed = false) {
      this.unhear(key);
      const output: Output = new Audio();
      // Chromium measures only what an element plays.
      output.muted = isPlayed;
      output.srcObject = stream;
      void send(output, choice.speaker).then(() => output.play().catch(() => {}));
      heard.set(key, { output, meter: createMeter(stream) });
    },
    unhear(key) {
      const one = heard.get(key);
      heard.delete(key);
      one?.meter.stop();
      if (one) one.output.srcObject = null;
    },
    ring(on) {
      if (on === (ringing !== null)) return;
      ringing?.pause();
      ringing = on ? play(makeRing(), choice.ringer, true) : null;
    },
    levels: () => ({
      input: microphone?.meter.level() ?? 0,
      output: Math.max(0, ...[...heard.values()].map(({ meter }) => meter.level())),
    }),
    async choose({ microphone: input, speaker, ringer, echo, noise }) {
      const before = { ...choice };
      Object.assign(choice, {
        ...(input !== undefined && { microphone: input }),
        ...(speaker !== undefined && { speaker }),
        ...(ringer !== undefined && { ringer }),
        ...(echo !== undefined && processing && { echo }),
        ...(noise !== undefined && processing && { noise }),
      });
      try {
        const isOther =
          choice.microphone !== before.microphone || choice.echo !== before.echo || choice.noise !== before.noise;
        if (isOther) await replaceMicrophone();
        if (choice.speaker !== before.speaker)
          await Promise.all([...heard.values()].map(({ output }) => output.setSinkId?.(choice.speaker)));
        if (choice.ringer !== before.ringer) await ringing?.setSinkId?.(choice.ringer);
      } catch (error) {
        Object.assign(choice, before);
        throw error;
      }
    },
    async trySound(which) {
      const output =
        which === 'ringer' ? play(makeRing(), choice.ringer, false) : play(makeTune(), choice.speaker, false);
      await new Promise<void>((resolve) => {
        output.onended = () => resolve();
        output.onerror = () => resolve();
      });
    },
    stop() {
      ringing?.pause();
      ringing = null;
      for (const key of [...heard.keys()]) this.unhear(key);
      if (microphone !== null) closeTrack(microphone);
      microphone = null;
    },
  };
}

export const microphoneTraits = (
  { echo, noise }: Pick<Required<DeviceChoice>, 'echo' | 'noise'>,
  gain = true,
): MediaTrackConstraints => ({ echoCancellation: echo, noiseSuppression: noise, autoGainControl: gain });

function closeTrack({ track, meter }: { track: MediaStreamTrack; meter: Meter }): void {
  meter.stop();
  track.stop();
}

function play(address: string, device: string, loop: boolean): Output {
  const output: Output = new Audio(address);
  output.loop = loop;
  void send(output, device).then(() => output.play().catch(() => {}));
  return output;
}

/** A device that is gone is no reason for silence: the system's own is taken. */
const send = async (output: Output, device: string): Promise<void> => {
  if (device !== '') await output.setSinkId?.(device).catch(() => {});
};

function toFailure(error: unknown): DeviceFailure {
  if (error instanceof DeviceFailure) return error;
  const { name, message } = error as DOMException;
  return new DeviceFailure(name === 'NotAllowedError' ? 'microphone-denied' : 'no-microphone', message);
}
