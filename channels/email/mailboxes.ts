/** Which inbox an address belongs to. */
import type { Inbox } from '../../shared/model/inbox.ts';
import { type MailboxSettings, mailboxSettingsSchema } from '../../shared/model/mailbox.ts';
import { addressKey } from './mime/addresses.ts';

/** Settings are checked when they are saved; what older versions left out takes its default. */
export const settingsOf = (inbox: Pick<Inbox, 'settings'>): MailboxSettings =>
  mailboxSettingsSchema.parse(inbox.settings);

/** What follows a `+` leads to the same mailbox (RFC 5233). */
export function findInbox(inboxes: readonly Inbox[], address: string): Inbox | null {
  const wanted = addressKey(withoutTag(address));
  return inboxes.find((inbox) => addressKey(settingsOf(inbox).address) === wanted) ?? null;
}

function withoutTag(address: string): string {
  const at = address.lastIndexOf('@');
  const plus = address.indexOf('+');
  return plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address;
}
