/**
 * The built-in SMTP listener: takes mail for recipients somebody knows and for nobody else, so it cannot relay. A mail is answered with
 * 250 only after `take` has it safe; whatever goes wrong before is a 4xx, and the sender's server tries again.
 */
import { createHash } from 'node:crypto';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type AddressParts, readAddress } from './address.ts';
import type { Envelope, Take, WireLog } from './model.ts';
import { createRate } from './rate.ts';
import { type Budget, receiveMail } from './receive.ts';
import { SmtpRefusal } from './refusal.ts';
import { hasStrayEndOfData } from './smuggling.ts';

export interface ListenerLimits {
  /** bytes of one mail, announced as SIZE */
  size: number;
  /** bytes of all mails being received at one time */
  inFlight: number;
  connections: number;
  connectionsPerAddress: number;
  recipients: number;
  mailsPerMinutePerAddress: number;
  mailsPerMinutePerSender: number;
  /** ms of silence before a client is sent away */
  idleMs: number;
  /** ms that a client may take for one mail, however steadily it trickles */
  dataMs: number;
}

export interface ListenerOptions {
  host?: string;
  /** 0 takes any free one */
  port?: number;
  /** how it calls itself in its greeting */
  name?: string;
  /** offers STARTTLS when given */
  tls?: { key: string; cert: string };
  /** the mailbox that an address belongs to, or null; the tag is what follows a `+` */
  findMailbox(address: AddressParts): Promise<string | null>;
  take: Take;
  now(): number;
  log: WireLog;
  limits?: Partial<ListenerLimits>;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** Takes no more connections and waits for the mails that are being received, at most `withinMs` (default 10 s). */
  close(withinMs?: number): Promise<void>;
}

const MB = 1024 * 1024;
const DEFAULTS: ListenerLimits = {
  size: 25 * MB,
  inFlight: 200 * MB,
  connections: 50,
  connectionsPerAddress: 10,
  recipients: 50,
  mailsPerMinutePerAddress: 120,
  mailsPerMinutePerSender: 60,
  idleMs: 60_000,
  dataMs: 300_000,
};
const CLOSING = 'Parley is closing.';
const NOT_NEEDED = ['AUTH', 'VRFY', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'];

/** @throws one clear sentence when the port cannot be had */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { host = '127.0.0.1', port = 2525, name = 'parley', tls, findMailbox, take, now, log } = options;
  const limits = { ...DEFAULTS, ...options.limits };
  const budget: Budget = { left: limits.inFlight };
  const byAddress = createRate(limits.mailsPerMinutePerAddress, now);
  const bySender = createRate(limits.mailsPerMinutePerSender, now);
  const connected = new Map<string, Set<string>>();
  /** per session: the mailbox of each recipient that was let in */
  const mailboxes = new Map<string, Map<string, string>>();
  const receiving = new Set<Promise<void>>();
  let isClosing = false;

  const server = new SMTPServer({
    ...tls,
    name,
    banner: 'Parley',
    size: limits.size,
    rejectOversized: true,
    maxClients: limits.connections,
    maxRecipients: limits.recipients,
    socketTimeout: limits.idleMs,
    disableReverseLookup: true,
    authOptional: true,
    disabledCommands: tls ? NOT_NEEDED : [...NOT_NEEDED, 'STARTTLS'],

    onConnect(session, callback) {
      const sessions = connected.get(session.remoteAddress) ?? new Set();
      if (sessions.size >= limits.connectionsPerAddress) {
        return callback(new SmtpRefusal(421, 'Too many connections from your address.'));
      }
      connected.set(session.remoteAddress, sessions.add(session.id));
      callback();
    },
    onClose(session) {
      mailboxes.delete(session.id);
      const sessions = connected.get(session.remoteAddress);
      sessions?.delete(session.id);
      if (sessions?.size === 0) connected.delete(session.remoteAddress);
    },
    onMailFrom({ address }, session, callback) {
      mailboxes.set(session.id, new Map());
      if (!byAddress.admit(session.remoteAddress)) {
        return callback(new SmtpRefusal(421, 'Too many mails from your address, try again in a minute.'));
      }
      if (address && !bySender.admit(address.toLowerCase())) {
        return callback(new SmtpRefusal(451, 'Too many mails from this sender, try again in a minute.'));
      }
      callback();
    },
    onRcptTo({ address }, session, callback) {
      admit(address, session).then(() => callback(), answer(callback, session));
    },
    onData(stream, session, callback) {
      const work = receive(stream, session);
      const settled = work.then(() => callback(null, 'Taken.'), answer(callback, session));
      receiving.add(settled);
      void settled.then(() => {
        receiving.delete(settled);
        if (isClosing) sendAway(session.id, CLOSING);
      });
    },
  });

  async function admit(address: string, session: SMTPServerSession): Promise<void> {
    const parts = readAddress(address);
    const mailbox = parts && (await findMailbox(parts));
    if (!mailbox) throw new SmtpRefusal(550, 'There is no such mailbox here.');
    mailboxes.get(session.id)?.set(address, mailbox);
  }

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const tooSlow = setTimeout(() => sendAway(session.id, 'This takes too long.'), limits.dataMs);
    const raw = await receiveMail(stream, limits.size, budget).finally(() => clearTimeout(tooSlow));
    if (hasStrayEndOfData(raw)) throw new SmtpRefusal(550, 'Lines must end with CRLF.');
    const at = now();
    const key = readKey(raw, session, at);
    for (const [mailboxId, rcptTo] of groupByMailbox(session, mailboxes.get(session.id))) {
      await take({ raw, envelope: readEnvelope(session, rcptTo), at, via: 'listener', mailboxId, key });
    }
  }

  function sendAway(sessionId: string, why: string): void {
    for (const connection of [...server.connections]) {
      if (connection.id === sessionId) connection.send(421, why);
    }
  }

  /** What a failure is answered with: ours are temporary, and their reason stays in the log. */
  function answer(callback: (error: Error) => void, session: SMTPServerSession): (error: unknown) => void {
    return (error) => {
      if (error instanceof SmtpRefusal) return callback(error);
      log.warn({ err: error, from: session.remoteAddress }, 'a mail could not be taken');
      callback(new SmtpRefusal(451, 'This mail cannot be taken now, try again later.'));
    };
  }

  await listen(server, port, host);
  // Errors of single connections: the client is gone, and with it whoever could be told.
  server.on('error', (error) => log.info({ err: error }, 'an SMTP connection broke'));
  const address = server.server.address();
  return {
    host,
    port: typeof address === 'object' && address ? address.port : port,
    async close(withinMs = 10_000) {
      isClosing = true;
      server.options.closeTimeout = withinMs;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sendIdleAway(server);
      await closed;
      await Promise.all(receiving);
    },
  };
}

function listen(server: SMTPServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Mail cannot be received: port ${port} of ${host} is in use by another program.`)
          : new Error(`Mail cannot be received on port ${port} of ${host}: ${error.message}`),
      ),
    );
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

/** Ends the sessions that are not within a mail; the others end with it. */
function sendIdleAway(server: SMTPServer): void {
  for (const connection of [...server.connections]) {
    if (!connection.session.envelope?.rcptTo.length) connection.send(421, CLOSING);
  }
}

function groupByMailbox(
  session: SMTPServerSession,
  mailboxes: Map<string, string> | undefined,
): Iterable<[string, string[]]> {
  const groups = new Map<string, string[]>();
  for (const { address } of session.envelope.rcptTo) {
    const mailbox = mailboxes?.get(address);
    if (mailbox) groups.set(mailbox, [...(groups.get(mailbox) ?? []), address]);
  }
  return groups;
}

function readEnvelope(session: SMTPServerSession, rcptTo: string[]): Envelope {
  const from = session.envelope.mailFrom;
  return {
    mailFrom: from ? from.address : '',
    rcptTo,
    remoteAddress: session.remoteAddress,
    helo: session.hostNameAppearsAs || undefined,
  };
}

/**
 * A client that missed our 250 sends the same bytes again: they are one mail. Without a Message-ID equal bytes may be two mails (a
 * machine that reports the same every hour), so those are told apart by their session.
 */
function readKey(raw: Buffer, session: SMTPServerSession, at: number): string {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw.subarray(0, end < 0 ? raw.length : end).toString('latin1');
  if (/^message-id:\s*<\S+>/im.test(headers)) {
    return `smtp:${createHash('sha256').update(raw).digest('hex')}`;
  }
  return `smtp:${session.id}:${session.transaction}:${at}`;
}
