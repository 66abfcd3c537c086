/** The SMTP listener against clients that behave, and clients that do not. */
import { createTransport } from 'nodemailer';
import { testCertificate } from '../../../tests/support/mail/certificate.ts';
import { type Dialogue, openDialogue } from '../../../tests/support/mail/dialogue.ts';
import { type Listener, type ListenerOptions, startListener } from './listener.ts';
import type { ArrivedMail } from './model.ts';

const log = { info: () => {}, warn: () => {} };
let taken: ArrivedMail[];
let listener: Listener;
let clock: number;

async function listen(options: Partial<ListenerOptions> = {}): Promise<Listener> {
  listener = await startListener({
    port: 0,
    findMailbox: async ({ local, domain }) =>
      domain === 'localhost' && ['support', 'sales'].includes(local.toLowerCase()) ? local.toLowerCase() : null,
    take: async (mail) => void taken.push(mail),
    now: () => clock,
    log,
    ...options,
  });
  return listener;
}

async function greet(): Promise<Dialogue> {
  const dialogue = await openDialogue(listener.port);
  await dialogue.hear();
  await dialogue.say('EHLO client.test');
  return dialogue;
}

async function hand(dialogue: Dialogue, body: string, from = 'ann@customer.test', to = 'support@localhost') {
  await dialogue.say(`MAIL FROM:<${from}>`);
  await dialogue.say(`RCPT TO:<${to}>`);
  await dialogue.say('DATA');
  return dialogue.say(`${body}\r\n.`);
}

beforeEach(() => {
  taken = [];
  clock = 1_000;
});
afterEach(() => listener.close(50));

describe('a mail that is welcome', () => {
  it('reaches take byte for byte, with its envelope', async () => {
    await listen();
    const dialogue = await greet();
    expect(await hand(dialogue, 'Message-ID: <1@x>\r\n\r\n..dots\r\nfünf')).toMatch(/^250/);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.raw.toString()).toBe('Message-ID: <1@x>\r\n\r\n.dots\r\nfünf\r\n');
    expect(taken[0]).toMatchObject({
      via: 'listener',
      mailboxId: 'support',
      at: 1_000,
      envelope: {
        mailFrom: 'ann@customer.test',
        rcptTo: ['support@localhost'],
        remoteAddress: '127.0.0.1',
        helo: 'client.test',
      },
    });
    dialogue.socket.end();
  });

  it('finds the mailbox behind a tag and in any case of the domain', async () => {
    await listen();
    const dialogue = await greet();
    expect(await hand(dialogue, 'x', 'a@b.test', 'Support+c1.XyZ@LOCALHOST')).toMatch(/^250/);
    expect(taken[0]?.mailboxId).toBe('support');
    expect(taken[0]?.envelope?.rcptTo[0]).toMatch(/^Support\+c1\.XyZ@localhost$/i);
    dialogue.socket.end();
  });

  it('takes the null sender of a bounce', async () => {
    await listen();
    const dialogue = await greet();
    expect(await hand(dialogue, 'x', '')).toMatch(/^250/);
    expect(taken[0]?.envelope?.mailFrom).toBe('');
    dialogue.socket.end();
  });

  it('goes to each mailbox once, with its own recipients', async () => {
    await listen();
    const dialogue = await greet();
    await dialogue.say('MAIL FROM:<a@b.test>');
    for (const to of ['support', 'sales', 'support+x', 'SALES']) await dialogue.say(`RCPT TO:<${to}@localhost>`);
    await dialogue.say('DATA');
    await dialogue.say('Message-ID: <2@x>\r\n\r\nhello\r\n.');
    expect(taken.map(({ mailboxId, envelope }) => [mailboxId, envelope?.rcptTo.length])).toEqual([
      ['support', 2],
      ['sales', 1],
    ]);
    expect(new Set(taken.map(({ key }) => key)).size).toBe(1);
    dialogue.socket.end();
  });

  it('keeps its key when it is sent again, but two mails without a Message-ID are two', async () => {
    await listen();
    const dialogue = await greet();
    for (const body of ['Message-ID: <3@x>\r\n\r\nx', 'Message-ID: <3@x>\r\n\r\nx', '\r\nx', '\r\nx']) {
      await hand(dialogue, body);
    }
    expect(taken[0]?.key).toBe(taken[1]?.key);
    expect(taken[2]?.key).not.toBe(taken[3]?.key);
    dialogue.socket.end();
  });

  it('may be pipelined, 8-bit and from an internationalised address', async () => {
    await listen();
    const dialogue = await greet();
    dialogue.write(
      'MAIL FROM:<jürgen@bücher.test> BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<support@localhost>\r\nDATA\r\nSubject: é\r\n\r\né\r\n.\r\nQUIT\r\n',
    );
    const replies = [];
    for (let n = 0; n < 5; n += 1) replies.push((await dialogue.hear()).slice(0, 3));
    expect(replies).toEqual(['250', '250', '354', '250', '221']);
    expect(taken[0]?.envelope?.mailFrom).toBe('jürgen@bücher.test');
  });

  it('comes from nodemailer over STARTTLS when there is a certificate', async () => {
    await listen({ tls: testCertificate });
    const transport = createTransport({
      host: '127.0.0.1',
      port: listener.port,
      requireTLS: true,
      tls: { ca: testCertificate.cert, servername: 'localhost' },
    });
    await transport.sendMail({ from: 'a@b.test', to: 'support@localhost', subject: 'Hello', text: 'World' });
    expect(taken[0]?.raw.toString()).toContain('Subject: Hello');
  });
});

describe('what it refuses', () => {
  it('knows no other recipients, so it never relays', async () => {
    await listen();
    const dialogue = await greet();
    await dialogue.say('MAIL FROM:<a@b.test>');
    for (const to of [
      'nobody@localhost',
      'support@elsewhere.test',
      'support@localhost@elsewhere.test',
      'support%else@localhost',
    ]) {
      expect(await dialogue.say(`RCPT TO:<${to}>`)).toMatch(/^5/);
    }
    expect(await dialogue.say('DATA')).toMatch(/^503/);
    dialogue.socket.end();
  });

  it('offers neither sign-in nor STARTTLS without a certificate', async () => {
    await listen();
    const dialogue = await openDialogue(listener.port);
    await dialogue.hear();
    const offered = await dialogue.say('EHLO client.test');
    expect(offered).toMatch(/PIPELINING/);
    expect(offered).toMatch(/8BITMIME/);
    expect(offered).toMatch(/SMTPUTF8/);
    expect(offered).toMatch(/SIZE 26214400/);
    expect(offered).not.toMatch(/AUTH|STARTTLS/);
    expect(await dialogue.say('AUTH PLAIN AGEAYg==')).toMatch(/^5/);
    expect(await dialogue.say('STARTTLS')).toMatch(/^5/);
    dialogue.socket.end();
  });

  it('says 552 to a mail that is too large, announced or not, and goes on', async () => {
    await listen({ limits: { size: 1_000 } });
    const dialogue = await greet();
    expect(await dialogue.say('MAIL FROM:<a@b.test> SIZE=1001')).toMatch(/^552/);
    expect(await hand(dialogue, 'x'.repeat(100_000))).toMatch(/^552/);
    expect(await hand(dialogue, 'small')).toMatch(/^250/);
    expect(taken).toHaveLength(1);
    dialogue.socket.end();
  });

  it('says 452 when too much is being received at once, and frees what it held', async () => {
    await listen({ limits: { inFlight: 2_000 } });
    const one = await greet();
    expect(await hand(one, 'x'.repeat(3_000))).toMatch(/^452/);
    expect(await hand(one, 'x'.repeat(1_500))).toMatch(/^250/);
    expect(await hand(one, 'x'.repeat(1_500))).toMatch(/^250/);
    one.socket.end();
  });

  it('takes no more recipients than it says', async () => {
    await listen({ limits: { recipients: 2 } });
    const dialogue = await greet();
    await dialogue.say('MAIL FROM:<a@b.test>');
    await dialogue.say('RCPT TO:<support+1@localhost>');
    await dialogue.say('RCPT TO:<support+2@localhost>');
    expect(await dialogue.say('RCPT TO:<support+3@localhost>')).toMatch(/^452/);
    dialogue.socket.end();
  });

  it('refuses an end of data that only others would see', async () => {
    await listen();
    const dialogue = await greet();
    await dialogue.say('MAIL FROM:<a@b.test>');
    await dialogue.say('RCPT TO:<support@localhost>');
    await dialogue.say('DATA');
    dialogue.write('one\n.\r\nMAIL FROM:<root@localhost>\r\nRCPT TO:<support@localhost>\r\nDATA\r\ntwo\r\n.\r\n');
    expect(await dialogue.hear()).toMatch(/^550/);
    expect(taken).toHaveLength(0);
    dialogue.socket.end();
  });
});

describe('limits of one client', () => {
  it('slows a sender and then an address, until the minute is over', async () => {
    await listen({ limits: { mailsPerMinutePerSender: 2, mailsPerMinutePerAddress: 4 } });
    const dialogue = await greet();
    expect(await hand(dialogue, 'x')).toMatch(/^250/);
    expect(await hand(dialogue, 'x', 'Ann@customer.test')).toMatch(/^250/);
    expect(await dialogue.say('MAIL FROM:<ann@customer.test>')).toMatch(/^451/);
    expect(await hand(dialogue, 'x', 'bob@customer.test')).toMatch(/^250/);
    expect(await dialogue.say('MAIL FROM:<bob@customer.test>')).toMatch(/^421/);
    await dialogue.closed;
    clock += 60_000;
    const later = await greet();
    expect(await hand(later, 'x')).toMatch(/^250/);
    later.socket.end();
  });

  it('lets an address have so many connections, and no more', async () => {
    await listen({ limits: { connectionsPerAddress: 2 } });
    const first = await greet();
    const second = await greet();
    const third = await openDialogue(listener.port);
    expect(await third.hear()).toMatch(/^421/);
    await third.closed;
    first.socket.destroy();
    await first.closed;
    second.socket.end();
  });

  it('sends a silent client away', async () => {
    await listen({ limits: { idleMs: 300 } });
    const dialogue = await greet();
    expect(await dialogue.hear()).toMatch(/^421/);
    await dialogue.closed;
  });

  it('sends a client away that trickles one mail for too long', async () => {
    await listen({ limits: { dataMs: 400 } });
    const dialogue = await greet();
    await dialogue.say('MAIL FROM:<a@b.test>');
    await dialogue.say('RCPT TO:<support@localhost>');
    await dialogue.say('DATA');
    const trickle = setInterval(() => dialogue.write('x'), 20);
    expect(await dialogue.hear()).toMatch(/^421/);
    clearInterval(trickle);
    dialogue.socket.destroy();
    expect(taken).toHaveLength(0);
  });
});

describe('what take says is what the client hears', () => {
  it('answers 250 only after the mail is safe', async () => {
    let finish = () => {};
    let began = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      began = resolve;
    });
    await listen({
      take: (mail) => {
        began();
        return new Promise((resolve) => {
          finish = () => {
            taken.push(mail);
            resolve();
          };
        });
      },
    });
    const dialogue = await greet();
    let heard = '';
    const reply = hand(dialogue, 'x').then((text) => {
      heard = text;
    });
    await hasBegun;
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toBe('');
    finish();
    await reply;
    expect(heard).toMatch(/^250/);
    dialogue.socket.end();
  });

  it('answers 451 when it cannot be kept, without saying why, and takes it the next time', async () => {
    let isBroken = true;
    await listen({
      take: async (mail) => {
        if (isBroken) throw new Error('disk /var/secret is full');
        taken.push(mail);
      },
    });
    const dialogue = await greet();
    const refused = await hand(dialogue, 'x');
    expect(refused).toMatch(/^451/);
    expect(refused).not.toMatch(/secret/);
    isBroken = false;
    expect(await hand(dialogue, 'x')).toMatch(/^250/);
    expect(taken).toHaveLength(1);
    dialogue.socket.end();
  });

  it('answers 451 when it cannot be known whose mailbox it is', async () => {
    await listen({
      findMailbox: async () => {
        throw new Error('no database');
      },
    });
    const dialogue = await greet();
    await dialogue.say('MAIL FROM:<a@b.test>');
    expect(await dialogue.say('RCPT TO:<support@localhost>')).toMatch(/^451/);
    dialogue.socket.end();
  });

  it('takes nothing of a mail that broke off', async () => {
    await listen();
    const broken = await greet();
    await broken.say('MAIL FROM:<a@b.test>');
    await broken.say('RCPT TO:<support@localhost>');
    await broken.say('DATA');
    broken.write('half a mail\r\n');
    broken.socket.destroy();
    await broken.closed;
    const next = await greet();
    expect(await hand(next, 'whole')).toMatch(/^250/);
    expect(taken.map(({ raw }) => raw.toString())).toEqual(['whole\r\n']);
    next.socket.end();
  });
});

describe('starting and closing', () => {
  it('says which port is in use', async () => {
    await listen();
    await expect(
      startListener({ port: listener.port, findMailbox: async () => null, take: async () => {}, now: () => 0, log }),
    ).rejects.toThrow(`Mail cannot be received: port ${listener.port} of 127.0.0.1 is in use by another program.`);
  });

  it('finishes the mail that is on its way, sends the idle away and takes no more', async () => {
    await listen();
    const idle = await greet();
    const busy = await greet();
    await busy.say('MAIL FROM:<a@b.test>');
    await busy.say('RCPT TO:<support@localhost>');
    await busy.say('DATA');
    busy.write('first half\r\n');
    const closed = listener.close(10_000);
    expect(await idle.hear()).toMatch(/^421/);
    expect(await busy.say('second half\r\n.')).toMatch(/^250/);
    expect(await busy.hear()).toMatch(/^421/);
    await closed;
    expect(taken).toHaveLength(1);
    await expect(openDialogue(listener.port).then((late) => late.hear())).resolves.toBe('closed');
  });
});
