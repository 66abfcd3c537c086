/** What the console says to a preview of the widget: settings as they are being edited, and which screen to show. */
import type { WidgetInbox } from '../../../shared/model/inbox.ts';

export interface PreviewMessage {
  parley: 'preview';
  inbox: WidgetInbox;
  screen: 'home' | 'form';
  language: string;
}

/** From our own console, so only the kind is looked at; null for anything else. */
export function readPreviewMessage(data: unknown): PreviewMessage | null {
  const message = data as Partial<PreviewMessage> | null;
  if (typeof message !== 'object' || message === null || message.parley !== 'preview') return null;
  return message.inbox && typeof message.language === 'string' ? (message as PreviewMessage) : null;
}
