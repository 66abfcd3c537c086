import { createSecretBox } from './secret-box.ts';

const box = createSecretBox('k'.repeat(32));

test('what was sealed opens again, and never looks the same twice', () => {
  expect(box.open(box.seal('süß', 'inbox'), 'inbox')).toBe('süß');
  expect(box.seal('x', 'inbox')).not.toBe(box.seal('x', 'inbox'));
});

test('another key, another context or a changed byte opens nothing', () => {
  const sealed = box.seal('x', 'inbox');
  expect(() => createSecretBox('l'.repeat(32)).open(sealed, 'inbox')).toThrow();
  expect(() => box.open(sealed, 'another')).toThrow();
  const bytes = Buffer.from(sealed, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  expect(() => box.open(bytes.toString('base64url'), 'inbox')).toThrow();
});
