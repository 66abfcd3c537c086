/** One softphone over whatever carries the sound: Twilio's own SDK or the built-in softswitch. */
import type { CallId, LegId } from '../../../../shared/model/ids.ts';

export type DeviceState =
  | { kind: 'off' }
  | { kind: 'connecting' }
  | { kind: 'ready' }
  /** another tab of this agent owns the device */
  | { kind: 'elsewhere' }
  | { kind: 'failed'; why: 'microphone-denied' | 'no-microphone' | 'unreachable' | 'refused'; detail: string };

/** Sound of one call at this device. */
export interface DeviceCall {
  callId: CallId;
  legId: LegId;
  /** `ringing` until it is accepted here or gone */
  state: 'ringing' | 'connecting' | 'open' | 'reconnecting' | 'closed';
  muted: boolean;
}

export interface DeviceQuality {
  /** 0 (bad) to 4 */
  bars: 0 | 1 | 2 | 3 | 4;
  roundTripMs: number;
  lost: number;
}

/** A leg of this agent's, as the server knows it. */
export interface ServerLeg {
  callId: CallId;
  legId: LegId;
  state: 'ringing' | 'joined';
}

export interface DeviceChoice {
  microphone?: string;
  speaker?: string;
  ringer?: string;
  /** takes the speaker's echo, and noise, out of what the microphone hears; both on unless said otherwise */
  echo?: boolean;
  noise?: boolean;
}

export interface PhoneDevice {
  state(): DeviceState;
  calls(): readonly DeviceCall[];
  /**
   * All legs that the server has for this agent, each time they change. What is not among them any more is closed; a softswitch's legs ring by this
   * alone, and one that is joined there but not here (the page was loaded again) is joined again. Twilio rings by itself.
   */
  follow(legs: readonly ServerLeg[]): void;
  /** Answers what rings here; sound flows when the call's state is `open`. @throws Error when the microphone cannot be had */
  accept(callId: CallId, legId: LegId): Promise<void>;
  reject(legId: LegId): void;
  hangUp(legId: LegId): void;
  /** At the source: nothing is sent. The server is told too, so that others see it. */
  mute(legId: LegId, muted: boolean): void;
  /** 0 to 1, of the microphone and of what is heard */
  levels(): { input: number; output: number };
  quality(legId: LegId): DeviceQuality | null;
  /** Ids of `navigator.mediaDevices`; '' is the system's own. @throws Error where a device cannot be used */
  choose(devices: DeviceChoice): Promise<void>;
  /** Rings once (ringer) or plays a short tune (speaker), so that one hears which device it is. */
  trySound(which: 'speaker' | 'ringer'): Promise<void>;
  /** Opens the microphone for a while, so that `levels` shows what it hears, or closes it. @throws Error when it cannot be had */
  tryMicrophone(on: boolean): Promise<void>;
  /** Takes the device over from the tab that has it (`elsewhere`). */
  takeOver(): void;
  /** Told of every change of what `state` and `calls` answer. */
  onChange(listener: () => void): () => void;
  stop(): void;
}
