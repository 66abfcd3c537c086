/** An account at real servers: its settings tried step by step, and the copy of what went out in its Sent folder. */
import { SMTPServer } from 'smtp-server';
import type { ServerSettings } from '../../channels/email/wire/account.ts';
import { type CheckOptions, type CheckProgress, checkAccount } from '../../channels/email/wire/check-account.ts';
import { copyToSent } from '../../channels/email/wire/sent-copy.ts';
import { testCertificate } from '../support/mail/certificate.ts';
import { type Dovecot, startDovecot } from '../support/mail/dovecot.ts';
import { type SmtpPeer, startSmtpPeer } from '../support/mail/smtp-peer.ts';

let dovecot: Dovecot;
let submission: SMTPServer;
let smtpPort = 0;
let peer: SmtpPeer | null = null;

const local = { host: 'mail.test', allowPrivate: true, lookup: async () => ['127.0.0.1'], ca: testCertificate.cert };
const secure = {
  ...local,
  security: 'starttls',
  mustEncrypt: true,
  signIn: { kind: 'password', user: 'ann', password: 'secret' },
} as const;
const imapAt = (change: Partial<ServerSettings> = {}): ServerSettings => ({ ...secure, port: dovecot.port, ...change });
const smtpAt = (change: Partial<ServerSettings> = {}): ServerSettings => ({ ...secure, port: smtpPort, ...change });

async function check(options: Omit<CheckOptions, 'onProgress'>) {
  const heard: CheckProgress[] = [];
  const isGood = await checkAccount({ ...options, onProgress: (progress) => heard.push(progress) });
  const last = heard.filter(({ state }) => state !== 'running').at(-1);
  return {
    isGood,
    heard,
    steps: heard.filter(({ state }) => state !== 'running').map(({ step, state }) => `${step} ${state}`),
    last,
  };
}

beforeAll(async () => {
  dovecot = await startDovecot();
  submission = new SMTPServer({
    ...testCertificate,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _, done) =>
      username === 'ann' && password === 'secret'
        ? done(null, { user: 'ann' })
        : done(Object.assign(new Error('5.7.8 Wrong'), { responseCode: 535 })),
    onMailFrom: ({ address }, _, done) =>
      done(address === 'ann@firm.test' ? null : Object.assign(new Error('5.7.1 Not yours'), { responseCode: 550 })),
  });
  submission.on('error', () => {});
  await new Promise<void>((resolve) => {
    const server = submission.listen(0, '127.0.0.1', () => {
      const address = server.address();
      smtpPort = typeof address === 'object' && address ? address.port : 0;
      resolve();
    });
  });
}, 30_000);
afterAll(async () => {
  await new Promise<void>((resolve) => submission.close(() => resolve()));
  await dovecot?.stop();
});
afterEach(async () => {
  await peer?.close();
  peer = null;
});

describe('trying an account', () => {
  it('goes through every step of both servers', async () => {
    const { isGood, heard } = await check({
      imap: { server: imapAt() },
      smtp: { server: smtpAt(), from: 'ann@firm.test' },
    });
    const good = (server: string) =>
      heard.filter((one) => one.server === server && one.state === 'good').map(({ step }) => step);
    expect(good('imap')).toEqual(['resolve', 'connect', 'encrypt', 'certificate', 'sign-in', 'folder']);
    expect(good('smtp')).toEqual(['resolve', 'connect', 'encrypt', 'certificate', 'sign-in', 'permission']);
    expect(isGood).toBe(true);
    expect(heard.find(({ step, state }) => step === 'folder' && state === 'good')?.data).toEqual({ mails: 0 });
  }, 30_000);

  it('needs no encryption on this machine', async () => {
    const { isGood, steps } = await check({ imap: { server: imapAt({ mustEncrypt: false }) } });
    expect(steps).toEqual([
      'resolve good',
      'connect good',
      'encrypt left-out',
      'certificate left-out',
      'sign-in good',
      'folder good',
    ]);
    expect(isGood).toBe(true);
  }, 30_000);

  it.each<[string, () => Omit<CheckOptions, 'onProgress'>, object]>([
    [
      'a host that is not there',
      () => ({ imap: { server: imapAt({ lookup: async () => [] }) } }),
      { step: 'resolve', code: 'unknown-host' },
    ],
    [
      'a host inside',
      () => ({ imap: { server: imapAt({ allowPrivate: false }) } }),
      { step: 'resolve', code: 'host-not-allowed' },
    ],
    [
      'a port where nobody listens',
      () => ({ imap: { server: imapAt({ port: 1 }) } }),
      { step: 'connect', code: 'unreachable' },
    ],
    [
      'a certificate nobody knows',
      () => ({ imap: { server: imapAt({ ca: undefined }) } }),
      { step: 'certificate', code: 'certificate-self-signed' },
    ],
    [
      'a certificate of another name',
      () => ({ smtp: { server: smtpAt({ host: 'other.test' }), from: 'ann@firm.test' } }),
      { step: 'certificate', code: 'certificate-of-another-name' },
    ],
    [
      'a wrong IMAP password',
      () => ({ imap: { server: imapAt({ signIn: { kind: 'password', user: 'ann', password: 'wrong' } }) } }),
      { step: 'sign-in', code: 'sign-in-refused' },
    ],
    [
      'a wrong SMTP password',
      () => ({
        smtp: {
          server: smtpAt({ signIn: { kind: 'password', user: 'ann', password: 'wrong' } }),
          from: 'ann@firm.test',
        },
      }),
      { step: 'sign-in', code: 'sign-in-refused' },
    ],
    [
      'a folder that is not there',
      () => ({ imap: { server: imapAt(), folder: 'Nowhere' } }),
      { step: 'folder', code: 'folder-missing' },
    ],
    [
      'a sender that is somebody else',
      () => ({ smtp: { server: smtpAt(), from: 'bob@firm.test' } }),
      { step: 'permission', code: 'sender-refused' },
    ],
  ])(
    'ends at %s',
    async (_, options, expected) => {
      const { isGood, last } = await check(options());
      expect(isGood).toBe(false);
      expect(last).toMatchObject({ state: 'failed', data: { reason: expect.any(String) }, ...expected });
    },
    30_000,
  );

  it('ends at a server without encryption, and one that never answers', async () => {
    peer = await startSmtpPeer();
    const stripped = await check({ smtp: { server: smtpAt({ port: peer.port }), from: 'ann@firm.test' } });
    expect(stripped.last).toMatchObject({ step: 'encrypt', state: 'failed', code: 'tls' });
    peer.script.greeting = 'hang';
    const silent = await check({ smtp: { server: smtpAt({ port: peer.port }), from: 'ann@firm.test' }, stepMs: 300 });
    expect(silent.last).toMatchObject({ step: 'connect', state: 'failed', code: 'timeout' });
  }, 30_000);
});

describe('the copy in Sent', () => {
  const raw = Buffer.from('Message-ID: <sent-1@firm.test>\r\nSubject: Sent\r\n\r\nHello\r\n');
  const copy = (smtpHost = 'smtp.firm.test') =>
    copyToSent({
      imap: { server: imapAt() },
      smtpHost,
      raw,
      messageId: '<sent-1@firm.test>',
      sentAt: Date.UTC(2026, 10, 30),
    });
  const inSent = () => dovecot.admin('mailbox', 'status', '-u', 'ann', 'messages', 'Sent');

  it('is made once, however often it is asked for', async () => {
    expect(await copy()).toEqual({ state: 'copied' });
    expect(await copy()).toEqual({ state: 'there-already' });
    expect(await inSent()).toMatch(/messages=1\b/);
    expect(await dovecot.admin('fetch', '-u', 'ann', 'flags', 'mailbox', 'Sent')).toMatch(/\\Seen/);
  }, 30_000);

  it('is left to providers that make it', async () => {
    expect(await copy('smtp.gmail.com')).toEqual({ state: 'not-needed' });
  });

  it('says why there is none', async () => {
    const failed = await copyToSent({
      imap: { server: imapAt({ port: 1 }) },
      smtpHost: 'smtp.firm.test',
      raw,
      messageId: '<x@firm.test>',
      sentAt: 0,
    });
    expect(failed).toMatchObject({ state: 'failed', reason: expect.any(String) });
  });
});
