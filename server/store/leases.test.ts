/** One holder at a time, by the database's clock. */
import { openTestStore, type TestStore } from '../../tests/contract/test-store.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

it('has one winner among many who ask at once', async () => {
  const asked = Array.from({ length: 20 }, (_, index) => test.store.leases.acquire('race', `node-${index}`, 60_000));
  expect((await Promise.all(asked)).filter((lease) => lease !== null)).toHaveLength(1);
});

it('is renewed by its holder under the same fence', async () => {
  const { leases } = test.store;
  const first = await leases.acquire('mine', 'a', 60_000);
  expect(first).toEqual({ fence: 1 });
  expect(await leases.acquire('mine', 'a', 60_000)).toEqual(first);
  expect(await leases.renew('mine', 'a', 1, 60_000)).toBe(true);
  expect(await leases.renew('mine', 'a', 2, 60_000)).toBe(false);
  expect(await leases.acquire('mine', 'b', 60_000)).toBeNull();
});

it('goes on to another when it was released or has ended, with a higher fence', async () => {
  const { leases } = test.store;
  await leases.acquire('moving', 'a', 60_000);
  await leases.release('moving', 'a', 1);
  expect(await leases.acquire('moving', 'b', -1)).toEqual({ fence: 2 });
  expect(await leases.acquire('moving', 'a', 60_000)).toEqual({ fence: 3 });
  expect(await leases.renew('moving', 'b', 2, 60_000)).toBe(false);
  await leases.release('moving', 'b', 2);
  expect(await leases.acquire('moving', 'b', 60_000)).toBeNull();
});
