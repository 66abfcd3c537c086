/** The browser's copy first, the server's word after, and nothing chosen meanwhile is lost. */
import { fail, type Result, succeed } from '../../../shared/errors.ts';
import { type DeskPreferences, usualPreferences } from '../../../shared/model/preferences.ts';
import { createPreferenceDesk, parsePreferences } from './preferences.ts';

function start(kept: Record<string, string> = {}) {
  const storage = new Map(Object.entries(kept));
  const asked: Partial<DeskPreferences>[] = [];
  const timers: (() => void)[] = [];
  let hear: (fact: { preferences: DeskPreferences }) => void = () => undefined;
  let server: DeskPreferences | null = usualPreferences;
  const desk = createPreferenceDesk({
    transport: {
      async ask(_event: string, part: Partial<DeskPreferences>): Promise<Result<DeskPreferences>> {
        if (server === null) return fail({ code: 'unavailable', message: 'offline' } as never);
        asked.push(part);
        server = { ...server, ...part };
        return succeed(server);
      },
      on(_event: string, listener: typeof hear) {
        hear = listener;
      },
    } as never,
    keys: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
      removeItem: (key) => void storage.delete(key),
      keys: () => [...storage.keys()],
    },
    userId: 'maya',
    after: (_ms, run) => void timers.push(run),
  });
  desk.listen();
  const calm = async () => {
    for (const run of timers.splice(0)) run();
    await new Promise(setImmediate);
  };
  return {
    ...{ desk, storage, asked, calm },
    tell: (preferences: DeskPreferences) => hear({ preferences }),
    disconnect: () => {
      server = null;
    },
    connect: (preferences: DeskPreferences) => {
      server = preferences;
      desk.adopt(preferences);
    },
  };
}

test('what is kept here is shown at once, and is right whatever is kept', () => {
  const text = JSON.stringify({ volume: 7, undoSeconds: 5, density: 'tiny', listWidth: 9_000, enterSends: 'no' });
  const expected = { ...usualPreferences, volume: 1, undoSeconds: 5, listWidth: 420 };
  expect(start({ 'parley.preferences.maya': text }).desk.store.get()).toEqual(expected);
  for (const broken of [null, '', 'null', '[', '7']) expect(parsePreferences(broken)).toEqual(usualPreferences);
});

test('many changes in a row are one request; another tab is heard, and both copies agree', async () => {
  const { desk, asked, calm, tell, storage } = start();
  for (const listWidth of [300, 301, 302]) desk.change({ listWidth });
  expect(desk.store.get().listWidth).toBe(302);
  await calm();
  expect(asked).toEqual([{ listWidth: 302 }]);
  tell({ ...usualPreferences, listWidth: 302, density: 'compact' });
  expect(desk.store.get()).toMatchObject({ listWidth: 302, density: 'compact' });
  expect(parsePreferences(storage.get('parley.preferences.maya') ?? null)).toEqual(desk.store.get());
});

test('what was chosen without a connection outlives what the server says, and is sent with the next one', async () => {
  const { desk, asked, calm, disconnect, connect, tell } = start();
  disconnect();
  desk.change({ enterSends: false });
  await calm();
  tell({ ...usualPreferences, undoSeconds: 10 });
  expect(desk.store.get()).toMatchObject({ enterSends: false, undoSeconds: 10 });
  connect({ ...usualPreferences, undoSeconds: 10 });
  await calm();
  expect(asked).toEqual([{ enterSends: false }]);
  expect(desk.store.get()).toMatchObject({ enterSends: false, undoSeconds: 10 });
  tell({ ...usualPreferences });
  expect(desk.store.get()).toEqual(usualPreferences);
});
