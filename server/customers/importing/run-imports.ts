/** Goes through the files of imports in batches; each batch is put down before the next, so that a restart goes on where it ended. */
import { type ImportCounts, noCounts } from '../../../shared/model/import.ts';
import { standardAttributes } from '../../../shared/model/standard-attributes.ts';
import type { ImportRecord } from '../../store/customer-imports.ts';
import { createCarrier } from './carry-out.ts';
import { createDryRun } from './dry-run.ts';
import { createGiveBack } from './give-back.ts';
import type { ImportDeps } from './imports.ts';
import { type CsvRow, readCsv, UnreadableCsvError } from './read-csv.ts';
import type { RowTerms } from './read-row.ts';

const BATCH = 200;
const UNDO_BATCH = 50;
const SHOWN = 50;
const LAST_LINE = 99_999_999;

type IsOver = () => Promise<boolean>;

export function createImportRuns(deps: ImportDeps): { run(isOver: IsOver): Promise<void> } {
  const { store, files, catalogue, log } = deps;

  async function termsOf({ settings }: ImportRecord): Promise<RowTerms> {
    const [tags, defined] = await Promise.all([catalogue.tags(), catalogue.attributes()]);
    return { settings, tags, attributes: [...standardAttributes, ...defined] };
  }

  /** Rows after a line, so many at a time. */
  async function* batches({ fileId, settings }: ImportRecord, after: number): AsyncGenerator<CsvRow[]> {
    const file = fileId && (await files.open(fileId));
    if (!file) throw new UnreadableCsvError(0);
    let batch: CsvRow[] = [];
    let isHeading = true;
    for await (const row of readCsv(file.stream(), settings)) {
      if (!isHeading && row.line > after && row.cells.some((cell) => cell !== '')) batch.push(row);
      isHeading = false;
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  const sum = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
    new: a.new + b.new,
    updated: a.updated + b.updated,
    same: a.same + b.same,
    conflict: a.conflict + b.conflict,
    refused: a.refused + b.refused,
  });
  const all = (counts: ImportCounts): number => Object.values(counts).reduce((one, other) => one + other, 0);

  async function check(record: ImportRecord, isOver: IsOver): Promise<void> {
    const dry = createDryRun(deps, record, await termsOf(record));
    // What earlier rows would have made is in memory only, so it begins again after a restart.
    let counts = noCounts;
    let refused: ImportRecord['refused'] = [];
    for await (const rows of batches(record, 0)) {
      if (await isOver()) return;
      const found = await dry.take(rows);
      counts = sum(counts, found.counts);
      refused = [...refused, ...found.refused].slice(0, SHOWN);
      if (!(await store.move(record.id, ['checking'], { counts, refused, done: all(counts) }))) return;
    }
    await store.move(record.id, ['checking'], { state: 'checked', total: all(counts) });
  }

  async function carryOut(record: ImportRecord, isOver: IsOver): Promise<void> {
    const carrier = createCarrier(deps, record, await termsOf(record));
    let { counts, refused } = record;
    for await (const rows of batches(record, record.lastLine ?? 0)) {
      if (await isOver()) return;
      const carried = await carrier.take(rows);
      counts = sum(counts, carried.counts);
      refused = [...refused, ...carried.refused].slice(0, SHOWN);
      const lastLine = rows.at(-1)?.line ?? 0;
      if (!(await store.move(record.id, ['running'], { counts, refused, done: all(counts), lastLine }))) return;
      await deps.changed(carried.changed);
    }
    await store.move(record.id, ['running'], { state: 'done' });
    if (record.fileId) await files.erase([record.fileId]);
    await store.move(record.id, ['done'], { fileId: null });
    log.info({ importId: record.id, ...counts }, 'An import is done.');
  }

  async function undo(record: ImportRecord, isOver: IsOver): Promise<void> {
    const giveBack = createGiveBack(deps, record.byName);
    let { undo: counts, undoneTo } = record;
    for (;;) {
      const lines = await store.linesBelow(record.id, undoneTo ?? LAST_LINE, UNDO_BATCH);
      if (lines.length === 0) break;
      for (const line of lines) {
        if (await isOver()) return;
        const outcome = await giveBack(line);
        counts = { ...counts, [outcome]: counts[outcome] + 1 };
        undoneTo = line.line;
        if (!(await store.move(record.id, ['undoing'], { undo: counts, undoneTo }))) return;
        if (outcome !== 'removed' && line.customerId) await deps.changed([line.customerId]);
      }
    }
    await store.move(record.id, ['undoing'], { state: 'undone' });
  }

  async function one(record: ImportRecord, isOver: IsOver): Promise<void> {
    try {
      if (record.state === 'checking') await check(record, isOver);
      else if (record.state === 'running') await carryOut(record, isOver);
      else await undo(record, isOver);
    } catch (error) {
      if (!(error instanceof UnreadableCsvError)) throw error;
      await store.move(record.id, ['checking', 'running'], { state: 'failed', failedAt: error.line });
    }
  }

  return {
    async run(isOver) {
      for (let next = await store.next(); next !== null; next = await store.next()) {
        await one(next, isOver);
        if (await isOver()) return;
      }
    },
  };
}
