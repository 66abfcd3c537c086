/** Sessions of people inside: opened, recognised, listed, ended; idle and absolute expiry. */

import type { SessionSummary } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { SessionId, UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Caller } from './audit.ts';
import type { AccountStore, Session } from './model.ts';
import { drawToken, hashToken } from './tokens.ts';

const HOUR = 60 * 60 * 1000;
/** A working day without a sign of life, and two weeks whatever happens. */
export const sessionLimits = { idle: 12 * HOUR, absolute: 14 * 24 * HOUR } as const;
/** How exact `lastSeenAt` is; saves a write per request. */
const SEEN_EVERY = 60_000;

type SessionStore = Pick<
  AccountStore,
  | 'insertSession'
  | 'findSession'
  | 'listSessions'
  | 'touchSession'
  | 'removeSession'
  | 'removeSessionsOf'
  | 'removeExpired'
>;

export interface Sessions {
  open(userId: UserId, caller: Caller): Promise<string>;
  find(token: string): Promise<Session | null>;
  list(userId: UserId, current: SessionId): Promise<SessionSummary[]>;
  /** @throws AppError `not_found` when it is not this user's */
  end(id: SessionId, userId: UserId): Promise<void>;
  /** All of this user but `keep`; answers how many. */
  endAll(userId: UserId, keep?: SessionId): Promise<number>;
  sweep(): Promise<void>;
}

export function createSessions(deps: {
  store: SessionStore;
  clock: Clock;
  ids: Ids;
  sessionEnded(id: SessionId): void;
}): Sessions {
  const { store, clock, ids, sessionEnded } = deps;
  const isAlive = (session: Session): boolean =>
    clock.now() - session.lastSeenAt < sessionLimits.idle && clock.now() - session.createdAt < sessionLimits.absolute;

  return {
    async open(userId, caller) {
      const token = drawToken();
      const at = clock.now();
      const id = ids.next<SessionId>();
      await store.insertSession({
        id,
        hash: hashToken(token),
        userId,
        createdAt: at,
        lastSeenAt: at,
        userAgent: caller.userAgent.slice(0, 300),
        address: caller.address,
      });
      await store.touchSession({ id, userId }, at);
      return token;
    },
    async find(token) {
      const session = await store.findSession(hashToken(token));
      if (session === null || !isAlive(session)) return null;
      if (clock.now() - session.lastSeenAt > SEEN_EVERY) await store.touchSession(session, clock.now());
      return session;
    },
    async list(userId, current) {
      const sessions = (await store.listSessions(userId)).filter(isAlive);
      return sessions.map(({ id, createdAt, lastSeenAt, userAgent, address }) => ({
        id,
        current: id === current,
        createdAt,
        lastSeenAt,
        userAgent,
        address,
      }));
    },
    async end(id, userId) {
      if (!(await store.removeSession(id, userId))) throw new AppError('not_found', 'There is no such session.');
      sessionEnded(id);
    },
    async endAll(userId, keep) {
      const ended = await store.removeSessionsOf(userId, keep);
      for (const id of ended) sessionEnded(id);
      return ended.length;
    },
    async sweep() {
      const now = clock.now();
      await store.removeExpired({
        startedBefore: now - sessionLimits.absolute,
        seenBefore: now - sessionLimits.idle,
        now,
      });
    },
  };
}
