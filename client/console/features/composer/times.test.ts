import fc from 'fast-check';
import { listChoices } from './times.ts';

const keysAt = (date: Date) => listChoices(date.getTime()).map(({ key }) => key);

test('in the morning the day is still to come, in the night it is not', () => {
  expect(keysAt(new Date(2026, 10, 18, 9, 0))).toEqual(['hour', 'afternoon', 'evening', 'tomorrow', 'monday']);
  expect(keysAt(new Date(2026, 10, 18, 22, 0))).toEqual(['hour', 'tomorrow', 'monday']);
});

test('on a Sunday tomorrow is Monday, and is offered once', () => {
  expect(keysAt(new Date(2026, 10, 22, 10, 0)).filter((key) => key === 'tomorrow' || key === 'monday')).toEqual([
    'tomorrow',
  ]);
});

test('always ahead, always in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (now) => {
      const choices = listChoices(now).map(({ at }) => at);
      expect(choices.every((at) => at > now)).toBe(true);
      expect(choices).toEqual([...choices].sort((a, b) => a - b));
      expect(new Set(choices).size).toBe(choices.length);
    }),
  );
});
