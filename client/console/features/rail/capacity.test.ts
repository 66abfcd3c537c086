import { describeCapacity, fillSegments } from './capacity.ts';

test.each([
  [0, 100, [0, 0, 0, 0, 0]],
  [34, 100, [1, 0.5, 0, 0, 0]],
  [70, 100, [1, 1, 1, 0.5, 0]],
  [100, 100, [1, 1, 1, 1, 1]],
  [140, 100, [1, 1, 1, 1, 1]],
  [10, 0, [0, 0, 0, 0, 0]],
])('%d of %d fills %j', (used, capacity, segments) => {
  expect(fillSegments(used, capacity)).toEqual(segments);
});

test('words have one decimal at most', () => {
  expect(describeCapacity(34, 100)).toEqual({ used: '1.7', total: '5' });
  expect(describeCapacity(100, 100)).toEqual({ used: '5', total: '5' });
});
