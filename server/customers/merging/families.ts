/** Finds a customer with everybody who is part of them, and what all of them are reached by. */
import type { CustomerId, IdentityId } from '../../../shared/model/ids.ts';
import { ownerOf } from '../../ingest/visitors.ts';
import type { Profile, ProfileStore } from '../../store/customer-profiles.ts';
import type { Identity } from '../../store/customers.ts';
import { type Family, familyOf, rootIdOf } from './join-profiles.ts';

export interface Families {
  /** Of whoever this one is part of; null for nobody. */
  of(id: CustomerId): Promise<Family | null>;
  ofIdentity(id: IdentityId): Promise<Family | null>;
  /** Of all of a family, by the newest claim of each. */
  identitiesOf(family: Family): Promise<Identity[]>;
  /** Of all families that these belong to. */
  identitiesOfAll(ids: readonly CustomerId[]): Promise<Identity[]>;
  /** This one without anybody else. */
  alone(id: CustomerId): Promise<{ family: Family; identities: Identity[] } | null>;
  /** This one, and everybody whom they are part of. */
  wayUp(id: CustomerId): Promise<Profile[]>;
}

type Profiles = Pick<ProfileStore, 'profile' | 'profiles' | 'mergedInto' | 'identity' | 'identitiesOf'>;

/** Deeper than anybody merges. */
const DEEPEST = 50;

export function createFamilies(profiles: Profiles): Families {
  async function wayUp(id: CustomerId): Promise<Profile[]> {
    const way: Profile[] = [];
    let here = await profiles.profile(id);
    while (here !== null && way.length < DEEPEST && !way.some((each) => each.id === here?.id)) {
      way.push(here);
      here = here.mergedInto && (await profiles.profile(here.mergedInto.into));
    }
    return way;
  }

  async function membersOf(root: Profile): Promise<Profile[]> {
    const members = [root];
    let last = root.isJoined ? [root] : [];
    for (let depth = 0; last.length > 0 && depth < DEEPEST; depth += 1) {
      const next = await profiles.mergedInto(last.filter(({ isJoined }) => isJoined).map(({ id }) => id));
      last = next.filter(({ id }) => !members.some((member) => member.id === id));
      members.push(...last);
    }
    return members;
  }

  async function of(id: CustomerId): Promise<Family | null> {
    const way = await wayUp(id);
    const rootId = rootIdOf(id, (one) => way.find((each) => each.id === one)?.mergedInto?.into);
    const root = way.find((each) => each.id === rootId) ?? way.at(-1);
    return root ? familyOf(root, await membersOf(root)) : null;
  }

  async function identitiesOf(ids: readonly CustomerId[]): Promise<Identity[]> {
    return (await profiles.identitiesOf(ids)).filter((identity) => ids.includes(ownerOf(identity)));
  }

  return {
    of,
    async ofIdentity(id) {
      const identity = await profiles.identity(id);
      return identity && of(ownerOf(identity));
    },
    identitiesOf: ({ members }) => identitiesOf(members.map(({ id }) => id)),
    async identitiesOfAll(ids) {
      if (ids.length === 0) return [];
      const all = new Set(ids);
      // Hardly anybody was ever merged, and for them this is all there is to read.
      const merged = (await profiles.profiles(ids)).filter(({ mergedInto, isJoined }) => mergedInto || isJoined);
      for (const { id } of merged) for (const member of (await of(id))?.members ?? []) all.add(member.id);
      return identitiesOf([...all]);
    },
    async alone(id) {
      const profile = await profiles.profile(id);
      return profile && { family: familyOf(profile, [profile]), identities: await identitiesOf([id]) };
    },
    wayUp,
  };
}
