/** What a person inside is told so that it is not missed: kept until it is read, and a while longer. */
import type { ConversationId, NoticeId } from './ids.ts';

export const noticeKinds = [
  'mentioned',
  'asked-in',
  'handed-over',
  /** what one handed over was not taken */
  'handed-back',
  'assigned',
  'hand-raised',
  'offer-missed',
  'snooze-over',
  'send-cancelled',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Times in ms since 1970. */
export interface Notice {
  id: NoticeId;
  at: number;
  kind: NoticeKind;
  conversationId: ConversationId;
  /** the conversation's number */
  number: number;
  customerName: string;
  /** who caused it; null when nobody did */
  byName: string | null;
  /** what they wrote, cut short; may be empty */
  text: string;
  readAt: number | null;
}
