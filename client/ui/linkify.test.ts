import { linkify, toHref } from './linkify.ts';

const links = (text: string) => linkify(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));

test('addresses become links and keep the sentence around them', () => {
  expect(linkify('See https://a.example/x?y=1, please.')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'link', text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
    { kind: 'text', text: ', please.' },
  ]);
  expect(links('(https://a.example/b_(c))')).toEqual(['https://a.example/b_(c)']);
  expect(links('write to sofia@posteo.it.')).toEqual(['mailto:sofia@posteo.it']);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt://%0aalert(1)',
  'data:text/html,<b>',
  'vbscript:x',
  'file:///etc/passwd',
])('%s never becomes a link', (text) => {
  expect(links(text)).toEqual([]);
  expect(toHref(text)).toBeNull();
});

test('the parts always add up to the text', () => {
  for (const text of ['', 'plain', 'https://x', 'a https://b.example c@d.example', '<img src=x onerror=alert(1)>']) {
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  }
});
