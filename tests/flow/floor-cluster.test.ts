/** The floor over two nodes: what happens through one is shown by the other, both show the same, and a node that is killed takes nothing along. */
import { changeFloor } from '../../client/console/sync/floor.ts';
import type { FloorChange, FloorSnapshot } from '../../shared/model/floor.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { eventually } from '../support/eventually.ts';
import { type Cluster, startCluster } from '../support/start-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
}, 60_000);
afterAll(() => cluster.stop(), 30_000);

const since = (): number => Date.now() - 3_600_000;
const inNorth = (floor: FloorSnapshot) => floor.queues.find((queue) => queue.name === 'north');

test('watched on one node, worked on the other, killed in between', async () => {
  const { world, nodes } = cluster;
  const [here, there] = [{ url: nodes[0].url }, { url: nodes[1].url }];
  const ines = await world.console('ines', here);
  const maya = await world.console('maya', here);
  let shown = await ines.ask('floor:watch', { from: since() });
  ines.connection.socket.on('floor:changed', (change: FloorChange) => {
    shown = changeFloor(shown, change);
  });
  await maya.ask('presence:set', { state: 'available' });

  const visitor = await world.visitor(there);
  const first: ConversationId = await visitor.start('Through the other node');
  await maya.accept(first);
  await eventually(
    () => expect(inNorth(shown)).toMatchObject({ active: 1, today: { offered: 1, accepted: 1 } }),
    8_000,
  );

  await nodes[1].kill();
  await maya.ask('conversation:close', { conversationId: first });
  await nodes[1].revive();
  await eventually(() => expect(inNorth(shown)).toMatchObject({ active: 0, today: { handled: 1 } }), 8_000);

  const ada = await world.console('ada', { url: nodes[1].url });
  const other = await ada.ask('floor:watch', { from: since() });
  expect(inNorth(other)?.today).toEqual(inNorth(shown)?.today);
}, 60_000);
