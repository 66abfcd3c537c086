/** What a browser would send as an origin, and nothing else. */
import fc from 'fast-check';
import { readOrigin } from './origin.ts';

test.each([
  ['https://shop.example', 'https://shop.example'],
  [' https://Shop.Example:443/ ', 'https://shop.example'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['http://127.0.0.1:80', 'http://127.0.0.1'],
  ['https://[::1]:8443', 'https://[::1]:8443'],
  ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
  ['http://intranet', 'http://intranet'],
])('%s is %s', (text, origin) => {
  expect(readOrigin(text)).toEqual({ origin });
});

test.each([
  ['shop.example', 'no-url'],
  ['', 'no-url'],
  ['*', 'wildcard'],
  ['https://*.shop.example', 'wildcard'],
  ['javascript:alert(1)', 'scheme'],
  ['https://shop.example/path', 'path'],
  ['https://shop.example/#x', 'path'],
  ['https://shop.example?', 'path'],
  ['https://me@shop.example', 'user'],
  ['https://shop..example', 'host'],
  ['https://shop_1.example', 'host'],
  ['https://shop.example.', 'host'],
])('%s is none: %s', (text, problem) => {
  expect(readOrigin(text)).toEqual({ problem });
});

test('what is read once reads the same again, and is what URL calls its origin', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: false, withQueryParameters: false }), (url) => {
      const read = readOrigin(new URL(url).origin);
      if ('problem' in read) return;
      expect(new URL(read.origin).origin).toBe(read.origin);
      expect(readOrigin(read.origin)).toEqual(read);
    }),
  );
});
