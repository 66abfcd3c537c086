/** All parts behind the doors, each given those it stands on. */
import type { Clock } from '../lib/clock.ts';
import type { Store } from '../store/open-store.ts';
import { createCallParts } from './calls.ts';
import { createDeskParts } from './desk.ts';
import { createExchange } from './exchange.ts';
import { createFacts } from './facts.ts';
import { createFloorParts } from './floor.ts';
import { createGround } from './ground.ts';
import type { AppOptions } from './options.ts';
import { createRecords } from './records.ts';
import { hearingBy } from './said.ts';

export type Parts = Awaited<ReturnType<typeof createParts>>;

export async function createParts(options: AppOptions, store: Store, clock: Clock) {
  const facts = createFacts();
  const ground = await createGround(options, store, clock, facts);
  const records = createRecords(ground, facts, {
    hearing: (...asked) => hearingBy(calls.keeping)(...asked),
  });
  const floor = createFloorParts(options, ground, records, facts);
  const exchange = createExchange(options, ground, records, floor);
  const desk = createDeskParts(ground, records, floor, exchange, facts);
  const calls = createCallParts(options, ground, records, floor, exchange, facts);
  return { facts, ground, records, floor, exchange, desk, calls };
}
