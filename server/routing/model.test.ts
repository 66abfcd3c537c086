/** The pure core under random events and a virtual clock: every order of what can happen keeps the invariants. */
import fc from 'fast-check';
import { command, World } from '../../tests/support/routing/model-world.ts';
import { isWaiting, type Work } from './work.ts';

test('every order of events keeps the invariants', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 20, maxLength: 120 }), (commands) => {
      const world = new World();
      for (const id of [0, 1]) {
        world.run({ do: 'connect', who: id });
        world.run({ do: 'available', who: id });
      }
      for (const one of commands) {
        world.run(one);
        world.offer();
        world.check();
      }
    }),
    { numRuns: 150, seed: 20_261_122 },
  );
});

test('left alone with somebody ready, the queue empties in the order of arrival', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const world = new World();
      for (const one of commands) {
        world.run(one);
        world.offer();
      }
      world.run({ do: 'connect', who: 0 });
      for (let round = 0; round < 400; round += 1) {
        if (![...world.items.values()].some(isWaiting)) break;
        world.run({ do: 'available', who: 0 });
        world.offer();
        const offered = [...world.items.values()].filter((work) => work.offer).length;
        if (offered > 0) world.run({ do: 'accept', which: 0 });
        for (const work of [...world.items.values()]) if (work.state === 'active') closeAll(world, work);
        world.run({ do: 'wait', ms: 10_000 });
      }
      expect([...world.items.values()].filter(isWaiting).map((work) => work.id)).toEqual([]);
    }),
    { numRuns: 100, seed: 7 },
  );
});

function closeAll(world: World, work: Work): void {
  const open = [...world.items.values()].filter((one) => one.state !== 'closed');
  world.run({ do: 'close', which: open.findIndex((one) => one.id === work.id) });
}
