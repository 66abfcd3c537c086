/** Puts a mail that went out into the Sent folder of its account, once, where the provider does not do so itself. */
import type { ImapFlow } from 'imapflow';
import { type ImapOptions, signIn } from './imap-connection.ts';
import { readImapFailure } from './mailbox-status.ts';
import { copiesSent } from './providers.ts';

export type SentCopy =
  | { state: 'copied' | 'there-already' | 'not-needed' }
  /** there is no folder for it, or it cannot be reached now; the mail itself is out */
  | { state: 'failed'; reason: string };

export interface SentCopyOptions {
  imap: ImapOptions;
  /** whose provider may make a copy by itself */
  smtpHost: string;
  raw: Buffer;
  /** with angle brackets */
  messageId: string;
  /** ms since 1970 */
  sentAt: number;
}

/** Names that servers without special-use (RFC 6154) give it. */
const USUAL_NAMES = ['sent', 'sent items', 'sent messages', 'sent mail', 'gesendet', 'envoyés', '已发送'];

/** Never throws: a missing copy is no reason to send again. */
export async function copyToSent({ imap, smtpHost, raw, messageId, sentAt }: SentCopyOptions): Promise<SentCopy> {
  if (copiesSent(smtpHost)) return { state: 'not-needed' };
  let client: ImapFlow | null = null;
  try {
    client = await signIn(imap);
    const folders = await client.list();
    const folder =
      folders.find(({ specialUse }) => specialUse === '\\Sent') ??
      folders.find(({ name }) => USUAL_NAMES.includes(name.toLowerCase()));
    if (!folder) return { state: 'failed', reason: 'The account has no Sent folder.' };
    await client.mailboxOpen(folder.path);
    const there = await client.search({ header: { 'message-id': messageId } }, { uid: true });
    if (there && there.length > 0) return { state: 'there-already' };
    await client.append(folder.path, raw, ['\\Seen'], new Date(sentAt));
    return { state: 'copied' };
  } catch (error) {
    return { state: 'failed', reason: readImapFailure(error).reason };
  } finally {
    await client?.logout().catch(() => client?.close());
  }
}
