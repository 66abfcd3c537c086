/** What differs between two pictures of the floor. Pure. */
import type { FloorChange, FloorSnapshot } from '../../../shared/model/floor.ts';
import type { QueueId, UserId } from '../../../shared/model/ids.ts';

/** A snapshot with each part in writing, so that many can be compared with it. */
export interface Picture {
  snapshot: FloorSnapshot;
  queues: Map<QueueId, string>;
  agents: Map<UserId, string>;
  intervals: Map<string, string>;
  hands: string;
}

export function pictureOf(snapshot: FloorSnapshot): Picture {
  return {
    snapshot,
    queues: new Map(snapshot.queues.map((one) => [one.id, JSON.stringify(one)])),
    agents: new Map(snapshot.agents.map((one) => [one.id, JSON.stringify(one)])),
    intervals: new Map(snapshot.intervals.map((one) => [`${one.queueId}:${one.start}`, JSON.stringify(one)])),
    hands: JSON.stringify(snapshot.hands),
  };
}

/** null: nothing */
export function changeBetween(before: Picture, { snapshot, ...after }: Picture): FloorChange | null {
  const change: FloorChange = {
    now: snapshot.now,
    recentFrom: snapshot.recentFrom,
    queues: snapshot.queues.filter((one) => before.queues.get(one.id) !== after.queues.get(one.id)),
    goneQueues: [...before.queues.keys()].filter((id) => !after.queues.has(id)),
    agents: snapshot.agents.filter((one) => before.agents.get(one.id) !== after.agents.get(one.id)),
    goneAgents: [...before.agents.keys()].filter((id) => !after.agents.has(id)),
    hands: before.hands === after.hands ? null : snapshot.hands,
    intervals: snapshot.intervals.filter((one) => {
      const key = `${one.queueId}:${one.start}`;
      return before.intervals.get(key) !== after.intervals.get(key);
    }),
  };
  const isSame =
    before.snapshot.recentFrom === snapshot.recentFrom &&
    change.hands === null &&
    [change.queues, change.goneQueues, change.agents, change.goneAgents, change.intervals].every(
      (one) => one.length === 0,
    );
  return isSame ? null : change;
}
