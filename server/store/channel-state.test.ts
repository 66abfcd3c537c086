/** Keyed state with compare-and-set. */
import { openTestStore, type TestStore } from '../../tests/contract/test-store.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

it('changes a value only for those who saw the newest', async () => {
  const state = test.store.channelState.of('webchat');
  expect(await state.get('k')).toBeNull();
  expect(await state.put('k', 1, 1)).toBe(false);
  const first = await Promise.all([1, 2, 3].map((value) => state.put('k', value, null)));
  expect(first.filter(Boolean)).toHaveLength(1);
  const second = await Promise.all([4, 5, 6].map((value) => state.put('k', value, 1)));
  expect(second.filter(Boolean)).toHaveLength(1);
  expect(await state.get('k')).toMatchObject({ version: 2 });
  expect(await test.store.channelState.of('email').get('k')).toBeNull();
});

it('drops what has expired and nothing else', async () => {
  const state = test.store.channelState.of('webchat');
  await state.put('old', { expiresAt: 10 }, null);
  await state.put('new', { expiresAt: 30 }, null);
  await state.put('plain', { other: 1 }, null);
  await test.store.channelState.dropExpired(20);
  expect(await state.get('old')).toBeNull();
  expect(await state.get('new')).not.toBeNull();
  expect(await state.get('plain')).not.toBeNull();
});
