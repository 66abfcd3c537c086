/** Sends mail over one account: a few connections kept open between mails, so many mails a minute, and a plain word on each. */
import type { ServerSettings } from './account.ts';
import { readFailure, type SendFailed, type SendOutcome } from './send-result.ts';
import {
  type OutgoingEnvelope,
  openSmtpSession,
  SessionError,
  type SmtpSession,
  type SmtpTimeouts,
} from './smtp-session.ts';

export interface SenderOptions {
  server: ServerSettings;
  /** at one time (default 2) */
  connections?: number;
  /** mails in any minute (default 60); what is more comes back as `throttled` */
  perMinute?: number;
  /** mails over one connection before a new one is opened (default 50) */
  perConnection?: number;
  /** ms that a connection stays open unused (default 20 s) */
  idleMs?: number;
  timeouts?: SmtpTimeouts;
  now(): number;
}

export interface Sender {
  /** Never throws. `raw` are the same bytes in every attempt, so that a mail that arrives twice is seen to be one. */
  send(mail: { envelope: OutgoingEnvelope; raw: Buffer }): Promise<SendOutcome>;
  /** Takes no more and waits for what is on its way. */
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;

export function createSender(options: SenderOptions): Sender {
  const { server, connections = 2, perMinute = 60, perConnection = 50, idleMs = 20_000, timeouts, now } = options;
  const idle: { session: SmtpSession; used: number; timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<SendOutcome>>();
  /** when the mails of the last minute went */
  let recent: number[] = [];
  let busy = 0;
  let isClosed = false;

  async function carry(envelope: OutgoingEnvelope, raw: Buffer): Promise<SendOutcome> {
    const kept = takeIdle();
    if (kept) {
      const outcome = await kept.session.send(envelope, raw);
      // The server may have closed it in the moment we began: nothing was said yet, so a fresh one is tried at once.
      if (!(outcome.state === 'failed' && outcome.code === 'dropped')) return keep(kept.session, kept.used, outcome);
    }
    try {
      const session = await openSmtpSession(server, timeouts);
      return keep(session, 0, await session.send(envelope, raw));
    } catch (error) {
      return error instanceof SessionError ? readFailure(error.cause, error.stage) : readFailure(error, 'connect');
    }
  }

  function takeIdle(): { session: SmtpSession; used: number } | null {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.session.isOpen) return kept;
    }
    return null;
  }

  function keep(session: SmtpSession, used: number, outcome: SendOutcome): SendOutcome {
    if (!session.isOpen || isClosed || used + 1 >= perConnection) {
      session.close();
      return outcome;
    }
    const timer = setTimeout(() => {
      idle.splice(idle.indexOf(kept), 1);
      session.close();
    }, idleMs);
    const kept = { session, used: used + 1, timer };
    idle.push(kept);
    return outcome;
  }

  async function send(envelope: OutgoingEnvelope, raw: Buffer): Promise<SendOutcome> {
    if (busy >= connections) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return isClosed ? refuse('closed', 'The account is being closed.', 0) : await carry(envelope, raw);
    } finally {
      // The place goes from hand to hand, so nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  }

  return {
    async send({ envelope, raw }) {
      const at = now();
      recent = recent.filter((sentAt) => at - sentAt < MINUTE_MS);
      const [oldest = at] = recent;
      if (recent.length >= perMinute) {
        return refuse('throttled', `More than ${perMinute} mails in a minute.`, oldest + MINUTE_MS - at);
      }
      recent.push(at);
      const sending = send(envelope, raw);
      running.add(sending);
      return sending.finally(() => running.delete(sending));
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(running);
      for (let kept = takeIdle(); kept; kept = takeIdle()) kept.session.close();
    },
  };
}

function refuse(code: SendFailed['code'], reason: string, retryAfterMs: number): SendFailed {
  return { state: 'failed', code, retryable: true, reason, retryAfterMs, rejected: [] };
}
