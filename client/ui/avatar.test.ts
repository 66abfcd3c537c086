import { pickAvatarColour, readInitials } from './avatar.ts';

test.each([
  ['Sofia Marchetti', 'SM'],
  ['Tomás', 'TO'],
  ['+49 30 5557', '#'],
  ['王小明', '王'],
  ['  ', '?'],
  ['Anna Maria Rossi', 'AR'],
])('%s is shown as %s', (name, initials) => {
  expect(readInitials(name)).toBe(initials);
});

test('a colour is one of six and stays', () => {
  expect(pickAvatarColour('01J')).toBe(pickAvatarColour('01J'));
  for (let n = 0; n < 100; n += 1) expect([0, 1, 2, 3, 4, 5]).toContain(pickAvatarColour(`id${n}`));
});
