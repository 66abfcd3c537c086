/** The reader of a mailbox at a real IMAP server, Dovecot. */
import type { ImapOptions } from '../../channels/email/wire/imap-connection.ts';
import { openMailbox } from '../../channels/email/wire/imap-connection.ts';
import { eventually } from '../support/eventually.ts';
import { testCertificate } from '../support/mail/certificate.ts';
import { startCuttingProxy } from '../support/mail/cutting-proxy.ts';
import { type Dovecot, startDovecot } from '../support/mail/dovecot.ts';
import { memoryState, type ReaderRun, runReader } from '../support/mail/mailbox-reader.ts';

const WITHIN = 15_000;
let dovecot: Dovecot;
let run: ReaderRun | null = null;
let user = '';
let users = 0;

const mail = (subject: string, body = 'hello') =>
  `Message-ID: <${subject}@x.test>\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;
const at = (change: Partial<ImapOptions['server']> = {}, more: Partial<ImapOptions> = {}): ImapOptions => ({
  server: {
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none',
    signIn: { kind: 'password', user, password: 'secret' },
    allowPrivate: true,
    ...change,
  },
  ...more,
});
const hasRead = (reader: ReaderRun, subjects: string[]) =>
  eventually(() => expect(reader.subjects().sort()).toEqual([...subjects].sort()), WITHIN);

beforeAll(async () => {
  dovecot = await startDovecot();
}, 30_000);
afterAll(() => dovecot?.stop());
beforeEach(() => {
  users += 1;
  user = `user${users}`;
});
afterEach(async () => {
  await run?.stop();
  run = null;
});

it('brings in what is there, hears of what comes, and reads nothing twice after a restart', async () => {
  await dovecot.deliver(user, [mail('a'), mail('b')]);
  const state = memoryState();
  run = runReader(at(), { state });
  await hasRead(run, ['a', 'b']);
  await eventually(
    () => expect(run?.status()).toMatchObject({ state: 'connected', error: null, backlog: null }),
    WITHIN,
  );
  expect(run.taken[0]).toMatchObject({ via: 'imap', envelope: null, mailboxId: 'ann' });
  expect(run.taken[0]?.raw.toString()).toBe(mail('a'));
  expect(run.statuses.some(({ backlog }) => backlog?.total === 2)).toBe(true);
  await dovecot.deliver(user, [mail('c')]);
  await hasRead(run, ['a', 'b', 'c']);
  await run.stop();
  await dovecot.deliver(user, [mail('d')]);
  run = runReader(at(), { state });
  await hasRead(run, ['d']);
}, 40_000);

it('leaves what was there before when nothing is to be brought in', async () => {
  await dovecot.deliver(user, [mail('old')]);
  run = runReader(at(), { importSince: null });
  await eventually(() => expect(run?.status()?.lastScanAt).toEqual(expect.any(Number)), WITHIN);
  await dovecot.deliver(user, [mail('new')]);
  await hasRead(run, ['new']);
}, 40_000);

it('leaves what is older than the day it is told, and takes all that comes later', async () => {
  await dovecot.deliver(user, [mail('old')]);
  run = runReader(at(), { importSince: Date.now() + 3 * 86_400_000 });
  await eventually(() => expect(run?.status()?.lastScanAt).toEqual(expect.any(Number)), WITHIN);
  await dovecot.deliver(user, [mail('new')]);
  await hasRead(run, ['new']);
}, 40_000);

it('reads all again under another UIDVALIDITY, under other keys', async () => {
  await dovecot.deliver(user, [mail('a')]);
  const state = memoryState();
  run = runReader(at(), { state });
  await hasRead(run, ['a']);
  const key = run.taken[0]?.key;
  await run.stop();
  await dovecot.admin('mailbox', 'update', '--uid-validity', '12345', '-u', user, 'INBOX');
  run = runReader(at(), { state });
  await hasRead(run, ['a']);
  expect(run.taken[0]?.key).toBe('imap:12345:1');
  expect(run.taken[0]?.key).not.toBe(key);
}, 40_000);

it('passes a mail that is removed between looking and fetching', async () => {
  await dovecot.deliver(user, [mail('a'), mail('gone'), mail('c')]);
  run = runReader(at(), {
    connect: async () => {
      const connection = await openMailbox(at());
      const heads = connection.heads;
      connection.heads = async (uids) => {
        const found = await heads(uids);
        await dovecot.admin('expunge', '-u', user, 'mailbox', 'INBOX', 'uid', '2');
        return found;
      };
      return connection;
    },
  });
  await hasRead(run, ['a', 'c']);
  await dovecot.deliver(user, [mail('d')]);
  await hasRead(run, ['a', 'c', 'd']);
}, 40_000);

it('comes back when the line is cut within a mail, and has each mail once', async () => {
  const proxy = await startCuttingProxy(dovecot.port);
  await dovecot.deliver(user, [mail('a', 'x'.repeat(200_000)), mail('b')]);
  proxy.allowance = 50_000;
  run = runReader(at({ port: proxy.port }));
  await eventually(() => expect(run?.status()?.state).toBe('waiting'), WITHIN);
  expect(run.taken).toHaveLength(0);
  proxy.allowance = null;
  await hasRead(run, ['a', 'b']);
  expect(run.taken[0]?.raw).toHaveLength(mail('a', 'x'.repeat(200_000)).length);
  await run.stop();
  await proxy.close();
}, 40_000);

it('hands over headers and text of what is too large, and what it measures', async () => {
  const large = [
    'Message-ID: <large@x.test>',
    'Subject: large',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=C3=BC=C3=9Fe',
    '--b',
    'Content-Type: application/pdf; name=big.pdf',
    'Content-Disposition: attachment; filename=big.pdf',
    'Content-Transfer-Encoding: base64',
    '',
    ...Array.from({ length: 5_000 }, () => 'A'.repeat(76)),
    '--b--',
    '',
  ].join('\r\n');
  await dovecot.deliver(user, [large, mail('plain', 'y'.repeat(150_000)), mail('small')]);
  run = runReader(at(), { maxSize: 100_000 });
  await hasRead(run, ['large', 'plain', 'small']);
  const found = run.taken.find(({ raw }) => raw.includes('Subject: large'));
  expect(found?.oversize?.size).toBe(large.length);
  expect(found?.raw.toString()).toBe(
    'Message-ID: <large@x.test>\r\nSubject: large\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe',
  );
  const plain = run.taken.find(({ raw }) => raw.includes('Subject: plain'));
  expect(plain?.raw.toString()).toMatch(/Subject: plain\r\n(.*\r\n)*\r\ny{1000}/);
  expect(run.taken.find(({ raw }) => raw.includes('Subject: small'))?.oversize).toBeUndefined();
}, 40_000);

it('hands a mail over unread when it failed three times, keeps all others, and moves on', async () => {
  await dovecot.deliver(user, [mail('a'), mail('poison'), mail('c')]);
  const kept: string[] = [];
  let failed = 0;
  run = runReader(at(), {
    pause: (_, signal) => new Promise((resolve) => (signal.aborted ? resolve() : setTimeout(resolve, 20))),
    take: async ({ raw, unparsed }) => {
      if (raw.includes('Subject: poison') && !unparsed) {
        failed += 1;
        throw new Error('cannot be read');
      }
      kept.push(`${/Subject: (\w+)/.exec(raw.toString())?.[1]}${unparsed ? ' unparsed' : ''}`);
    },
  });
  await eventually(() => expect(kept).toContain('poison unparsed'), WITHIN);
  expect(failed).toBe(3);
  await eventually(() => expect(run?.status()?.error).toBeNull(), WITHIN);
  await run.stop();
  expect(new Set(kept)).toEqual(new Set(['a', 'c', 'poison unparsed']));
}, 40_000);

it('blames no mail when nothing can be kept, and brings all in once it can', async () => {
  await dovecot.deliver(user, [mail('a'), mail('b'), mail('c')]);
  let isDown = true;
  let tries = 0;
  run = runReader(at(), {
    pause: (_, signal) => new Promise((resolve) => (signal.aborted ? resolve() : setTimeout(resolve, 20))),
    take: async (mail) => {
      tries += 1;
      if (tries > 30) isDown = false;
      if (isDown) throw Object.assign(new Error('no database'), { isTemporary: true });
      run?.taken.push(mail);
    },
  });
  await eventually(() => expect(run?.status()?.error?.code).toBe('not-kept'), WITHIN);
  await hasRead(run, ['a', 'b', 'c']);
  expect(run.taken.some(({ unparsed }) => unparsed)).toBe(false);
}, 40_000);

it('stops at a password that is refused, and does not knock again', async () => {
  const proxy = await startCuttingProxy(dovecot.port);
  const wrong = { port: proxy.port, signIn: { kind: 'password', user, password: 'wrong' } } as const;
  const pauses: number[] = [];
  run = runReader(at(wrong), { pause: async (ms) => void pauses.push(ms) });
  await eventually(
    () => expect(run?.status()).toMatchObject({ state: 'stopped', error: { code: 'sign-in-refused' } }),
    WITHIN,
  );
  expect(proxy.connections).toBe(1);
  expect(pauses).toEqual([]);
  await run.stop();
  await proxy.close();
}, 40_000);

it('waits longer from time to time while the server is away, and says so', async () => {
  const pauses: number[] = [];
  run = runReader(at({ port: 1 }), {
    chance: () => 1,
    pause: (ms, signal) => {
      pauses.push(ms);
      return new Promise((resolve) =>
        signal.aborted || pauses.length < 12
          ? setImmediate(resolve)
          : signal.addEventListener('abort', () => resolve()),
      );
    },
  });
  await eventually(() => expect(pauses).toHaveLength(12), WITHIN);
  expect(pauses.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(Math.max(...pauses)).toBe(300_000);
  expect(run.status()).toMatchObject({
    state: 'waiting',
    error: { code: 'unreachable' },
    nextTryAt: expect.any(Number),
  });
}, 40_000);

it('says when the folder is not there', async () => {
  run = runReader(at({}, { folder: 'Nowhere' }));
  await eventually(() => expect(run?.status()?.error?.code).toBe('folder-missing'), WITHIN);
}, 40_000);

it('marks and moves what is durable', async () => {
  await dovecot.deliver(user, [mail('a'), mail('b')]);
  run = runReader(at({}, { after: { keyword: '$ParleyDone', moveTo: 'Processed' } }));
  await hasRead(run, ['a', 'b']);
  const count = () => dovecot.admin('search', '-u', user, 'mailbox', 'Processed', 'keyword', '$ParleyDone');
  await eventually(async () => expect((await count()).trim().split('\n')).toHaveLength(2), WITHIN);
  await dovecot.deliver(user, [mail('c')]);
  await hasRead(run, ['a', 'b', 'c']);
}, 40_000);

it('signs in after STARTTLS with a certificate it knows, and with no other', async () => {
  await dovecot.deliver(user, [mail('a')]);
  const secure = {
    security: 'starttls',
    mustEncrypt: true,
    host: 'mail.test',
    lookup: async () => ['127.0.0.1'],
  } as const;
  run = runReader(at({ ...secure, ca: testCertificate.cert }));
  await hasRead(run, ['a']);
  await run.stop();
  run = runReader(at(secure));
  await eventually(() => expect(run?.status()?.error?.code).toBe('tls'), WITHIN);
  expect(run.taken).toHaveLength(0);
}, 40_000);

it('does without IDLE, MOVE and UIDPLUS: hears of mail by looking, and removes nothing of anybody', async () => {
  const plain = await startDovecot('imap_capability = IMAP4rev1 LITERAL+');
  await plain.deliver(user, [mail('a')]);
  run = runReader(at({ port: plain.port }, { after: { moveTo: 'Processed' } }), {
    pause: (_, signal) => new Promise((resolve) => (signal.aborted ? resolve() : setTimeout(resolve, 50))),
  });
  await hasRead(run, ['a']);
  await plain.deliver(user, [mail('b')]);
  await hasRead(run, ['a', 'b']);
  await run.stop();
  expect(await plain.admin('mailbox', 'status', '-u', user, 'messages', 'INBOX')).toMatch(/messages=2/);
  await plain.stop();
}, 40_000);
