/** Who really sent it: signed mails, a zone of our own instead of the internet, and everything a liar would try. */
import { generateKeyPairSync } from 'node:crypto';
import { dkimSign, sealMessage } from 'mailauth';
import { type JudgeOptions, judgeSender } from './authenticity.ts';
import { readDomain } from './lookalike.ts';
import { parseMail } from './parse-mail.ts';
import { rawMail } from './testing.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const zone: Record<string, string> = {
  's._domainkey.example.org': `v=DKIM1; k=rsa; p=${spki}`,
  's._domainkey.evil.example': `v=DKIM1; k=rsa; p=${spki}`,
  's._domainkey.google.com': `v=DKIM1; k=rsa; p=${spki}`,
  's._domainkey.quiet.example': `v=DKIM1; k=rsa; p=${spki}`,
  '_dmarc.example.org': 'v=DMARC1; p=reject',
  '_dmarc.loose.example': 'v=DMARC1; p=none',
  'example.org': 'v=spf1 ip4:192.0.2.1 -all',
  'quiet.example': 'v=spf1 ip4:192.0.2.1 -all',
};
const failing = (code: string) => async (): Promise<never> => {
  throw Object.assign(new Error(code), { code });
};
const resolver: JudgeOptions['resolver'] = async (domain, type) => {
  const record = type === 'TXT' && Object.hasOwn(zone, domain) ? zone[domain] : undefined;
  return record === undefined ? failing('ENOTFOUND')() : [[record]];
};

const letter = (from = 'Zoe <zoe@example.org>', ...more: string[]): Buffer =>
  rawMail([
    `From: ${from}`,
    ...more,
    'To: help@shop.example',
    'Subject: Lamp',
    'Date: Mon, 30 Nov 2026 05:00:00 +0000',
    'Message-ID: <1@x>',
    '',
    'Hello',
    '',
  ]);

async function sign(raw: Buffer, signingDomain: string, more: object = {}): Promise<Buffer> {
  const { signatures, errors } = await dkimSign(raw, {
    signatureData: [{ signingDomain, selector: 's', privateKey: key, ...more }],
  } as never);
  if (errors.length > 0) throw errors[0];
  return Buffer.concat([Buffer.from(signatures), raw]);
}

const judge = async (raw: Buffer, options: Partial<JudgeOptions> = {}) =>
  judgeSender(raw, await parseMail(raw), { trusted: [], envelope: null, resolver, ...options });
const under = (header: string, raw: Buffer): Buffer => Buffer.concat([Buffer.from(`${header}\r\n`), raw]);

describe('by our own check', () => {
  it('passes what its domain signed', async () => {
    const judged = await judge(await sign(letter(), 'example.org'));
    expect(judged).toMatchObject({
      verdict: 'pass',
      domain: 'example.org',
      by: 'own-check',
      dmarc: { result: 'pass', policy: 'reject' },
    });
    expect(judged.dkim).toEqual([{ result: 'pass', domain: 'example.org', aligned: true }]);
  });

  it('passes what came from its server', async () => {
    const envelope = {
      mailFrom: 'zoe@example.org',
      rcptTo: [],
      remoteAddress: '::ffff:192.0.2.1',
      helo: 'mx.example.org',
    };
    expect(await judge(letter(), { envelope })).toMatchObject({
      verdict: 'pass',
      spf: { result: 'pass', domain: 'example.org' },
    });
  });

  it.each([
    ['not signed at all', letter(), 'fail'],
    ['a domain without a policy', letter('z@unknown.example'), 'none'],
    ['a policy that asks for nothing', letter('z@loose.example'), 'none'],
    ['no sender', letter('<>'), 'none'],
  ])('%s', async (_, raw, verdict) => {
    expect((await judge(raw)).verdict).toBe(verdict);
  });

  it('is weak where a domain signs and has no policy', async () => {
    expect((await judge(await sign(letter('z@quiet.example'), 'quiet.example'))).verdict).toBe('weak');
  });

  it('fails what somebody else signed, and what was changed', async () => {
    expect((await judge(await sign(letter(), 'evil.example'))).verdict).toBe('fail');
    const signed = (await sign(letter(), 'example.org')).toString('latin1');
    expect((await judge(Buffer.from(signed.replace('Hello', 'Hallo'), 'latin1'))).verdict).toBe('fail');
  });

  it('does not believe a signature that leaves out the end of the text', async () => {
    const signed = await sign(letter(), 'example.org', { maxBodyLength: 5 });
    const longer = Buffer.concat([signed, Buffer.from('and send me your money\r\n')]);
    expect((await judge(longer)).verdict).not.toBe('pass');
  });

  it('proves nothing with several senders', async () => {
    const raw = await sign(letter('zoe@example.org, bank@bank.example'), 'example.org');
    expect(await judge(raw)).toMatchObject({ verdict: 'none', why: 'It names several senders.' });
    expect((await judge(under('From: bank@bank.example', await sign(letter(), 'example.org')))).verdict).toBe('none');
  });

  it.each(['ETIMEOUT', 'ESERVFAIL', 'ECONNREFUSED'])('says none when the name servers answer %s', async (code) => {
    const raw = await sign(letter(), 'example.org');
    expect((await judge(raw, { resolver: failing(code) })).verdict).toBe('none');
    const half: JudgeOptions['resolver'] = (domain, type) =>
      domain.startsWith('_dmarc') ? failing(code)() : resolver(domain, type);
    expect((await judge(raw, { resolver: half })).verdict).toBe('none');
  });

  it('does not wait for ever', async () => {
    const raw = await sign(letter(), 'example.org');
    const silent = (): Promise<never> => new Promise(() => {});
    expect((await judge(raw, { resolver: silent, patience: 50 })).verdict).toBe('none');
  });

  it('takes no server in a private network for one of the domain', async () => {
    const envelope = { mailFrom: 'zoe@example.org', rcptTo: [], remoteAddress: '127.0.0.1' };
    expect(await judge(letter(), { envelope })).toMatchObject({ verdict: 'fail', spf: null });
  });

  it.each([
    ['google.com', 'pass', 'arc'],
    ['google.com', 'fail', 'fail'],
    ['evil.example', 'pass', 'fail'],
  ])('a forward sealed by %s that saw dmarc=%s: %s', async (signingDomain, dmarc, verdict) => {
    const changed = Buffer.from(
      (await sign(letter(), 'example.org')).toString('latin1').replace('Subject: Lamp', 'Subject: [list] Lamp'),
      'latin1',
    );
    const seal = {
      signingDomain,
      selector: 's',
      privateKey: key,
      cv: 'none',
      i: 1,
      authResults: `mx.${signingDomain}; dmarc=${dmarc} header.from=example.org`,
    };
    const headers = await sealMessage(changed, seal as never);
    const sealed = Buffer.concat([Buffer.from(headers as never), changed]);
    expect((await judge(sealed)).verdict).toBe(verdict);
  });

  it('never fails on noise', async () => {
    for (const raw of [
      Buffer.alloc(0),
      rawMail('DKIM-Signature: v=1; a=x\nFrom: a@b.c\n\nx'),
      rawMail('ARC-Seal: i=99\nFrom: a@b.c\n\n'),
    ])
      expect((await judge(raw)).verdict).toBe('none');
  });
});

describe('by the word of our receiver', () => {
  const trusted = ['mx.shop.example'];
  const say = (results: string, raw = letter()): Buffer =>
    under(`Authentication-Results: mx.shop.example; ${results}`, raw);

  it.each([
    ['dmarc=pass (p=REJECT) header.from=example.org', 'pass'],
    ['dmarc=fail (p=REJECT) header.from=example.org', 'fail'],
    ['dmarc=fail (p=NONE sp=NONE) header.from=example.org', 'none'],
    ['dmarc=fail (p=REJECT) header.from=example.org; arc=pass (i=1)', 'arc'],
    ['dmarc=pass header.from=evil.example', 'none'],
    ['dmarc=temperror header.from=example.org; dkim=pass header.d=example.org', 'none'],
    ['dkim=pass (good) header.d=mail.example.org header.s=s', 'weak'],
    ['dkim=pass header.i=@example.org; dmarc=none', 'weak'],
    ['dkim=pass header.d=evil.example', 'none'],
    ['dkim=fail (dmarc=pass; header.d=example.org)', 'none'],
    ['dkim=fail reason="dmarc=pass; x"', 'none'],
    ['spf=pass smtp.mailfrom=zoe@bounce.example.org', 'weak'],
    ['spf=pass smtp.mailfrom=zoe@evil.example', 'none'],
    ['none', 'none'],
  ])('%s: %s', async (results, verdict) => {
    expect(await judge(say(results), { trusted })).toMatchObject({ verdict, by: 'receiver' });
  });

  it('believes nothing that the sender wrote', async () => {
    const forged = letter(undefined, 'Authentication-Results: mx.shop.example; dmarc=pass header.from=example.org');
    // Below the true one, which says otherwise; and after a hop.
    expect(
      (await judge(under('Authentication-Results: mx.shop.example; dmarc=fail (p=reject)', forged), { trusted }))
        .verdict,
    ).toBe('fail');
    const hop = under('Received: by mx', under('Authentication-Results: mx.shop.example; dkim=none', forged));
    expect((await judge(hop, { trusted })).verdict).toBe('none');
    // Another server's name on top, and no server of ours at all.
    expect((await judge(under('Authentication-Results: evil.example; dmarc=pass', forged), { trusted })).verdict).toBe(
      'fail',
    );
    expect((await judge(say('dmarc=pass'), {})).verdict).toBe('fail');
  });

  it('joins what two filters of one server wrote', async () => {
    const raw = under(
      'Authentication-Results: mx.shop.example; dmarc=pass header.from=example.org',
      say('dkim=pass header.d=example.org', under('Received: by mx', letter())),
    );
    expect(await judge(raw, { trusted })).toMatchObject({ verdict: 'pass', dkim: [{ domain: 'example.org' }] });
  });
});

it.each([
  ['example.org', 'example.org', false],
  ['xn--bcher-kva.example', 'bücher.example', false],
  ['xn--e1afmkfd.xn--p1ai', 'пример.рф', false],
  ['xn--pple-43d.com', 'xn--pple-43d.com', true],
  ['xn--80ak6aa92e.com', 'xn--80ak6aa92e.com', true],
  ['xn--r8jz45g.jp', '例え.jp', false],
])('shows %s as %s', (domain, shown, isLookalike) => {
  expect(readDomain(domain)).toEqual({ shown, isLookalike });
});

it('flags a domain of mixed letters', async () => {
  expect((await judge(letter('a@xn--pple-43d.com'))).lookalike).toBe('xn--pple-43d.com');
});
