/** Answers in this tab, whichever tab has the device: it is taken over first. An offer may be here before the network has rung, which is waited for. */
import type { CallId, LegId } from '../../../../shared/model/ids.ts';
import type { PhoneDevice } from './device.ts';
import { DeviceFailure } from './devices/carrier.ts';

const WITHIN_MS = 8_000;

/** @throws DeviceFailure when it does not ring here, or has no microphone */
export async function answerHere(device: PhoneDevice, callId: CallId, legId: LegId): Promise<void> {
  if (device.state().kind === 'elsewhere') device.takeOver();
  if (!device.calls().some((call) => call.legId === legId)) await untilItRings(device, legId);
  await device.accept(callId, legId);
}

function untilItRings(device: PhoneDevice, legId: LegId): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new DeviceFailure('unreachable', 'it does not ring in this tab'));
    }, WITHIN_MS);
    const look = () => {
      if (!device.calls().some((call) => call.legId === legId && call.state === 'ringing')) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = device.onChange(look);
    look();
  });
}
