import { hasForwarded, splitLetter } from '../../../shared/letter-parts.ts';
import { findInline, textToHtml, wrapQuote, wrapSignature } from './letter-html.ts';

test('signature and quote are found as the parts that they are', () => {
  const signature = wrapSignature('Maya\nAcme & Sons');
  const quote = wrapQuote('answer', 'On Tuesday, Sofia <s@x.it> wrote:', '<p>My rug</p>');
  expect(splitLetter(`<p>Hello</p>${signature}${quote}`)).toEqual({ words: '<p>Hello</p>', signature, quote });
  expect(hasForwarded(quote)).toBe(false);
  expect(hasForwarded(wrapQuote('forward', '', ''))).toBe(true);
});

test('text becomes paragraphs, and no text becomes HTML', () => {
  expect(textToHtml('a\nb\n\n<c> & "d"')).toBe('<p>a<br>b</p><p>&lt;c&gt; &amp; &quot;d&quot;</p>');
  expect(wrapSignature('  ')).toBe('');
  expect(wrapQuote('answer', '<s@x.it>', '')).toContain('&lt;s@x.it&gt;');
});

test('files within the words are found by their address here', () => {
  expect(
    findInline('<img src="/files/abc_1-2"><img src="https://x/files/no"><img alt="" src="/files/d"><img src="cid:e">'),
  ).toEqual(['abc_1-2', 'd', 'e']);
});
