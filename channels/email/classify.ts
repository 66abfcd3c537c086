/**
 * Whether a person wrote a mail, and whether any machine may answer it. Comes before everything else: two systems that answer each
 * other never stop. RFC 3834 (automatic responses), RFC 3464 (bounces), RFC 8098 (receipts), RFC 5965 (feedback reports).
 */

import { autoReplySubject, isNoReplyAddress } from './auto-words.ts';
import { hasBounceSubject, hasBounceText } from './bounce-words.ts';
import { readParameters } from './mime/parameters.ts';
import type { Envelope, MailKind, ParsedMail } from './model.ts';
import { isForwardSubject, isReplySubject } from './subject.ts';

export interface Classified {
  kind: MailKind;
  /** the evidence, for the agent who asks */
  why: string;
  /** an acknowledgement or any other automatic mail may go back to the sender */
  mayAnswer: boolean;
}

const DAEMON =
  /^(mailer-daemon|mailerdaemon|postmaster|mail-daemon|maildaemon|mdaemon|bounces?|double-bounce|mailer_daemon)([+.-]|@|$)/i;

/** Names under which mail systems write, also from addresses that say nothing. */
const DAEMON_NAME =
  /mailer-daemon|^\W*(mail (delivery|administrator|system|daemon|router)|postmaster|internet mail delivery|microsoft outlook$|microsoft exchange|system administrator|e?mail delivery|delivery subsystem|maildienst|systemadministrator|administrateur système|administrador del sistema)/i;

export function classifyMail(mail: ParsedMail, envelope: Envelope | null): Classified {
  const first = (name: string): string | null => mail.headers.get(name)?.[0] ?? null;
  const has = (name: string): boolean => mail.headers.has(name);
  const type = readParameters(first('content-type'));
  const reportType = (type.params.get('report-type') ?? '').toLowerCase();
  const partTypes = new Set(mail.parts.map((part) => part.type));
  const isNull = isNullSender(mail, envelope);
  const isDaemon = DAEMON.test(mail.from?.address ?? '') || DAEMON_NAME.test(mail.from?.name ?? first('from') ?? '');
  const found = (kind: MailKind, why: string): Classified => ({ kind, why, mayAnswer: false });

  if (reportType === 'feedback-report' || partTypes.has('message/feedback-report'))
    return found('feedback', 'It is a feedback report (RFC 5965).');
  if (reportType === 'disposition-notification' || partTypes.has('message/disposition-notification'))
    return found('receipt', 'It is a disposition notification (RFC 8098).');
  if (reportType === 'delivery-status' || partTypes.has('message/delivery-status'))
    return found('bounce', 'It is a delivery report (RFC 3464).');
  if (has('x-failed-recipients')) return found('bounce', 'It names failed recipients (X-Failed-Recipients).');

  const auto = autoSubmitted(first('auto-submitted'));
  const autoSubject = autoReplySubject(mail.subject);
  const isAutoSubject = autoSubject !== null;
  const isAnswer = isReplySubject(mail.subject) || isForwardSubject(mail.subject);
  // An out-of-office reply repeats our subject, whatever that says; there only the text can tell.
  const saysSubject =
    hasBounceSubject(mail.subject) && (isDaemon || !(isAnswer || isAutoSubject || auto === 'auto-replied'));
  const saysText = hasBounceText(mail.text);
  const isBounce = isDaemon || isNull ? saysSubject || saysText : saysSubject && saysText;
  if (isBounce && !(isAutoSubject && !isDaemon)) {
    const sender = isDaemon ? 'A mail system' : isNull ? 'The null sender' : 'A program';
    return found('bounce', `${sender} says that a mail was not delivered.`);
  }

  if (auto === 'auto-replied') return found('auto-reply', 'The header Auto-Submitted says auto-replied.');
  const replyHeader = [
    'x-autoreply',
    'x-autorespond',
    'x-autoreply-from',
    'x-autoresponder',
    'x-auto-reply-from',
    'x-mail-autoreply',
  ].find(has);
  if (replyHeader !== undefined && !/^(no|false|0)$/i.test(first(replyHeader) ?? ''))
    return found('auto-reply', `The header ${replyHeader} is set.`);
  const precedence = (first('precedence') ?? '').trim().toLowerCase();
  if (/^auto[_-]?reply$/.test(precedence)) return found('auto-reply', 'The header Precedence says auto_reply.');
  // A calendar's invitation comes from a person's program, with whatever headers that adds.
  if (isCalendar(type, mail)) return found('calendar', 'It carries a calendar event.');
  if (auto !== null) {
    // Exchange marks its out-of-office replies as generated; the subject tells them from notifications.
    return isAutoSubject || (mail.inReplyTo.length > 0 && isNull)
      ? found('auto-reply', `The header Auto-Submitted says ${auto}, and it answers a mail.`)
      : found('auto-generated', `The header Auto-Submitted says ${auto}.`);
  }
  const isReferring = mail.inReplyTo.length > 0 || mail.references.length > 0;
  if (isAutoSubject && (isNull || (!isAnswer && (isReferring || has('x-auto-response-suppress')))))
    return found('auto-reply', 'Its subject is that of an automatic reply, and it answers a mail.');
  if (autoSubject === 'strong' && !isAnswer) return found('auto-reply', 'Its subject is that of an automatic reply.');
  const listHeader = ['list-id', 'list-post', 'mailing-list', 'x-mailing-list', 'x-mailman-version'].find(has);
  if (listHeader !== undefined) return found('list', `It came over a mailing list (${listHeader}).`);
  if (has('list-unsubscribe') || /^(bulk|list|junk)$/.test(precedence) || has('x-campaign-id'))
    return found('list', 'It is bulk mail.');
  if (isNull && !isDaemon) return found('auto-generated', 'It has the null sender, which only machines use.');
  if (isDaemon) return found('auto-generated', 'A mail system wrote it.');
  if (mail.from !== null && isNoReplyAddress(mail.from.address) && !hasOtherReplyTo(mail))
    return found('auto-generated', 'Its sender does not take replies.');

  // What follows was written by a person, yet asks for no automatic answer, or could not get one.
  const suppress = first('x-auto-response-suppress');
  if (suppress !== null && /\b(all|oof|autoreply)\b/i.test(suppress))
    return { kind: 'person', why: 'No sign of a machine; it asks for no automatic answers.', mayAnswer: false };
  if (mail.from === null)
    return { kind: 'person', why: 'No sign of a machine, and no sender to answer.', mayAnswer: false };
  if (isAutoSubject) return { kind: 'person', why: 'Its subject begins like an automatic reply.', mayAnswer: false };
  // Set where a program passed on what a person wrote: an answer would go in circles.
  const passedOn = ['x-loop', 'x-ms-exchange-inbox-rules-loop'].find(has);
  if (passedOn !== undefined) return { kind: 'person', why: `A rule passed it on (${passedOn}).`, mayAnswer: false };
  if (has('x-parley-instance')) return { kind: 'person', why: 'Another service desk sent it.', mayAnswer: false };
  return { kind: 'person', why: 'No sign of a machine.', mayAnswer: true };
}

/** RFC 3834 §5: the first token, whatever parameters or comments follow; null for a person's mail. */
function autoSubmitted(value: string | null): string | null {
  if (value === null) return null;
  const token = /[a-z-]+/.exec(value.replace(/\([^)]{0,200}\)/g, ' ').toLowerCase())?.[0] ?? '';
  return token === 'no' || token === '' ? null : token;
}

function isNullSender(mail: ParsedMail, envelope: Envelope | null): boolean {
  if (envelope !== null) return envelope.mailFrom.replace(/[<>\s]/g, '') === '';
  return mail.headers.get('return-path')?.[0]?.replace(/\s/g, '') === '<>';
}

function isCalendar(type: { value: string; params: ReadonlyMap<string, string> }, mail: ParsedMail): boolean {
  if (type.value === 'text/calendar') return true;
  const event = mail.parts.find((part) => part.type === 'text/calendar' || part.type === 'application/ics');
  // A person may attach a calendar file to a letter; what is sent to be answered has a method.
  return (
    event !== undefined &&
    /^METHOD:\s*(REQUEST|CANCEL|REPLY|COUNTER|DECLINECOUNTER|PUBLISH|ADD|REFRESH)/im.test(
      event.bytes.subarray(0, 20_000).toString('latin1'),
    )
  );
}

function hasOtherReplyTo(mail: ParsedMail): boolean {
  return mail.replyTo.some((one) => !isNoReplyAddress(one.address));
}
