/** Failed recipients from the words of a bounce without a machine's part: qmail, Exim, Exchange, Gmail, Domino and their translations. */
import type { BouncedRecipient } from './bounce.ts';
import { classifyFailure } from './bounce-outcome.ts';
import { addressKey, normaliseAddress } from './mime/addresses.ts';
import { cleanLine } from './mime/clean-text.ts';
import type { ParsedMail } from './model.ts';

/** Where the report ends and the returned mail begins. */
const ORIGINAL =
  /^(?:[-=_*>\s]{0,40}(?:below this line is a copy|this is a copy of (?:the|your) (?:message|mail)|(?:the )?(?:original|returned|unsent|undelivered) (?:message|mail|nachricht)(?: headers?| follows| text)?|the header of the original|message header|original message headers|(?:message|mail) headers? follow|ursprüngliche nachricht|copie du message|mensaje original|mensagem original|messaggio originale|исходное сообщение|原始邮件|原始郵件|元のメッセージ|以下は元の)[^\n]{0,80}|(?:return-path|received|dkim-signature|mime-version):\s.*)$/im;
const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,6}/gi;
/** What comes before it speaks of the mail, what follows of those who did not get it. */
const BEGINS =
  /did not reach the following recipient\(?s?\)?|following recipients? (?:could not be|cannot be) reached|(?:following addresses had|failed (?:recipients|addresses)[^\n]{0,40})/i;
const MACHINE = /^(mailer-daemon|postmaster|mail-daemon|noreply|no-reply|abuse|support-?mail)@/i;

export function readFailedFromText(mail: ParsedMail, named: readonly string[]): BouncedRecipient[] {
  const text = reportOf(mail.text);
  const ours = new Set(
    [...mail.to, ...mail.cc, ...mail.fromAll, ...mail.replyTo]
      .map((one) => addressKey(one.address))
      .concat(mail.deliveredTo),
  );
  const wanted = new Set(named.map(addressKey));
  const found = new Map<string, BouncedRecipient & { isMarked: boolean }>();
  const matches = [...text.matchAll(ADDRESS)].slice(0, 500);
  matches.forEach((match, index) => {
    const address = normaliseAddress(match[0].replace(/^(?:SMTP=|['.])+/i, ''));
    if (address === null) return;
    const key = addressKey(address);
    if (wanted.size > 0 ? !wanted.has(key) : ours.has(key) || MACHINE.test(address) || isMessageId(text, match.index))
      return;
    const isMarked = wanted.size > 0 || stands(text, match.index, match[0].length);
    const earlier = found.get(key);
    const diagnostic = diagnosticAfter(text, match.index, matches[index + 1]?.index ?? text.length);
    const words = `${text.slice(Math.max(0, match.index - 300), match.index)} ${diagnostic}`;
    const judged = classifyFailure(diagnostic.length > 20 ? diagnostic : words, null, null);
    // The reason may stand where the address is named a second time.
    const saysMore = judged.status !== null || (earlier?.outcome === 'soft' && judged.outcome !== 'soft');
    if (earlier !== undefined && (earlier.status !== null || !saysMore)) {
      earlier.isMarked ||= isMarked;
      return;
    }
    const whole =
      judged.status === null && diagnostic.length <= 20 ? classifyFailure(text.slice(0, 3_000), null, null) : judged;
    found.set(key, {
      address,
      ...whole,
      diagnostic: cleanLine(diagnostic, 500),
      isMarked: isMarked || (earlier?.isMarked ?? false),
    });
  });
  for (const address of named)
    if (!found.has(addressKey(address)))
      found.set(addressKey(address), {
        address,
        ...classifyFailure(text.slice(0, 3_000), null, null),
        diagnostic: '',
        isMarked: true,
      });
  const all = [...found.values()];
  // An address that stands for itself or before a reason is a recipient; one in a sentence may be a help desk's.
  const marked = all.filter((one) => one.isMarked);
  return (marked.length > 0 ? marked : all.slice(0, 1)).map(({ isMarked: _, ...one }) => one);
}

function reportOf(text: string): string {
  const head = text.slice(0, 20_000);
  const end = ORIGINAL.exec(head);
  const report = end === null || end.index < 40 ? head : head.slice(0, end.index);
  const begin = BEGINS.exec(report);
  return begin !== null && report.slice(begin.index).search(ADDRESS) >= 0 ? report.slice(begin.index) : report;
}

/** Alone on its line, before a colon, in angle brackets at a line's start, or behind the words that introduce it. */
function stands(text: string, start: number, length: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(Math.max(lineStart, start - 200), start);
  const after = text.slice(start + length, start + length + 200).split('\n')[0] ?? '';
  if (/^[\s<"'*([\-:•]*$/.test(before) && /^[>"'*)\]]*\s*(?:$|[:;,.(-])/.test(after)) return true;
  return /(?:\bto|recipient|address|user|mailbox|an|für|à|para|a|per|aan|till|til|do|кому|адрес\S*|收件人|宛先|アドレス|받는 사람)(?:\(s\)|\(es\)|s|es)?\s*[:：]?\s*[*<"'([]*$/iu.test(
    before.slice(-60),
  );
}

function isMessageId(text: string, start: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return /^[>\s]*(?:message-?id|in-reply-to|references|from|von|de|da|reply-to|sender|return-path|差出人|发件人)\s*[:：]/iu.test(
    text.slice(lineStart, start),
  );
}

/** What follows the address until the next one or a wide gap. */
function diagnosticAfter(text: string, start: number, next: number): string {
  const lineEnd = text.indexOf('\n', start);
  const sameLine = text.slice(start, lineEnd < 0 ? text.length : lineEnd);
  // Another address within the reason ("RCPT TO:<...>") does not end it.
  const limit =
    next - start < sameLine.length
      ? Math.min(text.length, start + 800)
      : Math.max(next, lineEnd < 0 ? text.length : lineEnd);
  const block = text.slice(start, Math.min(limit, start + 800)).replace(ADDRESS, ' ');
  return block.split(/\n\s*\n\s*\n/)[0]?.replace(/^[\s>:"'*)\]]+/, '') ?? '';
}
