import { createTypist } from './typist.ts';

test('typing is told once, again before the server forgets, and its end once', () => {
  const told: [boolean, string][] = [];
  let now = 0;
  const typist = createTypist(
    (isTyping, as) => told.push([isTyping, as]),
    () => now,
  );
  typist.stop();
  typist.note(true, 'message');
  now = 1_000;
  typist.note(true, 'message');
  expect(told).toEqual([[true, 'message']]);
  now = 3_100;
  typist.note(true, 'message');
  expect(told).toHaveLength(2);
  typist.note(false, 'message');
  typist.stop();
  expect(told).toEqual([
    [true, 'message'],
    [true, 'message'],
    [false, 'message'],
  ]);
});

test('turning to a note ends the typing that the customer sees', () => {
  const told: [boolean, string][] = [];
  const typist = createTypist(
    (isTyping, as) => told.push([isTyping, as]),
    () => 0,
  );
  typist.note(true, 'message');
  typist.note(true, 'note');
  expect(told).toEqual([
    [true, 'message'],
    [false, 'message'],
    [true, 'note'],
  ]);
});
