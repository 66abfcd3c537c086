import { createPhoneMemory } from './phone-memory.ts';

const keep = (kept: Record<string, string> = {}) => {
  const map = new Map(Object.entries(kept));
  return {
    map,
    keys: {
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => void map.delete(key),
      keys: () => [...map.keys()],
    },
  };
};

test('devices and dialled numbers are there after a reload; the same number stands once, the newest first', () => {
  const { keys } = keep();
  const before = createPhoneMemory(keys, 'maya');
  before.chooseSound({ ringer: 'loudspeaker' });
  for (const number of ['+491', '+492', '+491']) before.rememberNumber(number);
  const after = createPhoneMemory(keys, 'maya');
  expect(after.sound.get()).toEqual({ microphone: '', speaker: '', ringer: 'loudspeaker', echo: true, noise: true });
  expect(after.recent.get()).toEqual(['+491', '+492']);
  expect(createPhoneMemory(keys, 'ben').recent.get()).toEqual([]);
});

test('what cannot be read is forgotten', () => {
  const { keys } = keep({ 'parley.sound': '{"echo":7}', 'parley.dialled.maya': 'x' });
  expect(createPhoneMemory(keys, 'maya').sound.get().echo).toBe(true);
  expect(createPhoneMemory(keys, 'maya').recent.get()).toEqual([]);
});
