/** What became of a mail that was handed to a server, read from the server's words and from how far it had got. */
import { TokenError } from './account.ts';
import { HostError } from './hosts.ts';

/** A recipient that was refused while others may have been taken. */
export interface RejectedRecipient {
  address: string;
  /** the reply's code, 0 when we refused it ourselves */
  code: number;
  reason: string;
  /** a 4xx: send it to this recipient again, with the same Message-ID */
  retryable: boolean;
  /** there is no such mailbox (5.1.1): the identity cannot be reached */
  undeliverable: boolean;
}

export type SendCode =
  | 'unknown-host'
  | 'host-not-allowed'
  | 'unreachable'
  | 'timeout'
  | 'dropped'
  | 'tls'
  | 'greeting-refused'
  | 'sign-in-refused'
  | 'sign-in-deferred'
  | 'sign-in-required'
  | 'needs-consent'
  | 'deferred'
  | 'sender-refused'
  | 'recipients-refused'
  | 'content-refused'
  | 'too-big'
  | 'bad-address'
  | 'throttled'
  | 'protocol'
  | 'closed';

export interface SendFailed {
  state: 'failed';
  retryable: boolean;
  /** at the earliest; `throttled` waits exactly this long and is no attempt */
  retryAfterMs?: number;
  code: SendCode;
  /** the server's words where there are any */
  reason: string;
  /** nothing more can go out over this account until somebody mends it */
  pausesAccount?: boolean;
  rejected: RejectedRecipient[];
}

export type SendOutcome =
  | {
      state: 'sent';
      rejected: RejectedRecipient[];
      response: string /** the id the server gave it instead of ours */;
      serverMessageId?: string;
    }
  | SendFailed
  /** every byte was handed over and no answer came: the server may have it */
  | { state: 'unknown'; reason: string };

/** How far a mail had got. `answer`: the last byte was given to the connection, only the reply is missing. */
export type SendStage = 'connect' | 'sign-in' | 'envelope' | 'content' | 'answer';

/** The fields of nodemailer's errors that count. */
export interface SmtpError {
  message: string;
  code?: string;
  originalCode?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  rejectedErrors?: readonly SmtpError[];
  recipient?: string;
}

/** Greylisting servers want a pause (RFC 6647 §5). */
const GREYLIST_MS = 5 * 60_000;

export function readFailure(error: unknown, stage: SendStage): SendOutcome {
  const smtp = error as SmtpError;
  const reason = smtp.response ?? smtp.message ?? String(error);
  const rejected = (smtp.rejectedErrors ?? []).map(readRejected);
  const failed = (code: SendCode, retryable: boolean, more: Partial<SendFailed> = {}): SendFailed => ({
    state: 'failed',
    code,
    retryable,
    reason,
    rejected,
    ...more,
  });

  if (error instanceof HostError) return failed(error.code, error.code === 'unknown-host');
  if (error instanceof TokenError) {
    return error.needsConsent
      ? failed('needs-consent', true, { pausesAccount: true })
      : failed('sign-in-deferred', true);
  }
  const reply = smtp.responseCode ?? 0;
  if (reply >= 400) return readReply(reply, smtp, stage, failed);
  if (smtp.code === 'EMESSAGE' && stage === 'envelope') return failed('too-big', false);
  if (smtp.code === 'EENVELOPE' && stage === 'envelope') return failed('bad-address', false);
  if (stage === 'answer') return { state: 'unknown', reason };
  if (stage === 'sign-in' && smtp.code === 'EAUTH') return failed('sign-in-refused', true, { pausesAccount: true });
  switch (smtp.code) {
    case 'EDNS':
      return failed('unknown-host', true);
    case 'ETIMEDOUT':
      return failed('timeout', true);
    case 'ETLS':
      return failed('tls', true);
    case 'ESOCKET':
      return failed(readSocketCode(smtp), true);
    case 'EPROTOCOL':
      return failed('protocol', true);
    default:
      return failed('dropped', true);
  }
}

function readReply(
  reply: number,
  smtp: SmtpError,
  stage: SendStage,
  failed: (code: SendCode, retryable: boolean, more?: Partial<SendFailed>) => SendFailed,
): SendFailed {
  const isTemporary = reply < 500;
  const later = { retryAfterMs: GREYLIST_MS };
  if (stage === 'connect') {
    // A 5xx in a greeting tells of the server's state rather than of this mail: Postfix, too, tries such a server again.
    return smtp.command === 'STARTTLS'
      ? failed('tls', true)
      : failed(isTemporary ? 'deferred' : 'greeting-refused', true, later);
  }
  if (stage === 'sign-in') {
    return isTemporary
      ? failed('sign-in-deferred', true, later)
      : failed('sign-in-refused', true, { pausesAccount: true });
  }
  // RFC 4954 §6: authentication required, too weak, or encryption required for it.
  if ([530, 534, 535, 538].includes(reply)) return failed('sign-in-required', true, { pausesAccount: true });
  if (isTemporary) return failed('deferred', true, later);
  if (reply === 552 || /\b5\.3\.4\b/.test(smtp.response ?? '')) return failed('too-big', false);
  if (smtp.command === 'RCPT TO') return failed('recipients-refused', false);
  return failed(smtp.command === 'MAIL FROM' ? 'sender-refused' : 'content-refused', false);
}

export function readRejected(error: SmtpError): RejectedRecipient {
  const code = error.responseCode ?? 0;
  const reason = error.response ?? error.message;
  return {
    address: error.recipient ?? '',
    code,
    reason,
    retryable: code >= 400 && code < 500,
    undeliverable: code >= 500 && /\b5\.1\.[1-3]\b/.test(reason),
  };
}

function readSocketCode({ originalCode = '', message }: SmtpError): SendCode {
  if (
    /CERT|SELF_SIGNED|TLS|SSL|EPROTO|ISSUER|SIGNATURE/.test(originalCode) ||
    /certificate|wrong version/i.test(message)
  )
    return 'tls';
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EADDRNOTAVAIL'].includes(originalCode))
    return 'unreachable';
  return originalCode === 'ETIMEDOUT' ? 'timeout' : 'dropped';
}
