/** Writes of one tick share a transaction; one that cannot be carried out does not take the others with it. */
import { Executor, type Outcome } from './executor.ts';
import type { Kv } from './storage/kv.ts';
import { StoreError } from './values/errors.ts';

/** A list as the store: a transaction that throws leaves it as it was. */
function makeKv(): { kv: Kv; written: string[]; transactions: () => number } {
  const written: string[] = [];
  let transactions = 0;
  const transaction = <T>(work: () => T): T => {
    transactions++;
    const before = written.length;
    try {
      return work();
    } catch (error) {
      written.length = before;
      throw error;
    }
  };
  return { kv: { transaction } as Kv, written, transactions: () => transactions };
}

function submit<T>(executor: Executor, work: () => T): Promise<Outcome<T>> {
  return new Promise((resolve) => executor.write(work, resolve));
}

test('writes of one tick are committed together and answered after', async () => {
  const { kv, written, transactions } = makeKv();
  const executor = new Executor(kv, () => undefined);
  const outcomes = await Promise.all(['a', 'b', 'c'].map((name) => submit(executor, () => written.push(name))));
  expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true]);
  expect(transactions()).toBe(1);
});

test('an unexpected error undoes the batch, and the others are run again alone', async () => {
  const { kv, written } = makeKv();
  let reloads = 0;
  const executor = new Executor(kv, () => reloads++);
  const [first, bad, last] = await Promise.all([
    submit(executor, () => written.push('first')),
    submit(executor, () => {
      written.push('half');
      throw new Error('bug');
    }),
    submit(executor, () => written.push('last')),
  ]);
  expect(written).toEqual(['first', 'last']);
  expect([first?.ok, bad?.ok, last?.ok]).toEqual([true, false, true]);
  expect(reloads).toBe(2);
});

test('an error that is an answer undoes nothing', async () => {
  const { kv, written, transactions } = makeKv();
  const executor = new Executor(kv, () => undefined);
  await Promise.all([
    submit(executor, () => written.push('first')),
    submit(executor, () => {
      throw new StoreError(26, 'ns not found');
    }),
  ]);
  expect(written).toEqual(['first']);
  expect(transactions()).toBe(1);
});

test('a commit that fails is nobody else’s success', async () => {
  const kv = {
    transaction: (work: () => unknown) => {
      work();
      throw new StoreError(14031, 'cannot write: disk full');
    },
  } as unknown as Kv;
  const executor = new Executor(kv, () => undefined);
  const outcomes = await Promise.all([submit(executor, () => 1), submit(executor, () => 2)]);
  expect(outcomes.map((outcome) => outcome.ok)).toEqual([false, false]);
});

test('after stop nothing more is taken', async () => {
  const { kv, written } = makeKv();
  const executor = new Executor(kv, () => undefined);
  const accepted = submit(executor, () => written.push('before'));
  await executor.stop();
  expect((await accepted).ok).toBe(true);
  expect(await submit(executor, () => written.push('after'))).toMatchObject({ ok: false, error: { code: 91 } });
});
