/** Links that work once: the set-up of an empty server, and a new password. Only their hash is kept. */
import type { OneTimeLink } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { AccountStore, Link, LinkPurpose } from './model.ts';
import { drawToken, hashToken } from './tokens.ts';

const MINUTE = 60_000;
const lifetimes: Record<LinkPurpose, number> = { 'set-up': 30 * MINUTE, reset: 24 * 60 * MINUTE };
const pages: Record<LinkPurpose, string> = { 'set-up': '/setup', reset: '/reset' };

export interface Links {
  /** Makes a link and forgets earlier ones of the same kind. */
  make(purpose: LinkPurpose, userId: UserId | null): Promise<OneTimeLink>;
  /** @throws AppError `not_found` when it was used, is too old or never was */
  take(token: string, purpose: LinkPurpose): Promise<Link>;
}

export function createLinks(deps: {
  store: Pick<AccountStore, 'insertLink' | 'takeLink' | 'removeLinksOf'>;
  clock: Clock;
  publicUrl: string;
}): Links {
  const { store, clock, publicUrl } = deps;
  return {
    async make(purpose, userId) {
      const token = drawToken();
      const expiresAt = clock.now() + lifetimes[purpose];
      await store.removeLinksOf(userId, purpose);
      await store.insertLink({ hash: hashToken(token), purpose, userId, expiresAt });
      // In the fragment, so that it reaches neither a log nor a Referer header.
      return { url: new URL(`${pages[purpose]}#${token}`, publicUrl).href, expiresAt };
    },
    async take(token, purpose) {
      const link = await store.takeLink(hashToken(token), purpose, clock.now());
      if (link === null)
        throw new AppError('not_found', 'This link was used already or is too old. Ask for a new one.');
      return link;
    },
  };
}
