/** This agent's devices: one for each way that sound comes, kept in step with the legs that the server has for them. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { DeviceGrant } from '../../../../shared/model/device-grant.ts';
import type { InboxId, LegId, UserId } from '../../../../shared/model/ids.ts';
import { type CallState, ownCalls, useCallState } from '../../sync/calls.ts';
import type { Desk } from '../../sync/desk.ts';
import { useDesk } from '../../sync/use-desk.ts';
import type { DeviceCall, DeviceState, PhoneDevice, ServerLeg } from './device.ts';
import { createPhoneDevice } from './devices/create-device.ts';

export interface Phone {
  device: PhoneDevice;
  inboxIds: InboxId[];
}

/** The softswitch takes sound for all of its inboxes at once; another line's device is its own. */
const keyOf = (inboxId: InboxId, grant: DeviceGrant): string =>
  grant.provider === 'softswitch' ? grant.provider : inboxId;

/** What is granted now; a device that is there already goes on. Null: nothing new is known. */
async function readPhones({ calls }: Desk, userId: UserId, made: Map<string, PhoneDevice>): Promise<Phone[] | null> {
  const answer = await calls.ask('call:grant', {});
  if (!answer.ok) return null;
  calls.lines.set(() => answer.value.lines.map(({ inboxId, name, number }) => ({ inboxId, name, number })));
  const inboxesOf = new Map<string, InboxId[]>();
  for (const { inboxId, grant } of answer.value.lines) {
    const key = keyOf(inboxId, grant as DeviceGrant);
    inboxesOf.set(key, [...(inboxesOf.get(key) ?? []), inboxId]);
  }
  for (const [key, device] of made) {
    if (inboxesOf.has(key)) continue;
    device.stop();
    made.delete(key);
  }
  return [...inboxesOf].map(([key, inboxIds]) => {
    const device = made.get(key) ?? createDevice(calls, inboxIds, `${userId}-${key}`);
    made.set(key, device);
    return { device, inboxIds };
  });
}

function createDevice(calls: Desk['calls'], inboxIds: readonly InboxId[], name: string): PhoneDevice {
  return createPhoneDevice({
    name,
    choice: calls.memory.sound.get(),
    async grant() {
      const again = await calls.ask('call:grant', {});
      const line = again.ok ? again.value.lines.find(({ inboxId }) => inboxIds.includes(inboxId)) : undefined;
      if (!line) throw new Error('the line grants nothing');
      return line.grant as DeviceGrant;
    },
    async connect(callId, legId, sdp) {
      const answer = await calls.ask('call:connect', { callId, legId, sdp });
      if (answer.ok) return answer.value;
      if (answer.error.code === 'not_found') return { gone: true };
      throw new Error(answer.error.message);
    },
  });
}

/** All legs of this agent on the lines of one device. */
export function legsOf(state: CallState, me: UserId, inboxIds: readonly InboxId[]): ServerLeg[] {
  const legs = ownCalls(state, me)
    .filter(({ inboxId }) => inboxIds.includes(inboxId))
    .flatMap(({ id, parties }) =>
      parties.flatMap(({ userId, legId, state: at }) => (userId === me ? [{ callId: id, legId, state: at }] : [])),
    );
  const { listening } = state;
  const heard = listening && state.calls.get(listening.callId);
  if (!listening || !heard || !inboxIds.includes(heard.inboxId)) return legs;
  return [...legs, { callId: listening.callId, legId: listening.legId, state: listening.state }];
}

export function usePhones(me: UserId): Phone[] {
  const desk = useDesk();
  const state = useCallState();
  const [phones, setPhones] = useState<Phone[]>([]);
  const { connections } = state;
  const isConnected = connections > 0;

  useEffect(() => {
    if (!isConnected) return;
    const made = new Map<string, PhoneDevice>();
    let isOver = false;
    const stop = () => {
      for (const device of made.values()) device.stop();
    };
    let reading = Promise.resolve();
    const read = () => {
      reading = reading
        .then(() => (isOver ? null : readPhones(desk, me, made)))
        .then((ready) => {
          if (isOver) stop();
          else if (ready) setPhones(ready);
        });
    };
    read();
    // An admin may have set up another line, and the server been away.
    const unsubscribe = desk.catalogueChanges.subscribe(read);
    return () => {
      isOver = true;
      unsubscribe();
      stop();
    };
  }, [desk, me, isConnected]);

  // The server offers no call to whoever cannot be rung.
  useEffect(() => {
    if (connections === 0) return;
    let told: string | null = null;
    const tell = () => {
      const there = phones.filter(({ device }) => device.state().kind === 'ready');
      const inboxIds = there.flatMap((phone) => phone.inboxIds).sort();
      if (inboxIds.join() === told) return;
      told = inboxIds.join();
      void desk.calls.ask('call:lines', { inboxIds }).then((answer) => {
        if (!answer.ok) told = null;
      });
    };
    tell();
    const stops = phones.map(({ device }) => device.onChange(tell));
    return () => {
      for (const stop of stops) stop();
    };
  }, [phones, desk, connections]);

  useEffect(() => {
    for (const { device, inboxIds } of phones) device.follow(legsOf(state, me, inboxIds));
  }, [phones, state, me]);

  // Chosen in the bar or in the settings, it holds at once.
  useEffect(() => {
    const { sound } = desk.calls.memory;
    return sound.subscribe(() => {
      for (const { device } of phones) void device.choose(sound.get()).catch(() => undefined);
    });
  }, [desk, phones]);

  return phones;
}

/** How the device itself is; null before there is one. */
export function useDeviceState(phone: Phone | undefined): DeviceState | null {
  const subscribe = useMemo(() => phone?.device.onChange ?? (() => () => undefined), [phone]);
  return useSyncExternalStore(subscribe, () => phone?.device.state() ?? null);
}

/** What a device does with one leg; drawn anew with each of its changes. */
export function useDeviceCall(phone: Phone | undefined, legId: LegId | undefined): DeviceCall | null {
  const subscribe = useMemo(() => phone?.device.onChange ?? (() => () => undefined), [phone]);
  return useSyncExternalStore(subscribe, () => phone?.device.calls().find((call) => call.legId === legId) ?? null);
}
