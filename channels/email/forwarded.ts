/** Who wrote what somebody passed on to us. Only the words of the one who forwarded say so: it proves nothing and identifies nobody. */
import { readAddresses } from './mime/addresses.ts';
import { cleanLine } from './mime/clean-text.ts';
import { readHead } from './mime/header-block.ts';
import { decodeWords } from './mime/header-words.ts';
import { decodeTransfer } from './mime/transfer.ts';
import type { MailAddress, ParsedMail } from './model.ts';
import { passedOnAt } from './quote/passed-on.ts';
import { FORWARDED, labelsOf } from './quote/quote-words.ts';
import { isForwardSubject, isReplySubject } from './subject.ts';

export interface Forwarded {
  from: MailAddress;
  subject: string | null;
}

const BLOCK_LINES = 14;

export function readForwarded(mail: ParsedMail): Forwarded | null {
  const isSaid = isForwardSubject(mail.subject);
  const lines = linesOf(mail);
  const divider = isSaid ? lines.findIndex((line) => FORWARDED.test(line.slice(0, 200))) : passedOnAt(lines);
  if (divider >= 0) return readBlock(lines, divider + 1);
  const [attached, second] = mail.parts.filter((part) => part.type === 'message/rfc822');
  // One mail that comes along with another is passed on, whatever the subject; with an answer it is a file.
  if (attached !== undefined && (isSaid || (second === undefined && !isReplySubject(mail.subject))))
    return readAttached(attached.bytes);
  if (!isSaid) return null;
  // Outlook writes the headers without a divider.
  const first = lines.findIndex((line) => labelsOf(line).includes('from') && /@/.test(line));
  return first < 0 ? null : readBlock(lines, first);
}

/** Whether all of it is to be read: it was passed on, not answered. */
export function isForwarded(mail: ParsedMail): boolean {
  return isForwardSubject(mail.subject) || passedOnAt(linesOf(mail)) >= 0;
}

function linesOf({ text }: ParsedMail): string[] {
  return text.slice(0, 200_000).split('\n').slice(0, 4_000).map(unmark);
}

function readBlock(lines: readonly string[], start: number): Forwarded | null {
  let from: MailAddress | null = null;
  let subject: string | null = null;
  for (const line of lines.slice(start, start + BLOCK_LINES)) {
    const [label] = labelsOf(line);
    const value = line.replace(/^[^:：]{1,60}[:：]/u, '').trim();
    if (label === 'from' && from === null) from = addressIn(value);
    if (label === 'subject' && subject === null) subject = cleanLine(value.replace(/^[\s*]+/, ''), 500);
  }
  return from === null ? null : { from, subject };
}

/** `Zoe <zoe@x>`, `"Zoe" [mailto:zoe@x]`, `*Zoe* <mailto:zoe@x>`, `zoe@x` */
function addressIn(value: string): MailAddress | null {
  const plain = value
    .slice(0, 1_000)
    .replace(/[*_]/g, ' ')
    .replace(/\[mailto:([^\]]{1,300})\]/gi, '<$1>')
    .replace(/<?mailto:/gi, '<')
    .replace(/<{2,}/g, '<')
    .replace(/\s*\bon behalf of\b.*/i, '');
  const match = /^(.*?)[\s"'(<]*([^\s<>"'()[\],;]+@[^\s<>"'()[\],;]+)/.exec(plain);
  const name = (match?.[1] ?? '').replace(/["'<>()]/g, ' ').trim();
  const [address] = readAddresses([match?.[2] ?? '']);
  return address === undefined ? null : { name: cleanLine(name, 200), address: address.address };
}

function readAttached(bytes: Buffer): Forwarded | null {
  const content = decodeTransfer(bytes, '');
  const { fields } = readHead(content, 0, content.length);
  const values = (name: string): string[] => fields.filter((field) => field.name === name).map((field) => field.value);
  const [from] = readAddresses(values('from'));
  return from === undefined ? null : { from, subject: cleanLine(decodeWords(values('subject')[0] ?? ''), 500) || null };
}

function unmark(line: string): string {
  return line.replace(/^(?:\s*>)+\s?/, '');
}
