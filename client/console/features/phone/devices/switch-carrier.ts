/** A device over raw WebRTC against the softswitch: rung by the server's word, each leg a connection of its own. */

import type { DeviceGrant } from '../../../../../shared/model/device-grant.ts';
import type { CallId, LegId } from '../../../../../shared/model/ids.ts';
import type { DeviceCall, ServerLeg } from '../device.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';
import type { Sounds } from './sounds.ts';
import { type Connect, SwitchLeg } from './switch-leg.ts';

export interface SwitchCarrierPorts extends CarrierEvents {
  sounds: Sounds;
  connect: Connect;
  iceServers(): Promise<RTCIceServer[]>;
}

export const iceServersOf = (grant: DeviceGrant): RTCIceServer[] =>
  grant.provider === 'softswitch' ? grant.iceServers : [];

interface Here {
  call: DeviceCall;
  leg: SwitchLeg | null;
}

export function createSwitchCarrier({ sounds, connect, iceServers, onCalls, onState }: SwitchCarrierPorts): Carrier {
  const here = new Map<LegId, Here>();
  let told: readonly ServerLeg[] = [];
  sounds.onMicrophone((track) => {
    for (const { leg } of here.values()) leg?.replaceTrack(track);
  });

  function change(legId: LegId, state: DeviceCall['state']): void {
    const one = here.get(legId);
    if (one === undefined || one.call.state === state) return;
    one.call = { ...one.call, state };
    if (state === 'closed') remove(legId);
    onCalls();
  }

  function remove(legId: LegId): void {
    const one = here.get(legId);
    here.delete(legId);
    if (!one?.leg) return;
    one.leg.close();
    sounds.unhear(legId);
    sounds.closeMicrophone();
  }

  async function accept(callId: CallId, legId: LegId): Promise<void> {
    if (here.get(legId)?.leg) return;
    const one: Here = here.get(legId) ?? { call: { callId, legId, state: 'connecting', muted: false }, leg: null };
    here.set(legId, one);
    one.call = { ...one.call, state: 'connecting' };
    onCalls();
    let track: MediaStreamTrack;
    try {
      track = await sounds.openMicrophone();
    } catch (error) {
      one.call = { ...one.call, state: 'ringing' };
      onCalls();
      throw error;
    }
    if (here.get(legId) !== one || one.leg) {
      sounds.closeMicrophone();
      return;
    }
    one.leg = new SwitchLeg({
      ...{ track, iceServers, isMuted: () => here.get(legId)?.call.muted ?? false },
      connect: (sdp) => connect(callId, legId, sdp),
      onStream: (stream) => sounds.hear(legId, stream),
      onState: (state) => change(legId, state),
    });
    await one.leg.open();
  }

  function end(legId: LegId): void {
    here.get(legId)?.leg?.bye();
    change(legId, 'closed');
  }

  onState({ kind: 'ready' });
  return {
    calls: () => [...here.values()].map(({ call }) => call),
    follow(legs) {
      for (const { callId, legId, state } of legs) {
        if (here.has(legId)) continue;
        // What was hung up here stays so until the server has heard of it.
        const isNew = !told.some((before) => before.legId === legId && before.state === state);
        if (!isNew) continue;
        if (state === 'joined') void accept(callId, legId).catch(() => {});
        else here.set(legId, { call: { callId, legId, state: 'ringing', muted: false }, leg: null });
      }
      told = legs;
      const known = new Set(legs.map(({ legId }) => legId));
      for (const [legId, { call }] of here) if (!known.has(legId) && call.state !== 'connecting') remove(legId);
      onCalls();
    },
    accept,
    reject: end,
    hangUp: end,
    mute(legId, muted) {
      const one = here.get(legId);
      if (one === undefined) return;
      one.call = { ...one.call, muted };
      one.leg?.mute(muted);
      onCalls();
    },
    quality: (legId) => here.get(legId)?.leg?.quality() ?? null,
    devicesChanged: async () => {},
    stop() {
      for (const legId of [...here.keys()]) remove(legId);
      onState({ kind: 'off' });
    },
  };
}
