/**
 * What a bounce says: whom it is about, what became of the mail, and which of our mails it was. By RFC 3464 where the report is one,
 * and by the habits of the mail systems for the other half. Anybody can write a bounce: the caller checks that we sent that mail.
 */
import type { EntryId } from '../../shared/model/ids.ts';
import { type BounceOutcome, classifyFailure } from './bounce-outcome.ts';
import { readFailedFromText } from './bounce-text.ts';
import { addressKey, normaliseAddress, readAddresses } from './mime/addresses.ts';
import { decodeBytes } from './mime/charset.ts';
import { cleanLine } from './mime/clean-text.ts';
import { firstField, type HeaderField, readHead } from './mime/header-block.ts';
import { decodeWords } from './mime/header-words.ts';
import { readIds } from './mime/message-ids.ts';
import { type MimePart, readTree, walk } from './mime/mime-tree.ts';
import { decodeTransfer } from './mime/transfer.ts';
import type { Envelope, ParsedMail } from './model.ts';
import { readBounceAddress } from './tokens.ts';

export interface BouncedRecipient {
  address: string;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** x.y.z of RFC 3463 */
  status: string | null;
  /** one line, in the words of the mail system */
  diagnostic: string;
  outcome: BounceOutcome;
}

export interface Bounce {
  recipients: BouncedRecipient[];
  /** Message-IDs of the mail that it is about, the surest first */
  originalIds: string[];
  /** from the envelope sender that the bounce came back to (VERP) */
  entryId: EntryId | null;
  /** by all of its words, where it names nobody */
  outcome: BounceOutcome;
}

const MAX_RECIPIENTS = 100;
const MAX_DIAGNOSTIC = 500;
/** A Message-ID in a copied header, also in a quoted one. */
const COPIED_ID = /^[>|\s]{0,20}(?:x-)?(?:original-)?message-?id\s*:\s*([^\r\n]{1,500})/gim;

export function readBounce(
  raw: Buffer,
  mail: ParsedMail,
  { envelope, secrets }: { envelope: Envelope | null; secrets: readonly string[] },
): Bounce {
  const parts = readParts(raw);
  const originals = originalHeads(parts);
  return {
    recipients: readRecipients(parts, originals, mail).slice(0, MAX_RECIPIENTS),
    originalIds: readOriginalIds(parts, originals, mail),
    entryId: readVerp(mail, envelope, secrets),
    outcome: classifyFailure(`${mail.subject}\n${mail.text.slice(0, 3_000)}`, null, null).outcome,
  };
}

function readParts(raw: Buffer): MimePart[] {
  try {
    return [...walk(readTree(raw).root)];
  } catch {
    return [];
  }
}

function readRecipients(parts: MimePart[], originals: HeaderField[][], mail: ParsedMail): BouncedRecipient[] {
  const report = parts.filter((part) => /^message\/(global-)?delivery-status$/.test(part.type.value));
  const structured = report.flatMap((part) => readStatusFields(decodeTransfer(part.body, part.encoding), mail));
  // Some systems write the fields of RFC 3464 into a plain text.
  const inText = structured.length > 0 ? structured : readStatusFields(Buffer.from(mail.text, 'utf8'), mail);
  if (inText.length > 0) return unique(inText);
  const named = readAddresses(mail.headers.get('x-failed-recipients') ?? []).map((one) => one.address);
  const written = readFailedFromText(mail, named);
  if (written.length > 0) return unique(written);
  // At the last it is about whom the original was sent to, when that is one.
  const sentTo = originals.flatMap((fields) =>
    readAddresses(fields.filter(({ name }) => name === 'to').map(({ value }) => value)),
  );
  const [only] = sentTo;
  if (only === undefined || sentTo.length > 1) return [];
  return [{ address: only.address, ...classifyFailure(mail.text.slice(0, 3_000), null, null), diagnostic: '' }];
}

function unique(found: BouncedRecipient[]): BouncedRecipient[] {
  const byAddress = new Map<string, BouncedRecipient>();
  for (const one of found) if (!byAddress.has(addressKey(one.address))) byAddress.set(addressKey(one.address), one);
  return [...byAddress.values()];
}

/** Groups of fields divided by empty lines: one of the mail, then one of each recipient (RFC 3464 §2.1). */
function readStatusFields(content: Buffer, mail: ParsedMail): BouncedRecipient[] {
  const found: BouncedRecipient[] = [];
  let position = 0;
  for (let group = 0; position < content.length && group < 500; group += 1) {
    const rest = content.subarray(position);
    const { fields, bodyStart } = readHead(rest, 0, rest.length);
    position += Math.max(1, bodyStart);
    const recipient = readGroup(fields, mail);
    if (recipient !== null) found.push(recipient);
  }
  return found;
}

function readGroup(fields: HeaderField[], mail: ParsedMail): BouncedRecipient | null {
  const final = typedAddress(firstField(fields, 'final-recipient'));
  const original = typedAddress(firstField(fields, 'original-recipient'));
  const address = original ?? final;
  const action = /[a-z]+/.exec((firstField(fields, 'action') ?? '').toLowerCase())?.[0] ?? null;
  const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(firstField(fields, 'status') ?? '')?.[0] ?? null;
  if (address === null || (action === null && status === null)) return null;
  const typed = firstField(fields, 'diagnostic-code') ?? '';
  const diagnostic = cleanLine(decodeWords(typed.replace(/^[\w-]{1,30}\s*;\s*/, '')), MAX_DIAGNOSTIC);
  // A report that only says "5.0.0" may have the reason in its words for people.
  const words = diagnostic === '' && /^\d\.0\.0$|^$/.test(status ?? '') ? mail.text.slice(0, 3_000) : diagnostic;
  return { address, ...classifyFailure(words, status, action), diagnostic };
}

/** `rfc822; zoe@example.org` */
function typedAddress(value: string | null): string | null {
  if (value === null) return null;
  const typed = value.slice(value.indexOf(';') + 1).replace(/\([^)]{0,200}\)/g, ' ');
  return normaliseAddress(/[^\s<>";,]+@[^\s<>";,]+/.exec(typed)?.[0] ?? '');
}

function originalHeads(parts: MimePart[]): HeaderField[][] {
  return parts
    .filter((part) =>
      /^(message\/(rfc822|global|partial|global-headers)|text\/(rfc822-headers?|message-headers))$/.test(
        part.type.value,
      ),
    )
    .map((part) => decodeTransfer(part.body, part.encoding))
    .map((content) => readHead(content, 0, content.length).fields);
}

function readOriginalIds(parts: MimePart[], originals: HeaderField[][], mail: ParsedMail): string[] {
  const ids = new Set<string>();
  const add = (found: string[]): void => {
    for (const id of found) if (id !== mail.messageId && ids.size < 50) ids.add(id);
  };
  for (const fields of originals)
    add(
      readIds(
        fields.filter(({ name }) => name === 'message-id' || name === 'original-message-id').map(({ value }) => value),
      ),
    );
  const texts = parts
    .filter((part) => /^(text|message)\//.test(part.type.value))
    .map((part) => decodeBytes(decodeTransfer(part.body.subarray(0, 200_000), part.encoding), null));
  for (const text of [...texts, mail.text.slice(0, 200_000)])
    for (const match of text.matchAll(COPIED_ID)) add(readIds([match[1] as string]).slice(0, 1));
  for (const name of ['x-original-message-id', 'original-message-id', 'x-ms-exchange-parent-message-id'])
    add(readIds(mail.headers.get(name) ?? []));
  add(mail.inReplyTo);
  add(mail.references.toReversed());
  return [...ids];
}

function readVerp(mail: ParsedMail, envelope: Envelope | null, secrets: readonly string[]): EntryId | null {
  for (const address of [...(envelope?.rcptTo ?? []), ...mail.deliveredTo, ...mail.to.map((one) => one.address)]) {
    const found = readBounceAddress(address, secrets);
    if (found !== null) return found;
  }
  return null;
}
