/** Makes the bytes of a mail. They are made once and kept: every attempt, the copy in Sent and the download are the same mail. */
import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';

export interface MailAddress {
  name?: string;
  address: string;
}

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
  /** shown within the HTML as `cid:…` */
  cid?: string;
}

export interface OutgoingMail {
  /** with angle brackets, made and stored before */
  messageId: string;
  /** ms since 1970 */
  date: number;
  from: MailAddress;
  sender?: MailAddress;
  replyTo?: MailAddress[];
  to: MailAddress[];
  cc?: MailAddress[];
  subject: string;
  text: string;
  html?: string;
  inReplyTo?: string;
  references?: string[];
  headers?: Record<string, string>;
  attachments?: MailAttachment[];
}

/** Bcc is in the envelope alone. The same mail gives the same bytes. */
export function composeMail(mail: OutgoingMail): Promise<Buffer> {
  // Only these fields and only strings and bytes: whatever else an object carries (a path, a URL) is not looked at.
  const composer = new MailComposer({
    messageId: mail.messageId,
    date: new Date(mail.date),
    from: readAddress(mail.from),
    sender: mail.sender && readAddress(mail.sender),
    replyTo: mail.replyTo?.map(readAddress),
    to: mail.to.map(readAddress),
    cc: mail.cc?.map(readAddress),
    subject: oneLine(mail.subject),
    text: String(mail.text),
    html: mail.html === undefined ? undefined : String(mail.html),
    inReplyTo: mail.inReplyTo && oneLine(mail.inReplyTo),
    references: mail.references?.map(oneLine),
    headers: Object.entries(mail.headers ?? {}).map(([key, value]) => ({ key: oneLine(key), value: oneLine(value) })),
    attachments: mail.attachments?.map(({ filename, contentType, content, cid }) => ({
      filename: oneLine(filename),
      contentType: oneLine(contentType),
      content: Buffer.from(content),
      cid: cid && oneLine(cid),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 24),
  });
  return composer.compile().build();
}

function readAddress({ name, address }: MailAddress): { name: string; address: string } {
  return { name: oneLine(name ?? ''), address: oneLine(address) };
}

/** A line break within a value would begin a header of somebody else's choice. */
function oneLine(value: string): string {
  return String(value)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
