/**
 * A customer of whom no address can be reached is archived by itself, and comes back when one works again, when another one is known, or when
 * they write by any way. What only seems gone is tried again by itself, so it does not count as gone.
 */
import type { CustomerId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Profile, ProfileStore } from '../store/customer-profiles.ts';
import type { Identity } from '../store/customers.ts';
import { isAddress } from './address-of.ts';
import type { Family } from './merging/join-profiles.ts';

type Reached = Pick<Identity, 'kind' | 'value' | 'former' | 'state' | 'retryAt' | 'unreachableSince'>;

/** Pure. */
export function isArchived(
  members: readonly Pick<Profile, 'email' | 'wokenAt'>[],
  identities: readonly Reached[],
): boolean {
  const addresses = identities.filter(isAddress);
  // An address that was only said was never tried.
  const isOneUntried = members.some(({ email }) => email && !addresses.some(({ value }) => value === email.value));
  if (addresses.length === 0 || isOneUntried || !addresses.every(isGone)) return false;
  const wokenAt = Math.max(...members.map((member) => member.wokenAt ?? 0));
  const goneSince = Math.max(...addresses.map(({ unreachableSince }) => unreachableSince ?? 0));
  return wokenAt === 0 || wokenAt < goneSince;
}

const isGone = ({ state, retryAt = null }: Reached): boolean => state === 'unreachable' && retryAt === null;

interface Deps {
  profiles: Pick<ProfileStore, 'archive'>;
  clock: Clock;
  changed(ids: readonly CustomerId[]): Promise<void>;
}

/** Brings a customer to what follows from their addresses. */
export function createArchiving({ profiles, clock, changed }: Deps) {
  return async function settle({ root, members }: Family, identities: readonly Identity[]): Promise<void> {
    const isIt = isArchived(members, identities);
    if (isIt === (root.archivedAt !== null)) return;
    if (await profiles.archive(root.id, isIt ? clock.now() : null)) await changed([root.id]);
  };
}
