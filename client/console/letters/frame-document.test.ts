import { countBlocked, framePolicy, guardedImage, hasQuoted } from './frame-document.ts';

test('nothing but kept files and guarded pictures has a source', () => {
  const policy = framePolicy('https://desk.example');
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    'img-src https://desk.example/files/ https://desk.example/api/images data:',
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
  ]);
  expect(policy).not.toMatch(/script|frame|font|connect/);
});

test('pictures from elsewhere are counted, and asked for by way of the server only', () => {
  const html =
    '<img alt="a" data-blocked-src="https://x.example/a.png?b=c&amp;d"><IMG data-blocked-src="y"><img src="/files/1">';
  expect(countBlocked(html)).toBe(2);
  expect(countBlocked('<td width="9" data-blocked-src="https://x.example/behind.png">x</td>')).toBe(1);
  expect(countBlocked('<p>data-blocked-src="x"</p>')).toBe(0);
  expect(guardedImage('https://x.example/a.png?b=c&d')).toBe(
    '/api/images?url=https%3A%2F%2Fx.example%2Fa.png%3Fb%3Dc%26d',
  );
});

test('repeated letters are known by their mark', () => {
  expect(hasQuoted('<blockquote class="gmail_quote parley-quoted">x</blockquote>')).toBe(true);
  expect(hasQuoted('<div data-quoted="">x</div>')).toBe(true);
  expect(hasQuoted('<p>class parley-quoted data-quoted</p>')).toBe(false);
});
