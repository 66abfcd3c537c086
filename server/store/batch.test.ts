/** Questions of one turn go together, and nobody hears an answer that is older than their question. */
import { createBatch } from './batch.ts';

function createAsked() {
  const asked: string[][] = [];
  const find = createBatch<string, number>(async (keys) => {
    asked.push([...keys]);
    if (keys.includes('bad')) throw new Error('no');
    return new Map(keys.filter((key) => key !== 'missing').map((key) => [key, key.length]));
  });
  return { asked, find };
}

it('asks once for what is asked for in one turn', async () => {
  const { asked, find } = createAsked();
  expect(await Promise.all([find('a'), find('bb'), find('a'), find('missing')])).toEqual([1, 2, 1, undefined]);
  expect(asked).toEqual([['a', 'bb', 'missing']]);
});

it('asks anew for whoever comes after the query began', async () => {
  const { asked, find } = createAsked();
  await find('a');
  await find('a');
  expect(asked).toEqual([['a'], ['a']]);
});

it('fails those who asked together, and nobody after them', async () => {
  const { find } = createAsked();
  const together = await Promise.allSettled([find('bad'), find('a')]);
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await find('a')).toBe(1);
});
