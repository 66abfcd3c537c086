/** What mail says of its charsets and encodings against what its bytes are: bodies, subjects and file names as they come. */

import { parseMail } from '../parse-mail.ts';
import { normaliseSubject } from '../subject.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const parse = (head: string[], body: Buffer) =>
  parseMail(Buffer.concat([latin(['From: a@b.c', ...head, '', ''].join('\r\n')), body]));
const gbk = Buffer.from('c4e3bac3a3acced2b5c4b5c6bbb5c1cb', 'hex');
const koi = Buffer.from('f0d2c9d7c5d42c20cdcfd120ccc1cdd0c120d3cccfcdc1cec1', 'hex');
const windows = Buffer.from('cff0e8e2e5f22c20ecee ff20ebe0ecefe020f1ebeeece0ede0'.replace(/ /g, ''), 'hex');
const text = (charset: string): string[] => [`Content-Type: text/plain${charset && `; charset=${charset}`}`];
const base64 = [...text('utf-8'), 'Content-Transfer-Encoding: base64'];

it.each<[string, string[], Buffer, string]>([
  [
    'Windows under the name of Latin-1',
    text('iso-8859-1'),
    Buffer.from('93619420 80'.replace(' ', ''), 'hex'),
    '“a” €',
  ],
  ['Windows under the name of ASCII', text('us-ascii'), Buffer.from('936194e9', 'hex'), '“a”é'],
  ['Windows under the name of UTF-8', text('utf-8'), Buffer.from('66fc72', 'hex'), 'für'],
  ['UTF-8 under the name of Latin-1', text('iso-8859-1'), Buffer.from('é ü'), 'é ü'],
  ['an unknown name', text('foo-bar-9'), Buffer.from('é'), 'é'],
  ['a name with what is no name', text('"utf-8; format=flowed"'), Buffer.from('é'), 'é'],
  ['Chinese without a name', text(''), gbk, '你好，我的灯坏了'],
  [
    'Japanese without a name',
    text(''),
    Buffer.from('a4dea4c0c5c0ccc7a4b7a4c6a4a4a4dea4b9', 'hex'),
    'まだ点滅しています',
  ],
  ['Russian of old without a name', text(''), koi, 'Привет, моя лампа сломана'],
  ['Russian of Windows without a name', text(''), windows, 'Привет, моя лампа сломана'],
  ['one word of Russian without a name', text(''), Buffer.from('d4c5d3d420d4c5d3d4', 'hex'), 'тест тест'],
  [
    'capitals of Russian without a name',
    text(''),
    Buffer.from('c7c0cac0c720cdc520cfd0c8d8c5cb', 'hex'),
    'ЗАКАЗ НЕ ПРИШЕЛ',
  ],
  ['Greek without a name', text(''), Buffer.from('cae1ebe7ecddf1e12c20e720ebdcecf0e1', 'hex'), 'Καλημέρα, η λάμπα'],
  ['Hebrew without a name', text(''), Buffer.from('f9ece5ed2c20e4eef0e5f8e4', 'hex'), 'שלום, המנורה'],
  ['Arabic without a name', text(''), Buffer.from('d8e1c820cccfedcf', 'hex'), 'طلب جديد'],
  [
    'French without a name',
    text(''),
    latin('Un été où la lampe clignote à côté'),
    'Un été où la lampe clignote à côté',
  ],
  ['German without a name', text(''), latin('Größe, Maße, Öl, übrig'), 'Größe, Maße, Öl, übrig'],
  ['ISO-2022-JP without a name', text(''), Buffer.from('1b2442242224241b2842', 'hex'), 'あい'],
  ['UTF-7', text('utf-7'), latin('Hi +AOk-'), 'Hi é'],
  ['what is called UTF-7 and has a plus sign', text('utf-7'), latin('1+1k is a+b +AOk-'), '1+1k is a+b é'],
  ['base64 with dirt in it', base64, latin('aGVsbG8g!!\r\nd29y bGQ'), 'hello world'],
  [
    'base64 that is none',
    base64,
    latin('Hello, this is not base64 at all. Really, see?'),
    'Hello, this is not base64 at all. Really, see?',
  ],
  [
    'an encoding with another name',
    [...text('utf-8'), 'Content-Transfer-Encoding: quotedprintable'],
    latin('=C3=A9'),
    'é',
  ],
  [
    'a page that names its charset itself',
    ['Content-Type: text/html'],
    Buffer.concat([latin('<meta charset="koi8-r"><p>'), koi]),
    'Привет, моя лампа сломана',
  ],
])('reads %s', async (_, head, body, expected) => {
  expect((await parse(head, body)).text.trim()).toBe(expected);
});

it.each<[string, string | Buffer, string]>([
  ['a character torn in two', '=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=', 'café'],
  ['a word within a word', 'a=?utf-8?q?=C3=A9?=b', 'aéb'],
  ['spaces within', '=?utf-8?q?a b?=', 'a b'],
  ['a language', '=?utf-8*en?q?=C3=A9?=', 'é'],
  ['no end', '=?utf-8?q?no end', '=?utf-8?q?no end'],
  ['Windows as Latin-1', '=?iso-8859-1?Q?=93a=94?=', '“a”'],
  ['bare UTF-8', Buffer.from('é'), 'é'],
  ['bare Latin-1', Buffer.from([0xe9]), 'é'],
  ['bare Chinese', gbk, '你好，我的灯坏了'],
])('reads a subject with %s', async (_, subject, expected) => {
  const raw = Buffer.concat([latin('From: a@b.c\r\nSubject: '), Buffer.from(subject), latin('\r\n\r\nx')]);
  expect((await parseMail(raw)).subject).toBe(expected);
});

it.each([
  ["attachment; filename*0*=UTF-8''%E4%BD; filename*1*=%A0.txt", '你.txt'],
  ["attachment; filename*1*=b.txt; filename*0*=UTF-8''a", 'ab.txt'],
  ["attachment; filename*=utf-8'%C3%A9.txt", 'é.txt'],
  ['attachment; filename="UTF-8\'\'caf%C3%A9.txt"', 'café.txt'],
  ["attachment; filename=it's%20fine.txt", "it's%20fine.txt"],
  ['attachment; filename="=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9.txt?="', 'café.txt'],
  ['attachment; filename="a\u202etxt.exe"', 'atxt.exe'],
])('reads the name in %s', async (disposition, name) => {
  const part = `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: ${disposition}\r\n\r\nx\r\n--b--`;
  const { parts } = await parse(['Content-Type: multipart/mixed; boundary=b'], Buffer.from(part));
  expect(parts.map((one) => one.name)).toEqual([name]);
});

it('takes a file of old out of the text, and only where it is one to its end', async () => {
  const body = 'See\r\n\r\nbegin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n\r\nbegin 2026 with a lamp\r\nthank you\r\nend';
  const mail = await parse(text(''), latin(body));
  expect(mail.parts.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([['a.txt', 'hello']]);
  expect(mail.text).toBe('See\n\n\nbegin 2026 with a lamp\nthank you\nend');
});

it.each<[string, string[]]>([
  ['References: <1@a> <2@b>\r\n <3@c>', ['<1@a>', '<2@b>', '<3@c>']],
  ['References: <1@a>,<2@b><3@c>', ['<1@a>', '<2@b>', '<3@c>']],
  ['References: <long-and-\r\n folded@a>', ['<long-and-folded@a>']],
  ['References: 1@a 2@b', ['<1@a>', '<2@b>']],
  ['References: <1@a> ... <no-at>', ['<1@a>', '<no-at>']],
  ['References: <cut@a', ['<cut@a>']],
])('reads the ids of %s', async (head, ids) => {
  expect((await parse([head], latin('x'))).references).toEqual(ids);
});

it.each([
  ...['AW: Lamp', 'SV: Lamp', '回复：Lamp', 'Antw: Lamp', 'RE : Lamp', 'Re[2]: Lamp', 'RE:RE:FW: Lamp', 'Réf. : Lamp'],
  ...[
    '[EXTERNAL] Re: Lamp',
    'Re: [EXTERN] Lamp',
    '*** SPAM *** Re: Lamp',
    'SV: Ang: Lamp',
    'Atb.: Lamp',
    '[#12] Re： Lamp',
  ],
])('"%s" is about the lamp', (subject) => {
  expect(normaliseSubject(subject)).toBe('lamp');
});
