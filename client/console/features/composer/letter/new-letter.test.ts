import { readKept } from './new-letter.ts';
import { splitFiles } from './split-files.ts';

test('what was kept of a new letter comes out whole, whatever it was', () => {
  const fresh = readKept(null, () => 'id-1');
  expect(fresh).toMatchObject({ clientId: 'id-1', letter: { to: [], cc: [], bcc: [], subject: '' }, isSigned: true });
  expect(readKept('{broken', () => 'id-2').clientId).toBe('id-2');
  expect(readKept('null', () => 'id-3').words).toBe('');
  const kept = { ...fresh, words: '<p>x</p>', text: 'x', isSigned: false };
  expect(readKept(JSON.stringify(kept), () => 'other')).toEqual(kept);
});

test('pictures that every mail program shows stand within the words, other files beside them', () => {
  const [png, svg, pdf] = ['image/png', 'image/svg+xml', 'application/pdf'].map((type) => ({ type }));
  expect(splitFiles([svg, png, pdf].filter((file) => file !== undefined))).toEqual({
    shown: [png],
    attached: [svg, pdf],
  });
});
