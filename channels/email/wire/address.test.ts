/** How addresses are taken apart. */
import { needsSmtpUtf8, readAddress, withAsciiDomain } from './address.ts';

it.each([
  ['support@Example.COM', { local: 'support', tag: null, domain: 'example.com' }],
  ['Support+c1.abc@example.com', { local: 'Support', tag: 'c1.abc', domain: 'example.com' }],
  ['a+b+c@example.com', { local: 'a', tag: 'b+c', domain: 'example.com' }],
  ['+a@example.com', { local: '+a', tag: null, domain: 'example.com' }],
  ['"a+b"@example.com', { local: '"a+b"', tag: null, domain: 'example.com' }],
  ['info@bücher.example', { local: 'info', tag: null, domain: 'xn--bcher-kva.example' }],
  ['root@[127.0.0.1]', { local: 'root', tag: null, domain: '[127.0.0.1]' }],
  ['nobody', null],
  ['@example.com', null],
  ['a@', null],
])('reads %s', (address, parts) => {
  expect(readAddress(address)).toEqual(parts);
});

it('needs SMTPUTF8 for the local part, not for the domain', () => {
  expect(needsSmtpUtf8('info@bücher.example')).toBe(false);
  expect(needsSmtpUtf8('jürgen@example.com')).toBe(true);
  expect(withAsciiDomain('jürgen@bücher.example')).toBe('jürgen@xn--bcher-kva.example');
});
