/** Whether this browser shows desktop notifications, and how to ask for it (only from a click). */
import { useEffect, useState } from 'react';

/** `unable`: not offered here, such as over plain http */
export type DesktopPermission = NotificationPermission | 'unable';

const read = (): DesktopPermission => (typeof Notification === 'undefined' ? 'unable' : readable());
const readable = (): DesktopPermission => (window.isSecureContext ? Notification.permission : 'unable');

export function useDesktopPermission(): [DesktopPermission, () => Promise<void>] {
  const [permission, setPermission] = useState(read);
  useEffect(() => {
    // Changed in the browser's own settings, or by another tab.
    const look = () => setPermission(read());
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, []);
  return [
    permission,
    async () => {
      await Notification.requestPermission().catch(() => undefined);
      setPermission(read());
    },
  ];
}
