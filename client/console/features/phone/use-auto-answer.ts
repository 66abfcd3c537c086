/** Answers one's own leg by itself: of whoever dialled, comes back, or listens in. Tried once, since a microphone that is denied stays denied. */
import { useEffect, useState } from 'react';
import type { CallId, LegId } from '../../../../shared/model/ids.ts';
import { DeviceFailure } from './devices/carrier.ts';
import type { Phone } from './use-phones.ts';

/** What rings, or null while nothing is to be answered. */
export function useAutoAnswer(
  phone: Phone | undefined,
  leg: { callId: CallId; legId: LegId } | null,
): DeviceFailure['why'] | null {
  const [problem, setProblem] = useState<DeviceFailure['why'] | null>(null);
  const callId = leg?.callId;
  const legId = leg?.legId;
  useEffect(() => {
    if (!phone || !callId || !legId) return;
    let isTried = false;
    const answer = () => {
      const rings = phone.device.calls().some((one) => one.legId === legId && one.state === 'ringing');
      if (!rings || isTried) return;
      isTried = true;
      phone.device.accept(callId, legId).then(
        () => setProblem(null),
        (error: unknown) => setProblem(error instanceof DeviceFailure ? error.why : 'unreachable'),
      );
    };
    answer();
    return phone.device.onChange(answer);
  }, [phone, callId, legId]);
  return legId ? problem : null;
}
