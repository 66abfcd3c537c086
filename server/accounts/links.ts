/** Links that work once: the set-up of an empty server, and a new password. Only their hash is kept. */
import type { OneTimeLink } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { AccountStore, Link, LinkPurpose } from './model.ts';
import { drawToken, hashToken } from './tokens.ts';

const MINUTE = 60_000;
const lifetimes: Record<LinkPurpose, number> = {
  'set-up': 30 * MINUTE,
  reset: 24 * 60 * MINUTE,
  'second-step': 5 * MINUTE,
};
const pages: Record<'set-up' | 'reset', string> = { 'set-up': '/setup', reset: '/reset' };

export interface Links {
  /** Makes a link; an earlier one of the same person is forgotten. */
  make(purpose: 'set-up' | 'reset', userId: UserId | null): Promise<OneTimeLink>;
  /** What proves for a few minutes that the password was right; several browsers may be in between at once. */
  makePending(userId: UserId): Promise<{ token: string; expiresAt: number }>;
  /** Who it belongs to, without using it up. @throws AppError `unauthenticated` */
  readPending(token: string): Promise<UserId>;
  /** @throws AppError `not_found` when it was used, is too old or never was */
  take(token: string, purpose: LinkPurpose): Promise<Link>;
  forget(userId: UserId | null, purpose: LinkPurpose): Promise<void>;
}

export function createLinks(deps: {
  store: Pick<AccountStore, 'insertLink' | 'findLink' | 'takeLink' | 'removeLinksOf'>;
  clock: Clock;
  publicUrl: string;
}): Links {
  const { store, clock, publicUrl } = deps;
  return {
    async make(purpose, userId) {
      const token = drawToken();
      const expiresAt = clock.now() + lifetimes[purpose];
      // Several nodes of an empty server each print theirs, and all of them work until one is used.
      if (userId !== null) await store.removeLinksOf(userId, purpose);
      await store.insertLink({ hash: hashToken(token), purpose, userId, expiresAt });
      return { url: new URL(`${pages[purpose]}?token=${token}`, publicUrl).href, expiresAt };
    },
    async take(token, purpose) {
      const link = await store.takeLink(hashToken(token), purpose, clock.now());
      if (link === null)
        throw new AppError('not_found', 'This link was used already or is too old. Ask for a new one.');
      return link;
    },
    async makePending(userId) {
      const token = drawToken();
      const expiresAt = clock.now() + lifetimes['second-step'];
      await store.insertLink({ hash: hashToken(token), purpose: 'second-step', userId, expiresAt });
      return { token, expiresAt };
    },
    async readPending(token) {
      const link = await store.findLink(hashToken(token), 'second-step', clock.now());
      if (!link?.userId) throw new AppError('unauthenticated', 'Sign in again: this took too long.');
      return link.userId;
    },
    forget: (userId, purpose) => store.removeLinksOf(userId, purpose),
  };
}
