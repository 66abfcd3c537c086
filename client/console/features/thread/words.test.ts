import fc from 'fast-check';
import { cutWords } from './words.ts';

const ben = { id: 'b', name: 'Ben' };
const okafor = { id: 'o', name: 'Ben Okafor' };

test('mentions are those that were chosen, the longest name first, and whole words', () => {
  expect(cutWords('@Ben Okafor and @Ben, not @Benny or ben@Ben', [ben, okafor])).toEqual([
    { kind: 'mention', text: '@Ben Okafor', id: 'o' },
    { kind: 'text', text: ' and ' },
    { kind: 'mention', text: '@Ben', id: 'b' },
    { kind: 'text', text: ', not @Benny or ben' },
    { kind: 'mention', text: '@Ben', id: 'b' },
  ]);
  expect(cutWords('@Ben', [])).toEqual([{ kind: 'text', text: '@Ben' }]);
});

test('nothing that was written is lost or added', () => {
  const text = fc.stringMatching(/^(?:@Ben|@Ben Okafor|@|Ben| |x|https:\/\/a\.example\/|\n){0,12}$/);
  fc.assert(
    fc.property(text, (written) => {
      expect(
        cutWords(written, [ben, okafor])
          .map((piece) => piece.text)
          .join(''),
      ).toBe(written);
    }),
  );
});
