/** Says of every row of a file what importing it would do, and does nothing. */
import type { ImportCounts, RefusedRow } from '../../../shared/model/import.ts';
import type { ImportRecord } from '../../store/customer-imports.ts';
import { decideRow } from './decide-row.ts';
import { createOwners, isNew, type Owners } from './plan-batch.ts';
import type { CsvRow } from './read-csv.ts';
import { type ReadRow, type RowTerms, readRow } from './read-row.ts';

export interface DryRun {
  take(rows: readonly CsvRow[]): Promise<{ counts: ImportCounts; refused: RefusedRow[] }>;
}

export function createDryRun(
  deps: Parameters<typeof createOwners>[0],
  record: Pick<ImportRecord, 'settings' | 'headings'>,
  terms: RowTerms,
): DryRun {
  const owners = createOwners(deps, true);
  return {
    async take(rows) {
      const counts: ImportCounts = { new: 0, updated: 0, same: 0, conflict: 0, refused: 0 };
      const refused: RefusedRow[] = [];
      const read = rows.map((row) => ({ row, read: readRow(row.cells, terms) }));
      await owners.read(read.flatMap(({ read }) => (read.ok ? read.wanted.addresses : [])));
      for (const { row, read: one } of read) {
        const outcome = one.ok ? await foresee(owners, row, one, record.settings.whenKnown) : 'refused';
        counts[outcome] += 1;
        if (outcome === 'refused' || outcome === 'conflict') refused.push(tellRefused(record.headings, row, one));
      }
      return { counts, refused };
    },
  };
}

async function foresee(
  owners: Owners,
  row: CsvRow,
  { wanted }: Extract<ReadRow, { ok: true }>,
  policy: ImportRecord['settings']['whenKnown'],
): Promise<keyof ImportCounts> {
  const [owner, other] = await owners.of(wanted.addresses);
  if (other !== undefined) return 'conflict';
  if (owner === undefined) {
    owners.belong(wanted.addresses, `new:${row.line}`);
    return 'new';
  }
  if (policy === 'skip') return 'same';
  const isMore = wanted.addresses.some((address) => !owners.isKnown(address));
  owners.belong(wanted.addresses, owner);
  if (isNew(owner)) return 'updated';
  const family = await owners.family(owner);
  return isMore || (family && decideRow(family.joined, wanted, policy)) ? 'updated' : 'same';
}

const LONGEST_VALUE = 120;

/** A row that was read well is refused for its addresses only. */
export function tellRefused(headings: readonly string[], row: CsvRow, read: ReadRow): RefusedRow {
  if (read.ok) {
    const value = read.wanted.addresses.map((address) => address.value).join(', ');
    return { line: row.line, reason: 'conflict', column: '', value: value.slice(0, LONGEST_VALUE) };
  }
  const { reason, column, value } = read;
  return { line: row.line, reason, column: headings[column] ?? '', value: value.slice(0, LONGEST_VALUE) };
}
