/** Notifications of the desktop; only shown when the person allowed them in this browser. */

export interface DesktopWords {
  title: string;
  text: string;
  /** a later one with the same tag takes its place */
  tag: string;
}

export function showOnDesktop({ title, text, tag }: DesktopWords, onClick: () => void): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    const shown = new Notification(title, { body: text, tag, icon: '/icon.svg', silent: true });
    shown.onclick = () => {
      window.focus();
      onClick();
      shown.close();
    };
  } catch {
    // Some mobile browsers offer the class and refuse to make one; the page itself still tells.
  }
}
