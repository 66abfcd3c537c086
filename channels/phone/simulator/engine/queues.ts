/** Queues: who waits, since when, and how each of them came to leave. */
import type { World } from '../world.ts';

export type QueueResult = 'bridged' | 'hangup' | 'leave' | 'redirected' | 'queue-full';

interface Waiting {
  callSid: string;
  since: number;
  /** the waiting document gives way to whoever takes the call */
  taken(room: string, over: () => void): void;
  released(): void;
}

export interface Queue {
  sid: string;
  name: string;
  maxSize: number;
  createdAt: number;
  updatedAt: number;
  waiting: Waiting[];
}

export interface Queues {
  open(name: string, maxSize?: number): Queue;
  all(): Queue[];
  find(sidOrName: string): Queue | null;
  /** False: it is full. */
  enter(queue: Queue, waiting: Waiting): boolean;
  leave(queue: Queue, callSid: string): void;
  takeFront(name: string): { callSid: string; bridge(room: string, over: () => void): void; release(): void } | null;
}

const USUAL_SIZE = 1_000;

export function createQueues({ clock, sid }: Pick<World, 'clock' | 'sid'>): Queues {
  const queues = new Map<string, Queue>();
  const find = (sidOrName: string): Queue | null =>
    queues.get(sidOrName) ?? [...queues.values()].find(({ name }) => name === sidOrName) ?? null;
  return {
    find,
    all: () => [...queues.values()],
    open(name, maxSize = USUAL_SIZE) {
      const known = find(name);
      if (known) return known;
      const now = clock.now();
      const made: Queue = { sid: sid('QU'), name, maxSize, createdAt: now, updatedAt: now, waiting: [] };
      queues.set(made.sid, made);
      return made;
    },
    enter(queue, waiting) {
      if (queue.waiting.length >= queue.maxSize) return false;
      queue.waiting.push(waiting);
      return true;
    },
    leave(queue, callSid) {
      queue.waiting = queue.waiting.filter((one) => one.callSid !== callSid);
    },
    takeFront(name) {
      const front = find(name)?.waiting.shift();
      if (!front) return null;
      return { callSid: front.callSid, bridge: front.taken, release: front.released };
    },
  };
}
