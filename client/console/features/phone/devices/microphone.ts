/** Whether this browser has a microphone that it lets us use: without one nobody is to be rung here. Nothing is opened, and nobody is asked. */
import type { DeviceFailure } from './carrier.ts';

export interface MicrophoneWatch {
  /** null: it can be used, as far as can be known before it is */
  why(): DeviceFailure['why'] | null;
  stop(): void;
}

export function watchMicrophone(onChange: () => void): MicrophoneWatch {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  let permission: PermissionStatus | null = null;
  let hasOne = media !== undefined;

  async function look(): Promise<void> {
    const devices = await media?.enumerateDevices();
    const has = devices?.some(({ kind }) => kind === 'audioinput') ?? false;
    if (has === hasOne) return;
    hasOne = has;
    onChange();
  }

  const handleDevices = (): void => void look().catch(() => undefined);
  media?.addEventListener('devicechange', handleDevices);
  handleDevices();
  // Not every browser answers this; then it shows when somebody is answered.
  navigator.permissions?.query({ name: 'microphone' as PermissionName }).then(
    (status) => {
      permission = status;
      status.addEventListener('change', onChange);
      onChange();
    },
    () => undefined,
  );
  return {
    why: () => (permission?.state === 'denied' ? 'microphone-denied' : hasOne ? null : 'no-microphone'),
    stop() {
      media?.removeEventListener('devicechange', handleDevices);
      permission?.removeEventListener('change', onChange);
    },
  };
}
