import type { UserId } from '../../shared/model/ids.ts';
import { createSecretBox } from '../lib/secret-box.ts';
import { createDevices } from './devices.ts';

const devices = createDevices(createSecretBox('a key that is long enough for anybody'));
const [maya, ben] = ['01MAYA', '01BEN'] as UserId[] as [UserId, UserId];

test('a device is known for those who signed in from it, and stays one device', () => {
  const first = devices.remember(undefined, maya);
  const both = devices.remember(first, ben);
  expect(devices.find(first, maya)).not.toBeNull();
  expect(devices.find(first, ben)).toBeNull();
  expect([devices.find(both, maya), devices.find(both, ben)]).toEqual([
    devices.find(first, maya),
    devices.find(first, maya),
  ]);
  expect(devices.find(devices.remember(undefined, maya), maya)).not.toBe(devices.find(first, maya));
});

test('nothing, nonsense, and what another server sealed are no device', () => {
  const other = createDevices(createSecretBox('another key that is long enough too')).remember(undefined, maya);
  for (const cookie of [undefined, '', 'x', 'a'.repeat(5_000), other]) expect(devices.find(cookie, maya)).toBeNull();
});

test('the cookie stays small however many share the desk', () => {
  let cookie: string | undefined;
  const people = Array.from({ length: 40 }, (_, at) => `01ARZ3NDEKTSV4RRFFQ69G5F${at + 10}` as UserId);
  for (const person of people) cookie = devices.remember(cookie, person);
  expect(cookie?.length).toBeLessThan(1_000);
  expect(devices.find(cookie, people[39] as UserId)).not.toBeNull();
  expect(devices.find(cookie, people[0] as UserId)).toBeNull();
});
