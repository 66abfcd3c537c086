/** A mailbox opened with imapflow. Commands run one after the other and never within a fetch, which would wait for itself. */
import { type FetchMessageObject, type FetchQueryObject, ImapFlow } from 'imapflow';
import type { ServerSettings } from './account.ts';
import { resolveHost } from './hosts.ts';
import { readEssence } from './imap-essence.ts';
import type { MailboxConnection, MailHead } from './mailbox-connection.ts';

export interface ImapOptions {
  server: ServerSettings;
  /** default INBOX */
  folder?: string;
  /** what is done with a mail that is durable: a keyword set, or another folder; by default nothing */
  after?: { keyword?: string; moveTo?: string };
  /** bytes of one literal; a server that sends more is left (default 64 MB) */
  maxLiteralSize?: number;
  /** ms that one command may take (default 60 s; five times that for mails) */
  commandMs?: number;
}

/** A signed-in connection; the caller closes it. */
export async function signIn({ server, maxLiteralSize = 64 * 1024 * 1024 }: ImapOptions): Promise<ImapFlow> {
  const { host, port, security, signIn: by, ca, mustEncrypt = false, allowPrivate = false, lookup } = server;
  const { address, isLoopback } = await resolveHost(host, { allowPrivate, lookup });
  const mayGoPlain = isLoopback && !mustEncrypt;

  async function attempt(renew: boolean): Promise<ImapFlow> {
    const client = new ImapFlow({
      host: address,
      port,
      servername: host,
      secure: security === 'tls',
      doSTARTTLS: security === 'tls' ? undefined : security === 'none' ? false : mayGoPlain ? undefined : true,
      auth:
        by.kind === 'oauth'
          ? { user: by.user, accessToken: await by.token(renew) }
          : by.kind === 'password'
            ? { user: by.user, pass: by.password }
            : undefined,
      tls: { minVersion: 'TLSv1.2', servername: host, ...(ca && { ca }) },
      logger: false,
      clientInfo: { name: 'Parley' },
      disableCompression: true,
      connectionTimeout: 30_000,
      greetingTimeout: 20_000,
      socketTimeout: 120_000,
      maxIdleTime: 5 * 60_000,
      // IDLE soon after the last command: what comes in between waits for the next scan.
      autoIdleDelay: 1_000,
      maxLiteralSize,
    });
    // Without a listener an error of the socket would end the process; `close` tells of it anyway.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      client.close();
      const wasRefused = (error as { authenticationFailed?: boolean }).authenticationFailed;
      if (by.kind === 'oauth' && wasRefused && !renew) return attempt(true);
      throw error;
    }
  }
  return attempt(false);
}

export async function openMailbox(options: ImapOptions): Promise<MailboxConnection> {
  const { folder = 'INBOX', after = {}, commandMs = 60_000 } = options;
  const client = await signIn(options);
  let lastError: Error | null = null;
  client.on('error', (error: Error) => {
    lastError = error;
  });
  const ended = new Promise<Error | null>((resolve) => {
    client.once('close', () => resolve(lastError));
    if (!client.usable) resolve(null);
  });

  /** A server that accepts a command and never answers would hold the reader for ever. */
  async function within<T>(work: Promise<T>, ms = commandMs): Promise<T> {
    const tooLong = setTimeout(() => client.close(), ms);
    try {
      return await work;
    } catch (error) {
      throw lastError ?? error;
    } finally {
      clearTimeout(tooLong);
    }
  }

  async function collect(uids: readonly number[], query: FetchQueryObject) {
    const found: FetchMessageObject[] = [];
    if (uids.length === 0) return found;
    for await (const message of client.fetch(uids.join(','), { ...query, uid: true }, { uid: true }))
      found.push(message);
    return found;
  }

  try {
    const mailbox = await within(client.mailboxOpen(folder));
    return {
      uidValidity: String(mailbox.uidValidity),
      uidNext: mailbox.uidNext,
      ended,
      close: () => client.close(),
      check: () => within(client.noop()),
      onHint: (heard) => void client.on('exists', heard),
      async list(above, since) {
        const range = { uid: `${above + 1}:*`, ...(since !== null && since > 0 && { since: new Date(since) }) };
        const found = await within(client.search(range, { uid: true }), commandMs * 5);
        if (!found) throw new Error('The server could not search the mailbox.');
        // `n:*` names the last mail even when its uid is below n.
        return found.filter((uid) => uid > above).sort((a, b) => a - b);
      },
      async heads(uids) {
        const found = await within(collect(uids, { size: true, internalDate: true }));
        return found
          .map(
            ({ uid, size = 0, internalDate }): MailHead => ({
              uid,
              size,
              at: new Date(internalDate ?? Number.NaN).getTime() || 0,
            }),
          )
          .sort((a, b) => a.uid - b.uid);
      },
      async fetch(uids) {
        const found = await within(collect(uids, { source: true }), commandMs * 5);
        return new Map(found.flatMap(({ uid, source }) => (source ? [[uid, source] as const] : [])));
      },
      fetchEssence: (uid) => within(readEssence(client, uid), commandMs * 5),
      async settle(uids) {
        const { keyword, moveTo } = after;
        if (uids.length === 0 || !client.usable) return;
        const range = uids.join(',');
        try {
          if (keyword) await within(client.messageFlagsAdd(range, [keyword], { uid: true }));
          // Without either a move is COPY and EXPUNGE, which would also remove what somebody else has marked as deleted.
          const canMove = client.capabilities.has('MOVE') || client.capabilities.has('UIDPLUS');
          if (moveTo && canMove) await within(client.messageMove(range, moveTo, { uid: true }));
        } catch {
          // Best effort: the mail is safe, and a dead connection shows at the next command.
        }
      },
    };
  } catch (error) {
    client.close();
    throw error;
  }
}
