/** Carries a letter out: made into the bytes of a mail once per attempt from the same words and ids, then handed to the account's server, or kept. */
import type { FileRef } from '../../shared/model/file.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import type { DeliveryCode } from '../../shared/model/letter.ts';
import type { MailboxSettings, Send } from '../../shared/model/mailbox.ts';
import type { ChannelContext, Outbound, OutboundLetter, SendResult } from '../channel.ts';
import { serverOf } from './account-server.ts';
import { htmlToText } from './html-text.ts';
import { settingsOf } from './mailboxes.ts';
import { bareSubject } from './subject.ts';
import { textToHtml } from './text-html.ts';
import { instanceMark, makeBounceAddress, makeReplyAddress } from './tokens.ts';
import { makeThreadIndex } from './topic.ts';
import { composeMail, type MailAttachment, type OutgoingMail } from './wire/compose.ts';
import type { SendCode, SendOutcome } from './wire/send-result.ts';
import { createSender, type Sender } from './wire/sender.ts';
import { copyToSent } from './wire/sent-copy.ts';

type Smtp = Extract<Send, { kind: 'smtp' }>;

export interface Carrier {
  carry(outbound: Outbound, ctx: ChannelContext): Promise<SendResult>;
  stop(): Promise<void>;
}

/** Mail programs look at the first and the last ones (RFC 5322 §3.6.4 leaves the length open). */
const REFERENCES = 20;

export function createCarrier({ allowPrivate }: { allowPrivate: boolean }): Carrier {
  /** one for each inbox, until its settings or passwords change */
  const senders = new Map<InboxId, { for: string; sender: Sender }>();

  async function senderFor(inboxId: InboxId, send: Smtp, ctx: ChannelContext): Promise<Sender> {
    const credentials = await ctx.credentials(inboxId);
    const made = JSON.stringify([send, credentials]);
    const known = senders.get(inboxId);
    if (known?.for === made) return known.sender;
    await known?.sender.close();
    const keepRefreshToken = async (oauthRefreshToken: string): Promise<void> => {
      const held = senders.get(inboxId);
      if (held) held.for = JSON.stringify([send, { ...credentials, oauthRefreshToken }]);
      await ctx.keepCredentials(inboxId, { oauthRefreshToken });
    };
    const server = serverOf(send, credentials, { allowPrivate, now: ctx.now, keepRefreshToken });
    const sender = createSender({ server, perMinute: send.maxPerMinute, now: ctx.now });
    senders.set(inboxId, { for: made, sender });
    return sender;
  }

  /** Where mail is read from a mailbox, what is sent stands in it too. */
  async function copySent(
    raw: Buffer,
    messageId: string,
    inboxId: InboxId,
    { receive, send }: MailboxSettings,
    ctx: ChannelContext,
  ): Promise<void> {
    if (receive.kind !== 'imap' || send.kind !== 'smtp') return;
    const server = serverOf(receive, await ctx.credentials(inboxId), { allowPrivate, now: ctx.now });
    const copy = await copyToSent({ imap: { server }, smtpHost: send.host, raw, messageId, sentAt: ctx.now() });
    if (copy.state === 'failed') ctx.log.warn({ inboxId, reason: copy.reason }, 'A sent mail was not copied.');
  }

  return {
    async carry(outbound, ctx) {
      const { letter, inboxId, entryId } = outbound;
      const inbox = await ctx.inbox(inboxId);
      if (!letter || !inbox) return { state: 'failed', retryable: false, reason: 'It belongs to no mailbox any more.' };
      const settings = settingsOf(inbox);
      const secrets = await ctx.secrets(inboxId);
      const raw = await composeMail(await writeMail(outbound, letter, settings, secrets, ctx));
      if (settings.send.kind === 'outbox-page') {
        const kept = await ctx.keep(inboxId, raw, 'mail.eml');
        return { state: 'sent', externalId: letter.externalId, kept: kept.id };
      }
      const sender = await senderFor(inboxId, settings.send, ctx);
      const to = letter.envelopeTo ?? [...letter.to, ...letter.cc, ...letter.bcc].map(({ address }) => address);
      // Automatic mail has no sender to return it to, so nothing can come back and go round (RFC 3834 §3.3).
      const from = letter.automatic ? '' : makeBounceAddress(settings.address, entryId, secrets);
      const outcome = await sender.send({ envelope: { from, to }, raw });
      // Not waited for: that it was sent must be known soonest, or a crash would have it sent again.
      if (outcome.state === 'sent') {
        copySent(raw, letter.externalId, inboxId, settings, ctx).catch((error: unknown) => {
          ctx.log.warn({ err: error, inboxId }, 'A sent mail was not copied.');
        });
      }
      return resultOf(outcome, letter.externalId);
    },
    async stop() {
      await Promise.all([...senders.values()].map(({ sender }) => sender.close()));
      senders.clear();
    },
  };
}

async function writeMail(
  { text, files, conversationId, inboxId }: Outbound,
  letter: OutboundLetter,
  settings: MailboxSettings,
  secrets: string[],
  ctx: ChannelContext,
): Promise<OutgoingMail> {
  const replyTo = makeReplyAddress(settings.address, conversationId, secrets);
  const html = letter.html === '' ? textToHtml(withSignature(text, settings.signature)) : letter.html;
  const attachments = await attach(files, html, ctx);
  const inReplyTo = letter.references.at(-1);
  return {
    messageId: letter.externalId,
    date: letter.at,
    from: { name: fromName(letter, settings), address: settings.address },
    replyTo: [{ name: settings.displayName, address: replyTo }],
    to: letter.to,
    cc: letter.cc,
    subject: letter.subject,
    text: letter.html === '' ? withSignature(text, settings.signature) : htmlToText(letter.html),
    html: attachments.html,
    ...(inReplyTo && { inReplyTo, references: capped(letter.references) }),
    headers: {
      // What comes back as it left is known as ours, whatever became of its ids on the way.
      'X-Parley-Instance': instanceMark(inboxId, secrets),
      // Exchange may lose the ids of what it carries, and keeps these.
      'Thread-Topic': bareSubject(letter.subject),
      'Thread-Index': makeThreadIndex(letter.alike, conversationId, letter.at),
      ...(letter.automatic && { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' }),
    },
    attachments: attachments.files,
  };
}

const withSignature = (text: string, signature: string): string =>
  signature.trim() === '' ? text : `${text}\n\n-- \n${signature}`;

function fromName({ authorName }: OutboundLetter, { displayName }: MailboxSettings): string {
  if (authorName === '') return displayName;
  return displayName === '' ? authorName : `${authorName}, ${displayName}`;
}

function capped(references: readonly string[]): string[] {
  const [first = ''] = references;
  return references.length <= REFERENCES ? [...references] : [first, ...references.slice(1 - REFERENCES)];
}

/** Pictures that stand in the words travel within the mail; everything else is attached. */
async function attach(
  files: readonly FileRef[],
  html: string,
  ctx: ChannelContext,
): Promise<{ html: string; files: MailAttachment[] }> {
  const attached: MailAttachment[] = [];
  let withPictures = html;
  for (const { id, name, type } of files) {
    const content = await ctx.bytes(id);
    if (content === null) continue;
    const address = `/files/${id}`;
    const stands = withPictures.includes(address);
    if (stands) withPictures = withPictures.replaceAll(address, `cid:${id}`);
    attached.push({ filename: name, contentType: type, content, ...(stands && { cid: id }) });
  }
  return { html: withPictures, files: attached };
}

function resultOf(outcome: SendOutcome, externalId: string): SendResult {
  switch (outcome.state) {
    case 'sent': {
      const refused = outcome.rejected.map(({ address, reason, undeliverable }) => ({
        ...{ address, detail: reason },
        code: undeliverable ? ('no-such-address' as const) : ('recipients-refused' as const),
      }));
      return { state: 'sent', externalId, ...(refused.length > 0 && { refused }) };
    }
    case 'unknown':
      return { state: 'unknown', reason: outcome.reason, code: 'timed-out' };
    case 'failed': {
      const { retryable, retryAfterMs, reason, rejected } = outcome;
      const gone = rejected.length > 0 && rejected.every(({ undeliverable }) => undeliverable);
      const code = gone ? 'no-such-address' : codes[outcome.code];
      return { state: 'failed', retryable, reason, code, ...(retryAfterMs && { retryAfter: retryAfterMs }) };
    }
  }
}

const codes: Record<SendCode, DeliveryCode> = {
  'unknown-host': 'unreachable',
  'host-not-allowed': 'unreachable',
  unreachable: 'unreachable',
  timeout: 'timed-out',
  dropped: 'unreachable',
  tls: 'not-secure',
  'greeting-refused': 'not-now',
  'sign-in-refused': 'sign-in-refused',
  'sign-in-deferred': 'not-now',
  'sign-in-required': 'sign-in-refused',
  'needs-consent': 'sign-in-refused',
  deferred: 'not-now',
  'sender-refused': 'sign-in-refused',
  'recipients-refused': 'recipients-refused',
  'content-refused': 'refused-as-spam',
  'too-big': 'too-large',
  'bad-address': 'no-such-address',
  throttled: 'not-now',
  protocol: 'other',
  closed: 'not-now',
};
