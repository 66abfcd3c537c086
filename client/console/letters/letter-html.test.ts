import {
  findInline,
  hasForwarded,
  joinLetter,
  splitLetter,
  textToHtml,
  wrapQuote,
  wrapSignature,
} from './letter-html.ts';

test('the three parts of a letter are found again', () => {
  const parts = {
    words: '<p>Hello <strong>Sofia</strong></p>',
    signature: wrapSignature('Maya\nAcme & Sons'),
    quote: wrapQuote('answer', 'On Tuesday, Sofia <s@x.it> wrote:', '<p>My rug</p>'),
  };
  expect(splitLetter(joinLetter(parts))).toEqual(parts);
  for (const missing of ['signature', 'quote', 'words'] as const) {
    expect(splitLetter(joinLetter({ ...parts, [missing]: '' }))).toEqual({ ...parts, [missing]: '' });
  }
});

test('quotes within quotes belong to the first', () => {
  const inner = wrapQuote('answer', 'before', '<p>old</p>') + wrapSignature('Ben');
  const quote = wrapQuote('forward', 'Fwd', inner);
  expect(splitLetter(`<p>x</p>${quote}`)).toEqual({ words: '<p>x</p>', signature: '', quote });
  expect(hasForwarded(quote)).toBe(true);
  expect(hasForwarded(inner)).toBe(false);
});

test('text becomes paragraphs, and no text becomes HTML', () => {
  expect(textToHtml('a\nb\n\n<c> & "d"')).toBe('<p>a<br>b</p><p>&lt;c&gt; &amp; &quot;d&quot;</p>');
  expect(wrapSignature('  ')).toBe('');
  expect(wrapQuote('answer', '<s@x.it>', '')).toContain('&lt;s@x.it&gt;');
});

test('files within the words are found by their address here', () => {
  expect(findInline('<img src="/files/abc_1-2"><img src="https://x/files/no"><img alt="" src="/files/d">')).toEqual([
    'abc_1-2',
    'd',
  ]);
});
