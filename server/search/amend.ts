/** Changes rows that are in the index already: notes that were changed count no more, and what was moved is read elsewhere. */
import type { ConversationId } from '../../shared/model/ids.ts';
import { covers } from '../../shared/placements.ts';
import { partKey, type SearchIndexStore, type SegmentNote } from '../store/search-index.ts';
import type { Engine } from './engine.ts';
import type { IndexerDeps } from './ports.ts';
import type { Batch } from './read-batch.ts';
import { CHUNK_ROWS, fromChunk, placesOf, type Row } from './rows.ts';
import { homeTerm } from './segments.ts';

interface Deps {
  store: Pick<SearchIndexStore, 'chunks' | 'setPlaces'>;
  engine: Pick<Engine, 'rowsIn'>;
  placeOf: IndexerDeps['placeOf'];
}

/** Answers the segments as they are then; where rows are read is written at once, for it follows from what holds now and may be written again. */
export function createAmender({ store, engine, placeOf }: Deps) {
  async function moveRows(segments: readonly SegmentNote[], { moved }: Batch): Promise<void> {
    for (const home of new Set(moved.map(({ of }) => of))) {
      for (const { segment, rows } of await engine.rowsIn(segments, ofHome(home))) {
        for (const number of new Set(rows.map((row) => Math.floor(row / CHUNK_ROWS)))) {
          await moveIn(partKey(segment.id, number), home, moved);
        }
      }
    }
  }

  async function moveIn(key: string, home: ConversationId, moved: Batch['moved']): Promise<void> {
    const chunk = (await store.chunks([key])).get(key);
    if (!chunk) return;
    const rows = fromChunk(chunk);
    let isChanged = false;
    for (const [at, row] of rows.entries()) {
      if (row.home !== home || !covers(moved, { of: home, seq: row.seq })) continue;
      const place = (await placeOf({ conversationId: home, seq: row.seq }))?.id ?? home;
      isChanged ||= place !== row.place;
      rows[at] = { ...row, place };
    }
    if (isChanged) await store.setPlaces(key, placesOf(rows));
  }

  return async (segments: readonly SegmentNote[], batch: Batch): Promise<SegmentNote[]> => {
    if (batch.moved.length > 0) await moveRows(segments, batch);
    const dead = new Map<string, Set<number>>();
    for (const { home, seq } of batch.replaced) {
      for (const { segment, rows } of await findRows({ store, engine }, segments, home)) {
        const own = dead.get(segment.id) ?? new Set(segment.dead);
        for (const { row, number } of rows) if (row.seq === seq) own.add(number);
        dead.set(segment.id, own);
      }
    }
    return segments.map((segment) => withDead(segment, dead.get(segment.id)));
  };
}

export function withDead(segment: SegmentNote, dead: ReadonlySet<number> | undefined): SegmentNote {
  return dead === undefined || dead.size === segment.dead.length ? segment : { ...segment, dead: [...dead] };
}

/** The rows of a conversation's own entries that still count. */
export async function findRows(
  { store, engine }: Pick<Deps, 'engine'> & { store: Pick<SearchIndexStore, 'chunks'> },
  segments: readonly SegmentNote[],
  home: ConversationId,
): Promise<{ segment: SegmentNote; rows: { row: Row; number: number }[] }[]> {
  const found = [];
  for (const { segment, rows } of await engine.rowsIn(segments, ofHome(home))) {
    if (rows.length === 0) continue;
    const keyOf = (number: number) => partKey(segment.id, Math.floor(number / CHUNK_ROWS));
    const chunks = await store.chunks([...new Set(rows.map(keyOf))]);
    const unpacked = new Map([...chunks].map(([key, chunk]) => [key, fromChunk(chunk)]));
    const own = rows.flatMap((number) => {
      const row = unpacked.get(keyOf(number))?.[number % CHUNK_ROWS];
      return row ? [{ row, number }] : [];
    });
    found.push({ segment, rows: own });
  }
  return found;
}

const ofHome = (home: ConversationId) => [[{ term: homeTerm(home), isPrefix: false }]];
