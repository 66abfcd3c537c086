/** Settings that every server under test shares, in this process or in one of its own. */
import type { RealtimeSettings } from '../../server/realtime/settings.ts';

/** Hashing is not what these tests are about. */
export const cheapPasswords = { memoryCost: 1_024, timeCost: 1, parallelism: 1 };

/** A node of a test cluster that commits a message with this word is gone before it tells anybody. */
export const deathWord = 'KILL-THIS-NODE';
/** And one that is about to commit one with this word is gone before it does, the first time. */
export const earlyDeathWord = 'KILL-BEFORE-THE-COMMIT';

const wide = { rate: 10_000, burst: 10_000 };

/** Bounds wide enough for any test that is not about them, and a head beat that a test can wait for. */
export const patientRealtime: Partial<RealtimeSettings> = {
  headBeatMs: 200,
  visitorGraceMs: 50,
  queueIntervalMs: 20,
  socketsPerAddress: 10_000,
  handshakesPerAddress: wide,
  visitorMessages: wide,
  visitorRequests: wide,
  visitorTyping: wide,
  agentMessages: wide,
  agentRequests: wide,
  agentTyping: wide,
};
