import { linkify } from '../../ui/linkify.ts';
import { findOddLink } from './odd-links.ts';

const oddIn = (text: string) =>
  linkify(text).flatMap((part) => (part.kind === 'link' ? [findOddLink(part.text, part.href)] : []));

test.each([
  ['https://shop.example/cart', null],
  ['https://xn--pple-43d.com', { host: 'xn--pple-43d.com', why: 'letters' }],
  ['https://аpple.com/login', { host: 'xn--pple-43d.com', why: 'letters' }],
  ['https://bücher.example/', { host: 'xn--bcher-kva.example', why: 'letters' }],
  ['https://paypal.com@evil.example/x', { host: 'evil.example', why: 'credentials' }],
  ['https://paypal.com:x@evil.example:8443/', { host: 'evil.example:8443', why: 'credentials' }],
  ['http://2130706433/', { host: '127.0.0.1', why: 'number' }],
  ['http://0x7f.1/', { host: '127.0.0.1', why: 'number' }],
  ['http://192.168.1.1/router', null],
  ['mail me@shop.example', null],
])('%s', (text, expected) => {
  expect(oddIn(text)).toEqual([expected]);
});

test('nothing but web and mail addresses becomes a link', () => {
  expect(oddIn('javascript:alert(1) data:text/html,x file:///etc/passwd')).toEqual([]);
});

test('words that are an address promise that place, other words promise nothing', () => {
  expect(findOddLink('https://bank.example/login', 'https://evil.example/bank.example')).toEqual({
    host: 'evil.example',
    why: 'elsewhere',
  });
  expect(findOddLink('www.bank.example', 'https://login.evil.example/')).toMatchObject({ why: 'elsewhere' });
  expect(findOddLink('www.shop.example/a', 'https://click.shop.example/?x')).toBeNull();
  expect(findOddLink('Order here', 'https://click.mail.example/?x')).toBeNull();
  expect(findOddLink('Readme.txt', 'https://shop.example/')).toBeNull();
  expect(findOddLink('x', 'not an address')).toBeNull();
});
