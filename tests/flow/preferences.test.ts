/** One's own preferences: the same in every tab and after a restart, and nobody else's. */
import type { DeskPreferences } from '../../shared/model/preferences.ts';
import { usualPreferences } from '../../shared/model/preferences.ts';
import { askRaw } from '../support/ask.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

test('changed in one tab, told to the others, kept over a restart; the rest stays as usual', async () => {
  const { world } = stage;
  const [one, other, ben] = [await world.console('maya'), await world.console('maya'), await world.console('ben')];
  const expected = { ...usualPreferences, density: 'compact', listWidth: 300, undoSeconds: 10 };
  await one.ask('preferences:change', { density: 'compact', listWidth: 300 });
  expect(await one.ask('preferences:change', { undoSeconds: 10 })).toEqual(expected);
  await other.facts.wait<{ preferences: DeskPreferences }>(
    'preferences:changed',
    ({ preferences }) => preferences.undoSeconds === 10 && preferences.listWidth === 300,
  );
  expect(ben.facts.of('preferences:changed')).toEqual([]);
  await stage.parley.restart();
  expect((await (await world.console('maya')).ask('desk:sync', {})).preferences).toEqual(expected);
  expect((await (await world.console('ben')).ask('desk:sync', {})).preferences).toEqual(usualPreferences);
});

test('only what there is, and only as it may be', async () => {
  const ben = await stage.world.console('ben');
  for (const wrong of [{ volume: 2 }, { undoSeconds: 7 }, { listWidth: 1 }, { density: 'tiny' }, { singleKeys: 1 }]) {
    const answer = await askRaw(ben.connection.socket, 'preferences:change', wrong);
    expect([wrong, answer.ok]).toEqual([wrong, false]);
  }
  expect(await ben.ask('preferences:change', {})).toEqual(usualPreferences);
});
