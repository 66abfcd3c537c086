/** Tells of some rows at once whose they are: one question to the database for all their addresses. */
import type { CustomerId } from '../../../shared/model/ids.ts';
import { ownerOf } from '../../ingest/visitors.ts';
import type { ImportStore } from '../../store/customer-imports.ts';
import type { Families } from '../merging/families.ts';
import type { Family } from '../merging/join-profiles.ts';
import type { Address } from './read-row.ts';

/** Whoever an address belongs to; `new:` and a line for whoever will be made by that line. */
export type Owner = CustomerId | `new:${number}`;

export interface Owners {
  /** Whom a row with these addresses is about: several of them are a conflict. */
  of(addresses: readonly Address[]): Promise<Owner[]>;
  /** Of somebody who is known; as they are now. */
  family(id: CustomerId): Promise<Family | null>;
  /** From now on. */
  belong(addresses: readonly Address[], owner: Owner): void;
  /** Reads those of the next rows. */
  read(addresses: readonly Address[]): Promise<void>;
  isKnown(address: Address): boolean;
}

export const keyOf = ({ kind, value }: Pick<Address, 'kind' | 'value'>): string => `${kind} ${value}`;

/** @param isRemembering of a dry run: what earlier rows would have made is in no database */
export function createOwners(
  { store, families }: { store: Pick<ImportStore, 'findIdentities' | 'findSharing'>; families: Pick<Families, 'of'> },
  isRemembering: boolean,
): Owners {
  const made = new Map<string, Owner>();
  let found = new Map<string, CustomerId>();
  /** of numbers that several customers use: all of them */
  let users = new Map<string, CustomerId[]>();
  const ownerAt = (address: Address): Owner | undefined => made.get(keyOf(address)) ?? found.get(keyOf(address));

  return {
    async read(addresses) {
      if (!isRemembering) made.clear();
      const identities = await store.findIdentities(addresses.filter((address) => !made.has(keyOf(address))));
      found = new Map(identities.map((identity) => [keyOf(identity), ownerOf(identity)]));
      users = new Map();
      const numbers = addresses.flatMap(({ kind, value }) => (kind === 'phone' ? [value] : []));
      for (const sharer of await store.findSharing(numbers)) {
        const key = keyOf({ kind: 'phone', value: sharer.shared ?? '' });
        const first = found.get(key);
        users.set(key, [...(users.get(key) ?? (first ? [first] : [])), ownerOf(sharer)]);
      }
    },
    async of(addresses) {
      const alone = addresses.filter((address) => !users.has(keyOf(address)));
      const owners = await rootsOf(alone.flatMap((address) => ownerAt(address) ?? []));
      const all = new Set(owners);
      for (const address of addresses) {
        const together = await rootsOf(users.get(keyOf(address)) ?? []);
        // A number that several use is theirs too: it says nothing against whom the others name.
        if (owners.size === 1 && [...owners].every((owner) => together.has(owner))) continue;
        for (const owner of together) all.add(owner);
      }
      return [...all];
    },
    family: (id) => families.of(id),
    belong(addresses, owner) {
      for (const address of addresses) made.set(keyOf(address), owner);
    },
    isKnown: (address) => ownerAt(address) !== undefined || users.has(keyOf(address)),
  };

  /** Two of them may have been merged. */
  async function rootsOf(owners: readonly Owner[]): Promise<Set<Owner>> {
    const different = new Set(owners);
    if (different.size < 2 && users.size === 0) return different;
    const roots = new Set<Owner>();
    for (const owner of different) {
      roots.add(isNew(owner) ? owner : ((await families.of(owner))?.root.id ?? owner));
    }
    return roots;
  }
}

export const isNew = (owner: Owner): owner is `new:${number}` => owner.startsWith('new:');
