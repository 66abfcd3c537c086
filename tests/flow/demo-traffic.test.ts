/** The demo plays itself: customers come over real sockets, colleagues answer, and everybody is served. */
import { startTraffic } from '../../scripts/demo-traffic/traffic.ts';
import { readDemoFile } from '../../server/demo/demo-file.ts';
import { origin, type Parley, startParley } from '../support/start-parley.ts';

let parley: Parley;
beforeAll(async () => {
  parley = await startParley({ config: { demo: true } });
}, 30_000);
afterAll(() => parley.stop(), 30_000);

it('brings customers, has colleagues answer them by the book, and leaves nothing open', async () => {
  const file = await readDemoFile(parley.dataDir);
  if (!file) throw new Error('The demo has no file.');
  const told: string[] = [];
  const traffic = startTraffic({
    place: { url: parley.url, origin },
    file,
    customersPerMinute: 6_000,
    customers: 5,
    forMs: 60_000,
    speed: 100,
    seed: 3,
    say: (line) => told.push(line),
  });
  expect(await traffic.done).toEqual({ came: 5, answered: 5, gaveUp: 0 });
  expect(told.filter((line) => line.includes('was helped'))).toHaveLength(5);
  const { conversations } = await parley.app.timeline.list({
    scope: { kind: 'all' },
    view: 'all',
    userId: null,
    limit: 50,
  });
  expect(conversations).toHaveLength(5);
  for (const { status, outcome, tagIds } of conversations) {
    expect({ status, hasOutcome: outcome !== null, tags: tagIds.length }).toEqual({
      status: 'closed',
      hasOutcome: true,
      tags: 1,
    });
  }
}, 60_000);
