/** Raw mails by their trouble: what is read, what is refused, and that nothing makes the reader fail or wait. */
import PostalMime from 'postal-mime';
import { parseMail } from './parse-mail.ts';
import { composeMail, rawMail, seeded, utf8Mail } from './testing.ts';

const head = ['From: Zoe <zoe@Example.ORG>', 'To: help@shop.example', 'Subject: Lamp', 'Message-ID: <1@example.org>'];
const parse = (...lines: string[]) => parseMail(rawMail([...head, ...lines]));
const parsePart = (type: string, body: string, encoding = '8bit') =>
  parse('MIME-Version: 1.0', `Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', body);
const bytes = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('latin1');

it('reads an ordinary mail', async () => {
  const mail = await parse(
    'Date: Mon, 30 Nov 2026 05:00:00 +0100',
    'Reply-To: other@example.org',
    '',
    'Hello',
    '',
    'there ',
  );
  expect(mail).toMatchObject({
    messageId: '<1@example.org>',
    dedupeKey: 'id:<1@example.org>',
    subject: 'Lamp',
    from: { name: 'Zoe', address: 'zoe@example.org' },
    to: [{ name: '', address: 'help@shop.example' }],
    replyTo: [{ name: '', address: 'other@example.org' }],
    date: Date.UTC(2026, 10, 30, 4),
    text: 'Hello\n\nthere',
    html: null,
    parts: [],
    dropped: 0,
    problem: null,
  });
});

describe('charsets', () => {
  it.each([
    ['windows-1252', '\x80 f\xfcr \x93Zoe\x94', '€ für “Zoe”'],
    ['iso-8859-15', '\xa4', '€'],
    ['koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4', 'Привет'],
    ['windows-1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
    ['cp1251', '\xcf\xf0\xe8\xe2\xe5\xf2', 'Привет'],
    ['gb2312', '\xc4\xe3\xba\xc3', '你好'],
    ['cp936', '\xc4\xe3\xba\xc3', '你好'],
    ['big5', '\xa7A\xa6n', '你好'],
    ['shift_jis', '\x82\xb1\x82\xf1', 'こん'],
    ['cp932', '\x82\xb1\x82\xf1', 'こん'],
    ['iso-2022-jp', '\x1b$B$3$s\x1b(B', 'こん'],
    ['euc-jp', '\xa4\xb3\xa4\xf3', 'こん'],
    ['ks_c_5601-1987', '\xbe\xc8\xb3\xe7', '안녕'],
    ['iso-2022-kr', '\x1b$)C\n\x0e>H3g\x0f', '안녕'],
    ['hz-gb-2312', '~{Dc:C~}', '你好'],
    ['iso-8859-8-i', '\xf9\xec\xe5\xed', 'שלום'],
    ['windows-1256', '\xe3\xd1\xcd\xc8\xc7', 'مرحبا'],
    ['tis-620', '\xca\xc7\xd1\xca\xb4\xd5', 'สวัสดี'],
    ['utf-7', 'Hi Mom +Jjo-! 2+-2', 'Hi Mom ☺! 2+2'],
    ['unicode-1-1-utf-7', '+T2BZfQ-', '你好'],
    ['"utf8"', bytes('Grüße'), 'Grüße'],
    ['utf-16', 'H\0i\0', 'Hi'],
  ])('%s', async (charset, body, expected) => {
    expect((await parsePart(`text/plain; charset=${charset}`, body)).text.trim()).toBe(expected);
  });

  it.each([
    ['says Latin-1, is UTF-8', 'text/plain; charset=iso-8859-1', bytes('Grüße'), 'Grüße'],
    ['says ASCII, is UTF-8', 'text/plain; charset=us-ascii', bytes('你好'), '你好'],
    ['says nothing, is Latin-1', 'text/plain', 'Gr\xfc\xdfe', 'Grüße'],
    ['says UTF-8, is Latin-1', 'text/plain; charset=utf-8', 'Gr\xfc\xdfe', 'Grüße'],
    ['says UTF-8, has a broken byte', 'text/plain; charset=utf-8', `${bytes('Grüße')}\xff`, 'Grüße\ufffd'],
    ['says something unknown', 'text/plain; charset=x-nonsense', bytes('Grüße'), 'Grüße'],
    ['says nothing, is ISO-2022-JP', 'text/plain', '\x1b$B$3$s\x1b(B', 'こん'],
    ['has a mark of UTF-8', 'text/plain; charset=latin1', '\xef\xbb\xbfhi', 'hi'],
    ['has NUL and controls', 'text/plain', 'a\0b\x07c', 'abc'],
  ])('%s', async (_, type, body, expected) => {
    expect((await parsePart(type, body)).text).toBe(expected);
  });

  it('takes the charset of a page from its meta element', async () => {
    const mail = await parsePart('text/html', '<meta charset="koi8-r"><p>\xf0\xd2\xc9\xd7\xc5\xd4</p>');
    expect(mail.text).toBe('Привет');
  });

  it('reads raw 8-bit headers by the charset of the body', async () => {
    const mail = await parseMail(
      rawMail(['Subject: \xc4\xe3\xba\xc3', 'Content-Type: text/plain; charset=gb2312', '', 'x']),
    );
    expect(mail.subject).toBe('你好');
  });
});

describe('headers', () => {
  it.each([
    ['=?utf-8?B?R3LDvMOfZQ==?=', 'Grüße'],
    ['=?iso-8859-1?q?Gr=FC=DFe_an?= alle', 'Grüße an alle'],
    ['=?utf-8?q?a?= =?utf-8?q?b?=', 'ab'],
    ['=?utf-8?B?5L2g5Q==?= =?utf-8?B?pb0=?=', '你好'],
    ['=?utf-8?q?What?_now?=', 'What? now'],
    ['=?utf-8?Q?with space?=', 'with space'],
    ['=?utf-8*en?Q?lang?=', 'lang'],
    ['=?x-unknown?q?abc?=', 'abc'],
    ['=?utf-8?q?broken', '=?utf-8?q?broken'],
    ['=?utf-8?b?!!!?= x', 'x'],
    ['=?utf-8?q?a=0D=0ABcc:_x?=', 'a Bcc: x'],
    ['invoice =?utf-8?q?=E2=80=AEgpj.exe?=', 'invoice gpj.exe'],
    ['🙂', '🙂'],
    ['', ''],
  ])('subject %j', async (subject, expected) => {
    const mail = await parseMail(utf8Mail([`Subject: ${subject}`, 'From: a@b.c', '', 'x']));
    expect(mail.subject).toBe(expected);
  });

  it('bounds a subject', async () => {
    const mail = await parseMail(rawMail([`Subject: ${'x'.repeat(10_000)}`, '', 'x']));
    expect(mail.subject).toHaveLength(1_000);
  });

  it.each([
    ['<>', [], null],
    ['', [], null],
    ['undisclosed-recipients:;', [], null],
    ['MAILER-DAEMON', [], null],
    ['a@x.de, B <b@Y.DE>', ['a@x.de', 'b@y.de'], 'a@x.de'],
    ['Team: a@x.de, b@x.de;', ['a@x.de', 'b@x.de'], 'a@x.de'],
    ['"z@bank.example" <a@x.de>', ['a@x.de'], 'a@x.de'],
    ['=?utf-8?q?z=40bank=2Eexample_=3Cx=40y=2Ez=3E=2C?= <a@x.de>', ['a@x.de'], 'a@x.de'],
    ['Zoe <zoe@bücher.example>', ['zoe@xn--bcher-kva.example'], 'zoe@xn--bcher-kva.example'],
    ['<@relay.example:a@x.de>', ['a@x.de'], 'a@x.de'],
    ['a@x.de (Zoe)', ['a@x.de'], 'a@x.de'],
  ])('from %j', async (from, all, first) => {
    const mail = await parseMail(utf8Mail([`From: ${from}`, '', 'x']));
    expect(mail.fromAll.map((one) => one.address)).toEqual(all);
    expect(mail.from?.address ?? null).toBe(first);
  });

  it('reads several From headers as several senders', async () => {
    const mail = await parseMail(rawMail(['From: a@x.de', 'From: b@x.de', '', 'x']));
    expect(mail.fromAll.map((one) => one.address)).toEqual(['a@x.de', 'b@x.de']);
  });

  it.each([
    ['Thu, 1 Jan 1970 00:00:00 +0000', null],
    ['garbage', null],
    ['2026', null],
    ['Mon, 30 Feb 2199 10:00:00 +0000', null],
    ['Tue, 1 Dec 2099 10:00:00 +0000', Date.UTC(2099, 11, 1, 10)],
    ['30 Nov 26 10:00 EST', Date.UTC(2026, 10, 30, 15)],
    ['Mon, 30 Nov 2026 10:00:00 -0330 (NST)', Date.UTC(2026, 10, 30, 13, 30)],
    ['Mon Nov 30 10:00:00 2026', Date.UTC(2026, 10, 30, 10)],
    ['2026-11-30T10:00:00+02:00', Date.UTC(2026, 10, 30, 8)],
  ])('date %j', async (date, expected) => {
    expect((await parse(`Date: ${date}`, '', 'x')).date).toBe(expected);
  });

  it.each([
    ['<2@x>,<3@x>', ['<2@x>', '<3@x>']],
    ['<0@x> (comment <c>)', ['<0@x>', '<c>']],
    ['<no-at-sign>', ['<no-at-sign>']],
    ['<broken\r\n by-a-fold@x>', ['<brokenby-a-fold@x>']],
    ['bare@x', ['<bare@x>']],
    ['<a@x><a@x> <b@x>', ['<a@x>', '<b@x>']],
    ['', []],
  ])('references %j', async (value, expected) => {
    expect((await parse(`References: ${value}`, '', 'x')).references).toEqual(expected);
  });

  it('passes over lines that are no headers, an mbox line and a head that never ends', async () => {
    expect((await parseMail(rawMail('From zoe Mon Nov 30\nSubject: a\nnonsense\nTo: b@c.d\n\nx'))).to).toHaveLength(1);
    expect((await parseMail(rawMail('Subject: only'))).subject).toBe('only');
    expect(await parseMail(rawMail('no header at all\nbut words'))).toMatchObject({
      text: 'no header at all\nbut words',
      problem: 'There are no headers.',
    });
    expect(await parseMail(Buffer.alloc(0))).toMatchObject({ text: '', subject: '', from: null, messageId: null });
  });

  it('says that a head is too large, and reads the rest', async () => {
    const mail = await parse(`X-Big: ${'x'.repeat(200_000)}`, 'Cc: c@x.de', '', 'hi');
    expect(mail).toMatchObject({
      text: 'hi',
      cc: [{ address: 'c@x.de' }],
      problem: 'The headers are larger than is read.',
    });
  });
});

describe('identity', () => {
  const bare = ['From: a@x.de', 'Subject: s', '', 'body'];

  it('gives one key to one mail on two ways, and another to another', async () => {
    const [first, second, other] = await Promise.all([
      parseMail(rawMail(['Received: by a', 'Delivered-To: one@x', 'X-Spam: no', ...bare])),
      parseMail(Buffer.from(['Received: by b', 'Delivered-To: two@x', ...bare, ''].join('\n'))),
      parseMail(rawMail([...bare, 'more'])),
    ]);
    expect(first.dedupeKey).toMatch(/^hash:[0-9a-f]{64}$/);
    expect(second.dedupeKey).toBe(first.dedupeKey);
    expect(other.dedupeKey).not.toBe(first.dedupeKey);
  });

  it('tells two mails under one Message-ID apart', async () => {
    const [first, again, other] = await Promise.all([
      parse('', 'body'),
      parse('X-A: b', '', 'body\n'),
      parse('', 'else'),
    ]);
    expect(other.dedupeKey).toBe(first.dedupeKey);
    expect([again.contentHash === first.contentHash, other.contentHash === first.contentHash]).toEqual([true, false]);
  });
});

describe('parts', () => {
  const multi = (kind: string, parts: string[], ...more: string[]) =>
    parse(
      `Content-Type: multipart/${kind}; boundary="b"${more.join('')}`,
      '',
      'preamble',
      ...parts.flatMap((part) => ['--b', part]),
      '--b--',
      'epilogue',
    );
  const plain = (text: string): string => `Content-Type: text/plain\n\n${text}`;
  const page = (html: string): string => `Content-Type: text/html\n\n${html}`;
  const file = (name: string, type = 'application/pdf', body = 'x'): string =>
    `Content-Type: ${type}\nContent-Disposition: attachment; ${name}\n\n${body}`;

  it('takes text and page of an alternative', async () => {
    expect(await multi('alternative', [plain('words'), page('<p>page</p>')])).toMatchObject({
      text: 'words',
      html: '<p>page</p>',
    });
  });

  it('makes the text from the page when it is empty or absent', async () => {
    expect((await multi('alternative', [plain(' \n'), page('<p>page</p>')])).text).toBe('page');
    expect((await parsePart('text/html', '<p>a</p><div>b</div>')).text).toBe('a\n\nb');
  });

  it('joins the texts around an attachment, as Apple Mail writes them', async () => {
    const mail = await multi('mixed', [plain('above'), file('filename=a.pdf'), page('<b>below</b>')]);
    expect(mail).toMatchObject({ text: 'above\n\nbelow', html: '<div>above</div>\n<b>below</b>' });
    expect(mail.parts.map((part) => part.name)).toEqual(['a.pdf']);
  });

  it('keeps an attached text and a second named text as files', async () => {
    const mail = await multi('mixed', [
      plain('hello'),
      file('filename=notes.txt', 'text/plain'),
      'Content-Type: text/html; name=report.html\nContent-Disposition: inline\n\n<b>r</b>',
    ]);
    expect([mail.text, mail.html, mail.parts.map((part) => part.name)]).toEqual([
      'hello',
      null,
      ['notes.txt', 'report.html'],
    ]);
  });

  it('marks what belongs into the page', async () => {
    const image =
      'Content-Type: image/png; name=logo.png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=';
    const mail = await multi('related', [page('<img src="cid:logo@x">'), image, image]);
    expect(mail.parts).toMatchObject([
      { name: 'logo.png', type: 'image/png', cid: 'logo@x', inline: true },
      { cid: 'logo@x' },
    ]);
    expect(mail.parts[0]?.bytes).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  });

  it.each([
    ['filename="../../etc/passwd"', 'passwd'],
    ['filename="C:\\\\Users\\\\zoe\\\\a.pdf"', 'a.pdf'],
    ['filename="invoice\xe2\x80\xaefdp.exe"', 'invoicefdp.exe'],
    ["filename*=utf-8''%E4%BD%A0.pdf", '你.pdf'],
    ["filename*0*=utf-8''%E4%BD; filename*1*=%A0; filename*2=.pdf", '你.pdf'],
    ['filename="=?utf-8?B?5L2gLnBkZg==?="', '你.pdf'],
    ['filename=Invoice(1).pdf', 'Invoice(1).pdf'],
    ['filename="a\x00b\x07.pdf"', 'a b .pdf'],
    ['filename="..."', 'attachment-1.pdf'],
    ['filename=""', 'attachment-1.pdf'],
    ['x=y', 'attachment-1.pdf'],
    ['filename="CON.pdf"', '_CON.pdf'],
    [`filename="${'n'.repeat(300)}.pdf"`, `${'n'.repeat(116)}.pdf`],
    ['filename="unclosed.pdf', 'unclosed.pdf'],
  ])('file name %j', async (parameter, expected) => {
    expect((await multi('mixed', [plain('x'), file(parameter)])).parts.map((part) => part.name)).toEqual([expected]);
  });

  it('keeps fifty of a hundred attachments and counts the rest', async () => {
    const mail = await multi('mixed', [
      plain('x'),
      ...Array.from({ length: 100 }, (_, index) => file(`filename=${index}.pdf`)),
    ]);
    expect([mail.parts.length, mail.dropped, mail.text]).toEqual([50, 50, 'x']);
  });

  it('keeps what it cannot open: empty files, archives, winmail.dat, nested mails', async () => {
    const mail = await multi('mixed', [
      plain('x'),
      file('filename=empty.bin', 'application/octet-stream', ''),
      file('filename=bomb.zip', 'application/zip', 'PK'),
      'Content-Type: application/ms-tnef\n\nx',
      'Content-Type: message/rfc822\n\nSubject: inner\nFrom: q@q.q\n\ninner text',
    ]);
    expect(mail.parts.map((part) => [part.name, part.type, part.bytes.length > 0])).toEqual([
      ['empty.bin', 'application/octet-stream', false],
      ['bomb.zip', 'application/zip', true],
      ['attachment-3.dat', 'application/ms-tnef', true],
      ['inner.eml', 'message/rfc822', true],
    ]);
    expect(mail.text).toBe('x');
  });

  it.each([
    ['multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b', 'pgp', null],
    ['application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'smime', null],
    ['application/x-pkcs7-mime; smime-type=signed-data', null, 'smime'],
    ['multipart/signed; protocol="application/pgp-signature"; boundary=b', null, 'pgp'],
    ['multipart/signed; protocol="application/pkcs7-signature"; boundary=b', null, 'smime'],
  ])('tells that %s is sealed', async (type, encrypted, signed) => {
    const mail = await parsePart(type, '--b\nContent-Type: text/plain\n\nx\n--b--');
    expect([mail.encrypted, mail.signed]).toEqual([encrypted, signed]);
  });

  it('sees PGP in a text', async () => {
    expect((await parse('', '-----BEGIN PGP MESSAGE-----\n\nabc')).encrypted).toBe('pgp');
  });

  it.each([
    ['boundary that never comes', 'multipart/mixed; boundary=x', 'words', 'words', '8bit'],
    ['no boundary, but lines like one', 'multipart/mixed', '--guess\n\nwords\n--guess--', 'words', '8bit'],
    ['no last delimiter', 'multipart/mixed; boundary=b', '--b\n\nwords', 'words', '8bit'],
    ['white space behind the delimiter', 'multipart/mixed; boundary=b', '--b  \n\nwords\n--b-- ', 'words', '8bit'],
    [
      'a longer boundary within',
      'multipart/mixed; boundary=b',
      '--b\n\nwords\n--bb\nmore\n--b--',
      'words\n--bb\nmore',
      '8bit',
    ],
    ['an empty multipart', 'multipart/mixed; boundary=b', '--b--', '', '8bit'],
    ['html without its type', 'html', '<b>x</b>', 'x', '8bit'],
    ['enriched text', 'text/enriched', '<bold>x</bold> <<y', 'x <y', '8bit'],
    ['uuencode', 'text/plain', 'begin 644 x\n#86)C\n`\nend', 'abc', 'x-uuencode'],
    ['an unknown encoding', 'text/plain', 'a=20b', 'a=20b', 'x-none'],
    ['broken quoted-printable', 'text/plain', 'a=ZZ=\nb=3D=', 'a=ZZb=', 'quoted-printable'],
    ['broken base64 with a footer', 'text/plain', 'aGVs!bG8=\n-- \nfooter', 'hello', 'base64'],
    ['two padded runs of base64', 'text/plain', 'aGU=\nbGxv', 'hello', 'base64'],
  ])('%s', async (_, type, body, expected, encoding) => {
    expect((await parsePart(type, body, encoding)).text).toBe(expected);
  });

  it.each([
    ['no', 'One line \nthat flows\n> q1 \n> q2\n-- \nZoe', 'One line that flows\n> q1 q2\n-- \nZoe'],
    ['yes', '漢 \n字', '漢字'],
  ])('format=flowed; delsp=%s', async (delsp, body, expected) => {
    const mail = await parsePart(`text/plain; charset=utf-8; format=flowed; delsp=${delsp}`, bytes(body));
    expect(mail.text).toBe(expected);
  });
});

describe('floods', () => {
  const nested = Array.from(
    { length: 2_000 },
    (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\n\n--b${index}`,
  ).join('\n');
  it.each([
    ['2000 nested parts', `${nested}\n\nhi`, { problem: 'The parts are nested deeper than is read.', dropped: 1 }],
    ['a line of 10 MB', `\n${'x'.repeat(10_000_000)}`, { cut: true }],
    ['spaces of 10 MB', `\n${' '.repeat(10_000_000)}x`, { cut: true }],
    [
      'a table of 5 MB',
      `Content-Type: text/html\n\n<table>${'<tr><td>cell</td><td>b</td></tr>'.repeat(160_000)}`,
      { cut: true },
    ],
    ['200,000 open elements', `Content-Type: text/html\n\n${'<div>'.repeat(200_000)}hello`, { text: 'hello' }],
    [
      'a million delimiters',
      `Content-Type: multipart/mixed; boundary="-"\n\n${'---\n'.repeat(1_000_000)}`,
      { text: '' },
    ],
    ['300,000 headers', `${'X-A: b\n'.repeat(300_000)}\nhi`, { text: 'hi' }],
    [
      'brackets',
      `To: ${'('.repeat(60_000)}\nCc: ${'"'.repeat(60_000)}\nContent-Type: ${'('.repeat(60_000)}\n\nhi`,
      { text: 'hi' },
    ],
    ['encoded words', `Subject: ${'=?a?q?'.repeat(10_000)}\n\nhi`, { text: 'hi' }],
    ['flowed lines', `Content-Type: text/plain; format=flowed\n\n${'> a \n>> b \n'.repeat(300_000)}`, { cut: true }],
  ])('%s', async (_, mail, expected) => {
    expect(await parseMail(rawMail(`From: a@x.de\n${mail}`))).toMatchObject(expected);
  });
});

it('reads what nodemailer writes as postal-mime does', async () => {
  const random = seeded(7);
  const words = ['Grüße', '你好', 'hello', 'שלום', '🙂', 'a=b', '.', '--', 'From here', 'x'.repeat(90), ''];
  const some = (): string =>
    Array.from({ length: random.below(12) }, () => random.pick(words)).join(random.pick([' ', '\n']));
  for (let round = 0; round < 80; round += 1) {
    const raw = await composeMail({
      from: { name: some().replaceAll('\n', ' '), address: 'zoe@example.org' },
      to: 'help@shop.example',
      subject: some().replaceAll('\n', ' '),
      text: some(),
      ...(random.chance(0.5) ? { html: `<p>${some()}</p>` } : null),
      textEncoding: random.pick(['quoted-printable', 'base64']),
      attachments: Array.from({ length: random.below(3) }, (_, index) => ({
        filename: `Grüße ${index}.bin`,
        content: Buffer.from(some()),
      })),
    });
    const [mail, other] = [await parseMail(raw), await PostalMime.parse(raw)];
    const normal = (text: string | undefined): string => (text ?? '').replace(/\r\n/g, '\n').trim();
    expect(mail.problem).toBeNull();
    expect(mail.subject).toBe(normal(other.subject).replace(/\s+/g, ' '));
    if (normal(other.text) !== '') expect(mail.text.trim()).toBe(normal(other.text));
    expect(normal(mail.html ?? '')).toBe(normal(other.html));
    expect(mail.parts.map((part) => [part.name, part.bytes.toString('hex')])).toEqual(
      other.attachments.map((part) => [part.filename, Buffer.from(part.content as ArrayBuffer).toString('hex')]),
    );
  }
});

it('survives every mutation', async () => {
  const random = seeded(11);
  const seed = await composeMail({
    from: 'Zoë <zoe@example.org>',
    to: 'help@shop.example',
    subject: 'Grüße',
    text: 'text',
    html: '<p>page <img src="cid:a"></p>',
    attachments: [{ filename: 'ä.png', content: Buffer.from('abc'), cid: 'a' }],
    icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' },
  });
  const pieces = [
    '--',
    '\r\n\r\n',
    '\0',
    '=?utf-8?q?',
    '<',
    '"',
    '(',
    ';',
    '\xff',
    'Content-Type: multipart/mixed; boundary=x\r\n',
    '\r',
    '\n',
  ];
  for (let round = 0; round < 600; round += 1) {
    let raw = seed;
    for (let change = 0; change <= random.below(6); change += 1) {
      const [from, length] = [random.below(raw.length), random.below(60)];
      const insert = random.chance(0.5)
        ? Buffer.from(random.pick(pieces), 'latin1')
        : raw.subarray(from, from + random.below(200));
      raw = Buffer.concat([raw.subarray(0, from), insert, raw.subarray(from + (random.chance(0.5) ? length : 0))]);
    }
    const mail = await parseMail(raw);
    for (const text of [mail.subject, mail.text, ...mail.parts.map((part) => part.name)])
      expect(text).not.toMatch(/\0|\p{Cs}/u);
    for (const part of mail.parts) expect(part.name).not.toMatch(/[/\\]|^\.|^$/);
  }
});
