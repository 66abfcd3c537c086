/** Parts of a text as carriers count them. */
import { countParts } from './text-parts.ts';

describe('a text by SMS', () => {
  it.each([
    ['', 'gsm', 0, 160],
    ['Hello', 'gsm', 1, 155],
    ['a'.repeat(160), 'gsm', 1, 0],
    ['a'.repeat(161), 'gsm', 2, 145],
    ['a'.repeat(306), 'gsm', 2, 0],
    ['a'.repeat(307), 'gsm', 3, 152],
    ['5 €', 'gsm', 1, 156],
    // An escape and its septet stay together: 152 and a brace need another part.
    [`${'a'.repeat(152)}{${'a'.repeat(10)}`, 'gsm', 2, 141],
    ['grüße', 'gsm', 1, 155],
    ['“Hello”', 'ucs2', 1, 63],
    ['你'.repeat(70), 'ucs2', 1, 0],
    ['你'.repeat(71), 'ucs2', 2, 63],
    ['👍', 'ucs2', 1, 68],
    // 66 units and an emoji of two: the emoji begins the next part.
    [`${'你'.repeat(66)}👍${'你'.repeat(10)}`, 'ucs2', 2, 55],
  ])('%# is %s in so many parts', (text, encoding, parts, left) => {
    expect(countParts(text)).toMatchObject({ encoding, parts, left });
  });

  it('says which character makes it dear', () => {
    expect(countParts('See you – soon').special).toBe('–');
    expect(countParts('See you - soon').special).toBeNull();
  });
});
