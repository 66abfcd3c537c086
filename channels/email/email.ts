/** Email: what reaches a mailbox becomes messages, what the team writes becomes mail. It reads and writes, and decides nothing. */
import { promises as dns } from 'node:dns';
import { AppError } from '../../shared/errors.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { mailboxSettingsSchema } from '../../shared/model/mailbox.ts';
import type { Channel, ChannelContext } from '../channel.ts';
import { createAccounts } from './accounts.ts';
import { createCarrier } from './carry-letter.ts';
import { cleanOutgoingHtml } from './clean-outgoing.ts';
import { htmlToText } from './html-text.ts';
import { findInbox, settingsOf } from './mailboxes.ts';
import { domainOf } from './mime/addresses.ts';
import { readHeaders } from './parse-mail.ts';
import { type Readers, startReaders, statusKey } from './readers.ts';
import { createMailReader } from './reading/mail-reader.ts';
import { normaliseSubject } from './subject.ts';
import { createTaker, type Resolve } from './take-mail.ts';
import { alikeOf } from './thread-hints.ts';
import { makeMessageId } from './tokens.ts';
import { type Listener, startListener } from './wire/listener.ts';
import type { MailboxStatus } from './wire/mailbox-status.ts';

export interface EmailConfig {
  /** where the built-in listener takes mail; null: nowhere */
  listen: { host: string; port: number } | null;
  /** may accounts be on this machine or in its own network */
  allowPrivate: boolean;
  /** asks DNS whether a sender is who they say; missing: the system's */
  resolve?: Resolve;
}

export interface EmailChannel extends Channel {
  /** where the listener takes mail now; null where it does not */
  listening(): { host: string; port: number } | null;
}

export function createEmailChannel({ listen, allowPrivate, resolve = lookUp }: EmailConfig): EmailChannel {
  let listener: Listener | null = null;
  let readers: Readers | null = null;
  let ctx: ChannelContext | null = null;
  const carrier = createCarrier({ allowPrivate });
  const reader = createMailReader();
  const listening = () => listener && { host: listener.host, port: listener.port };

  return {
    kind: 'email',
    capabilities: { live: false, typing: false, files: true, format: 'letter', weight: 10 },
    parseSettings,
    async start(given) {
      ctx = given;
      const take = createTaker(given, resolve, reader);
      readers = startReaders(given, take, allowPrivate);
      if (!listen) return;
      const { inboxes, now, log } = given;
      listener = await startListener({
        ...listen,
        async findMailbox(address) {
          const inbox = findInbox(await inboxes(), `${address.local}@${address.domain}`);
          return inbox && settingsOf(inbox).receive.kind === 'listener' ? inbox.id : null;
        },
        ...{ take, now, log },
      });
    },
    async stop() {
      await readers?.stop();
      readers = null;
      await listener?.close();
      listener = null;
      await carrier.stop();
      await reader.stop();
    },
    listening,
    accounts: createAccounts({
      ...{ allowPrivate, listening, now: () => ctx?.now() ?? Date.now() },
      statusOf: async (id) => (await ctx?.state.get<MailboxStatus>(statusKey(id)))?.value ?? null,
    }),
    async send(outbound) {
      if (ctx === null) throw new Error('The channel is not started.');
      return carrier.carry(outbound, ctx);
    },
    letters: {
      write: writeLetter,
      nameLetter: (inbox, secret, id) => makeMessageId(id, domainOf(settingsOf(inbox).address), [secret]),
      addressOf: (inbox: Inbox) => settingsOf(inbox).address,
      alikeOf: (subject) => alikeOf({ topic: null, subject: normaliseSubject(subject) }),
      signatureOf: (inbox: Inbox) => settingsOf(inbox).signature,
      headersOf: readHeaders,
      policyOf(inbox: Inbox) {
        const { rules, acknowledgement } = settingsOf(inbox);
        return { rules, acknowledgement };
      },
    },
  };
}

const lookUp = ((name: string, type: string) => dns.resolve(name, type)) as Resolve;

function parseSettings(settings: unknown): Record<string, unknown> {
  const parsed = mailboxSettingsSchema.safeParse(settings);
  if (parsed.success) return { ...parsed.data };
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'settings', issue.message]),
  );
  throw new AppError('invalid', 'Some settings are not valid.', { fields });
}

/** Pictures stand at the address where the console shows them; they travel under their id. */
function writeLetter(html: string): { html: string; text: string } {
  const clean = cleanOutgoingHtml(html, (src) => /^\/files\/([0-9A-HJKMNP-TV-Z]{26})$/.exec(src)?.[1] ?? null);
  const shown = clean.replace(/src="cid:([0-9A-HJKMNP-TV-Z]{26})"/g, 'src="/files/$1"');
  const text = htmlToText(clean);
  return { html: text.trim() === '' && !shown.includes('<img') ? '' : shown, text };
}
