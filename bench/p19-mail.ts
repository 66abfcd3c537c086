/** P19: mail: how long one takes from its sender's SMTP to the agent's screen, beside a chat message, and how a backlog of 50,000 comes in. */
import { createTransport } from 'nodemailer';
import type { EmailChannel } from '../channels/email/email.ts';
import { createMailReader } from '../channels/email/reading/mail-reader.ts';
import { createTaker } from '../channels/email/take-mail.ts';
import type { MailboxConnection } from '../channels/email/wire/mailbox-connection.ts';
import type { MailboxCursor } from '../channels/email/wire/mailbox-cursor.ts';
import { scanMailbox } from '../channels/email/wire/mailbox-scan.ts';
import { systemClock } from '../server/lib/clock.ts';
import type { ConversationId, InboxId } from '../shared/model/ids.ts';
import type { ConsoleClient } from '../tests/support/console-client.ts';
import { eventually } from '../tests/support/eventually.ts';
import { openMailbox, sendMail, support } from '../tests/support/mail/mailbox.ts';
import { type Stage, startStage } from '../tests/support/start-parley.ts';
import { median, printTable } from './lib/stats.ts';

const backlog = Number(process.env.BENCH_MAILS ?? 50_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 40);

/** From the moment it is begun to be sent until the agent's page is told of it, ms. */
async function timeTo(maya: ConsoleClient, words: string, send: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  const shown = maya.facts.wait<{ entry: { body: { text?: string } } }>('entry:appended', ({ entry }) =>
    (entry.body.text ?? '').includes(words),
  );
  await send();
  await shown;
  return performance.now() - begun;
}

async function measureArrival(stage: Stage): Promise<{ mail: number; chat: number }> {
  const maya = await stage.world.console('maya');
  const visitor = await stage.world.visitor();
  const chatId = await visitor.start('Chat');
  const from = 'zoe@outside.example';
  const first = await sendMail(stage, { from, subject: 'Lamp', text: 'Mail', messageId: '<bench-0@outside.example>' });
  const mailId = await eventually(async (): Promise<ConversationId> => {
    const { rows } = await maya.ask('list:open', { view: 'all' });
    const row = rows.find(({ conversation }) => conversation.subject === 'Lamp');
    if (!row) throw new Error('it has not come');
    return row.conversation.id;
  });
  await maya.open(chatId);
  await maya.open(mailId);
  // Over a connection that stands, as mail servers keep one: before its greeting smtp-server waits 100 ms to see who talks too early.
  const at = (stage.parley.app.channels.get('email') as EmailChannel).listening();
  if (at === null) throw new Error('the server takes no mail');
  const sender = createTransport({ ...at, ignoreTLS: true, pool: true, maxConnections: 1, maxMessages: Infinity });
  const [mails, chats]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round += 1) {
    const words = `number ${round}.`;
    mails.push(
      await timeTo(maya, `Mail ${words}`, () =>
        sender.sendMail({ from, to: support, subject: 'Re: Lamp', text: `Mail ${words}`, inReplyTo: first }),
      ),
    );
    chats.push(await timeTo(maya, `Chat ${words}`, () => visitor.send(chatId, `Chat ${words}`)));
  }
  sender.close();
  return { mail: median(mails), chat: median(chats) };
}

const mailOf = (uid: number): Buffer =>
  Buffer.from(
    [
      `From: Person ${uid % 5_000} <person-${uid % 5_000}@outside.example>`,
      `To: ${support}`,
      `Subject: Matter ${uid}`,
      `Message-ID: <backlog-${uid}@outside.example>`,
      '',
      `I write for the ${uid}th time. ${'Nobody answers me. '.repeat(40)}`,
    ].join('\r\n'),
  );

/** A mailbox that makes its mails when it is asked for them. */
function openBacklog(count: number): MailboxConnection {
  return {
    uidValidity: 'bench',
    uidNext: count + 1,
    list: async (above) => Array.from({ length: Math.max(0, count - above) }, (_, at) => above + at + 1),
    heads: async (uids) => uids.map((uid) => ({ uid, size: 1_000, at: Date.now() })),
    fetch: async (uids) => new Map(uids.map((uid) => [uid, mailOf(uid)])),
    fetchEssence: async (uid) => mailOf(uid),
    settle: async () => {},
    check: async () => {},
    onHint: () => {},
    ended: new Promise(() => {}),
    close: () => {},
  };
}

async function bringIn({ parley: { app } }: Stage, inboxId: InboxId): Promise<{ perSecond: number; grownMb: number }> {
  const inboxes = async () => (await app.store.directory.inboxes()).filter(({ id }) => id === inboxId);
  const reader = createMailReader();
  const take = createTaker(
    {
      ...{
        ingest: app.ingest.ingest,
        report: async () => false,
        said: async () => null,
        names: async () => [],
        now: systemClock.now,
      },
      ...{ secrets: async () => ['secret'], inboxes, inbox: async () => (await inboxes())[0] ?? null },
      keep: (id, bytes, name) => app.files.keep(bytes, { name, uploader: { kind: 'inbox', id } }),
      log: { info: () => {}, warn: () => {} },
    },
    async () => [],
    reader,
  );
  let cursor: MailboxCursor | null = null;
  const kept = {
    read: () => cursor,
    async write(next: MailboxCursor) {
      cursor = next;
    },
  };
  const before = process.memoryUsage().rss;
  let most = before;
  const begun = performance.now();
  await scanMailbox(
    openBacklog(backlog),
    kept,
    {
      ...{ mailboxId: inboxId, take, importSince: 0, maxSize: 25 * 1024 * 1024, now: systemClock.now },
      onProgress() {
        most = Math.max(most, process.memoryUsage().rss);
      },
    },
    new AbortController().signal,
  );
  const seconds = (performance.now() - begun) / 1_000;
  await reader.stop();
  return { perSecond: backlog / seconds, grownMb: (most - before) / 1_048_576 };
}

/** Prints the table. */
export async function run(): Promise<void> {
  const stage = await startStage({ config: { mailListener: { host: '127.0.0.1', port: 0 } } });
  try {
    const inboxId = await openMailbox(stage);
    const { mail, chat } = await measureArrival(stage);
    stage.world.closeClients();
    const { perSecond, grownMb } = await bringIn(stage, inboxId);
    printTable('P19 mail', [
      {
        what: 'sent to agent’s screen, median',
        ...{
          ours: `${mail.toFixed(1)} ms`,
          floor: `chat ${chat.toFixed(1)} ms`,
          ratio: (mail / chat).toFixed(1),
          target: '',
        },
      },
      { what: `backlog of ${backlog}, rate`, ours: `${perSecond.toFixed(0)} /s`, floor: '', ratio: '', target: '' },
      { what: 'memory grown by it, at most', ours: `${grownMb.toFixed(0)} MB`, floor: '', ratio: '', target: '' },
    ]);
  } finally {
    await stage.stop();
  }
}
