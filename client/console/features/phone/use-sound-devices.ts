/** The sound devices of this computer, as they are plugged in and out. Nameless until the microphone was once allowed. */
import { useCallback, useEffect, useState } from 'react';

/** Chromium lists the system's own again under these names. */
const isAlias = ({ deviceId }: MediaDeviceInfo): boolean =>
  deviceId === '' || deviceId === 'default' || deviceId === 'communications';

export function useSoundDevices(): { microphones: MediaDeviceInfo[]; speakers: MediaDeviceInfo[]; look(): void } {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const look = useCallback(() => {
    void navigator.mediaDevices?.enumerateDevices().then(
      (found) => setDevices(found.filter((device) => !isAlias(device))),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    look();
    navigator.mediaDevices?.addEventListener('devicechange', look);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', look);
  }, [look]);
  return {
    look,
    microphones: devices.filter(({ kind }) => kind === 'audioinput'),
    speakers: devices.filter(({ kind }) => kind === 'audiooutput'),
  };
}
