import fc from 'fast-check';
import { describeCapacity, fillSegments, shareByChannel } from './capacity.ts';

const chats = shareByChannel([{ channel: 'webchat', weight: 1 }]);
const sharesOf = (used: number, capacity: number) => fillSegments(used, capacity, chats).map((one) => one.share);

test.each([
  [0, 100, [0, 0, 0, 0, 0]],
  [34, 100, [1, 0.5, 0, 0, 0]],
  [70, 100, [1, 1, 1, 0.5, 0]],
  [100, 100, [1, 1, 1, 1, 1]],
  [140, 100, [1, 1, 1, 1, 1]],
  [2, 100, [0.5, 0, 0, 0, 0]],
  [10, 0, [0, 0, 0, 0, 0]],
])('%d of %d fills %j', (used, capacity, segments) => {
  expect(sharesOf(used, capacity)).toEqual(segments);
});

test('channels lie side by side, each as long as its work', () => {
  const shares = shareByChannel([
    { channel: 'webchat', weight: 20 },
    { channel: 'webchat', weight: 20 },
    { channel: 'email', weight: 20 },
    { channel: 'phone', weight: 20 },
  ]);
  const segments = fillSegments(80, 100, shares);
  expect(segments.filter((one) => one.share > 0).map((one) => one.colour)).toEqual(['chat', 'chat', 'email', 'phone']);
});

test('whatever the work, as much is filled as is used', () => {
  const work = fc.array(
    fc.record({ channel: fc.constantFrom('webchat', 'email', 'phone', 'fax'), weight: fc.nat(100) }),
  );
  fc.assert(
    fc.property(work, fc.integer({ min: 1, max: 150 }), (list, used) => {
      const sum = fillSegments(used, 100, shareByChannel(list)).reduce((total, one) => total + one.share, 0);
      expect(sum).toBe(Math.min(5, Math.max(0.5, Math.round(used / 10) / 2)));
    }),
  );
});

test('words have one decimal at most', () => {
  expect(describeCapacity(34, 100)).toEqual({ used: '1.7', total: '5' });
  expect(describeCapacity(100, 100)).toEqual({ used: '5', total: '5' });
});
