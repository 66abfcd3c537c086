/** Colleagues as the console keeps them: read when first needed, changed by facts, read again after a reconnect. */
import { succeed } from '../../../shared/errors.ts';
import type { Colleague } from '../../../shared/model/floor.ts';
import type { UserId } from '../../../shared/model/ids.ts';
import { changeColleague, createColleagueStore } from './colleagues.ts';
import type { Transport } from './transport.ts';

const id = (name: string) => name as UserId;
const colleague = (name: string, rev: number): Colleague => ({
  id: id(name),
  name,
  role: 'agent',
  teamIds: [],
  queueIds: [],
  presence: { state: 'available', since: 1 },
  used: 0,
  capacity: 100,
  connected: true,
  lines: [],
  rev,
});

test('a newer one replaces, an older one does not, and who is gone is taken out', () => {
  const before = new Map([[id('maya'), colleague('maya', 3)]]);
  expect(changeColleague(before, id('maya'), colleague('maya', 2))).toBe(before);
  expect(changeColleague(before, id('maya'), { ...colleague('maya', 3), name: 'Maya K' })?.get(id('maya'))?.name).toBe(
    'Maya K',
  );
  expect(changeColleague(before, id('ben'), colleague('ben', 1))?.size).toBe(2);
  expect(changeColleague(before, id('maya'), null)?.size).toBe(0);
  expect(changeColleague(before, id('ben'), null)).toBe(before);
});

test('nothing is asked until somebody looks; then once, and again after every reconnect', async () => {
  const asked: string[] = [];
  const connected: (() => void)[] = [];
  let tell: (fact: { id: UserId; colleague: Colleague | null }) => void = () => undefined;
  const transport = {
    ask: async (name: string) => {
      asked.push(name);
      return succeed([colleague('maya', 1)]);
    },
    on: (_name: string, listener: typeof tell) => {
      tell = listener;
    },
    onConnect: (listener: () => void) => connected.push(listener),
    isConnected: () => true,
  } as unknown as Transport;
  const colleagues = createColleagueStore(transport);
  for (const run of connected) run();
  tell({ id: id('maya'), colleague: colleague('maya', 9) });
  expect([asked, colleagues.store.get()]).toEqual([[], null]);
  colleagues.watch();
  await Promise.resolve();
  await Promise.resolve();
  expect(colleagues.store.get()?.get(id('maya'))?.rev).toBe(1);
  colleagues.watch();
  for (const run of connected) run();
  expect(asked).toEqual(['colleagues:list', 'colleagues:list']);
});
