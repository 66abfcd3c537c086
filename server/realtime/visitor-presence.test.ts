/** Coming is told at once, going only when the last socket of all nodes has been gone for the grace. */
import type { ConversationId, IdentityId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';
import { createVisitorPresence } from './visitor-presence.ts';

const lea = 'lea' as IdentityId;
const conversation = 'conversation' as ConversationId;
const room = 'room';

function stage() {
  const told: string[] = [];
  const sockets = { here: 0, elsewhere: 0 };
  const presence = createVisitorPresence({
    graceMs: 30_000,
    isHere: () => sockets.here > 0,
    isAnywhere: async () => sockets.here + sockets.elsewhere > 0,
    visitorSeen: async (_id, isOnline) => void told.push(isOnline ? 'seen' : 'gone'),
    tellThread: (_id, online) => void told.push(online ? 'thread: here' : 'thread: away'),
    log: { error: () => undefined } as unknown as Log,
  });
  const come = (): void => {
    sockets.here += 1;
    presence.arrived(lea, conversation);
  };
  const go = (): void => {
    sockets.here -= 1;
    presence.left(lea, room);
  };
  return { told, sockets, come, go, grace: () => jest.advanceTimersByTimeAsync(30_000) };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a reload within the grace tells nothing', async () => {
  const { told, come, go, grace } = stage();
  come();
  go();
  come();
  await grace();
  expect(told).toEqual(['thread: here', 'seen']);
});

test('of two tabs the first to close tells nothing, the last one does, whenever it closes', async () => {
  const { told, come, go, grace } = stage();
  come();
  come();
  go();
  await grace();
  expect(told).toEqual(['thread: here', 'seen']);
  go();
  await grace();
  expect(told).toEqual(['thread: here', 'seen', 'thread: away', 'gone']);
});

test('who went on to another node is not gone', async () => {
  const { told, sockets, come, go, grace } = stage();
  come();
  go();
  sockets.elsewhere = 1;
  await grace();
  expect(told).toEqual(['thread: here', 'seen']);
});
