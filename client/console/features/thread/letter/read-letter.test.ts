import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import { openFrom } from './folds.ts';
import { isLetter, isQuiet, newSubject, snippetOf } from './read-letter.ts';

function entry(seq: number, kind: 'customer' | 'agent', body: object = {}, received?: object): AgentEntry {
  const letter = { subject: 's', from: null, to: [], cc: [], html: null, source: null, received };
  return {
    ...{ id: `e${seq}`, seq, author: { kind, name: kind, id: kind } },
    body: { kind: 'message', text: '', files: [], letter, ...body },
  } as unknown as AgentEntry;
}

test('the newest letter stands open, and all that nobody has read', () => {
  const letters = [entry(1, 'customer'), entry(2, 'agent'), entry(3, 'customer'), entry(4, 'customer')];
  expect(openFrom(letters, 4)).toBe(4);
  expect(openFrom(letters, 2)).toBe(3);
  expect(openFrom([...letters, entry(5, 'agent')], 5)).toBe(5);
  expect(openFrom([...letters, entry(5, 'customer', { aside: true })], 5)).toBe(4);
  expect(openFrom([entry(1, 'customer', { letter: undefined })], 0)).toBe(Number.MAX_SAFE_INTEGER);
});

test('what nobody wrote is one line, what a program wrote for people is not', () => {
  const quiet = (automatic: string | null, body: object = {}) => {
    const one = entry(1, 'customer', body, { automatic, verdict: 'none', warnings: [] });
    return isLetter(one) && isQuiet(one);
  };
  expect(['auto-reply', 'bounce', 'receipt'].map((kind) => quiet(kind))).toEqual([true, true, true]);
  expect(['list', 'auto-generated', 'calendar', null].map((kind) => quiet(kind))).toEqual([false, false, false, false]);
  expect(quiet('list', { aside: true })).toBe(true);
});

test('a subject is shown where it is another than the conversation’s', () => {
  const one = entry(1, 'customer');
  if (!isLetter(one)) throw new Error('a letter');
  const subjectOf = (subject: string, of: string | null) => newSubject({ ...one.body.letter, subject }, of);
  expect(subjectOf('Re: Rug', 'Rug')).toBeNull();
  expect(subjectOf('AW: Re: Rug', 'Fwd: Rug')).toBeNull();
  expect(subjectOf('Lamp', 'Rug')).toBe('Lamp');
  expect(subjectOf('', 'Rug')).toBe('');
});

test('a snippet is one line', () => {
  expect(snippetOf(' a\n\n b\tc ')).toBe('a b c');
});
