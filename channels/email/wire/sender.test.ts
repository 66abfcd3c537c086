/** What becomes of a mail at servers of every mood. */
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { testCertificate } from '../../../tests/support/mail/certificate.ts';
import { type PeerScript, type SmtpPeer, startSmtpPeer } from '../../../tests/support/mail/smtp-peer.ts';
import { type ServerSettings, TokenError } from './account.ts';
import type { SendOutcome } from './send-result.ts';
import { createSender, type Sender, type SenderOptions } from './sender.ts';

const timeouts = { connectMs: 5_000, greetingMs: 400, silenceMs: 400 };
const envelope = { from: 'bounce+m1@parley.test', to: ['ann@customer.test'] };
const raw = Buffer.from('Message-ID: <1@parley.test>\r\nSubject: Hello\r\n\r\nHello\r\n');
let peer: SmtpPeer;
let sender: Sender;
let clock = 0;

async function start(
  script: PeerScript = {},
  server: Partial<ServerSettings> = {},
  options: Partial<SenderOptions> = {},
) {
  peer = await startSmtpPeer(script);
  sender = createSender({
    server: {
      host: '127.0.0.1',
      port: peer.port,
      security: 'none',
      signIn: { kind: 'none' },
      allowPrivate: true,
      ...server,
    },
    timeouts,
    now: () => clock,
    ...options,
  });
  return (to: string[] = envelope.to): Promise<SendOutcome> => sender.send({ envelope: { ...envelope, to }, raw });
}

const password = { kind: 'password', user: 'u', password: 'p' } as const;
const withAuth = ['AUTH PLAIN LOGIN XOAUTH2'];

afterEach(async () => {
  await sender?.close();
  await peer?.close();
});

it('hands the bytes over as they are and keeps the connection for the next mail', async () => {
  const send = await start();
  expect(await send()).toEqual({
    state: 'sent',
    rejected: [],
    response: '250 2.0.0 Queued',
    serverMessageId: undefined,
  });
  expect(await send(['bob@customer.test'])).toMatchObject({ state: 'sent' });
  expect(peer.mails).toEqual([raw.toString(), raw.toString()]);
  expect(peer.connections).toBe(1);
  expect(peer.lines).toContain('MAIL FROM:<bounce+m1@parley.test>');
});

it('sends automatic mail from nobody', async () => {
  await start();
  await sender.send({ envelope: { from: '', to: ['a@b.test'] }, raw });
  expect(peer.lines).toContain('MAIL FROM:<>');
});

describe('the error map', () => {
  it.each<[string, PeerScript, object]>([
    [
      '450 to the recipient',
      { rcpt: () => '450 4.2.0 Greylisted' },
      { retryable: true, code: 'deferred', retryAfterMs: 300_000 },
    ],
    ['451 to the recipient', { rcpt: () => '451 4.3.0 Later' }, { retryable: true, code: 'deferred' }],
    ['421 to the sender', { mail: '421 4.7.0 Too many' }, { retryable: true, code: 'deferred' }],
    ['452 to the data', { data: '452 4.3.1 Full' }, { retryable: true, code: 'deferred' }],
    ['451 after the data', { end: '451 4.3.0 Try again' }, { retryable: true, code: 'deferred' }],
    ['421 after the data', { end: '421 4.3.2 Closing' }, { retryable: true, code: 'deferred' }],
    [
      '550 to the recipient',
      { rcpt: () => '550 5.1.1 Unknown' },
      { retryable: false, code: 'recipients-refused', rejected: [{ undeliverable: true }] },
    ],
    [
      '553 to the recipient',
      { rcpt: () => '553 5.7.1 Relaying denied' },
      { retryable: false, code: 'recipients-refused', rejected: [{ undeliverable: false }] },
    ],
    ['550 to the sender', { mail: '550 5.7.1 Not you' }, { retryable: false, code: 'sender-refused' }],
    [
      '530 to the sender',
      { mail: '530 5.7.0 Sign in' },
      { retryable: true, code: 'sign-in-required', pausesAccount: true },
    ],
    ['552 to the sender', { mail: '552 5.3.4 Too big' }, { retryable: false, code: 'too-big' }],
    ['554 to the data', { data: '554 5.5.1 No' }, { retryable: false, code: 'content-refused' }],
    ['554 after the data', { end: '554 5.7.1 Spam' }, { retryable: false, code: 'content-refused' }],
    ['552 after the data', { end: '552 5.3.4 Too big' }, { retryable: false, code: 'too-big' }],
    ['554 as greeting', { greeting: '554 Not today' }, { retryable: true, code: 'greeting-refused' }],
    ['421 as greeting', { greeting: '421 Busy' }, { retryable: true, code: 'deferred' }],
    ['dropped at the greeting', { greeting: 'drop' }, { retryable: true, code: 'dropped' }],
    ['no greeting', { greeting: 'hang' }, { retryable: true, code: 'timeout' }],
    ['silence to the sender', { mail: 'hang' }, { retryable: true, code: 'timeout' }],
    ['dropped at the recipient', { rcpt: () => 'drop' }, { retryable: true, code: 'dropped' }],
    ['silence to DATA', { data: 'hang' }, { retryable: true, code: 'timeout' }],
    ['nonsense as greeting', { greeting: 'HTTP/1.1 400 Bad Request' }, { retryable: true, code: 'protocol' }],
    ['too big for the SIZE it tells', { ehlo: ['SIZE 10'] }, { retryable: false, code: 'too-big' }],
  ])('%s', async (_, script, expected) => {
    const send = await start(script);
    expect(await send()).toMatchObject({ state: 'failed', ...expected });
  });

  it('says unknown when every byte is there and no answer comes', async () => {
    const send = await start({ end: 'hang' });
    expect(await send()).toMatchObject({ state: 'unknown' });
    expect(peer.mails).toHaveLength(1);
  });

  it('says unknown when the line is cut after the last byte', async () => {
    const send = await start({ end: 'drop' });
    expect(await send()).toMatchObject({ state: 'unknown' });
  });

  it('says failed when the line is cut within a large mail: nobody has it whole', async () => {
    await start({ cutAfter: 100_000 });
    const large = Buffer.alloc(30 * 1024 * 1024, 'x\r\n');
    expect(await sender.send({ envelope, raw: large })).toMatchObject({
      state: 'failed',
      retryable: true,
      code: 'dropped',
    });
  });

  it('tells a port where nobody listens', async () => {
    const send = await start();
    await peer.close();
    expect(await send()).toMatchObject({ state: 'failed', retryable: true, code: 'unreachable' });
  });

  it('tells a host that is not there, and one that leads inside', async () => {
    const lookup = async (host: string) => (host === 'inside.test' ? ['10.0.0.5'] : []);
    const send = await start({}, { host: 'gone.test', lookup, allowPrivate: false });
    expect(await send()).toMatchObject({ state: 'failed', retryable: true, code: 'unknown-host' });
    await peer.close();
    const inside = await start({}, { host: 'inside.test', lookup, allowPrivate: false });
    expect(await inside()).toMatchObject({ state: 'failed', retryable: false, code: 'host-not-allowed' });
    expect(peer.connections).toBe(0);
  });
});

describe('several recipients', () => {
  it('tells whom the server refused, for good and for now', async () => {
    const send = await start({
      rcpt: (address) =>
        address.startsWith('gone') ? '550 5.1.1 Unknown' : address.startsWith('full') ? '452 4.2.2 Full' : '250 OK',
    });
    const outcome = await send(['ann@c.test', 'gone@c.test', 'full@c.test']);
    expect(outcome).toMatchObject({
      state: 'sent',
      rejected: [
        { address: 'gone@c.test', code: 550, retryable: false, undeliverable: true },
        { address: 'full@c.test', code: 452, retryable: true, undeliverable: false },
      ],
    });
  });

  it('tries again when one of those that were all refused was refused for now', async () => {
    const send = await start({ rcpt: (_, nth) => (nth === 1 ? '451 4.7.1 Later' : '550 5.1.1 Unknown') });
    expect(await send(['a@c.test', 'b@c.test'])).toMatchObject({ state: 'failed', retryable: true, code: 'deferred' });
  });

  it('sends to 200 at a server that takes 100, and names the others', async () => {
    const send = await start({ ehlo: ['PIPELINING'], rcpt: (_, nth) => (nth > 100 ? '452 4.5.3 Too many' : '250 OK') });
    const outcome = await send(Array.from({ length: 200 }, (_, n) => `r${n}@c.test`));
    expect(outcome.state === 'sent' && outcome.rejected.filter(({ retryable }) => retryable)).toHaveLength(100);
  });

  it('leaves out whom a server without SMTPUTF8 cannot be told, and spells domains for it', async () => {
    const send = await start();
    const outcome = await send(['jürgen@c.test', 'ann@bücher.test']);
    expect(outcome).toMatchObject({
      state: 'sent',
      rejected: [{ address: 'jürgen@c.test', code: 0, retryable: false }],
    });
    expect(peer.lines.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<ann@xn--bcher-kva.test>']);
    expect(await send(['jürgen@c.test'])).toMatchObject({ state: 'failed', retryable: false, code: 'bad-address' });
  });

  it('takes them at one that knows SMTPUTF8', async () => {
    const send = await start({ ehlo: ['SMTPUTF8', '8BITMIME'] });
    expect(await send(['jürgen@c.test'])).toMatchObject({ state: 'sent', rejected: [] });
    expect(peer.lines.some((line) => line.startsWith('MAIL') && line.includes('SMTPUTF8'))).toBe(true);
  });

  it('lets no address say a command', async () => {
    const send = await start();
    const outcome = await send(['a@c.test>\r\nRCPT TO:<victim@c.test']);
    expect(outcome).toMatchObject({ state: 'failed', retryable: false, code: 'bad-address' });
    expect(peer.lines.some((line) => line.includes('victim'))).toBe(false);
  });
});

describe('signing in', () => {
  it.each<[string, PeerScript, object]>([
    [
      'refused',
      { ehlo: withAuth, auth: '535 5.7.8 Wrong' },
      { code: 'sign-in-refused', pausesAccount: true, retryable: true },
    ],
    [
      'no longer possible',
      { ehlo: withAuth, auth: '550 5.7.30 Basic authentication is not supported' },
      { code: 'sign-in-refused', pausesAccount: true },
    ],
    ['refused for now', { ehlo: withAuth, auth: '454 4.7.0 Busy' }, { code: 'sign-in-deferred', retryable: true }],
    ['not offered', {}, { code: 'sign-in-refused', pausesAccount: true }],
  ])('%s', async (_, script, expected) => {
    const send = await start(script, { signIn: password });
    const outcome = await send();
    expect(outcome).toMatchObject({ state: 'failed', ...expected });
    if (!('pausesAccount' in expected)) expect(outcome).not.toHaveProperty('pausesAccount');
    expect(peer.mails).toHaveLength(0);
  });

  it('shows a token, and a fresh one when the first is refused', async () => {
    const asked: boolean[] = [];
    let tries = 0;
    const send = await start(
      { ehlo: ['AUTH XOAUTH2'] },
      {
        signIn: {
          kind: 'oauth',
          user: 'u@x.test',
          token: async (renew) => {
            asked.push(renew);
            peer.script.auth = tries === 0 ? '334 eyJzdGF0dXMiOiI0MDEifQ==' : '235 OK';
            tries += renew ? 1 : 0;
            if (renew) peer.script.auth = '235 OK';
            return renew ? 'fresh' : 'stale';
          },
        },
      },
    );
    expect(await send()).toMatchObject({ state: 'sent' });
    expect(asked).toEqual([false, true]);
    const shown = peer.lines
      .filter((line) => line.startsWith('AUTH'))
      .map((line) => Buffer.from(line.slice(13), 'base64').toString());
    expect(shown).toEqual(['stale', 'fresh'].map((token) => `user=u@x.test\x01auth=Bearer ${token}\x01\x01`));
  });

  it.each([
    [true, { code: 'needs-consent', pausesAccount: true }],
    [false, { code: 'sign-in-deferred', retryable: true }],
  ])('fails when no token can be had (consent needed: %s)', async (needsConsent, expected) => {
    const token = async () => {
      throw new TokenError(needsConsent, 'no token');
    };
    const send = await start({ ehlo: withAuth }, { signIn: { kind: 'oauth', user: 'u', token } });
    expect(await send()).toMatchObject({ state: 'failed', ...expected });
  });
});

describe('encryption', () => {
  let server: SMTPServer;
  const received: string[] = [];

  async function startTlsServer(options: SMTPServerOptions = {}): Promise<number> {
    server = new SMTPServer({
      ...testCertificate,
      disableReverseLookup: true,
      closeTimeout: 100,
      onAuth: ({ username, password: given }, _, done) =>
        done(null, username === 'u' && given === 'p' ? { user: 'u' } : {}),
      onData(stream, session, done) {
        stream.resume();
        stream.on('end', () => {
          received.push(`${session.secure}`);
          done();
        });
      },
      ...options,
    });
    server.on('error', () => {});
    return new Promise((resolve) => {
      const listening = server.listen(0, '127.0.0.1', () => {
        const address = listening.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }
  const sendTo = (settings: Partial<ServerSettings>) => {
    sender = createSender({
      server: {
        host: 'mail.test',
        port: 0,
        security: 'starttls',
        signIn: password,
        allowPrivate: true,
        lookup: async () => ['127.0.0.1'],
        ...settings,
      },
      timeouts: { ...timeouts, greetingMs: 5_000, silenceMs: 5_000 },
      now: () => clock,
    });
    return sender.send({ envelope, raw });
  };
  beforeEach(() => received.splice(0));
  afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

  it('signs in after STARTTLS, and over TLS from the first byte', async () => {
    const port = await startTlsServer();
    expect(await sendTo({ port, ca: testCertificate.cert })).toMatchObject({ state: 'sent' });
    await sender.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    const securePort = await startTlsServer({ secure: true });
    expect(await sendTo({ port: securePort, security: 'tls', ca: testCertificate.cert })).toMatchObject({
      state: 'sent',
    });
    expect(received).toEqual(['true', 'true']);
  });

  it('shows its password to nobody whose certificate it does not know', async () => {
    const port = await startTlsServer();
    expect(await sendTo({ port })).toMatchObject({ state: 'failed', retryable: true, code: 'tls' });
    expect(received).toEqual([]);
  });

  it.each<[string, PeerScript]>([
    ['hidden', { ehlo: withAuth }],
    ['refused', { ehlo: ['STARTTLS', ...withAuth], starttls: '454 4.7.0 Not now' }],
  ])('says nothing to a server whose STARTTLS is %s', async (_, script) => {
    const send = await start(script, { security: 'starttls', mustEncrypt: true, signIn: password });
    expect(await send()).toMatchObject({ state: 'failed', retryable: true, code: 'tls' });
    expect(peer.lines.some((line) => /^(AUTH|MAIL)/.test(line))).toBe(false);
  });

  it('needs none on loopback', async () => {
    const send = await start({ ehlo: withAuth }, { security: 'starttls', signIn: password });
    expect(await send()).toMatchObject({ state: 'sent' });
  });
});

describe('many mails', () => {
  it('opens no more connections than it may and keeps nobody waiting for ever', async () => {
    const send = await start({}, {}, { connections: 2 });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(outcomes.every(({ state }) => state === 'sent')).toBe(true);
    expect(peer.connections).toBeLessThanOrEqual(2);
  });

  it('says when the next may go', async () => {
    clock = 0;
    const send = await start({}, {}, { perMinute: 2 });
    await send();
    clock = 10_000;
    await send();
    clock = 20_000;
    expect(await send()).toMatchObject({ state: 'failed', retryable: true, code: 'throttled', retryAfterMs: 40_000 });
    clock = 60_000;
    expect(await send()).toMatchObject({ state: 'sent' });
  });

  it('opens a fresh connection when the server has ended the idle one', async () => {
    const send = await start();
    await send();
    peer.hangUp();
    expect(await send()).toMatchObject({ state: 'sent' });
    expect(peer.mails).toHaveLength(2);
    expect(peer.connections).toBe(2);
  });

  it('opens a fresh connection after so many mails', async () => {
    const send = await start({}, {}, { perConnection: 2 });
    for (let n = 0; n < 3; n += 1) await send();
    expect(peer.connections).toBe(2);
  });

  it('goes on after a mail that was refused', async () => {
    const send = await start({ rcpt: (address) => (address === 'gone@c.test' ? '550 5.1.1 Unknown' : '250 OK') });
    expect(await send(['gone@c.test'])).toMatchObject({ state: 'failed' });
    expect(await send()).toMatchObject({ state: 'sent' });
  });

  it('finishes what is on its way when it closes, and takes no more', async () => {
    const send = await start();
    const sending = send();
    await sender.close();
    expect(await sending).toMatchObject({ state: 'sent' });
    expect(await send()).toMatchObject({ state: 'failed', retryable: true, code: 'closed' });
  });
});
