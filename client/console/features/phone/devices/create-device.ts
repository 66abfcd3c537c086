/** A softphone's device: owned by one tab, over whatever carrier the grant names, with sounds of its own. */

import type { DeviceGrant } from '../../../../../shared/model/device-grant.ts';
import type { DeviceChoice, DeviceState, PhoneDevice, ServerLeg } from '../device.ts';
import { type Carrier, DeviceFailure } from './carrier.ts';
import { watchMicrophone } from './microphone.ts';
import { ownTab } from './own-tab.ts';
import { createSounds } from './sounds.ts';
import { createSwitchCarrier, iceServersOf } from './switch-carrier.ts';
import type { Connect } from './switch-leg.ts';

export interface DevicePorts {
  /** one device per line and agent; tabs that use the same name share it */
  name: string;
  /** what the server grants: asked again when it lapses */
  grant(): Promise<DeviceGrant>;
  /** of the softswitch: passes an offer on and brings the answer */
  connect: Connect;
  choice?: DeviceChoice;
  /** echo cancellation and the like; off in measurements */
  processing?: boolean;
}

/** A line that could not be reached is tried again so long after. */
const AGAIN_MS = 5_000;

export function createPhoneDevice({ name, grant, connect, choice, processing }: DevicePorts): PhoneDevice {
  const sounds = createSounds(processing);
  const listeners = new Set<() => void>();
  let state: DeviceState = { kind: 'off' };
  let carrier: Carrier | null = null;
  let legs: readonly ServerLeg[] = [];
  let isTrying = false;
  let turn = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  if (choice) void sounds.choose(choice).catch(() => {});

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const setState = (next: DeviceState): void => {
    state = next;
    tell();
  };
  const onCalls = (): void => {
    sounds.ring(carrier?.calls().some((call) => call.state === 'ringing') ?? false);
    tell();
  };

  const microphone = watchMicrophone(tell);

  async function start(): Promise<void> {
    clearTimeout(again);
    turn += 1;
    const mine = turn;
    setState({ kind: 'connecting' });
    try {
      const granted = await grant();
      const onState = (next: DeviceState): void => {
        if (mine === turn) setState(next);
      };
      const made =
        granted.provider === 'softswitch'
          ? createSwitchCarrier({
              ...{ sounds, connect, onCalls, onState },
              iceServers: async () => iceServersOf(await grant()),
            })
          : await (await import('./twilio-carrier.ts')).createTwilioCarrier({
              ...{ sounds, granted, grant, onCalls, onState },
            });
      if (mine !== turn) {
        made.stop();
        return;
      }
      carrier = made;
      carrier.follow(legs);
    } catch (error) {
      if (mine !== turn) return;
      const why = error instanceof DeviceFailure ? error.why : 'unreachable';
      setState({ kind: 'failed', why, detail: (error as Error).message });
      again = setTimeout(() => void start(), AGAIN_MS);
    }
  }

  function end(next: DeviceState): void {
    clearTimeout(again);
    turn += 1;
    carrier?.stop();
    carrier = null;
    sounds.ring(false);
    setState(next);
  }

  const ownership = ownTab(`parley-phone-${name}`, (owns) => {
    if (owns) void start();
    else end({ kind: 'elsewhere' });
  });

  /** The same object until it changes, as whoever draws it needs. */
  let shown: DeviceState = state;
  function withMicrophone(): DeviceState {
    const why = state.kind === 'ready' ? microphone.why() : null;
    if (why === null) shown = state;
    else if (shown.kind !== 'failed' || shown.why !== why) shown = { kind: 'failed', why, detail: '' };
    return shown;
  }

  return {
    state: withMicrophone,
    calls: () => carrier?.calls() ?? [],
    follow(next) {
      legs = next;
      carrier?.follow(next);
    },
    async accept(callId, legId) {
      if (carrier === null) throw new DeviceFailure('unreachable', 'this device is not ready');
      await carrier.accept(callId, legId);
    },
    reject: (legId) => carrier?.reject(legId),
    hangUp: (legId) => carrier?.hangUp(legId),
    mute: (legId, muted) => carrier?.mute(legId, muted),
    levels: () => sounds.levels(),
    quality: (legId) => carrier?.quality(legId) ?? null,
    async choose(devices) {
      await sounds.choose(devices);
      await carrier?.devicesChanged();
    },
    trySound: (which) => sounds.trySound(which),
    async tryMicrophone(on) {
      if (on === isTrying) return;
      isTrying = on;
      if (!on) {
        sounds.closeMicrophone();
        return;
      }
      await sounds.openMicrophone().catch((error: unknown) => {
        isTrying = false;
        throw error;
      });
    },
    takeOver: () => ownership.takeOver(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      ownership.stop();
      microphone.stop();
      end({ kind: 'off' });
      sounds.stop();
    },
  };
}
