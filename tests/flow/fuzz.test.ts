/** Seeded chaos: cuts, lost answers, duplicate sends and restarts; at the end nothing is lost, doubled or told to the wrong one. */
import { runFuzz } from '../support/fuzz.ts';
import { startStage } from '../support/start-parley.ts';

/** One seed per run; FUZZ_RUNS for longer, FUZZ_SEED to see one again. */
const runs = Number(process.env.FUZZ_RUNS ?? 4);
const first = Number(process.env.FUZZ_SEED ?? 1);

test.each(Array.from({ length: runs }, (_, index) => first + index))(
  'seed %i ends with every message once and every thread equal to the database',
  async (seed) => {
    const stage = await startStage({ routing: { capacity: 1_000_000, pollMs: 100 } });
    try {
      await runFuzz({
        seed,
        steps: 120,
        world: stage.world,
        places: [stage.parley.url],
        restart: () => stage.parley.restart(),
      });
    } finally {
      await stage.stop();
    }
  },
  60_000,
);
