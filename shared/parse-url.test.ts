/** What is a URL stays one, however often it was asked before. */
import { parseUrl } from './parse-url.ts';

test('reads what is a URL, alone or against a base, and nothing else', () => {
  expect(parseUrl('https://shop.example/a?b')?.href).toBe('https://shop.example/a?b');
  expect(parseUrl('/a', 'https://shop.example/b/c')?.href).toBe('https://shop.example/a');
  expect(parseUrl('/a')).toBeNull();
  expect(parseUrl('shop')).toBeNull();
  expect(parseUrl('')).toBeNull();
});

test('a name beyond ASCII is read as well the twenty-thousandth time, when the engine has optimised the call', () => {
  const refused = Array.from({ length: 20_000 }, () => parseUrl('https://münchen.example')?.hostname).filter(
    (hostname) => hostname !== 'xn--mnchen-3ya.example',
  );
  expect(refused).toHaveLength(0);
});
