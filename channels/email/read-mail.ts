/** All that can be said of one mail, in one go and without looking anything up but the names that prove its sender. */
import type { Invitation } from '../../shared/model/letter.ts';
import { type Authenticity, type JudgeOptions, judgeSender } from './authenticity.ts';
import { type Bounce, readBounce } from './bounce.ts';
import { readInvitation } from './calendar.ts';
import { type Classified, classifyMail } from './classify.ts';
import { type CleanedHtml, cleanHtml } from './clean-html.ts';
import { type Forwarded, isForwarded, readForwarded } from './forwarded.ts';
import { addressKey } from './mime/addresses.ts';
import type { Envelope, MailKind, ParsedMail } from './model.ts';
import { parseMail } from './parse-mail.ts';
import { readThreadHints, type ThreadHints } from './thread-hints.ts';
import { isInstanceMark, readMessageId } from './tokens.ts';
import { trimQuote, trimQuoteHtml } from './trim-quote.ts';
import { findWarnings, type MailWarning } from './warnings.ts';

export interface ReadOptions extends Omit<JudgeOptions, 'envelope'> {
  secrets: readonly string[];
  /** of all our mailboxes */
  ownAddresses: readonly string[];
  instanceId: string;
  /** ms since 1970: a Date header that lies ahead of it is not believed */
  now: number;
  /** names of our people, whom a stranger might pretend to be */
  names?: readonly string[];
  /** the text of the message that this one may answer, once its hints are known */
  lastOutgoing?(hints: ThreadHints): Promise<string | null>;
  /** the address under which an inline part is served; without it they are left out of the page */
  cid?(cid: string): string | null;
}

export interface MailReading extends Classified {
  mail: ParsedMail;
  /** what we sent and got back: it stands in the log already */
  isOwn: boolean;
  hints: ThreadHints;
  sender: Authenticity;
  bounce: Bounce | null;
  /** what they wrote now, and what they only repeated; together with their order in `trimQuote` they are the text */
  visible: string;
  quoted: string;
  /** the page, cleaned, with `data-quoted` on what only repeats */
  page: CleanedHtml | null;
  forwarded: Forwarded | null;
  invitation: Invitation | null;
  warnings: MailWarning[];
  /** the Date header, null when it is nonsense or lies in the future */
  writtenAt: number | null;
}

const REPORTS: ReadonlySet<MailKind> = new Set(['bounce', 'receipt', 'feedback']);
/** A clock may be wrong by the zone that its owner chose. */
const FUTURE = 24 * 3_600_000;

export async function readMail(raw: Buffer, envelope: Envelope | null, options: ReadOptions): Promise<MailReading> {
  const mail = await parseMail(raw);
  const classified = classifyMail(mail, envelope);
  const hints = readThreadHints(mail, envelope, options.secrets, options.now);
  const lastOutgoing = (await options.lastOutgoing?.(hints)) ?? null;
  const trim = { lastOutgoing, isForward: isForwarded(mail) };
  const text = trimQuote(mail.text, trim);
  const marked = mail.html === null ? null : trimQuoteHtml(mail.html, trim);
  // A page shows by its structure what its text part may hide in words of an unknown language.
  const own = text.quoted === '' && marked?.hasQuote === true ? marked.visible() : '';
  const isClearer = own.trim() !== '';
  return {
    ...classified,
    mail,
    isOwn: isOwn(mail, options),
    hints,
    sender: await judgeSender(raw, mail, { ...options, envelope }),
    bounce: classified.kind === 'bounce' ? readBounce(raw, mail, { envelope, secrets: options.secrets }) : null,
    visible: isClearer ? own : text.visible,
    quoted: isClearer ? mail.text : text.quoted,
    page: marked === null ? null : cleanHtml(marked.html, options.cid ?? (() => null)),
    // What a report returns was not passed on.
    forwarded: REPORTS.has(classified.kind) ? null : readForwarded(mail),
    invitation: readInvitation(mail.parts),
    warnings: findWarnings(mail, options.names),
    writtenAt: mail.date !== null && mail.date <= options.now + FUTURE ? mail.date : null,
  };
}

function isOwn(mail: ParsedMail, { ownAddresses, secrets, instanceId }: ReadOptions): boolean {
  const marks = mail.headers.get('x-parley-instance') ?? [];
  if (marks.slice(0, 5).some((mark) => isInstanceMark(mark, instanceId, secrets))) return true;
  const ours = new Set(ownAddresses.map(addressKey));
  const isFromUs = mail.from !== null && ours.has(addressKey(mail.from.address));
  return isFromUs && mail.messageId !== null && readMessageId(mail.messageId, secrets) !== null;
}
