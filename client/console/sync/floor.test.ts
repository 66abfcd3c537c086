/** The floor in the console: changes are laid over the picture, and watching goes on after a reconnect. */
import { succeed } from '../../../shared/errors.ts';
import type { FloorChange, FloorQueue, FloorSnapshot } from '../../../shared/model/floor.ts';
import type { QueueId } from '../../../shared/model/ids.ts';
import { changeFloor, createFloorDesk } from './floor.ts';
import type { Transport } from './transport.ts';

const queue = (id: string, waiting: number) => ({ id: id as QueueId, waiting }) as FloorQueue;
const snapshot = (queues: FloorQueue[]): FloorSnapshot => ({
  ...{ now: 1, from: 0, recentFrom: 0, queues, agents: [], hands: [] },
  intervals: queues.map(({ id }) => ({ queueId: id, start: 0 })) as FloorSnapshot['intervals'],
});
const nothing: FloorChange = {
  ...{ now: 2, recentFrom: 0, queues: [], goneQueues: [], agents: [], goneAgents: [], hands: null, intervals: [] },
};

test('what has the same id is replaced in its place, what is gone goes with its intervals', () => {
  const before = snapshot([queue('a', 1), queue('b', 2)]);
  const after = changeFloor(before, {
    ...nothing,
    queues: [queue('a', 5), queue('c', 0)],
    goneQueues: ['b' as QueueId],
  });
  expect(after.queues.map(({ id, waiting }) => [id, waiting])).toEqual([
    ['a', 5],
    ['c', 0],
  ]);
  expect(after.intervals.map(({ queueId }) => queueId)).toEqual(['a']);
  expect(changeFloor(before, nothing).queues).toBe(before.queues);
});

test('it is watched once shown, again after a reconnect, from another day on, and left', async () => {
  const asked: unknown[] = [];
  const connect: (() => void)[] = [];
  const transport = {
    ask: async (...request: unknown[]) => {
      asked.push(request);
      return succeed(snapshot([queue('a', 1)]));
    },
    on: () => undefined,
    onConnect: (listener: () => void) => connect.push(listener),
    isConnected: () => true,
  } as unknown as Transport;
  const floor = createFloorDesk(transport, () => 'client-id');
  const leaveFirst = floor.watch(100);
  await Promise.resolve();
  await Promise.resolve();
  expect(floor.store.get()).toMatchObject({ status: 'ready', snapshot: { queues: [{ waiting: 1 }] } });
  for (const run of connect) run();
  const leaveSecond = floor.watch(200);
  leaveFirst();
  expect(floor.store.get().status).toBe('ready');
  leaveSecond();
  expect(floor.store.get()).toEqual({ status: 'idle', snapshot: null });
  expect(asked).toEqual([
    ['floor:watch', { from: 100 }],
    ['floor:watch', { from: 100 }],
    ['floor:watch', { from: 200 }],
    ['floor:leave', {}],
  ]);
});
