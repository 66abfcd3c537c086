/** A mail that arrived becomes a message: all of it is kept, what can be read of it is read, and ingest says where it belongs. */
import { limits } from '../../shared/limits.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { FileId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Letter, SenderVerdict } from '../../shared/model/letter.ts';
import type { ChannelContext, IdentityRef, InboundLetter, InboundMessage } from '../channel.ts';
import { type Classified, classifyMail } from './classify.ts';
import { cleanHtml } from './clean-html.ts';
import { findInbox } from './mailboxes.ts';
import { addressKey } from './mime/addresses.ts';
import type { MailKind, MailPart, ParsedMail } from './model.ts';
import { parseMail } from './parse-mail.ts';
import { takeBounce } from './take-bounce.ts';
import { readThreadHints } from './thread-hints.ts';
import { trimQuote, trimQuoteHtml } from './trim-quote.ts';
import type { ArrivedMail, Take } from './wire/model.ts';

type Context = Pick<ChannelContext, 'ingest' | 'report' | 'keep' | 'secrets' | 'inbox' | 'inboxes' | 'now' | 'log'>;

export function createTaker(ctx: Context): Take {
  return async function take(arrived) {
    const inbox = await ctx.inbox(arrived.mailboxId as Inbox['id']);
    if (inbox === null) throw new Error(`Mailbox ${arrived.mailboxId} is gone.`);
    const mail = await parseMail(arrived.raw);
    if (await isOurOwn(mail, inbox, ctx)) return;
    const classified = classifyMail(mail, arrived.envelope);
    const bounce = classified.kind === 'bounce' ? await takeBounce(arrived, mail, inbox, ctx) : null;
    const message = await readMessage(arrived, mail, classified, inbox, ctx);
    const about = bounce?.conversationId;
    if (about) message.letter.thread.ours.unshift(about);
    await ctx.ingest(message);
  };
}

/** Nobody wrote them. Lists and invitations are sent by people. */
const machines: ReadonlySet<MailKind> = new Set(['bounce', 'auto-reply', 'auto-generated', 'receipt', 'feedback']);

/** What we sent and got back, as a copy or through a list: it stands in the log already. */
async function isOurOwn(mail: ParsedMail, inbox: Inbox, ctx: Context): Promise<boolean> {
  if (mail.from === null || findInbox(await ctx.inboxes(), mail.from.address) === null) return false;
  const { ours } = readThreadHints(
    { ...mail, references: mail.messageId === null ? [] : [mail.messageId], inReplyTo: [] },
    null,
    await ctx.secrets(inbox.id),
  );
  return ours.length > 0;
}

async function readMessage(
  arrived: ArrivedMail,
  mail: ParsedMail,
  { kind, mayAnswer }: Classified,
  inbox: Inbox,
  ctx: Context,
): Promise<InboundMessage & { letter: InboundLetter }> {
  const hints = readThreadHints(mail, arrived.envelope, await ctx.secrets(inbox.id));
  const source = await ctx.keep(inbox.id, arrived.raw, 'mail.eml');
  const { files, pictures, html } = await keepParts(mail, inbox, ctx);
  // Folded, never left out: the rest stands beside it, and all of it in the source.
  const { visible, quoted } = trimQuote(mail.text);
  const verdict: SenderVerdict = arrived.via === 'listener' ? 'local' : 'none';
  const sender = verdict === 'local' || verdict === 'none' ? 'unproven' : 'proven';
  const ours = [...(hints.token ? [hints.token] : []), ...hints.ours.map(({ conversationId }) => conversationId)];
  return {
    type: 'message',
    inboxId: inbox.id,
    key: mail.dedupeKey,
    identity: identityOf(mail, arrived),
    at: arrived.at,
    conversationId: null,
    text: visible.slice(0, limits.letterText),
    files,
    form: [],
    context: {},
    claimed: claimedBy(mail),
    left: false,
    letter: {
      letter: {
        ...describe(mail, verdict, kind, source.id),
        html,
        ...(pictures.length > 0 && { pictures }),
        ...(quoted !== '' && { quoted: quoted.slice(0, limits.letterText) }),
      },
      externalId: mail.messageId ?? mail.dedupeKey,
      digest: mail.contentHash,
      thread: { ours: [...new Set(ours)], answers: hints.refs, number: hints.number },
      sender,
      automatic: machines.has(kind),
      mayAnswer,
      size: arrived.oversize?.size ?? arrived.raw.length,
      headers: mail.headers,
    },
  };
}

function identityOf(mail: ParsedMail, { envelope }: ArrivedMail): IdentityRef {
  const address = mail.from?.address ?? (envelope?.mailFrom || null);
  // A mail that names no sender is nobody's: it is never taken for another one's.
  return address === null
    ? { kind: 'external', value: `unnamed:${mail.dedupeKey}` }
    : { kind: 'email', value: addressKey(address) };
}

function claimedBy({ from }: ParsedMail): { name?: string } {
  return from === null || from.name === '' ? {} : { name: from.name.slice(0, limits.name) };
}

function describe(mail: ParsedMail, verdict: SenderVerdict, kind: MailKind, source: FileId): Letter {
  return {
    subject: mail.subject.slice(0, limits.subject),
    from: mail.from,
    to: mail.to.slice(0, limits.recipients),
    cc: mail.cc.slice(0, limits.recipients),
    ...(mail.replyTo.length > 0 && { replyTo: mail.replyTo.slice(0, 5) }),
    html: null,
    source,
    received: {
      verdict,
      automatic: kind === 'person' ? null : kind,
      warnings: mail.fromAll.length > 1 ? ['several-senders'] : [],
      ...(mail.encrypted && { encrypted: mail.encrypted }),
      ...(mail.problem !== null && { unreadable: true as const }),
      ...(mail.dropped > 0 && { dropped: mail.dropped }),
      ...((mail.cut || mail.text.length > limits.letterText) && { cut: true as const }),
    },
  };
}

/** Its parts and its cleaned HTML become files; a picture that the HTML shows is no attachment beside it. */
async function keepParts(
  { parts, html }: ParsedMail,
  inbox: Inbox,
  ctx: Context,
): Promise<{ files: FileRef[]; pictures: FileId[]; html: FileId | null }> {
  const kept: { part: MailPart; file: FileRef }[] = [];
  for (const part of parts) {
    // A file of nothing has nothing to keep.
    if (part.bytes.length > 0) kept.push({ part, file: await ctx.keep(inbox.id, part.bytes, part.name) });
  }
  const withId = (cid: string) => kept.find(({ part, file }) => part.cid === cid && file.image !== undefined);
  const cleaned = html === null ? null : cleanHtml(trimQuoteHtml(html).html, (cid) => addressOf(withId(cid)?.file));
  const shown = new Set(cleaned?.cids.flatMap((cid) => withId(cid)?.file.id ?? []));
  const page =
    cleaned && cleaned.html.trim() !== '' ? await ctx.keep(inbox.id, Buffer.from(cleaned.html), 'letter.html') : null;
  return {
    files: kept.flatMap(({ file }) => (shown.has(file.id) ? [] : [file])),
    pictures: [...shown],
    html: page?.id ?? null,
  };
}

const addressOf = (file: FileRef | undefined): string | null => (file ? `/files/${file.id}` : null);
