/** Reads every mailbox that is read by IMAP, each on one node, and follows what an admin changes. */
import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Receive } from '../../shared/model/mailbox.ts';
import type { ChannelContext } from '../channel.ts';
import { serverOf } from './account-server.ts';
import { settingsOf } from './mailboxes.ts';
import { openMailbox } from './wire/imap-connection.ts';
import { readMailbox } from './wire/mailbox.ts';
import type { MailboxStatus } from './wire/mailbox-status.ts';
import type { Take } from './wire/model.ts';

type Imap = Extract<Receive, { kind: 'imap' }>;

export interface Readers {
  stop(): Promise<void>;
}

/** How soon a change of settings is followed. */
const FOLLOW_MS = 5_000;
/** bytes; larger mails come as their headers and text */
const MAX_SIZE = 25 * 1024 * 1024;

export const statusKey = (inboxId: string): string => `status:${inboxId}`;

export function startReaders(ctx: ChannelContext, take: Take, allowPrivate: boolean): Readers {
  const running = new Map<Inbox['id'], { for: string; stop(): Promise<void> }>();
  const stopping = new AbortController();

  function read(inbox: Inbox, receive: Imap, credentials: Record<string, string>): () => Promise<void> {
    /** It is our own doing, and no reason to connect anew. */
    const keepRefreshToken = async (oauthRefreshToken: string): Promise<void> => {
      const reader = running.get(inbox.id);
      if (reader) reader.for = JSON.stringify([receive, { ...credentials, oauthRefreshToken }]);
      await ctx.keepCredentials(inbox.id, { oauthRefreshToken });
    };
    const server = serverOf(receive, credentials, { allowPrivate, now: ctx.now, keepRefreshToken });
    const { folder, afterwards, importSince } = receive;
    const after = typeof afterwards === 'string' ? (afterwards === 'seen' ? { keyword: '\\Seen' } : {}) : afterwards;
    return ctx.lead(`mailbox:${inbox.id}`, (signal) =>
      readMailbox(
        {
          mailboxId: inbox.id,
          connect: () => openMailbox({ server, folder, after }),
          ...{ take, importSince, maxSize: MAX_SIZE, state: ctx.state, now: ctx.now, log: ctx.log },
          chance: Math.random,
          pause: (ms, aborted) => pauseFor(ms, undefined, { signal: aborted, ref: false }).catch(() => undefined),
          onStatus: (status) => void keep(inbox.id, status),
        },
        signal,
      ),
    );
  }

  /** For whichever node is asked; what is lost is told again at the next change. */
  async function keep(inboxId: Inbox['id'], status: MailboxStatus): Promise<void> {
    const known = await ctx.state.get(statusKey(inboxId));
    await ctx.state.put(statusKey(inboxId), status, known?.version ?? null);
  }

  async function follow(): Promise<void> {
    const wanted = new Map<Inbox['id'], { for: string; begin(): () => Promise<void> }>();
    for (const inbox of await ctx.inboxes()) {
      const { receive } = settingsOf(inbox);
      if (receive.kind !== 'imap') continue;
      const credentials = await ctx.credentials(inbox.id);
      wanted.set(inbox.id, {
        for: JSON.stringify([receive, credentials]),
        begin: () => read(inbox, receive, credentials),
      });
    }
    for (const [id, reader] of running) {
      if (wanted.get(id)?.for === reader.for) continue;
      running.delete(id);
      await reader.stop();
    }
    for (const [id, { for: settings, begin }] of wanted) {
      if (!running.has(id) && !stopping.signal.aborted) running.set(id, { for: settings, stop: begin() });
    }
  }

  const following = (async () => {
    while (!stopping.signal.aborted) {
      await follow().catch((error: unknown) => ctx.log.warn({ err: error }, 'mailboxes could not be looked at'));
      await pauseFor(FOLLOW_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await following;
      await Promise.all([...running.values()].map((reader) => reader.stop()));
      running.clear();
    },
  };
}
