/** One signed-in SMTP connection that mails go out over, one after the other; it knows how far each has got. */
import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { ServerSettings, SignIn } from './account.ts';
import { needsSmtpUtf8, withAsciiDomain } from './address.ts';
import { resolveHost } from './hosts.ts';
import { type RejectedRecipient, readFailure, readRejected, type SendOutcome, type SendStage } from './send-result.ts';

export interface SmtpTimeouts {
  connectMs: number;
  greetingMs: number;
  /** ms of silence: RFC 5321 §4.5.3.2 lets a server think for minutes, most of all after the last byte */
  silenceMs: number;
}

export const smtpTimeouts: SmtpTimeouts = { connectMs: 20_000, greetingMs: 30_000, silenceMs: 300_000 };

export interface OutgoingEnvelope {
  /** '' for automatic mail, which must not be answered */
  from: string;
  to: string[];
}

export interface SmtpSession {
  /** false once the server or a failure has ended it */
  readonly isOpen: boolean;
  send(envelope: OutgoingEnvelope, raw: Buffer): Promise<SendOutcome>;
  /** Says the sender and takes it back: the server's words when it refuses, null when it does not. Others refuse only later. */
  mayBeFrom(address: string): Promise<string | null>;
  close(): void;
}

/** Fails with what `readFailure` reads. */
export class SessionError extends Error {
  readonly stage: SendStage;

  constructor(stage: SendStage, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.stage = stage;
  }
}

/** @throws SessionError */
export async function openSmtpSession(
  { host, port, security, signIn, ca, mustEncrypt = false, allowPrivate = false, lookup }: ServerSettings,
  timeouts: SmtpTimeouts = smtpTimeouts,
): Promise<SmtpSession> {
  const { address, isLoopback } = await resolveHost(host, { allowPrivate, lookup }).catch((error: unknown) => {
    throw new SessionError('connect', error);
  });
  const connection = new SMTPConnection({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls' && (mustEncrypt || !isLoopback),
    ignoreTLS: security === 'none',
    tls: { servername: host, minVersion: 'TLSv1.2', ...(ca && { ca }) },
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    socketCloseTimeout: 1_000,
  });
  let isOpen = true;
  const ended = new Promise<never>((_, reject) => {
    connection.once('error', reject);
    connection.once('end', () =>
      reject(Object.assign(new Error('The server closed the connection.'), { code: 'ECONNECTION' })),
    );
  });
  ended.catch(() => {
    isOpen = false;
  });

  try {
    await Promise.race([ended, settle((done) => connection.connect(done))]);
  } catch (error) {
    connection.close();
    throw new SessionError('connect', error);
  }
  try {
    await Promise.race([ended, authenticate(connection, signIn)]);
  } catch (error) {
    connection.close();
    throw new SessionError('sign-in', error);
  }

  const close = () => {
    if (isOpen) connection.quit();
    isOpen = false;
  };
  return {
    get isOpen() {
      return isOpen;
    },
    close,
    async mayBeFrom(from) {
      const refused = await Promise.race([ended, command(connection, `MAIL FROM:<${withAsciiDomain(from)}>`)]);
      await Promise.race([ended, command(connection, 'RSET')]);
      return refused.startsWith('2') ? null : refused;
    },
    async send(envelope, raw) {
      const { from, to, refused } = spell(envelope, canSmtpUtf8(connection));
      if (to.length === 0 || refused.some(({ address: one }) => one === envelope.from)) {
        const reason = refused[0]?.reason ?? 'There is no recipient.';
        return { state: 'failed', code: 'bad-address', retryable: false, reason, rejected: refused };
      }
      let stage: SendStage = 'envelope';
      const body = readOnce(raw, (reached) => {
        stage = reached;
      });
      try {
        const info = await Promise.race([
          ended,
          settle<SMTPConnectionSendInfo>((done) =>
            connection.send({ from: from || false, to, size: raw.length, use8BitMime: true }, body, done),
          ),
        ]);
        const rejected = [...refused, ...(info.rejectedErrors ?? []).map(readRejected)];
        return { state: 'sent', rejected, response: info.response, serverMessageId: info.serverMessageId };
      } catch (error) {
        // What the server thinks of the transaction is not sure any more.
        close();
        const outcome = readFailure(error, stage);
        return outcome.state === 'failed' ? { ...outcome, rejected: [...refused, ...outcome.rejected] } : outcome;
      } finally {
        body.destroy();
      }
    },
  };
}

/** Addresses as this server can read them; without SMTPUTF8 some of them cannot be said at all. */
function spell(
  { from, to }: OutgoingEnvelope,
  canUtf8: boolean,
): { from: string; to: string[]; refused: RejectedRecipient[] } {
  if (canUtf8) return { from, to, refused: [] };
  const unsayable = [from, ...to].filter(needsSmtpUtf8);
  return {
    from: withAsciiDomain(from),
    to: to.filter((address) => !needsSmtpUtf8(address)).map(withAsciiDomain),
    refused: unsayable.map((address) => ({
      address,
      code: 0,
      reason: `The mail server cannot carry the address ${address} (no SMTPUTF8).`,
      retryable: false,
      undeliverable: true,
    })),
  };
}

function canSmtpUtf8(connection: SMTPConnection): boolean {
  const { _supportedExtensions: extensions } = connection as unknown as { _supportedExtensions?: string[] };
  return extensions?.includes('SMTPUTF8') ?? true;
}

/** One command and its reply; nodemailer has no public way for a single one. */
function command(connection: SMTPConnection, line: string): Promise<string> {
  if (/[\r\n]/.test(line)) throw new Error('A command is one line.');
  const inner = connection as unknown as {
    _responseActions: ((reply: string) => void)[];
    _sendCommand(line: string): void;
  };
  return new Promise((resolve) => {
    inner._responseActions.push(resolve);
    inner._sendCommand(line);
  });
}

/** The bytes as a stream that tells when the first of them is asked for (the server said 354) and when the last is gone. */
function readOnce(raw: Buffer, onStage: (stage: 'content' | 'answer') => void): Readable {
  let at = 0;
  return new Readable({
    read() {
      onStage('content');
      const chunk = raw.subarray(at, at + 64 * 1024);
      at += chunk.length;
      if (chunk.length > 0) this.push(chunk);
      if (at < raw.length) return;
      onStage('answer');
      this.push(null);
    },
  });
}

async function authenticate(connection: SMTPConnection, signIn: SignIn): Promise<void> {
  if (signIn.kind === 'none') return;
  if (!connection.allowsAuth) {
    // Rather than go on without: a server that hides AUTH may not be the one that was meant.
    throw Object.assign(new Error('The server offers no sign-in.'), { code: 'EAUTH' });
  }
  if (signIn.kind === 'password') {
    const { user, password } = signIn;
    return void (await settle<boolean>((done) => connection.login({ user, pass: password }, done)));
  }
  const { user, token } = signIn;
  let tokenError: unknown = null;
  const oauth2 = new XOAuth2({
    user,
    accessToken: await token(false),
    provisionCallback: (_user, renew, done) => {
      token(renew).then(
        (fresh) => done(null, fresh),
        (error: Error) => {
          tokenError = error;
          done(error);
        },
      );
    },
  });
  await settle<boolean>((done) => connection.login({ user, oauth2 }, done)).catch((error: unknown) => {
    throw tokenError ?? error;
  });
}

function settle<T = void>(run: (done: (error?: Error | null, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value as T))));
}
