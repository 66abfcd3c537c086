/** More than anybody needs: messages, typing, sockets and handshakes are bounded as in production, and nobody else feels it. */
import { realtimeSettings } from '../../server/realtime/settings.ts';
import { outcome, type Refused } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import { HandshakeRefused } from '../support/connection.ts';
import { type Scene, setActiveScene } from '../support/scene.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';
import { VisitorClient } from '../support/visitor-client.ts';

let stage: Stage;
let scene: Scene;
const socketsPerAddress = 12;
beforeAll(async () => {
  const { headBeatMs: _beat, ...production } = realtimeSettings;
  stage = await startStage({ realtime: { ...production, socketsPerAddress } });
  scene = await setActiveScene(stage.world);
}, 30_000);
afterAll(() => stage.stop(), 30_000);

test('a flood of messages is slowed down, told how long to wait, and not disconnected', async () => {
  const sends = Array.from({ length: 60 }, (_, index) =>
    scene.visitor
      .ask('message:send', { conversationId: scene.id, clientId: nextClientId(), text: `flood ${index}` })
      .then(
        () => null,
        (error: Refused) => error.wire,
      ),
  );
  const refusals = (await Promise.all(sends)).filter((wire) => wire !== null);
  expect(refusals.length).toBeGreaterThan(60 - 2 * realtimeSettings.visitorMessages.burst);
  for (const wire of refusals) expect(wire).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
  expect(scene.visitor.connection.socket.connected).toBe(true);
  const other = await stage.world.visitor();
  expect(await outcome(other.start('I am somebody else'))).toBe('ok');
  other.close();
});

test('a storm of typing reaches the agent as a breeze', async () => {
  scene.maya.facts.clear();
  const storm = Array.from({ length: 200 }, () =>
    outcome(scene.tab.ask('typing:set', { conversationId: scene.id, typing: true, text: 'x' })),
  );
  const outcomes = await Promise.all(storm);
  expect(outcomes.filter((one) => one === 'ok').length).toBeLessThanOrEqual(realtimeSettings.visitorTyping.burst + 5);
  expect(scene.maya.facts.of('typing:changed').length).toBeLessThan(20);
});

test('one address may have so many sockets and no more; one that goes makes room', async () => {
  const clients: VisitorClient[] = [];
  const { token } = await stage.world.visit();
  const open = (): VisitorClient => {
    const client = new VisitorClient({
      url: stage.parley.url,
      origin,
      inboxId: stage.company.north.inboxId,
      token,
      reconnection: false,
    });
    clients.push(client);
    return client;
  };
  let refused: unknown = null;
  for (let count = 0; count <= socketsPerAddress && refused === null; count += 1) {
    await open()
      .connection.connected()
      .catch((error: unknown) => {
        refused = error;
      });
  }
  expect(refused).toBeInstanceOf(HandshakeRefused);
  const gone = clients[0];
  const closed = new Promise((resolve) => gone?.connection.socket.once('disconnect', resolve));
  gone?.close();
  await closed;
  // The server hears of it a moment later.
  const again = async (): Promise<void> => {
    await open()
      .connection.connected()
      .catch(() => again());
  };
  await again();
  for (const client of clients) client.close();
});
