/** A mail that arrived becomes a message: all of it is kept, what can be read of it is read, and ingest says where it belongs. */
import { limits } from '../../shared/limits.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { FileId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Letter, SenderVerdict } from '../../shared/model/letter.ts';
import type { ChannelContext, IdentityRef, InboundLetter, InboundMessage } from '../channel.ts';
import type { JudgeOptions } from './authenticity.ts';
import { settingsOf } from './mailboxes.ts';
import { addressKey } from './mime/addresses.ts';
import type { MailKind, MailPart, ParsedMail } from './model.ts';
import { type MailReading, readMail } from './read-mail.ts';
import type { MailReader } from './reading/mail-reader.ts';
import { showPictures } from './reading/picture-address.ts';
import { takeBounce } from './take-bounce.ts';
import { alikeOf, type ThreadHints } from './thread-hints.ts';
import type { ArrivedMail, Take } from './wire/model.ts';

type Context = Pick<
  ChannelContext,
  'ingest' | 'report' | 'keep' | 'secrets' | 'inbox' | 'inboxes' | 'said' | 'names' | 'now' | 'log'
>;

/** Looks a name up as `dns.promises.resolve` does. */
export type Resolve = JudgeOptions['resolver'];

export function createTaker(ctx: Context, resolve: Resolve, reader: MailReader): Take {
  return async function take(arrived) {
    const inbox = await ctx.inbox(arrived.mailboxId as Inbox['id']);
    if (inbox === null) throw new Error(`Mailbox ${arrived.mailboxId} is gone.`);
    // While it is read: keeping it is waiting for the disk. What is ours after all is let go of with all that nobody took.
    const keeping = ctx.keep(inbox.id, arrived.raw, 'mail.eml');
    const [reading, kept] = await Promise.allSettled([readArrived(arrived, inbox, ctx, resolve, reader), keeping]);
    if (reading.status === 'rejected') throw reading.reason;
    if (kept.status === 'rejected') throw kept.reason;
    await takeRead({ ...arrived, unparsed: reading.value.isUnread }, reading.value.reading, kept.value.id, inbox);
  };

  async function takeRead(arrived: ArrivedMail, reading: MailReading, source: FileId, inbox: Inbox): Promise<void> {
    if (reading.isOwn) return;
    const bounce = reading.bounce && (await takeBounce(reading.bounce, arrived, reading.mail, inbox, ctx));
    const message = await writeMessage(arrived, reading, source, inbox, ctx);
    const about = bounce?.conversationId;
    if (about) message.letter.thread.ours.unshift(about);
    await ctx.ingest(message);
  }
}

async function readArrived(
  arrived: ArrivedMail,
  inbox: Inbox,
  ctx: Context,
  resolve: Resolve,
  reader: MailReader,
): Promise<{ reading: MailReading; isUnread: boolean }> {
  const options = {
    secrets: await ctx.secrets(inbox.id),
    ownAddresses: (await ctx.inboxes()).map((other) => settingsOf(other).address),
    instanceId: inbox.id,
    now: ctx.now(),
    names: await ctx.names(),
    trusted: settingsOf(inbox).trustedAuthServers,
    // What we said last is known exactly, in whatever way their program repeats it.
    async lastOutgoing({ ours: [newest] }: ThreadHints) {
      return newest ? ctx.said(newest.entryId) : null;
    },
    resolver: isLocal(arrived) ? lookUpNothing : resolve,
  };
  const reading = arrived.unparsed ? null : await reader.read(arrived.raw, arrived.envelope, options);
  if (reading !== null) return { reading, isUnread: false };
  if (!arrived.unparsed)
    ctx.log.warn({ bytes: arrived.raw.length }, 'a mail took too long to read and is kept as it came');
  return { reading: await readMail(headersOf(arrived.raw), arrived.envelope, options), isUnread: true };
}

/** Of one that could not be taken again and again nothing but its headers is read: who it is from, and what it is about. */
function headersOf(raw: Buffer): Buffer {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => raw.indexOf(end)).filter((at) => at >= 0);
  return raw.subarray(0, Math.min(raw.length, MOST_HEADERS, ...ends));
}

const MOST_HEADERS = 64 * 1024;

/** Handed over on this machine: nobody's servers were in between, so there is nothing to ask. */
function isLocal({ via, envelope }: ArrivedMail): boolean {
  const address = envelope?.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return via === 'listener' && (address === '::1' || address.startsWith('127.'));
}

const lookUpNothing: Resolve = async () => [];

/** Nobody wrote them. Lists and invitations are sent by people. */
const machines: ReadonlySet<MailKind> = new Set(['bounce', 'auto-reply', 'auto-generated', 'receipt', 'feedback']);

async function writeMessage(
  arrived: ArrivedMail,
  reading: MailReading,
  source: FileId,
  inbox: Inbox,
  ctx: Context,
): Promise<InboundMessage & { letter: InboundLetter }> {
  const { mail, hints, visible } = reading;
  const { files, pictures, html } = await keepParts(reading, inbox, ctx);
  const verdict: SenderVerdict = isLocal(arrived) ? 'local' : reading.sender.verdict;
  const sender = senders[verdict];
  return {
    type: 'message',
    inboxId: inbox.id,
    key: mail.dedupeKey,
    identity: identityOf(mail, arrived, sender),
    at: arrived.at,
    conversationId: null,
    // What it repeats is folded, never left out: it stands beside, and all of it in the source.
    text: visible.slice(0, limits.letterText),
    files,
    form: [],
    context: {},
    claimed: claimedBy(mail, sender),
    left: false,
    letter: {
      letter: { ...describe(reading, verdict, source, arrived), html, ...(pictures.length > 0 && { pictures }) },
      externalId: mail.messageId ?? mail.dedupeKey,
      digest: mail.contentHash,
      thread: {
        ours: hints.token ? [hints.token] : [],
        ourLetters: hints.ours,
        answers: hints.refs,
        number: hints.number,
        named: hints.topic?.conversationId ?? null,
        alike: alikeOf(hints),
      },
      sender,
      automatic: machines.has(reading.kind),
      mayAnswer: reading.mayAnswer,
      size: arrived.oversize?.size ?? arrived.raw.length,
      headers: mail.headers,
    },
  };
}

const senders: Record<SenderVerdict, InboundLetter['sender']> = {
  pass: 'proven',
  weak: 'proven',
  arc: 'proven',
  none: 'unproven',
  local: 'unproven',
  fail: 'refuted',
};

function identityOf(mail: ParsedMail, { envelope }: ArrivedMail, sender: InboundLetter['sender']): IdentityRef {
  const address = mail.from?.address ?? (envelope?.mailFrom || null);
  // A mail that names no sender is nobody's: it is never taken for another one's.
  if (address === null) return { kind: 'external', value: `unnamed:${mail.dedupeKey}` };
  // Nor is one whose domain says that it is not theirs: it has a name of its own, which nothing is known of.
  if (sender === 'refuted') return { kind: 'external', value: `refuted:${addressKey(address)}` };
  return { kind: 'email', value: addressKey(address) };
}

function claimedBy({ from }: ParsedMail, sender: InboundLetter['sender']): { name?: string } {
  if (from === null) return {};
  const name = sender === 'refuted' ? from.address : from.name;
  return name === '' ? {} : { name: name.slice(0, limits.name) };
}

function describe(
  reading: MailReading,
  verdict: SenderVerdict,
  source: FileId,
  { unparsed, oversize }: ArrivedMail,
): Letter {
  const { mail, kind, quoted, visible, page, forwarded, invitation, warnings } = reading;
  const from = forwarded?.from ?? null;
  return {
    subject: mail.subject.slice(0, limits.subject),
    from: mail.from,
    to: mail.to.slice(0, limits.recipients),
    cc: mail.cc.slice(0, limits.recipients),
    ...(mail.replyTo.length > 0 && { replyTo: mail.replyTo.slice(0, 5) }),
    ...(quoted !== '' && { quoted: quoted.slice(0, limits.letterText) }),
    html: null,
    source,
    received: {
      verdict,
      automatic: kind === 'person' ? null : kind,
      warnings: [...warnings],
      ...(from && { forwardedFrom: from }),
      ...(invitation && { invitation }),
      ...(mail.encrypted && { encrypted: mail.encrypted }),
      ...((mail.problem !== null || unparsed) && { unreadable: true as const }),
      ...(oversize && { oversize: oversize.size }),
      ...(mail.dropped > 0 && { dropped: mail.dropped }),
      ...((mail.cut || page?.isCut || visible.length > limits.letterText) && { cut: true as const }),
    },
  };
}

/** Its parts and its cleaned HTML become files; a picture that the HTML shows is no attachment beside it. */
async function keepParts(
  { mail, page }: MailReading,
  inbox: Inbox,
  ctx: Context,
): Promise<{ files: FileRef[]; pictures: FileId[]; html: FileId | null }> {
  const kept: { part: MailPart; file: FileRef }[] = [];
  for (const part of mail.parts) {
    // A file of nothing has nothing to keep, and an invitation comes along twice: for programs that read it, and for those that do not.
    const isAgain = part.type.includes('calendar') || part.type === 'application/ics';
    if (isAgain && kept.some((other) => other.part.bytes.equals(part.bytes))) continue;
    if (part.bytes.length > 0) kept.push({ part, file: await ctx.keep(inbox.id, part.bytes, part.name) });
  }
  const shown = new Map<string, FileId>();
  for (const { part, file } of kept) {
    if (part.cid !== null && file.image && page?.cids.includes(part.cid)) shown.set(part.cid, file.id);
  }
  const html = page && showPictures(page.html, shown);
  const keptPage = html && html.trim() !== '' ? await ctx.keep(inbox.id, Buffer.from(html), 'letter.html') : null;
  const pictures = [...shown.values()];
  return {
    files: kept.flatMap(({ file }) => (pictures.includes(file.id) ? [] : [file])),
    pictures,
    html: keptPage?.id ?? null,
  };
}
