/** Asks the index: which rows have all of these terms, newest first, a bounded number at a time. Knows nothing of rights. */
import type { EntryId } from '../../shared/model/ids.ts';
import { type IndexState, partKey, type SearchIndexStore, type SegmentNote } from '../store/search-index.ts';
import { blocksFor, readBlock } from './blocks.ts';
import { CHUNK_ROWS, fromChunk, type Row } from './rows.ts';

/** One of these must be there. */
export type Requirement = readonly { term: string; isPrefix: boolean }[];

export interface Engine {
  /**
   * Rows in pieces, newest first. What is asked for from the store grows as long as the rows are wanted. An empty piece says that segments were
   * looked through and had nothing.
   * @param before only rows that stand before this entry
   * @throws SegmentGone when segments were joined meanwhile: ask again with the state of now
   */
  find(state: IndexState, requirements: readonly Requirement[], before?: EntryId): AsyncGenerator<Row[]>;
  /** Numbers of the rows in each of these segments, newest first. @throws SegmentGone */
  rowsIn(segments: readonly SegmentNote[], requirements: readonly Requirement[]): Promise<SegmentRows[]>;
}

export interface SegmentRows {
  segment: SegmentNote;
  rows: number[];
}

export class SegmentGone extends Error {}

/** Rows of the segments that are read together: as many again with each step. */
const FIRST_ROWS = 100_000;
const MORE = 4;
const FIRST_PIECE = 48;
const PIECE = 256;
/** segments whose first terms are kept at hand */
const KNOWN = 300;

type Store = Pick<SearchIndexStore, 'firsts' | 'blocks' | 'chunks'>;

export function createEngine(store: Store): Engine {
  /** First terms never change; those of segments that were asked last are kept. */
  const firsts = new Map<string, readonly string[]>();

  async function knowFirsts(segments: readonly SegmentNote[]): Promise<void> {
    const missing = segments.filter(({ id }) => !firsts.has(id)).map(({ id }) => id);
    if (missing.length === 0) return;
    for (const [id, terms] of await store.firsts(missing)) firsts.set(id, terms);
    for (const id of firsts.keys()) {
      if (firsts.size <= KNOWN) return;
      if (!segments.some((segment) => segment.id === id)) firsts.delete(id);
    }
  }

  async function rowsIn(
    segments: readonly SegmentNote[],
    requirements: readonly Requirement[],
  ): Promise<SegmentRows[]> {
    await knowFirsts(segments);
    const wanted = new Map<string, string[]>();
    for (const { id } of segments) {
      const terms = firsts.get(id);
      if (!terms) throw new SegmentGone();
      const numbers = requirements.flatMap((any) =>
        any.flatMap(({ term, isPrefix }) => blocksFor(terms, term, isPrefix)),
      );
      wanted.set(
        id,
        [...new Set(numbers)].sort((a, b) => a - b).map((number) => partKey(id, number)),
      );
    }
    const keys = [...wanted.values()].flat();
    const blocks = await store.blocks(keys);
    if (blocks.size < keys.length) throw new SegmentGone();
    return segments.map((segment) => {
      const own = (wanted.get(segment.id) ?? []).map((key) => blocks.get(key) ?? new Uint8Array());
      return { segment, rows: intersect(segment, own, requirements) };
    });
  }

  async function readRows(found: readonly { segment: SegmentNote; row: number }[]): Promise<Row[]> {
    const keyOf = (one: { segment: SegmentNote; row: number }) =>
      partKey(one.segment.id, Math.floor(one.row / CHUNK_ROWS));
    const keys = [...new Set(found.map(keyOf))];
    const chunks = await store.chunks(keys);
    if (chunks.size < keys.length) throw new SegmentGone();
    const unpacked = new Map([...chunks].map(([key, chunk]) => [key, fromChunk(chunk)]));
    return found.flatMap((one) => unpacked.get(keyOf(one))?.[one.row % CHUNK_ROWS] ?? []);
  }

  return {
    rowsIn,
    async *find(state, requirements, before) {
      if (requirements.length === 0) return;
      const { segments } = state.live;
      let most = FIRST_ROWS;
      let piece = FIRST_PIECE;
      let end = segments.length;
      while (before !== undefined && end > 0 && (segments[end - 1]?.from ?? '') >= before) end -= 1;
      while (end > 0) {
        let from = end;
        for (let rows = 0; from > 0 && rows < most; from -= 1) rows += segments[from - 1]?.size ?? 0;
        const group = segments.slice(from, end).reverse();
        end = from;
        most *= MORE;
        const hits = (await rowsIn(group, requirements)).flatMap(({ segment, rows }) =>
          rows.map((row) => ({ segment, row })),
        );
        if (hits.length === 0) yield [];
        for (let at = 0; at < hits.length; ) {
          const rows = await readRows(hits.slice(at, at + piece));
          at += piece;
          piece = Math.min(PIECE, piece * 2);
          yield before === undefined ? rows : rows.filter(({ id }) => id < before);
        }
      }
    },
  };
}

/** Rows that meet every requirement and still count, the newest first. */
function intersect(
  { size, dead }: SegmentNote,
  blocks: readonly Uint8Array[],
  requirements: readonly Requirement[],
): number[] {
  const met: number[][][] = requirements.map(() => []);
  for (const block of blocks) {
    for (const { term, rows } of readBlock(block)) {
      for (const [at, any] of requirements.entries()) {
        const isMeant = any.some((one) => (one.isPrefix ? term.startsWith(one.term) : term === one.term));
        if (isMeant) met[at]?.push(rows());
      }
    }
  }
  if (met.some((postings) => postings.length === 0)) return [];
  const counts = new Uint8Array(size);
  for (const [at, postings] of met.entries()) {
    for (const rows of postings) for (const row of rows) if (counts[row] === at) counts[row] = at + 1;
  }
  for (const row of dead) counts[row] = 0;
  const found: number[] = [];
  for (let row = size - 1; row >= 0; row -= 1) if (counts[row] === requirements.length) found.push(row);
  return found;
}
