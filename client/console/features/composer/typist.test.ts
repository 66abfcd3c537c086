import { createTypist } from './typist.ts';

test('typing is told once, again before the server forgets, and its end once', () => {
  const told: boolean[] = [];
  let now = 0;
  const typist = createTypist(
    (isTyping) => told.push(isTyping),
    () => now,
  );
  typist.stop();
  typist.note(true);
  now = 1_000;
  typist.note(true);
  expect(told).toEqual([true]);
  now = 3_100;
  typist.note(true);
  expect(told).toEqual([true, true]);
  typist.note(false);
  typist.stop();
  expect(told).toEqual([true, true, false]);
});
