/** Files as people have them: how they are written, what their headings mean, and what their cells say. */
import { Readable } from 'node:stream';
import type { Attribute, Tag } from '../../../shared/model/catalogue.ts';
import type { AttributeId, TagId } from '../../../shared/model/ids.ts';
import type { Delimiter, Encoding } from '../../../shared/model/import.ts';
import { standardAttributes } from '../../../shared/model/standard-attributes.ts';
import { guessColumns } from './guess-columns.ts';
import { guessDelimiter, guessEncoding } from './guess-format.ts';
import { readCsv, UnreadableCsvError } from './read-csv.ts';
import { readRow } from './read-row.ts';
import { readDate } from './read-value.ts';

const own: Attribute[] = [
  { id: 'tier' as AttributeId, name: 'Tier', type: 'choice', choices: ['Gold', 'Silver'], archived: false },
  { id: 'size' as AttributeId, name: 'Shoe size', type: 'number', choices: [], archived: false },
  { id: 'vip' as AttributeId, name: 'VIP', type: 'yes-no', choices: [], archived: false },
];
const attributes = [...standardAttributes, ...own];
const tags: Tag[] = [{ id: 'press' as TagId, name: 'Press', colour: 'grey', archived: false }];

const text = 'Name;E-Mail\nJörg Müller;joerg@example.com\n王芳;fang@example.com\n';
const utf16be = Buffer.from(text, 'utf16le').swap16();
const gb = Buffer.from([
  0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd3, 0xca, 0xcf, 0xe4, 0x0a, 0xcd, 0xf5, 0xb7, 0xbc, 0x2c, 0x61, 0x40, 0x62, 0x0a,
]);
test.each<[string, Buffer, Encoding]>([
  ['plain UTF-8', Buffer.from(text), 'utf-8'],
  ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
  ['UTF-8 that is cut in the middle of a letter', Buffer.from(text).subarray(0, 14), 'utf-8'],
  ['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
  ['UTF-16 without it', Buffer.from(text, 'utf16le'), 'utf-16le'],
  ['UTF-16, the other way round', utf16be, 'utf-16be'],
  ['what Windows writes in the West', Buffer.from('Name;Ort\nJörg;Köln\nZoë;Gräfelfing\n', 'latin1'), 'windows-1252'],
  ['what Excel writes in China', gb, 'gb18030'],
])('knows %s', (_name, bytes, encoding) => {
  expect(guessEncoding(bytes)).toBe(encoding);
});

test.each<[string, Delimiter]>([
  ['a,b\n1,2\n', ','],
  ['a;b\n"1,0";2\n"3,5";4', ';'],
  ['a\tb\tc\n1, 2\t3\t4', '\t'],
  ['email\na@b.example', ','],
])('finds what stands between the cells of %j', (file, delimiter) => {
  expect(guessDelimiter(file)).toBe(delimiter);
});

async function readAll(bytes: Buffer, encoding: Encoding = 'utf-8', delimiter: Delimiter = ',') {
  const rows = [];
  const pieces = Array.from({ length: Math.ceil(bytes.length / 5) }, (_, at) => bytes.subarray(at * 5, at * 5 + 5));
  for await (const row of readCsv(Readable.from(pieces), { encoding, delimiter })) rows.push(row);
  return rows;
}

test('reads quotes, line breaks in them, short rows and other encodings, piece by piece', async () => {
  const file = '\uFEFFname,note\r\n"Li, Na","says ""hi""\r\nand more"\r\n\r\nJö\r\n';
  const rows = await readAll(Buffer.from(file));
  expect(rows.map(({ cells }) => cells)).toEqual([['name', 'note'], ['Li, Na', 'says "hi"\r\nand more'], ['Jö']]);
  expect((await readAll(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le', ';'))[2]?.cells[0]).toBe('王芳');
  expect((await readAll(gb, 'gb18030')).map(({ cells }) => cells[0])).toEqual(['姓名', '王芳']);
});

test('says where a file cannot be read', async () => {
  await expect(readAll(Buffer.from('a,b\n1,"2\n3,4\n'))).rejects.toBeInstanceOf(UnreadableCsvError);
});

test('knows headings in several languages, and those of the own attributes', () => {
  const guess = (line: string) => guessColumns(line.split(','), own);
  expect(guess('Full name,E-mail address,Mobile phone,Company,Date of birth')).toEqual([
    ...['name', 'email', 'phone', 'company', 'birthday'],
  ]);
  expect(guess('姓名,邮箱,手机号码,公司,性别,生日')).toEqual([
    'name',
    'email',
    'phone',
    'company',
    'gender',
    'birthday',
  ]);
  expect(guess('Kundenname,E-Mail-Adresse,Telefon,Geburtsdatum,Straße')).toEqual([
    ...['name', 'email', 'phone', 'birthday', null],
  ]);
  expect(guess('Email,Email 2,Name,Name,shoe SIZE')).toEqual(['email', 'email', 'name', null, 'size']);
});

const columns = ['name', 'email', 'phone', 'birthday', 'gender', 'tier', 'size', 'vip', 'tags', 'language'];
const read = (cells: string[]) => readRow(cells, { settings: { columns, country: 'DE' }, attributes, tags });

test('reads what people write into cells', () => {
  const row = read([' Li  Na ', 'LI@Example.com; li2@example.com', "'+49 30 1234567", '1990年1月2日', '女']);
  expect(row).toMatchObject({ ok: true });
  if (!row.ok) return;
  expect(row.wanted.name).toBe('Li Na');
  expect(row.wanted.addresses.map(({ value }) => value)).toEqual(['li@example.com', 'li2@example.com', '+49301234567']);
  expect(Object.fromEntries(row.wanted.attributes)).toEqual({ birthday: '1990-01-02', gender: 'female' });
  const more = read(['', '', '030 1234567', '', 'weiblich', 'gold', '42,5', 'ja', 'press', 'Chinesisch']);
  expect(more).toMatchObject({ ok: true });
  if (!more.ok) return;
  expect(more.wanted).toMatchObject({ addresses: [{ value: '+49301234567' }], tagIds: ['press'] });
  expect(Object.fromEntries(more.wanted.attributes)).toEqual({
    ...{ gender: 'female', tier: 'Gold', size: 42.5, vip: true, language: 'zh' },
  });
});

test.each([
  [['Li'], 'no-address', -1],
  [['Li', 'no address'], 'email', 1],
  [['Li', 'a@b.example', '12'], 'phone', 2],
  [['Li', 'a@b.example', '', '31.02.2020'], 'value', 3],
  [['Li', 'a@b.example', '', '', '', 'Bronze'], 'value', 5],
  [['Li', 'a@b.example', '', '', '', '', 'big'], 'value', 6],
  [['Li', 'a@b.example', '', '', '', '', '', '', 'nobody knows'], 'tag', 8],
  [['x'.repeat(200), 'a@b.example'], 'name', 0],
  [['J\uFFFDrg', 'a@b.example'], 'unreadable', 0],
])('refuses %j', (cells, reason, column) => {
  expect(read(cells)).toMatchObject({ ok: false, reason, column });
});

test('takes a date only where it can be one day', () => {
  expect(
    ['2026-1-2', '2026/01/02', '2.1.2026', '25/12/2026', '12/25/2026', '2026-01-02T00:00:00Z'].map(readDate),
  ).toEqual([...['2026-01-02', '2026-01-02', '2026-01-02', '2026-12-25', '2026-12-25', '2026-01-02']]);
  expect(readDate('01/02/2026')).toBeNull();
});
