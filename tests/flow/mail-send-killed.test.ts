/** kill -9 at each step of sending: one entry, no letter lost, and on the wire at most the one copy more that cannot be helped. */
import type { ConversationId, EntryId, InboxId } from '../../shared/model/ids.ts';
import { mailboxSettingsSchema } from '../../shared/model/mailbox.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type CuttingProxy, startCuttingProxy } from '../support/mail/cutting-proxy.ts';
import { type Dovecot, startDovecot } from '../support/mail/dovecot.ts';
import { support } from '../support/mail/mailbox.ts';
import { type SmtpPeer, startSmtpPeer } from '../support/mail/smtp-peer.ts';
import { type LoneNode, startLoneNode } from '../support/start-lone-node.ts';
import { deathWord, earlyDeathWord } from '../support/test-settings.ts';
import { buildInbox } from '../support/world.ts';

const inboxId = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as InboxId;
const WITHIN = 60_000;
let dovecot: Dovecot;
let line: CuttingProxy;
let peer: SmtpPeer;
let node: LoneNode;
let maya: ConsoleClient;

beforeAll(async () => {
  [dovecot, peer] = await Promise.all([startDovecot(), startSmtpPeer()]);
  line = await startCuttingProxy(dovecot.port);
  const account = { host: '127.0.0.1', security: 'none' };
  const settings = mailboxSettingsSchema.parse({
    address: support,
    receive: { kind: 'imap', ...account, port: line.port, user: 'support' },
    send: { kind: 'smtp', ...account, port: peer.port, maxPerMinute: 600 },
  });
  node = await startLoneNode(async (app, { north: { queueId } }) => {
    await app.store.directory.saveInbox(buildInbox({ id: inboxId, queueId, name: 'Mail', channel: 'email', settings }));
  });
  const { url, origin } = node.world.place;
  await fetch(`${url}/api/inboxes/${inboxId}/credentials`, {
    method: 'PUT',
    headers: { cookie: await node.world.cookieOf('ada'), origin, 'content-type': 'application/json' },
    body: JSON.stringify({ receivePassword: 'secret' }),
  });
  maya = await node.world.console('maya');
}, 180_000);
afterEach(() => {
  // What was kept open is not asked for anew.
  peer.hangUp();
  peer.script = {};
  line.holdsAt = null;
});
afterAll(async () => {
  await node?.stop();
  await line?.close();
  await Promise.all([peer?.close(), dovecot?.stop()]);
});

/** As a page does it: under the same id until it is answered. */
async function write(text: string): Promise<{ text: string; conversationId: ConversationId }> {
  const clientId = nextClientId('letter');
  const letter = { subject: text.slice(0, 20), to: [{ name: '', address: 'zoe@outside.example' }], html: '' };
  const { conversationId } = await maya.outbox.send(() =>
    maya.ask('letter:start', { inboxId, clientId, text, letter }, 3_000),
  );
  return { text, conversationId };
}

async function read(id: ConversationId) {
  const { entries, conversation } = await maya.ask('conversation:open', { conversationId: id });
  return {
    letters: entries.filter(({ body }) => body.kind === 'message').map((entry) => entry.id as EntryId),
    deliveries: conversation.deliveries,
  };
}

const onWire = (words: string): string[] => peer.mails.filter((mail) => mail.includes(words));
const idOf = (mail: string): string => /^message-id: (.*)$/im.exec(mail)?.[1] ?? '';

/** It arrived, as one entry, and in so many copies under one Message-ID. */
async function hasArrived({ text, conversationId }: { text: string; conversationId: ConversationId }, copies = 1) {
  const words = text.split('\n')[0] ?? '';
  await eventually(async () => expect((await read(conversationId)).deliveries).toEqual([]), WITHIN);
  expect((await read(conversationId)).letters).toHaveLength(1);
  expect(onWire(words)).toHaveLength(copies);
  expect(new Set(onWire(words).map(idOf)).size).toBe(1);
}

test('meant to be sent, and not written yet: its page asks again, and it is written once', async () => {
  const writing = write(`${earlyDeathWord}, for the first time`);
  await node.revive();
  await hasArrived(await writing);
}, 180_000);

test('written, and not queued yet', async () => {
  const writing = write(`${deathWord} before it is queued`);
  await node.revive();
  await hasArrived(await writing);
}, 180_000);

test('queued under its id, and its server not asked yet', async () => {
  const isGone = new Promise<void>((resolve) => {
    peer.script.greeting = () => {
      node.signal('SIGKILL');
      resolve();
      return 'hang';
    };
  });
  const writing = write('Before the server says anything');
  await isGone;
  expect(onWire('Before the server')).toEqual([]);
  peer.script = {};
  await node.revive();
  await hasArrived(await writing);
}, 180_000);

test('in the middle of its bytes', async () => {
  const isGone = new Promise<void>((resolve) => {
    peer.script = {
      cutAfter: 5_000,
      cut() {
        node.signal('SIGKILL');
        resolve();
      },
    };
  });
  const writing = write(`In the middle\n${'of many words, '.repeat(600)}`);
  await isGone;
  peer.script = {};
  await node.revive();
  await hasArrived(await writing);
}, 180_000);

test('taken by the server, which nobody wrote down: once more, under the same id', async () => {
  const isGone = new Promise<void>((resolve) => {
    peer.script.end = () => {
      // Whatever is answered reaches its machine and is never read.
      node.signal('SIGSTOP');
      setImmediate(() => {
        node.signal('SIGKILL');
        resolve();
      });
      return '250 2.0.0 Queued';
    };
  });
  const writing = write('Taken and not written down');
  await isGone;
  expect(onWire('Taken and not')).toHaveLength(1);
  peer.script = {};
  await node.revive();
  await hasArrived(await writing, 2);
}, 180_000);

test('written down and not copied to Sent: not again; of what may have arrived nothing is claimed', async () => {
  peer.script.end = 'drop';
  const doubtful = await write('Who knows of this one');
  await eventually(async () => {
    expect((await read(doubtful.conversationId)).deliveries).toMatchObject([{ state: 'unknown' }]);
  }, WITHIN);
  peer.script = {};
  const isHeld = new Promise<void>((resolve) => {
    line.holdsAt = (said) => {
      if (!said.includes('APPEND')) return false;
      resolve();
      return true;
    };
  });
  const sent = await write('Sent and not copied');
  await hasArrived(sent);
  await isHeld;
  node.signal('SIGKILL');
  line.holdsAt = null;
  await node.revive();
  // A later letter overtakes nothing: what was due before it has gone by then.
  await hasArrived(await write('And life goes on'));
  await hasArrived(sent);
  expect((await read(doubtful.conversationId)).deliveries).toMatchObject([
    { state: 'unknown', nextAt: expect.any(Number) },
  ]);
  expect(onWire('Who knows')).toHaveLength(1);
  const count = (words: string) => dovecot.admin('search', '-u', 'support', 'mailbox', 'Sent', 'subject', words);
  await eventually(async () => expect(await count('And life goes on')).not.toBe(''), WITHIN);
}, 180_000);
