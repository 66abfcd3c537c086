/**
 * What mail does wrong, line by line, and the test that covers it. A line whose test is renamed or gone fails here; what had none is tested below.
 * Words of a table's row stand for a test that is made from a table.
 */
import { readFile } from 'node:fs/promises';
import { readMail } from './read-mail.ts';
import { composeMail, utf8Mail } from './testing.ts';

const parse = 'channels/email/parse-mail.test.ts';
const read = 'channels/email/read-mail.test.ts';
const sender = 'channels/email/authenticity.test.ts';
const kinds = 'channels/email/classify.test.ts';
const bounces = 'channels/email/bounce.test.ts';
const html = 'channels/email/clean-html.test.ts';
const quotes = 'channels/email/trim-quote.test.ts';
const hints = 'channels/email/thread-hints.test.ts';
const listener = 'channels/email/wire/listener.test.ts';
const smtp = 'channels/email/wire/sender.test.ts';
const compose = 'channels/email/wire/compose.test.ts';
const imap = 'tests/flow/mail-reader.test.ts';
const scan = 'channels/email/wire/mailbox.test.ts';
const flow = 'tests/flow/mail.test.ts';
const killed = 'tests/flow/mail-killed.test.ts';
const outbox = 'server/outbound/outbound.test.ts';
const reading = 'channels/email/reading/mail-reader.test.ts';
const joining = 'server/ingest/letters/join-letters.test.ts';
const here = 'channels/email/bad-input.test.ts';

const lines: [what: string, file: string, words: string][] = [
  ['no Message-ID', listener, 'two mails without a Message-ID are two'],
  ['a Message-ID twice with another body', flow, 'another mail under its id is another one, and marked'],
  [
    'In-Reply-To to another customer’s thread',
    flow,
    'a stranger who holds an id joins the conversation as a new sender',
  ],
  ['500 references', hints, 'keeps the newest of five hundred references'],
  ['an answer before what it answers', joining, 'gives the same partition in any order'],
  ['a known customer’s From that fails DMARC', sender, 'fails what somebody else signed, and what was changed'],
  ['the same, in a thread', joining, 'joins nothing by the word of somebody who is not who they say'],
  ['forged Authentication-Results', sender, 'believes nothing that the sender wrote'],
  ['a forged bounce', bounces, 'none with a bad signature'],
  ['a From of two addresses', parse, 'reads several From headers as several senders'],
  ['a From with no address', kinds, 'a person whose program names no sender'],
  ['two senders prove nothing', sender, 'proves nothing with several senders'],
  ['Reply-To elsewhere', read, 'reply-to-elsewhere'],
  ['a name that imitates', read, 'name-imitates'],
  ['automatic answers going round', flow, 'two mailboxes that greet each other fall silent'],
  ['out of office', flow, 'an automatic answer stands beside the conversation and changes nothing'],
  ['lists, noreply, vacation in other languages without headers', kinds, 'may be answered: %s'],
  ['nothing automatic is answered', kinds, 'answers no machine, whatever kind it is'],
  ['1,000 mails a minute from one sender', listener, 'slows a sender and then an address'],
  ['a bounce about something unknown', bounces, 'knows the original by whom it was sent to when the words name nobody'],
  ['delayed, mailbox full, policy', bounces, 'judges %s %s: %s'],
  ['a bounce of a bounce', smtp, 'sends automatic mail from nobody'],
  ['a bounce in words alone, Japanese among them', bounces, 'reads the words of %s'],
  ['a bounce to a token with a bad mac', bounces, 'reads the token of the envelope, and none with a bad signature'],
  ['charsets that lie, UTF-7', parse, 'utf-7'],
  ['binary, NUL', parse, 'NUL'],
  ['10 MB in one line', parse, '10 MB'],
  ['a mail that takes seconds to read', reading, 'lets the loop turn while a large mail is read'],
  ['a mail that takes too long to read', reading, 'keeps one that was given up as it came'],
  ['5 MB of table', html, 'is bounded: 5 MB of table'],
  ['2,000 nested parts', parse, '2000 nested parts'],
  ['100 attachments', parse, 'keeps fifty of a hundred attachments and counts the rest'],
  ['archives, empty files, winmail.dat, nested mails', parse, 'keeps what it cannot open'],
  ['../../ and direction tricks in names', parse, 'file name %j'],
  ['encrypted, signed', parse, 'tells that %s is sealed'],
  ['invitations that are cancelled', read, 'are summed up'],
  ['script, svg, css, iframe, base, meta, forms', html, 'disarms %s'],
  ['remote pictures', html, 'blocks remote images where the agent can still load them'],
  ['tracking pixels', html, 'leaves the tracker out'],
  ['cid missing, twice, naming itself', here, 'shows a picture once'],
  ['data: of 8 MB', html, 'drops one of 8 MB'],
  ['a subject of 10k characters', parse, 'bounds a subject'],
  ['a subject that is folded or empty', parse, 'subject %j'],
  ['a subject of emoji alone', here, 'keeps a subject that is only emoji'],
  ['dates of 1970, 2099 and nonsense', parse, 'date %j'],
  ['a date ahead of its time', read, 'believes no date ahead of its time'],
  ['empty after trimming, interleaved, above and below, chains, signature only', quotes, 'shows all of %s'],
  ['headers of quotes in other scripts', quotes, 'folds what stands %s'],
  ['own words that look like a quote', quotes, 'loses no own line of 3000 replies'],
  ['UIDVALIDITY changes', imap, 'reads all again under another UIDVALIDITY'],
  ['the folder is gone', imap, 'says when the folder is not there'],
  ['expunged between looking and fetching', imap, 'passes a mail that is removed between looking and fetching'],
  ['the line drops within a mail', imap, 'comes back when the line is cut within a mail'],
  ['IDLE dies in silence; no IDLE, MOVE, UIDPLUS', imap, 'does without IDLE, MOVE and UIDPLUS'],
  ['sign-in revoked', imap, 'stops at a password that is refused, and does not knock again'],
  ['killed at each step', killed, 'keeps each mail once'],
  ['killed while it sends', outbox, 'sends again what a node had in its hands when it died'],
  ['killed between intention and entry', outbox, 'carries what was written by a node that died before it was queued'],
  ['two workers, any interleaving', scan, 'loses no mail and keeps none twice under one key'],
  ['a cut-off for what was there before', imap, 'leaves what is older than the day it is told'],
  ['too large to fetch', imap, 'hands over headers and text of what is too large'],
  ['poison', imap, 'hands a mail over unread when it failed three times'],
  ['4xx and 5xx, greylisting', smtp, 'tells whom the server refused, for good and for now'],
  ['some recipients refused', smtp, 'tries again when one of those that were all refused was refused for now'],
  ['a time-out after the data', smtp, 'says unknown when every byte is there and no answer comes'],
  ['that once more, then people', outbox, 'repeats what may have arrived once'],
  [
    'a time-out before the data is none of those',
    outbox,
    'takes a server that could not be reached for none that may have it',
  ],
  ['dropped at the greeting', smtp, 'dropped'],
  ['STARTTLS stripped', smtp, 'says nothing to a server whose STARTTLS is %s'],
  ['too large for the server', listener, 'says 552 to a mail that is too large'],
  ['an address that needs SMTPUTF8', smtp, 'leaves out whom a server without SMTPUTF8 cannot be told'],
  ['CRLF in subject and names', compose, 'begins no header within a %s'],
  ['paths and URLs as attachments', compose, 'reads no file and fetches nothing'],
  ['200 recipients', smtp, 'sends to 200 at a server that takes 100'],
];

it.each(lines)('%s', async (_what, file, words) => {
  expect(await readFile(file, 'utf8')).toContain(words);
});

const options = {
  ...{ secrets: ['secret'], trusted: [], ownAddresses: [], instanceId: 'here', now: Date.UTC(2026, 10, 30) },
  resolver: async () => [],
};

it('keeps a subject that is only emoji', async () => {
  const raw = utf8Mail(['From: zoe@example.org', 'Subject: =?utf-8?B?8J+YgPCfkanigI3wn5Gp4oCN8J+Rpw==?=', '', 'x']);
  expect((await readMail(raw, null, options)).mail.subject).toBe('😀👩‍👩‍👧');
});

it('shows a picture once for each place that names it, and leaves one that did not come without an address', async () => {
  const picture = { content: Buffer.from('picture'), contentType: 'image/png', cid: 'twice@x' };
  const raw = await composeMail({
    from: 'zoe@example.org',
    html: '<img src="cid:twice@x"><img src="cid:twice@x"><img src="cid:missing@x"><p>Look</p>',
    attachments: [
      { ...picture, filename: 'a.png' },
      { ...picture, filename: 'b.png' },
    ],
  });
  const { mail, page } = await readMail(raw, null, {
    ...options,
    cid: (cid) => (cid === 'twice@x' ? '/files/1' : null),
  });
  expect(mail.parts).toHaveLength(2);
  expect(page?.html.match(/\/files\/1/g)).toHaveLength(2);
  expect(page?.html).not.toContain('missing@x');
});

const head = (...lines: string[]): Buffer => utf8Mail(['From: zoe@example.org', ...lines, '', 'x']);
const many = (count: number, piece: (at: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join(between);
it.each<[string, () => Buffer]>([
  ['100,000 recipients', () => head(`To: ${many(100_000, (at) => `u${at}@x.example`, ',\r\n ')}`)],
  ['200,000 headers', () => head(many(200_000, () => 'X-A: b', '\r\n'))],
  ['one header of 5 MB', () => head(`Subject: ${'a'.repeat(5_000_000)}`)],
  ['100,000 encoded words', () => head(`Subject: ${many(100_000, () => '=?utf-8?q?a?= ')}`)],
  ['quotes that never close', () => head(`To: ${'"'.repeat(30_000)}<a@b.example>`)],
  ['comments that never close', () => head(`Auto-Submitted: ${'('.repeat(60_000)}`)],
  ['brackets that never close', () => head(`References: ${'<'.repeat(60_000)}`)],
  [
    '10,000 nested parts',
    () =>
      head(
        `Content-Type: multipart/mixed; boundary=b0\r\n\r\n${many(10_000, (at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`)}`,
      ),
  ],
])('is not held up by %s, which are read once and never looked into again', async (_, make) => {
  const reading = await readMail(make(), { mailFrom: 'zoe@example.org', rcptTo: [] }, options);
  expect(reading.mail.from?.address).toBe('zoe@example.org');
  expect(reading.sender.verdict).toBe('none');
});
