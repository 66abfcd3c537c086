/** Imports of customers from CSV files: kept, tried, run and taken back in the background, with everything that became of every row. */
import type { Readable } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';
import type { Attribute, Tag } from '../../../shared/model/catalogue.ts';
import type { CustomerId } from '../../../shared/model/ids.ts';
import {
  type CustomerImport,
  type ImportId,
  type ImportSettings,
  type ImportState,
  noCounts,
  noUndo,
} from '../../../shared/model/import.ts';
import { type Audit, actorOf, type Caller } from '../../accounts/audit.ts';
import { writeCsvLine } from '../../accounts/csv.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Files } from '../../files/files.ts';
import { createChore } from '../../lib/chore.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ids } from '../../lib/ids.ts';
import type { Log } from '../../lib/log.ts';
import type { ImportRecord, ImportStore } from '../../store/customer-imports.ts';
import type { ProfileStore } from '../../store/customer-profiles.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Families } from '../merging/families.ts';
import { guessColumns } from './guess-columns.ts';
import { guessDelimiter, guessEncoding } from './guess-format.ts';
import { readCsv, UnreadableCsvError } from './read-csv.ts';
import { createImportRuns } from './run-imports.ts';

export interface Imports {
  /** Keeps the file, and guesses how it is to be read. @throws AppError as `files.receive` does, `invalid` for a file without rows */
  upload(by: UserViewer, file: { body: Readable; name: string; country: string }): Promise<CustomerImport>;
  list(): Promise<CustomerImport[]>;
  /** @throws AppError `not_found` */
  find(id: ImportId): Promise<CustomerImport>;
  /** @throws AppError `not_found`, `conflict` once it runs, `invalid` for a file that cannot be read so */
  change(id: ImportId, settings: ImportSettings): Promise<CustomerImport>;
  /** Says what it would do. @throws AppError `not_found`, `conflict` */
  check(id: ImportId): Promise<CustomerImport>;
  /** @throws AppError `not_found`, `conflict` unless it was checked */
  run(id: ImportId, by: UserViewer, caller: Caller): Promise<CustomerImport>;
  /** @throws AppError `not_found`, `conflict` unless it has run, or what is needed for it is not kept any more */
  undo(id: ImportId, by: UserViewer, caller: Caller): Promise<CustomerImport>;
  /** Every row that was refused, as it was in the file, with the reason: lines of a CSV file. */
  refused(id: ImportId): Promise<AsyncIterable<string>>;
  start(): void;
  stop(): Promise<void>;
  /** Forgets the rows of those that are too old to be undone. */
  sweep(): Promise<void>;
}

export interface ImportDeps {
  store: ImportStore;
  files: Pick<Files, 'receive' | 'open' | 'attach' | 'erase'>;
  profiles: Pick<ProfileStore, 'profile' | 'change' | 'identitiesOf'>;
  families: Pick<Families, 'of'>;
  timeline: Pick<Timeline, 'ofCustomer'>;
  catalogue: { tags(): Promise<readonly Tag[]>; attributes(): Promise<readonly Attribute[]> };
  audit: Pick<Audit, 'record'>;
  /** tells everybody of customers who are shown otherwise now */
  changed(ids: readonly CustomerId[]): Promise<void>;
  lead(): Promise<boolean>;
  clock: Clock;
  ids: Ids;
  log: Log;
}

const LOOK_EVERY_MS = 5_000;
const START_BYTES = 256 * 1024;
const SAMPLE = 5;
const LISTED = 20;
const REPORT_PAGE = 500;
/** of one that was never run */
const FILE_KEPT_MS = 24 * 3_600_000;
const KEPT_MS = 30 * 24 * 3_600_000;
/** Until it runs it may be set otherwise. */
const open: readonly ImportState[] = ['draft', 'checked', 'failed'];

export function createImports(deps: ImportDeps): Imports {
  const { store, files, catalogue, audit, clock, ids, log, lead } = deps;
  const runs = createImportRuns(deps);
  const chore = createChore({ name: 'An import', lead, run: runs.run, everyMs: LOOK_EVERY_MS, log });

  async function require(id: ImportId): Promise<ImportRecord> {
    const found = await store.find(id);
    if (found === null) throw new AppError('not_found', 'There is no such import.');
    return found;
  }

  async function move(
    id: ImportId,
    from: readonly ImportState[],
    change: Partial<ImportRecord>,
  ): Promise<CustomerImport> {
    await require(id);
    const moved = await store.move(id, from, change);
    if (moved === null) throw new AppError('conflict', 'This import is somewhere else by now.');
    return present(moved);
  }

  async function look(fileId: ImportRecord['fileId'], settings: Pick<ImportSettings, 'encoding' | 'delimiter'>) {
    const file = fileId && (await files.open(fileId));
    if (!file) throw new AppError('conflict', 'The file is not kept any more. Upload it again.');
    const rows: string[][] = [];
    try {
      for await (const { cells } of readCsv(file.stream(), settings)) {
        rows.push(cells);
        if (rows.length > SAMPLE) break;
      }
    } catch (error) {
      if (!(error instanceof UnreadableCsvError)) throw error;
    }
    const [headings = [], ...sample] = rows;
    return { headings, sample };
  }

  return {
    async upload(by, { body, name, country }) {
      const ref = await files.receive(body, { name, uploader: { kind: 'user', id: by.userId } });
      const id = ids.next<ImportId>();
      // Bound to the import, so that nobody collects it as a file that was never sent.
      await files.attach([ref], id as never, 'team');
      const file = await files.open(ref.id);
      const start: Buffer[] = [];
      for await (const piece of file?.stream({ start: 0, end: START_BYTES - 1 }) ?? []) start.push(piece as Buffer);
      const bytes = Buffer.concat(start);
      const encoding = guessEncoding(bytes);
      const delimiter = guessDelimiter(new TextDecoder(encoding).decode(bytes, { stream: true }));
      const { headings, sample } = await look(ref.id, { encoding, delimiter });
      if (sample.length === 0) {
        await files.erase([ref.id]);
        throw new AppError('invalid', 'There are no rows in this file.', { fields: { file: 'no rows' } });
      }
      const columns = guessColumns(headings, await catalogue.attributes());
      const record: ImportRecord = {
        ...{
          id,
          fileId: ref.id,
          fileName: ref.name,
          bytes: ref.size,
          at: clock.now(),
          state: 'draft',
          headings,
          sample,
        },
        ...{
          by: { id: by.userId, name: by.name },
          byName: by.name,
          done: 0,
          total: null,
          counts: noCounts,
          undo: noUndo,
        },
        ...{ refused: [], failedAt: null, undoneTo: null },
        settings: { encoding, delimiter, columns, whenKnown: 'fill', country },
      };
      await store.insert(record);
      return present(record);
    },
    list: async () => (await store.list(LISTED)).map(present),
    find: async (id) => present(await require(id)),
    async change(id, settings) {
      const record = await require(id);
      const { encoding, delimiter } = record.settings;
      const isSame = settings.encoding === encoding && settings.delimiter === delimiter;
      const read = isSame ? record : await look(record.fileId, settings);
      const columns = isSame ? settings.columns : guessColumns(read.headings, await catalogue.attributes());
      return move(id, open, {
        ...{ settings: { ...settings, columns }, headings: read.headings, sample: read.sample },
        ...{ state: 'draft', done: 0, total: null, counts: noCounts, refused: [], failedAt: null },
      });
    },
    async check(id) {
      const begun = { state: 'checking' as const, done: 0, total: null, counts: noCounts, refused: [], failedAt: null };
      const moved = await move(id, open, begun);
      chore.wake();
      return moved;
    },
    async run(id, by, { address }) {
      const known = await require(id);
      if (known.state === 'checked') {
        await audit.record('import.started', actorOf(by), id, address, { name: known.fileName, rows: known.total });
      }
      const begun = { state: 'running' as const, done: 0, lastLine: 0, counts: noCounts, refused: [] };
      const moved = await move(id, ['checked'], { ...begun, by: { id: by.userId, name: by.name }, byName: by.name });
      chore.wake();
      return moved;
    },
    async undo(id, by, { address }) {
      const known = await require(id);
      if (known.at < clock.now() - KEPT_MS) throw new AppError('conflict', 'It is too old to be undone.');
      if (known.state === 'done') {
        await audit.record('import.undone', actorOf(by), id, address, { name: known.fileName });
      }
      const moved = await move(id, ['done'], { state: 'undoing', undo: noUndo, undoneTo: null });
      chore.wake();
      return moved;
    },
    async refused(id) {
      const { headings } = await require(id);
      return (async function* () {
        yield `\uFEFF${writeCsvLine([...headings, 'line', 'reason', 'column'])}`;
        for (let after = 0; ; ) {
          const lines = await store.refused(id, after, REPORT_PAGE);
          for (const { cells = [], refused, line } of lines) {
            const row = headings.map((_, at) => cells[at] ?? '');
            yield writeCsvLine([...row, String(line), refused?.reason ?? '', refused?.column ?? '']);
          }
          after = lines.at(-1)?.line ?? 0;
          if (lines.length < REPORT_PAGE) return;
        }
      })();
    },
    start: () => chore.start(),
    stop: () => chore.stop(),
    async sweep() {
      for (const { id, fileId, state } of await store.withFile(clock.now() - FILE_KEPT_MS)) {
        if (fileId) await files.erase([fileId]);
        await store.move(id, [state], { fileId: null });
      }
      await store.dropLines(clock.now() - KEPT_MS);
    },
  };
}

function present({ by: _by, fileId: _fileId, undoneTo: _to, lastLine: _last, ...shown }: ImportRecord): CustomerImport {
  return shown;
}
