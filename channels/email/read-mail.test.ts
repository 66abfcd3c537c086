/** One mail read through: its parts fit together, and nothing makes it fail. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import { readCalendar } from './calendar.ts';
import { readForwarded } from './forwarded.ts';
import { htmlToText } from './html-text.ts';
import { parseMail } from './parse-mail.ts';
import { type ReadOptions, readMail } from './read-mail.ts';
import { composeMail, rawMail, seeded, utf8Mail } from './testing.ts';
import { textToHtml } from './text-html.ts';
import { instanceMark, makeMessageId } from './tokens.ts';

const now = Date.UTC(2026, 10, 30);
const notFound = async (): Promise<never> => {
  throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
};
const options: ReadOptions = {
  secrets: ['secret'],
  trusted: [],
  resolver: notFound,
  ownAddresses: ['Help@shop.example'],
  instanceId: 'here',
  now,
};
const ownId = makeMessageId(
  { conversationId: '01M82133CGHKWZEA4QT51RYQE6' as ConversationId, entryId: '01M82133CGHKWZEA4QT51RYQE7' as EntryId },
  'shop.example',
  ['secret'],
);
const read = (lines: string[], more: Partial<ReadOptions> = {}) =>
  readMail(utf8Mail(lines), null, { ...options, ...more });

it('reads a reply', async () => {
  const raw = await composeMail({
    from: 'Zoe <zoe@example.org>',
    to: 'help@shop.example',
    subject: 'Re: Lamp [#7]',
    inReplyTo: ownId,
    text: 'It is red.\n\nOn Mon, 30 Nov 2026 Help <help@shop.example> wrote:\n> Which lamp?\n> Really?',
    html: '<p>It is red. <img src="cid:a@x"><img src="https://t.example/open.gif" width="1"></p><blockquote type="cite">Which lamp?</blockquote>',
    attachments: [{ filename: 'a.png', content: Buffer.from('a'), cid: 'a@x' }],
  });
  const reading = await readMail(raw, null, { ...options, cid: (cid) => (cid === 'a@x' ? '/files/1' : null) });
  expect(reading).toMatchObject({
    kind: 'person',
    mayAnswer: true,
    isOwn: false,
    visible: 'It is red.',
    hints: { number: 7, subject: 'lamp', ours: [{ entryId: '01M82133CGHKWZEA4QT51RYQE7' }] },
    sender: { verdict: 'none', domain: 'example.org' },
    page: { blocked: 0, trackers: 1, cids: ['a@x'] },
    bounce: null,
    forwarded: null,
    invitation: null,
    warnings: [],
  });
  expect(reading.page?.html).toBe(
    '<p>It is red. <img src="/files/1" /></p><blockquote type="cite" data-quoted>Which lamp?</blockquote>',
  );
});

it('takes the structure of the page where the words of the text tell nothing', async () => {
  const raw = await composeMail({
    from: 'zoe@example.org',
    text: 'Hlja\n\nghItlh Help:\n\nWhich lamp is it',
    html: '<div>Hlja</div><div class="yahoo_quoted">ghItlh Help: Which lamp is it</div>',
  });
  expect((await readMail(raw, null, options)).visible).toBe('Hlja');
});

it('folds by our own last message', async () => {
  const lastOutgoing = async (): Promise<string> => 'Which lamp is it that broke?\nPlease tell us the number.';
  const reading = await read(
    ['From: z@example.org', '', 'The red one', '', 'Which lamp is it that broke?', 'Please tell us the number.'],
    { lastOutgoing },
  );
  expect([reading.visible, reading.quoted]).toEqual([
    'The red one',
    'Which lamp is it that broke?\nPlease tell us the number.',
  ]);
});

it.each([
  [['From: help@SHOP.example', `Message-ID: ${ownId}`], true],
  [['From: list@x.y', `X-Parley-Instance: ${instanceMark('here', ['secret'])}`], true],
  [['From: list@x.y', 'X-Parley-Instance: here'], false],
  [['From: zoe@example.org', `Message-ID: ${ownId}`], false],
  [['From: help@shop.example', 'Message-ID: <1@shop.example>'], false],
  [['From: help@other.example', `X-Parley-Instance: ${instanceMark('there', ['secret'])}`], false],
])('%j is our own: %s', async (lines, isOwn) => {
  expect((await read([...lines, '', 'x'])).isOwn).toBe(isOwn);
});

it.each([
  [['From: zoe@example.org', 'Reply-To: x@evil.example'], ['reply-to-elsewhere']],
  [['From: zoe@example.org', 'Reply-To: other@example.org'], []],
  [['From: "boss@shop.example" <x@evil.example>'], ['name-imitates']],
  [['From: "zoe@example.org" <zoe@example.org>'], []],
  [['From: "Ada  Lovelace" <x@evil.example>'], ['name-imitates']],
  [['From: a@b.c, d@e.f'], ['several-senders']],
  [['From: a@xn--pple-43d.com'], ['lookalike-domain']],
  [['From: <>'], []],
])('warns of %j: %j', async (lines, warnings) => {
  expect((await read([...lines, '', 'x'], { names: ['Ada Lovelace'] })).warnings).toEqual(warnings);
});

it('believes no date ahead of its time', async () => {
  expect((await read(['Date: Tue, 1 Dec 2099 10:00:00 +0000', '', 'x'])).writtenAt).toBeNull();
  expect((await read(['Date: Mon, 30 Nov 2026 10:00:00 +0000', '', 'x'])).writtenAt).toBe(Date.UTC(2026, 10, 30, 10));
});

describe('forwarded', () => {
  it.each([
    [
      'Gmail',
      'Fwd: Lamp',
      '---------- Forwarded message ---------\nFrom: Bo Example <bo@example.net>\nDate: Mon\nSubject: Lamp\nTo: Zoe',
      'Bo Example',
      'Lamp',
    ],
    ['Apple', 'Fwd: Lamp', 'Begin forwarded message:\n\n> From: "Bo" <bo@example.net>\n> Subject: Lamp', 'Bo', 'Lamp'],
    [
      'Outlook',
      'WG: Lampe',
      'Von: Bo [mailto:bo@example.net]\nGesendet: Montag\nAn: Zoe\nBetreff: Lampe',
      'Bo',
      'Lampe',
    ],
    ['stars', 'FW: Lamp', 'see\n\n*From:* Bo <mailto:bo@example.net>\n*Sent:* Monday', 'Bo', null],
    ['Chinese', '转发：灯', '---------- 转发的邮件 ----------\n发件人：bo@example.net\n主题：灯', '', '灯'],
  ])('of %s', async (_, subject, text, name, about) => {
    const mail = await parseMail(utf8Mail(['From: zoe@example.org', `Subject: ${subject}`, '', text]));
    expect(readForwarded(mail)).toEqual({ from: { name, address: 'bo@example.net' }, subject: about });
  });

  it('as an attachment', async () => {
    const raw = rawMail(
      'From: z@x.y\nSubject: Fwd: Lamp\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n--b\nContent-Type: message/rfc822\n\nFrom: Bo <bo@example.net>\nSubject: Lamp\n\nhi\n--b--',
    );
    expect(readForwarded(await parseMail(raw))).toEqual({
      from: { name: 'Bo', address: 'bo@example.net' },
      subject: 'Lamp',
    });
  });

  it('as an attachment under a subject of its own, which is decoded; with an answer it is a file', async () => {
    const raw = (subject: string): Buffer =>
      rawMail(
        `From: z@x.y\nSubject: ${subject}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <inner@x.y>\nIn-Reply-To: ${ownId}\nFrom: Bo <bo@example.net>\nSubject: =?utf-8?q?L=C3=A4mp?=\n\nhi\n--b--`,
      );
    const reading = await readMail(raw('What Bo says'), null, options);
    expect(reading.forwarded).toEqual({ from: { name: 'Bo', address: 'bo@example.net' }, subject: 'Lämp' });
    // What the inner mail answers is not what this one does.
    expect(reading.hints).toMatchObject({ ours: [], refs: [] });
    expect((await readMail(raw('Re: What Bo says'), null, options)).forwarded).toBeNull();
  });

  it.each([
    ['On Mon, 30 Nov 2026 Help <help@shop.example> wrote:', '> '],
    ['-----Original Message-----', ''],
  ])('is nobody below "%s": what we once passed on to them is quoted', async (intro, mark) => {
    const inner = ['FYI', '---------- Forwarded message ---------', 'From: Bo <bo@example.net>', 'Subject: Lamp'];
    const reading = await read([
      'From: zoe@example.org',
      'Subject: Re: Lamp',
      '',
      'Thanks',
      '',
      intro,
      ...inner.map((line) => mark + line),
    ]);
    expect(reading).toMatchObject({ forwarded: null, visible: 'Thanks' });
  });

  it('is nobody in a report, which returns what we sent', async () => {
    const raw = rawMail(
      'From: MAILER-DAEMON@x.y\nSubject: failure notice\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nUnable to deliver\n--b\nContent-Type: message/rfc822\n\nFrom: Help <help@shop.example>\n\nhi\n--b--',
    );
    expect(await readMail(raw, null, options)).toMatchObject({ kind: 'bounce', forwarded: null });
  });

  it('is nobody in an answer', async () => {
    const mail = await parseMail(
      utf8Mail(['Subject: Re: Lamp', '', 'Yes\n\nFrom: Help <help@shop.example>\nSent: Monday\nTo: z']),
    );
    expect(readForwarded(mail)).toBeNull();
  });
});

describe('invitations', () => {
  const event = (lines: string[], more: string[] = []): Buffer =>
    Buffer.from(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'METHOD:REQUEST',
        ...more,
        'BEGIN:VEVENT',
        'UID:1',
        ...lines,
        'END:VEVENT',
        'END:VCALENDAR',
      ].join('\r\n'),
    );

  it('are summed up', () => {
    const bytes = event([
      'SUMMARY:Lamp\\, again',
      'DTSTART;TZID=Europe/Berlin:20261130T100000',
      'DURATION:PT1H',
      'LOCATION:Shop',
      'ORGANIZER;CN="Boss, The":mailto:boss@Example.org',
      'ATTENDEE;CN=Zoe:MAILTO:zoe@example.org',
      'ATTENDEE:invalid',
      'RRULE:FREQ=WEEKLY;BYDAY=MO',
    ]);
    expect(readCalendar(bytes)).toEqual({
      method: 'REQUEST',
      title: 'Lamp, again',
      start: Date.UTC(2026, 10, 30, 9),
      end: Date.UTC(2026, 10, 30, 10),
      allDay: false,
      timeZone: 'Europe/Berlin',
      place: 'Shop',
      organizer: { name: 'Boss, The', address: 'boss@example.org' },
      attendees: [{ name: 'Zoe', address: 'zoe@example.org' }],
      recurrence: 'FREQ=WEEKLY;BYDAY=MO',
    });
  });

  it('of a day, in UTC, and in a zone that only the calendar knows', () => {
    expect(readCalendar(event(['DTSTART;VALUE=DATE:20261130']))).toMatchObject({
      start: Date.UTC(2026, 10, 30),
      allDay: true,
      timeZone: null,
    });
    expect(readCalendar(event(['DTSTART:20261130T100000Z', 'DTEND:20261130T110000Z']))).toMatchObject({
      start: Date.UTC(2026, 10, 30, 10),
      end: Date.UTC(2026, 10, 30, 11),
      timeZone: 'UTC',
    });
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Shop Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T000000',
      'TZOFFSETFROM:+0300',
      'TZOFFSETTO:+0300',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    expect(readCalendar(event(['DTSTART;TZID=Shop Time:20261130T100000'], zone))).toMatchObject({
      start: Date.UTC(2026, 10, 30, 7),
      timeZone: 'Shop Time',
    });
  });

  it.each([
    '',
    'BEGIN:VCALENDAR',
    'BEGIN:VCALENDAR\nEND:VCALENDAR',
    'hello',
    'BEGIN:VEVENT\nEND:VEVENT',
    'x'.repeat(400_000),
  ])('are nothing when they cannot be read: %.20s', (text) => {
    expect(readCalendar(Buffer.from(text))).toBeNull();
  });
});

describe('text and page', () => {
  it('writes links, quotes and lines of a text, and nothing else', () => {
    const html = textToHtml('Hi <b>\n> quote\n>> deeper\nsee https://a.example/x?a=1&b=2. and zoe@example.org\n  two');
    expect(html).toBe(
      '<div>Hi &#60;b&#62;</div><blockquote type="cite"><div>quote</div><blockquote type="cite"><div>deeper</div></blockquote></blockquote>' +
        '<div>see <a href="https://a.example/x?a=1&#38;b=2" target="_blank" rel="noopener noreferrer nofollow">https://a.example/x?a=1&#38;b=2</a>. and ' +
        '<a href="mailto:zoe@example.org" target="_blank" rel="noopener noreferrer nofollow">zoe@example.org</a><br>&nbsp;&nbsp;two</div>',
    );
    expect(textToHtml('<img src=x onerror=alert(1)> javascript:alert(1)')).not.toMatch(/<img|href/);
  });

  it.each([
    ['<p>a</p><p>b<br>c</p>', 'a\n\nb\nc'],
    ['<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
    ['<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>', '- a\n- b\n  1. c'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a\tb\nc'],
    [
      '<a href="https://a.example/x">here</a> <a href="https://a.example">https://a.example/</a>',
      'here <https://a.example/x> https://a.example/',
    ],
    ['<a href="javascript:x">no</a>', 'no'],
    ['<style>p{}</style><script>x</script><title>t</title>a', 'a'],
    ['a&nbsp;&amp; b &lt;c&gt; &#128512;', 'a & b <c> 😀'],
    ['<blockquote>q<blockquote>r</blockquote></blockquote>', '> q\n>\n> > r'],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['<img alt="a lamp" src="cid:x">', '[a lamp]'],
    ['  a   \n  b  ', 'a b'],
    ['', ''],
  ])('reads %s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});

it('reads whatever comes, and never fails', async () => {
  const random = seeded(5);
  const seed = await composeMail({
    from: 'Zoë <zoe@example.org>',
    subject: 'Fwd: Re: [#1] x',
    text: 'a\n\n-- \nb\n> c\nFrom: x <y@z>\nSent: a\nTo: b',
    html: '<div class="gmail_quote"><blockquote>x</blockquote></div><img src="cid:a"><style>x</style>',
    icalEvent: {
      method: 'REQUEST',
      content:
        'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20261130T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR',
    },
  });
  for (let round = 0; round < 300; round += 1) {
    const [from, length] = [random.below(seed.length), random.below(80)];
    const raw = Buffer.concat([
      seed.subarray(0, from),
      Buffer.from(random.pick(['', '<', '\r\n\r\n', '--', ':', '\0', '=?'])),
      seed.subarray(from + length),
    ]);
    const reading = await readMail(raw, null, options);
    if (/[\p{L}\p{N}]/u.test(reading.mail.text)) expect(reading.visible).not.toBe('');
  }
});
