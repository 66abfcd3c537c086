/** The clocks and bounds of realtime; production keeps these, tests shorten the clocks and widen the bounds. */

import type { TimelineFact } from '../timeline/model.ts';

/** `rate` per second on average, `burst` at once on top. */
export interface Bucket {
  rate: number;
  burst: number;
}

export interface RealtimeSettings {
  /** how often a joined client is told what the database holds */
  headBeatMs: number;
  /** how often the rights of connected sessions are looked up again */
  rightsBeatMs: number;
  /** how long after the last socket a visitor still counts as there */
  visitorGraceMs: number;
  typingExpiryMs: number;
  /** how often a node repeats who looks at what on its pages; silent for three times as long, it is forgotten */
  viewersBeatMs: number;
  /** at most one frame of rows per room in this time */
  rowIntervalMs: number;
  /** at most one frame of counters per room in this time */
  countIntervalMs: number;
  /** how often views are counted anew that time alone changes */
  timedViewsMs: number;
  /** at most one look at the places of a queue, or at an inbox's availability, in this time */
  queueIntervalMs: number;
  /** at most one fact per colleague, and one of the floor, in this time */
  floorIntervalMs: number;
  /** how often whoever watches the floor is told at the least what moved through other nodes */
  floorBeatMs: number;
  socketsPerAddress: number;
  handshakesPerAddress: Bucket;
  visitorMessages: Bucket;
  visitorRequests: Bucket;
  visitorTyping: Bucket;
  /** refusals that one visitor's socket may collect; whoever goes on regardless is disconnected */
  visitorRefusals: Bucket;
  /** calls that one visitor, and one address, may begin in an hour */
  callsPerVisitor: number;
  callsPerAddress: number;
  agentMessages: Bucket;
  agentRequests: Bucket;
  agentTyping: Bucket;
  /** bytes of one frame; a larger one closes the connection, so clients check lengths first */
  frameBytes: number;
  /** called with what was committed, before anybody is told; where a test lets a node die */
  publishing?(facts: readonly TimelineFact[]): void;
}

export const realtimeSettings: RealtimeSettings = {
  headBeatMs: 10_000,
  rightsBeatMs: 60_000,
  visitorGraceMs: 30_000,
  typingExpiryMs: 5_000,
  viewersBeatMs: 10_000,
  rowIntervalMs: 100,
  countIntervalMs: 250,
  timedViewsMs: 15_000,
  queueIntervalMs: 500,
  floorIntervalMs: 1_000,
  floorBeatMs: 5_000,
  socketsPerAddress: 200,
  handshakesPerAddress: { rate: 10, burst: 300 },
  visitorMessages: { rate: 1, burst: 10 },
  visitorRequests: { rate: 10, burst: 60 },
  visitorTyping: { rate: 1, burst: 5 },
  visitorRefusals: { rate: 50, burst: 500 },
  callsPerVisitor: 6,
  callsPerAddress: 20,
  agentMessages: { rate: 5, burst: 30 },
  agentRequests: { rate: 50, burst: 300 },
  agentTyping: { rate: 2, burst: 10 },
  frameBytes: 100_000,
};

const unbounded: Bucket = { rate: 1_000_000, burst: 1_000_000 };

/** For load from one machine, where every visitor has the same address; never for a server that strangers reach. */
export const withoutLimits: Partial<RealtimeSettings> = {
  socketsPerAddress: 1_000_000,
  handshakesPerAddress: unbounded,
  visitorMessages: unbounded,
  visitorRequests: unbounded,
  visitorTyping: unbounded,
  callsPerVisitor: 1_000_000,
  callsPerAddress: 1_000_000,
  agentMessages: unbounded,
  agentRequests: unbounded,
  agentTyping: unbounded,
};
