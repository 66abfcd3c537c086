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
  { store, families }: { store: Pick<ImportStore, 'findIdentities'>; families: Pick<Families, 'of'> },
  isRemembering: boolean,
): Owners {
  const made = new Map<string, Owner>();
  let found = new Map<string, CustomerId>();
  const ownerAt = (address: Address): Owner | undefined => made.get(keyOf(address)) ?? found.get(keyOf(address));

  return {
    async read(addresses) {
      if (!isRemembering) made.clear();
      const identities = await store.findIdentities(addresses.filter((address) => !made.has(keyOf(address))));
      found = new Map(identities.map((identity) => [keyOf(identity), ownerOf(identity)]));
    },
    async of(addresses) {
      const owners = new Set(addresses.flatMap((address) => ownerAt(address) ?? []));
      if (owners.size < 2) return [...owners];
      // Two of them may have been merged.
      const roots = new Set<Owner>();
      for (const owner of owners) {
        roots.add(isNew(owner) ? owner : ((await families.of(owner))?.root.id ?? owner));
      }
      return [...roots];
    },
    family: (id) => families.of(id),
    belong(addresses, owner) {
      for (const address of addresses) made.set(keyOf(address), owner);
    },
    isKnown: (address) => ownerAt(address) !== undefined,
  };
}

export const isNew = (owner: Owner): owner is `new:${number}` => owner.startsWith('new:');
