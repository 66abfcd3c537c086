/** What carries a device's sound: Twilio's SDK or the softswitch; everything around it is the same for both. */
import type { CallId, LegId } from '../../../../../shared/model/ids.ts';
import type { DeviceCall, DeviceQuality, DeviceState, ServerLeg } from '../device.ts';

export interface Carrier {
  calls(): readonly DeviceCall[];
  follow(legs: readonly ServerLeg[]): void;
  accept(callId: CallId, legId: LegId): Promise<void>;
  reject(legId: LegId): void;
  hangUp(legId: LegId): void;
  mute(legId: LegId, muted: boolean): void;
  quality(legId: LegId): DeviceQuality | null;
  /** The microphone, speaker or ringer is another one now. */
  devicesChanged(): Promise<void>;
  stop(): void;
}

export interface CarrierEvents {
  /** calls have changed */
  onCalls(): void;
  onState(state: DeviceState): void;
}

/** Why a device cannot be used, in the words of its state. */
export class DeviceFailure extends Error {
  readonly why: Extract<DeviceState, { kind: 'failed' }>['why'];

  constructor(why: DeviceFailure['why'], detail: string) {
    super(detail);
    this.why = why;
  }
}
