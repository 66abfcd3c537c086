/**
 * A raw mail as plain data. Never throws and is bounded on every input: what cannot be read is said in `problem`, and the raw mail,
 * which the caller keeps, still has it. RFC 5322, RFC 2045–2049, and what senders really do.
 */
import { createHash } from 'node:crypto';
import { addressKey, readAddresses } from './mime/addresses.ts';
import { cleanLine } from './mime/clean-text.ts';
import { readHead } from './mime/header-block.ts';
import { decodeWords } from './mime/header-words.ts';
import { collectContent, type MailContent } from './mime/mail-content.ts';
import { readMailDate } from './mime/mail-date.ts';
import { readIds } from './mime/message-ids.ts';
import { readTree, walk } from './mime/mime-tree.ts';
import type { ParsedMail } from './model.ts';

/** Newest ids of a chain that are kept. */
const MAX_REFERENCES = 200;
const MAX_SUBJECT = 1_000;
const EMPTY: MailContent = { text: '', html: null, parts: [], dropped: 0, isCut: false, encrypted: null, signed: null };

export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  const problems: string[] = [];
  const attempt = <T>(what: string, fallback: T, read: () => T): T => {
    try {
      return read();
    } catch {
      problems.push(`${what} could not be read`);
      return fallback;
    }
  };
  let charset: string | undefined;
  const content = attempt('The content', EMPTY, () => {
    const tree = readTree(raw);
    if (tree.isHeadCut) problems.push('The headers are larger than is read');
    if (tree.isTooDeep) problems.push('The parts are nested deeper than is read');
    if (tree.root.fields.length === 0 && raw.length > 0) problems.push('There are no headers');
    charset = [...walk(tree.root)].map((part) => part.type.params.get('charset')).find((name) => name !== undefined);
    const found = collectContent(tree.root);
    return { ...found, dropped: found.dropped + tree.uncounted };
  });
  // Raw 8-bit bytes in a header are most likely of the charset of the body.
  const headers = attempt('The headers', new Map<string, string[]>(), () =>
    groupFields(readHead(raw, 0, raw.length, charset).fields),
  );

  const values = (name: string): string[] => headers.get(name) ?? [];
  const first = (name: string): string | null => values(name)[0] ?? null;
  const fromAll = attempt('The sender', [], () => readAddresses(values('from')));
  const subject = attempt('The subject', '', () =>
    cleanLine(decodeWords((first('subject') ?? '').slice(0, 20_000)), MAX_SUBJECT),
  );
  const messageId = attempt('The Message-ID', null, () => readIds(values('message-id').slice(0, 1)).at(0) ?? null);
  const recipients = (name: string): ReturnType<typeof readAddresses> =>
    attempt(`The header ${name}`, [], () => readAddresses(values(name)));
  const contentHash = hashContent(fromAll[0]?.address ?? '', subject, content);
  return {
    messageId,
    dedupeKey: messageId === null ? `hash:${hashRaw(raw, headers)}` : keyOf(messageId),
    contentHash,
    inReplyTo: attempt('In-Reply-To', [], () => readIds(values('in-reply-to'))).slice(0, 20),
    references: attempt('References', [], () => readIds(values('references'))).slice(-MAX_REFERENCES),
    subject,
    from: fromAll[0] ?? null,
    fromAll,
    sender: recipients('sender')[0] ?? null,
    replyTo: recipients('reply-to'),
    to: recipients('to'),
    cc: recipients('cc'),
    deliveredTo: attempt('Delivered-To', [], () => readDelivered(headers)),
    date: attempt('The date', null, () => readMailDate(first('date'))),
    text: content.text,
    html: content.html,
    cut: content.isCut,
    parts: content.parts,
    dropped: content.dropped,
    headers,
    problem: problems.length === 0 ? null : `${problems.join('. ')}.`,
    encrypted: content.encrypted,
    signed: content.signed,
  };
}

/** Without the rest of the mail. */
export function readHeaders(raw: Buffer): ReadonlyMap<string, string[]> {
  return groupFields(readHead(raw, 0, raw.length).fields);
}

function groupFields(fields: readonly { name: string; value: string }[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const list = headers.get(name);
    if (list === undefined) headers.set(name, [value]);
    else list.push(value);
  }
  return headers;
}

function readDelivered(headers: ReadonlyMap<string, string[]>): string[] {
  const names = [
    'delivered-to',
    'x-original-to',
    'envelope-to',
    'x-envelope-to',
    'x-delivered-to',
    'x-rcpt-to',
    'x-forwarded-to',
  ];
  const found = names.flatMap((name) => readAddresses(headers.get(name) ?? []));
  return [...new Set(found.map((one) => addressKey(one.address)))];
}

function keyOf(messageId: string): string {
  return messageId.length <= 200 ? `id:${messageId}` : `id:${sha256(messageId)}`;
}

/** The same mail on two ways differs in what servers put on top: trace fields and their own additions. */
function hashRaw(raw: Buffer, headers: ReadonlyMap<string, string[]>): string {
  const hash = createHash('sha256');
  for (const [name, values] of [...headers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (/^(x-|received|delivered-to|return-path|envelope-to|authentication-results|arc-|dkim-|status$)/.test(name))
      continue;
    hash.update(`${name}:${values.join('\n')}\n`);
  }
  const { bodyStart } = readHead(raw, 0, raw.length);
  // Line ends and empty lines at the end change on the way.
  const body = raw.subarray(bodyStart).toString('latin1').replaceAll('\r\n', '\n');
  return hash.update('\n').update(body.trimEnd()).digest('hex');
}

function hashContent(from: string, subject: string, content: MailContent): string {
  const hash = createHash('sha256').update(`${addressKey(from)}\n${subject}\n`);
  // The words of a page, for gateways write its tags anew.
  const words = (content.html ?? content.text).replace(/<[^<>]*>/g, ' ');
  hash.update(words.replace(/\s+/g, ' ').trim());
  for (const part of content.parts) hash.update(`\n${part.name} ${part.bytes.length}`);
  return hash.digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
