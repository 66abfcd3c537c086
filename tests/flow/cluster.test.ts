/** Two nodes over one store and redis: what is said on one is heard on the other, and a node may die at the worst moment. */

import { eventually } from '../support/eventually.ts';
import { expectEventsExplain } from '../support/expect-events-explain.ts';
import { runFuzz } from '../support/fuzz.ts';
import { picturesOf } from '../support/scene.ts';
import { type Cluster, startCluster } from '../support/start-cluster.ts';
import { deathWord } from '../support/test-settings.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
}, 120_000);
afterAll(() => cluster.stop(), 30_000);
afterEach(() => cluster.world.closeClients());

test('customer and agent on different nodes: offer, accept, messages, marks, typing, presence, close', async () => {
  const { world, nodes } = cluster;
  const [here, there] = [{ url: nodes[0].url }, { url: nodes[1].url }];
  const { token } = await world.visit();
  const visitor = await world.visitor({ ...here, token });
  const maya = await world.console('maya', there);
  await maya.ask('presence:set', { state: 'available' });
  const id = await visitor.start('Hello from here');
  await maya.accept(id);
  await maya.open(id);
  await maya.facts.wait<{ online: boolean }>('customer:seen', ({ online }) => online);
  await visitor.ask('typing:set', { conversationId: id, typing: true });
  await maya.facts.wait('typing:changed');
  const reader = await world.console('ada', here);
  const pictures = await picturesOf(
    { id, visitor, tab: await world.visitor({ ...there, token }), maya, ines: await world.console('ines', here) },
    reader,
    await world.visitor({ ...here, token }),
  );
  await expectEventsExplain(async () => {
    await maya.send(id, 'Hello from there');
    await visitor.send(id, 'Good');
    await visitor.ask('read:mark', { conversationId: id, upTo: 99 });
    await maya.ask('conversation:close', { conversationId: id });
  }, pictures);
  await maya.ask('presence:set', { state: 'away' });
}, 60_000);

test('a session that ends on one node is over on the other', async () => {
  const { world, nodes } = cluster;
  const ben = await world.console('ben', { url: nodes[1].url });
  await fetch(`${nodes[0].url}/api/session`, {
    method: 'DELETE',
    headers: { cookie: await world.cookieOf('ben'), origin: world.place.origin },
  });
  await ben.facts.wait('session:ended');
});

test('a node that dies between commit and publish loses nothing: the others catch up by the head beat', async () => {
  const { world, nodes } = cluster;
  const { token } = await world.visit();
  const visitor = await world.visitor({ token, url: nodes[1].url });
  const far = await world.visitor({ token, url: nodes[0].url });
  const ada = await world.console('ada', { url: nodes[0].url });
  const id = await visitor.start('Before');
  await ada.open(id);
  far.follow(await far.ask('conversation:open', { conversationId: id }));
  const said = visitor.send(id, deathWord);
  await nodes[1].gone;
  // What follows from an entry may have died with the node; whichever node starts next mends it, and the beat tells.
  await nodes[1].revive();
  const told = (client: { facts: typeof ada.facts }) => JSON.stringify(client.facts.of('entry:appended'));
  for (const client of [ada, far]) {
    await eventually(() => expect(JSON.stringify(client.thread(id).entries)).toContain(deathWord));
    expect(told(client)).not.toContain(deathWord);
  }
  const { entry } = await said;
  const entries = ada.thread(id).entries.filter((one) => one.body.kind === 'message' && one.body.text === deathWord);
  expect(entries.map((one) => one.id)).toEqual([entry.id]);
}, 90_000);

test('while redis is away nodes serve their own and catch up on the rest, and hear each other again when it is back', async () => {
  const { world, nodes, redis } = cluster;
  const { token } = await world.visit();
  const near = await world.visitor({ token, url: nodes[0].url });
  const ada = await world.console('ada', { url: nodes[1].url });
  const id = await near.start('Before');
  await ada.open(id);
  await redis.kill();
  await near.send(id, 'Without redis');
  await near.facts.wait<{ entry: { body: unknown } }>('entry:appended', ({ entry }) =>
    JSON.stringify(entry.body).includes('Without redis'),
  );
  await eventually(() => expect(JSON.stringify(ada.thread(id).entries)).toContain('Without redis'));
  await ada.open(id);
  near.connection.cut();
  await redis.revive();
  await near.send(id, 'With redis');
  let count = 0;
  // The nodes come back to redis in their own time.
  await eventually(async () => {
    count += 1;
    ada.facts.clear();
    await near.send(id, `Again ${count}`);
    await ada.facts.wait('entry:appended', undefined, 200);
  }, 15_000);
}, 90_000);

test('chaos over both nodes, one of them killed and revived', async () => {
  const { world, nodes } = cluster;
  await runFuzz({
    seed: Number(process.env.FUZZ_SEED ?? 7),
    steps: 150,
    world,
    places: nodes.map((node) => node.url),
    async restart() {
      await nodes[1].kill();
      await nodes[1].revive();
    },
  });
}, 240_000);
