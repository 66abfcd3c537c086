import { answerSubject, bareSubject, forwardSubject } from './subject.ts';

test('an answer has one Re:, in whatever language it was answered before', () => {
  for (const before of [
    'Rug',
    'Re: Rug',
    'RE: re: Rug',
    'AW: Re:Rug',
    'Re[2]: Rug',
    'SV: Rug',
    '回复：Rug',
    '  re : Rug',
  ]) {
    expect([before, answerSubject(before)]).toEqual([before, 'Re: Rug']);
  }
  expect(answerSubject('Fwd: Rug')).toBe('Re: Fwd: Rug');
  expect(answerSubject('')).toBe('Re:');
});

test('what is passed on has one Fwd:', () => {
  for (const before of ['Rug', 'Fwd: Rug', 'FW: WG: Rug', 'Re: Fwd: Rug', '转发: Rug']) {
    expect([before, forwardSubject(before)]).toEqual([before, 'Fwd: Rug']);
  }
});

test('words that only look like it stay', () => {
  expect(bareSubject('Regarding: the rug')).toBe('Regarding: the rug');
  expect(bareSubject('Revision: 3')).toBe('Revision: 3');
});
