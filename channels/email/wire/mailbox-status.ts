/** How a mailbox that is being read is doing, as data for a page; what went wrong is a code to be said in people's own language. */
import { TokenError } from './account.ts';
import { HostError } from './hosts.ts';

export type MailboxErrorCode =
  | 'unknown-host'
  | 'host-not-allowed'
  | 'unreachable'
  | 'timeout'
  | 'dropped'
  | 'tls'
  | 'sign-in-refused'
  | 'needs-consent'
  | 'folder-missing'
  | 'throttled'
  | 'not-kept'
  | 'protocol';

export interface MailboxError {
  code: MailboxErrorCode;
  /** the server's words, or those of whoever could not keep a mail */
  reason: string;
  at: number;
}

export interface MailboxStatus {
  /** `stopped`: nothing is tried until the settings are mended, for more tries could lock the account */
  state: 'connecting' | 'connected' | 'waiting' | 'stopped';
  connectedSince: number | null;
  lastScanAt: number | null;
  lastMailAt: number | null;
  nextTryAt: number | null;
  /** the last one; null again after a scan without one */
  error: MailboxError | null;
  /** mails that were there before and are being brought in */
  backlog: { done: number; total: number } | null;
}

/** The fields of imapflow's errors that count. */
interface ImapError {
  message?: string;
  code?: string;
  authenticationFailed?: boolean;
  serverResponseCode?: string;
  responseText?: string;
  responseStatus?: string;
  throttleReset?: number;
  mailboxMissing?: boolean;
}

/** A code of what failed. `isFinal`: trying again changes nothing, and may harm. */
export function readImapFailure(error: unknown): { code: MailboxErrorCode; reason: string; isFinal: boolean } {
  const imap = (error ?? {}) as ImapError;
  const reason = imap.responseText || imap.message || String(error);
  const say = (code: MailboxErrorCode, isFinal = false) => ({ code, reason, isFinal });

  if (error instanceof HostError) return say(error.code, error.code === 'host-not-allowed');
  if (error instanceof TokenError) return error.needsConsent ? say('needs-consent', true) : say('unreachable');
  if (error instanceof NotKept) return say('not-kept');
  const answer = imap.serverResponseCode ?? '';
  if (answer === 'AUTHENTICATIONFAILED' || answer === 'AUTHORIZATIONFAILED' || answer === 'EXPIRED') {
    return say('sign-in-refused', true);
  }
  if (imap.throttleReset || imap.code === 'ETHROTTLE' || /throttl|too many|over ?quota|rate limit/i.test(reason))
    return say('throttled');
  // A refusal that names a passing trouble is none of the password.
  if (imap.authenticationFailed)
    return say('sign-in-refused', !['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'].includes(answer));
  if (imap.mailboxMissing || answer === 'NONEXISTENT') return say('folder-missing');
  const code = imap.code ?? '';
  if (/CERT|SELF_SIGNED|TLS|SSL|EPROTO|ISSUER/.test(code) || /certificate|STARTTLS/i.test(reason)) return say('tls');
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].includes(code)) return say('unreachable');
  if (/TIMEOUT|TIMEDOUT/i.test(code)) return say('timeout');
  if (imap.responseStatus) return say('protocol');
  return say('dropped');
}

/** Whoever takes the mails could not keep one. */
export class NotKept extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'NotKept';
  }
}
