/** Which bytes are two mails to some servers. */
import { hasStrayEndOfData } from './smuggling.ts';

it.each([
  ['a\n.\r\nMAIL FROM:<x@y>', true],
  ['a\n.\nMAIL FROM:<x@y>', true],
  ['a\r.\rMAIL FROM:<x@y>', true],
  ['a\r\n.\nb', true],
  ['a\r\n.\rb', true],
  ['a\r\n.\r\nb', false],
  ['a\r\n..\r\nb', false],
  ['a.\r\nb\r\n', false],
  ['bare\nlines\nonly\n', false],
  ['.\r\n', false],
  ['', false],
])('reads %j as stray: %s', (raw, expected) => {
  expect(hasStrayEndOfData(Buffer.from(raw))).toBe(expected);
});
