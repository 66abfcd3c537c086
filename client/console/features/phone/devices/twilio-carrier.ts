/** A device over Twilio's own SDK, at Twilio or at the simulator. The SDK is large: it is loaded when a line of Twilio's is there. */
import type { Call, Device } from '@twilio/voice-sdk';
import type { DeviceGrant } from '../../../../../shared/model/device-grant.ts';
import type { CallId, LegId } from '../../../../../shared/model/ids.ts';
import type { DeviceCall, DeviceQuality, DeviceState } from '../device.ts';
import { type Carrier, type CarrierEvents, DeviceFailure } from './carrier.ts';
import { toQuality } from './quality.ts';
import { microphoneTraits, type Sounds } from './sounds.ts';
import { makeSilence } from './tunes.ts';
import { loadVoiceSdk } from './voice-sdk.ts';

export type TwilioGrant = Extract<DeviceGrant, { provider: 'twilio' }>;

export interface TwilioCarrierPorts extends CarrierEvents {
  sounds: Sounds;
  granted: TwilioGrant;
  grant(): Promise<DeviceGrant>;
}

interface Here {
  call: DeviceCall;
  sdk: Call;
  quality: DeviceQuality | null;
}

/** Codes after which another token helps: expired, or not valid any more. */
const STALE_TOKEN = new Set([20_101, 20_104, 31_204, 31_205]);

/** @throws DeviceFailure when it cannot be registered */
export async function createTwilioCarrier(ports: TwilioCarrierPorts): Promise<Carrier> {
  const { sounds, granted, onCalls, onState } = ports;
  const { Device: SdkDevice, Call: SdkCall } = await loadVoiceSdk(granted.gateway);
  const here = new Map<LegId, Here>();
  const device = new SdkDevice(granted.token, {
    ...{ logLevel: 'error', codecPreferences: [SdkCall.Codec.Opus, SdkCall.Codec.PCMU], allowIncomingWhileBusy: true },
    // Our own ring is played; the SDK would fetch its sounds from the internet, and be late by that.
    sounds: Object.fromEntries(Object.values(SdkDevice.SoundName).map((name) => [name, makeSilence()])),
    // Not in its public typings.
    ...(granted.gateway !== undefined && { chunderw: granted.gateway, publishEvents: false }),
  });

  function change(legId: LegId, state: DeviceCall['state']): void {
    const one = here.get(legId);
    if (one === undefined) return;
    one.call = { ...one.call, state };
    if (state === 'closed') {
      here.delete(legId);
      sounds.unhear(legId);
    }
    onCalls();
  }

  function ring(sdk: Call): void {
    const callId = sdk.customParameters.get('callId') as CallId | undefined;
    const legId = sdk.customParameters.get('legId') as LegId | undefined;
    if (callId === undefined || legId === undefined) {
      sdk.reject();
      return;
    }
    here.set(legId, { sdk, quality: null, call: { callId, legId, state: 'ringing', muted: false } });
    sdk.on('accept', () => {
      change(legId, 'open');
      const stream = sdk.getRemoteStream();
      if (stream) sounds.hear(legId, stream, true);
    });
    for (const event of ['disconnect', 'cancel', 'reject'] as const) sdk.on(event, () => change(legId, 'closed'));
    sdk.on('reconnecting', () => change(legId, 'reconnecting'));
    sdk.on('reconnected', () => change(legId, 'open'));
    sdk.on('error', () => {
      if (sdk.status() === SdkCall.State.Closed) change(legId, 'closed');
    });
    sdk.on(
      'sample',
      ({ rtt, jitter, packetsLostFraction }: { rtt: number; jitter: number; packetsLostFraction: number }) => {
        const one = here.get(legId);
        if (one)
          one.quality = toQuality({
            roundTripMs: rtt || 0,
            jitterMs: jitter || 0,
            lost: (packetsLostFraction || 0) / 100,
          });
      },
    );
    onCalls();
  }

  async function renew(): Promise<void> {
    const next = await ports.grant();
    if (next.provider === 'twilio') device.updateToken(next.token);
  }

  device.on('incoming', ring);
  device.on('registered', () => onState({ kind: 'ready' }));
  device.on('unregistered', () => onState({ kind: 'connecting' }));
  device.on('tokenWillExpire', () => void renew().catch(() => {}));
  device.on('error', (error: { code: number; message: string }) => {
    if (STALE_TOKEN.has(error.code))
      void renew()
        .then(() => device.register())
        .catch(() => onState(toState(error)));
    else if (device.state !== SdkDevice.State.Registered) onState(toState(error));
  });
  await applyDevices(device, sounds).catch(() => {});
  try {
    await device.register();
  } catch (error) {
    device.destroy();
    throw new DeviceFailure('refused', (error as Error).message);
  }
  device.audio?.incoming(false);
  device.audio?.outgoing(false);
  device.audio?.disconnect(false);

  return {
    calls: () => [...here.values()].map(({ call }) => call),
    follow() {
      // The SDK hears of its calls from Twilio itself.
    },
    async accept(_callId, legId) {
      const one = here.get(legId);
      if (one === undefined || one.call.state !== 'ringing') return;
      // Asked for here, so that it is known why it cannot be had.
      await sounds.openMicrophone();
      one.sdk.once('disconnect', () => sounds.closeMicrophone());
      change(legId, 'connecting');
      await applyDevices(device, sounds);
      one.sdk.accept();
    },
    reject: (legId) => here.get(legId)?.sdk.reject(),
    hangUp(legId) {
      const one = here.get(legId);
      if (one?.call.state === 'ringing') one.sdk.reject();
      else one?.sdk.disconnect();
    },
    mute(legId, muted) {
      const one = here.get(legId);
      if (one === undefined) return;
      one.sdk.mute(muted);
      one.call = { ...one.call, muted };
      onCalls();
    },
    quality: (legId) => here.get(legId)?.quality ?? null,
    devicesChanged: () => applyDevices(device, sounds),
    stop() {
      for (const legId of [...here.keys()]) change(legId, 'closed');
      device.destroy();
      onState({ kind: 'off' });
    },
  };
}

const toState = ({ message }: { message: string }): DeviceState => ({
  kind: 'failed',
  why: 'unreachable',
  detail: message,
});

async function applyDevices({ audio }: Device, { choice }: Sounds): Promise<void> {
  await audio?.setAudioConstraints(microphoneTraits(choice));
  if (choice.microphone !== '') await audio?.setInputDevice(choice.microphone);
  else await audio?.unsetInputDevice();
  // A device that is gone is no reason for silence; where nothing is chosen there may be none that is called so.
  if (audio?.isOutputSelectionSupported) await audio.speakerDevices.set(choice.speaker || 'default').catch(() => {});
}
