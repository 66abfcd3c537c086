/** By what a customer can be answered in one conversation, and why not by the others. */
import type { InboxId } from './ids.ts';

export const wayFormats = ['chat', 'letter', 'text', 'call'] as const;
export type WayFormat = (typeof wayFormats)[number];

/** `unknown`: they never told such an address; `unproven`: nothing shows that it is theirs */
export type WayRefusal = 'unknown' | 'unproven' | 'unreachable' | 'denied';

export interface ReplyWay {
  /** null: where the conversation came from */
  by: InboxId | null;
  format: WayFormat;
  inboxName: string;
  /** where it goes; null where it is not known, or means nothing to people */
  address: string | null;
  /** null: it is possible */
  why: WayRefusal | null;
}
