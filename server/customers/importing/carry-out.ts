/**
 * Carries rows of a file out. What a row does stands in its line before it is done, under ids that are drawn once, so that after a crash the
 * same rows are taken again and nothing is there twice.
 */
import type { CustomerId, IdentityId, TagId } from '../../../shared/model/ids.ts';
import type { ImportCounts, RefusedRow } from '../../../shared/model/import.ts';
import { ownerOf } from '../../ingest/visitors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { ImportLine, ImportRecord, ImportStore, NewCustomer } from '../../store/customer-imports.ts';
import type { ProfileStore } from '../../store/customer-profiles.ts';
import type { Identity } from '../../store/customers.ts';
import type { Families } from '../merging/families.ts';
import { type Family, placeChange } from '../merging/join-profiles.ts';
import { decideRow, historyOf, traceOf } from './decide-row.ts';
import { tellRefused } from './dry-run.ts';
import { createOwners, keyOf } from './plan-batch.ts';
import type { CsvRow } from './read-csv.ts';
import { type Address, type RowTerms, readRow, type WantedCustomer } from './read-row.ts';

export interface CarryDeps {
  store: ImportStore;
  profiles: Pick<ProfileStore, 'change'>;
  families: Pick<Families, 'of'>;
  clock: Clock;
  ids: Ids;
}

export interface Carried {
  counts: ImportCounts;
  refused: RefusedRow[];
  /** customers who were there before */
  changed: CustomerId[];
}

interface Pending {
  line: ImportLine;
  row: CsvRow;
  wanted: WantedCustomer;
}

const TRIES = 20;

export function createCarrier(deps: CarryDeps, record: ImportRecord, terms: RowTerms) {
  const { store, profiles, families, clock, ids } = deps;
  const { id: importId, by, headings } = record;
  const { whenKnown } = record.settings;
  const nameOf = (id: TagId): string => terms.tags.find((tag) => tag.id === id)?.name ?? '?';
  const about = () => ({ at: clock.now(), byName: by.name, source: 'import' as const, importId });

  function identitiesOf(line: ImportLine, proofAt: number): Identity[] {
    const { customerId, identities = [] } = line;
    if (customerId === undefined) return [];
    return identities.map((identity) => ({
      ...identity,
      claims: [{ customerId, proof: 'none', at: proofAt }],
      state: 'reachable',
      createdAt: proofAt,
    }));
  }

  const draw = (addresses: readonly Address[]) => addresses.map((each) => ({ id: ids.next<IdentityId>(), ...each }));

  function customerOf({ line, wanted }: Pending): NewCustomer {
    const at = clock.now();
    const email = wanted.addresses.find(({ kind }) => kind === 'email')?.value;
    return {
      ...{ id: line.customerId as CustomerId, name: wanted.name, createdAt: at, importId, tagIds: wanted.tagIds },
      email: email === undefined ? null : { value: email, verified: false },
      attributes: Object.fromEntries(wanted.attributes) as NewCustomer['attributes'],
      changes: historyOf({ before: {}, after: line.after ?? {}, tagIds: wanted.tagIds }, about(), nameOf),
    };
  }

  function newLine({ line }: CsvRow, wanted: WantedCustomer): ImportLine {
    const after = {
      ...(wanted.name === null ? null : { name: wanted.name }),
      ...Object.fromEntries(wanted.attributes),
    };
    return {
      ...{ importId, line, outcome: 'new', customerId: ids.next<CustomerId>(), after, tagIds: wanted.tagIds },
      addresses: wanted.addresses.map(({ value }) => value),
      identities: draw(wanted.addresses),
      before: Object.fromEntries(Object.keys(after).map((field) => [field, null])),
    };
  }

  /** What is there already of this line stays as it was before any of it was done. */
  function updateLine(
    { line }: CsvRow,
    family: Family,
    wanted: WantedCustomer,
    fresh: readonly Address[],
    old?: ImportLine,
  ) {
    const decided = decideRow(family.joined, wanted, whenKnown);
    const placed = decided && placeChange(family, decided.change);
    const trace = decided && placed ? traceOf(decided, placed) : null;
    const next: ImportLine = {
      ...{ importId, line, outcome: 'updated', customerId: family.root.id },
      addresses: wanted.addresses.map(({ value }) => value),
      identities: [...(old?.identities ?? []), ...draw(fresh.filter((one) => !isIn(old?.identities, one)))],
      before: { ...trace?.before, ...old?.before },
      after: { ...trace?.after, ...old?.after },
      tagIds: [...new Set([...(old?.tagIds ?? []), ...(trace?.tagIds ?? [])])],
      edits: { ...trace?.edits, ...old?.edits },
    };
    return { next, decided, placed };
  }

  /** null: nothing was to be changed. */
  async function update(
    row: CsvRow,
    owner: CustomerId,
    wanted: WantedCustomer,
    fresh: readonly Address[],
    known?: ImportLine,
  ): Promise<ImportLine | null> {
    let old = known;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const family = await families.of(owner);
      if (family === null) return null;
      const { next, decided, placed } = updateLine(row, family, wanted, fresh, old);
      if (!old && !decided && fresh.length === 0) return null;
      if (old) await store.replaceLine(next);
      else await store.keepLines([next]);
      old = next;
      if (decided && placed) {
        const { home, change, edited } = placed;
        const history = historyOf(decided, about(), nameOf);
        if (!(await profiles.change(home.id, home.rev, change, history, edited))) continue;
      }
      // Whoever came to have one meanwhile keeps it.
      await store.insertIdentities(identitiesOf(next, clock.now()));
      return next;
    }
    throw new Error('A customer is changed all the time.');
  }

  return {
    async take(rows: readonly CsvRow[]): Promise<Carried> {
      const carried: Carried = {
        counts: { new: 0, updated: 0, same: 0, conflict: 0, refused: 0 },
        refused: [],
        changed: [],
      };
      const owners = createOwners({ store, families }, true);
      const before = await store.lines(importId, rows[0]?.line ?? 0, rows.at(-1)?.line ?? 0);
      const known = new Map(before.map((line) => [line.line, line]));
      const read = rows.map((row) => ({ row, read: readRow(row.cells, terms) }));
      await owners.read(read.flatMap(({ read }) => (read.ok ? read.wanted.addresses : [])));
      let pending: Pending[] = [];
      const refused: ImportLine[] = [];

      const refuse = (row: CsvRow, told: RefusedRow, addresses: string[]): ImportLine => {
        const outcome = told.reason === 'conflict' ? 'conflict' : 'refused';
        carried.counts[outcome] += 1;
        carried.refused.push(told);
        return { importId, line: row.line, outcome, addresses, refused: told, cells: row.cells };
      };

      const flush = async (): Promise<void> => {
        const making = pending;
        pending = [];
        await store.keepLines(making.map(({ line }) => line));
        await store.insertCustomers(making.map(customerOf));
        const taken = await store.insertIdentities(making.flatMap(({ line }) => identitiesOf(line, clock.now())));
        const strangers = new Map(taken.map((identity) => [keyOf(identity), ownerOf(identity)]));
        for (const { line, row, wanted } of making) {
          const isLost = wanted.addresses.every(
            (one) => (strangers.get(keyOf(one)) ?? line.customerId) !== line.customerId,
          );
          if (!isLost) {
            carried.counts.new += 1;
            owners.belong(wanted.addresses, line.customerId as CustomerId);
            continue;
          }
          // Somebody wrote from there in this moment: they are a customer of their own, and this one is nobody.
          await store.removeCustomer(line.customerId as CustomerId, 1);
          const told = tellRefused(headings, row, { ok: true, wanted });
          await store.replaceLine(refuse(row, told, line.addresses));
        }
      };

      for (const { row, read: one } of read) {
        const old = known.get(row.line);
        if (!one.ok) {
          refused.push(refuse(row, tellRefused(headings, row, one), []));
          continue;
        }
        const { wanted } = one;
        if (old?.outcome === 'new') {
          pending.push({ line: old, row, wanted });
          owners.belong(wanted.addresses, `new:${row.line}`);
          continue;
        }
        let [owner, other] = await owners.of(wanted.addresses);
        if (other === undefined && owner?.startsWith('new:')) {
          await flush();
          [owner, other] = await owners.of(wanted.addresses);
        }
        if (other !== undefined || old?.outcome === 'conflict') {
          refused.push(
            refuse(
              row,
              tellRefused(headings, row, one),
              wanted.addresses.map(({ value }) => value),
            ),
          );
        } else if (owner === undefined) {
          pending.push({ line: newLine(row, wanted), row, wanted });
          owners.belong(wanted.addresses, `new:${row.line}`);
        } else if (whenKnown === 'skip') {
          carried.counts.same += 1;
        } else {
          const fresh = wanted.addresses.filter((address) => !owners.isKnown(address));
          const done = await update(row, owner as CustomerId, wanted, fresh, old);
          owners.belong(wanted.addresses, owner);
          carried.counts[done ? 'updated' : 'same'] += 1;
          if (done?.customerId) carried.changed.push(done.customerId);
        }
      }
      await flush();
      await store.keepLines(refused);
      return carried;
    },
  };
}

const isIn = (some: readonly Pick<Address, 'kind' | 'value'>[] = [], one: Address): boolean =>
  some.some(({ kind, value }) => kind === one.kind && value === one.value);
