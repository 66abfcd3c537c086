import { hasForwarded, joinLetter, mergeLetters, quotedClass, splitLetter } from './letter-parts.ts';

const signature = '<div class="parley-signature"><p>Maya</p></div>';
const quote = '<div class="parley-quoted"><p>On Tuesday, Sofia wrote:</p></div>';
const parts = { words: '<p>Hello <strong>Sofia</strong></p>', signature, quote };

test('the three parts of a letter are found again, whichever are there', () => {
  expect(splitLetter(joinLetter(parts))).toEqual(parts);
  for (const missing of ['signature', 'quote', 'words'] as const) {
    expect(splitLetter(joinLetter({ ...parts, [missing]: '' }))).toEqual({ ...parts, [missing]: '' });
  }
});

test('quotes within quotes belong to the first', () => {
  const outer = `<div class="${quotedClass} parley-forwarded">${quote}${signature}</div>`;
  expect(splitLetter(`<p>x</p>${outer}`)).toEqual({ words: '<p>x</p>', signature: '', quote: outer });
  expect(hasForwarded(outer)).toBe(true);
  expect(hasForwarded(quote)).toBe(false);
});

test('a letter that comes back keeps what was written since', () => {
  const back = { subject: 'Re: Rug', to: [], cc: [], bcc: [], html: joinLetter(parts) };
  const since = { ...back, subject: 'Other', html: `<p>And more</p>${signature}` };
  expect(mergeLetters(back, undefined)).toBe(back);
  expect(mergeLetters(back, since)).toEqual({ ...back, html: `${parts.words}<p>And more</p>${signature}${quote}` });
});
