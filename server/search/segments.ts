/** Writes segments: of new rows, and of several that become one. A segment never changes, but for where its entries are read. */
import { performance } from 'node:perf_hooks';
import { partKey, type SearchIndexStore, type SegmentNote } from '../store/search-index.ts';
import { createBlockWriter, type Posting, readBlock } from './blocks.ts';
import { CHUNK_ROWS, fromChunk, type Row, toChunks } from './rows.ts';

/** The conversation an entry stands in, as a term: no word begins so. */
export const homeTerm = (conversationId: string): string => `\u0001${conversationId}`;

export interface NewRow extends Row {
  terms: ReadonlySet<string>;
}

/** Rows are counted with two bytes. */
export const LARGEST = 65_536;
const BLOCKS_AT_ONCE = 50;
/** The process has other things to do: it is given way to after so long, ms. */
const TURN_MS = 4;

/** Resolves in a later turn of the event loop when this one has taken long enough. */
export function createBreath(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}

type Writing = Pick<SearchIndexStore, 'claimSegment' | 'putBlocks' | 'putChunks' | 'setFirsts'>;
type Reading = Pick<SearchIndexStore, 'firsts' | 'blocks' | 'chunks'>;

export async function writeRows(store: Writing, id: string, rows: readonly NewRow[]): Promise<SegmentNote> {
  const breathe = createBreath();
  const postings = new Map<string, number[]>();
  for (const [at, { terms, home }] of rows.entries()) {
    for (const term of [...terms, homeTerm(home)]) {
      const known = postings.get(term);
      if (known) known.push(at);
      else postings.set(term, [at]);
    }
    await breathe();
  }
  const sorted = [...postings.keys()].sort(compare);
  return write(store, id, rows, inOrder(sorted, postings));
}

function* inOrder(sorted: readonly string[], postings: ReadonlyMap<string, number[]>): Generator<Posting> {
  for (const term of sorted) yield { term, rows: postings.get(term) ?? [] };
}

/** Rows that count no more are left out. `null` when nothing is left. */
export async function joinSegments(
  store: Writing & Reading,
  id: string,
  segments: readonly SegmentNote[],
  lost: (term: string) => void = () => undefined,
): Promise<SegmentNote | null> {
  const rows: Row[] = [];
  const sources: Source[] = [];
  for (const segment of segments) {
    const dead = new Set(segment.dead);
    const numbers = new Int32Array(segment.size).fill(-1);
    for (const [at, row] of (await rowsOf(store, segment)).entries()) {
      if (!dead.has(at)) numbers[at] = rows.push(row) - 1;
    }
    sources.push({ terms: termsOf(await blocksOf(store, segment.id)), numbers });
  }
  if (rows.length === 0) {
    for (const posting of joinPostings(sources, lost)) lost(posting.term);
    return null;
  }
  return write(store, id, rows, joinPostings(sources, lost));
}

async function write(
  store: Writing,
  id: string,
  rows: readonly Row[],
  postings: Iterable<Posting>,
): Promise<SegmentNote> {
  await store.claimSegment(id);
  const breathe = createBreath();
  const writer = createBlockWriter();
  const firsts: string[] = [];
  let waiting: Uint8Array[] = [];
  const flush = async (): Promise<void> => {
    await store.putBlocks(id, firsts.length - waiting.length, waiting);
    waiting = [];
  };
  const keep = async (block: { first: string; bytes: Uint8Array } | null): Promise<void> => {
    if (block === null) return;
    firsts.push(block.first);
    waiting.push(block.bytes);
    if (waiting.length >= BLOCKS_AT_ONCE) await flush();
  };
  for (const posting of postings) {
    const full = writer.add(posting);
    if (full) await keep(full);
    await breathe();
  }
  await keep(writer.end());
  await flush();
  await store.putChunks(id, 0, toChunks(rows));
  await store.setFirsts(id, firsts);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) throw new Error('A segment needs rows.');
  return { id, size: rows.length, from: first.id, to: last.id, dead: [] };
}

interface Source {
  terms: Iterator<{ term: string; rows(): number[] }>;
  /** what a row is called now; -1: it is left out */
  numbers: Int32Array;
}

function* termsOf(blocks: readonly Uint8Array[]): Generator<{ term: string; rows(): number[] }> {
  for (const block of blocks) yield* readBlock(block);
}

/** `lost` is told the terms of which no row is left. */
function* joinPostings(sources: readonly Source[], lost: (term: string) => void): Generator<Posting> {
  const heads = sources.map(({ terms }) => terms.next());
  for (;;) {
    let least: string | null = null;
    for (const head of heads) {
      if (!head.done && (least === null || head.value.term < least)) least = head.value.term;
    }
    if (least === null) return;
    const rows: number[] = [];
    for (const [at, { terms, numbers }] of sources.entries()) {
      const head = heads[at];
      if (!head || head.done || head.value.term !== least) continue;
      for (const row of head.value.rows()) {
        const number = numbers[row] ?? -1;
        if (number >= 0) rows.push(number);
      }
      heads[at] = terms.next();
    }
    if (rows.length > 0) yield { term: least, rows };
    else lost(least);
  }
}

export async function rowsOf(store: Pick<SearchIndexStore, 'chunks'>, { id, size }: SegmentNote): Promise<Row[]> {
  const keys = Array.from({ length: Math.ceil(size / CHUNK_ROWS) }, (_, at) => partKey(id, at));
  const chunks = await store.chunks(keys);
  return keys.flatMap((key) => {
    const chunk = chunks.get(key);
    if (!chunk) throw new Error('A part of the search index is gone.');
    return fromChunk(chunk);
  });
}

async function blocksOf(store: Reading, id: string): Promise<Uint8Array[]> {
  const count = (await store.firsts([id])).get(id)?.length ?? 0;
  const keys = Array.from({ length: count }, (_, at) => partKey(id, at));
  const blocks = await store.blocks(keys);
  return keys.map((key) => {
    const block = blocks.get(key);
    if (!block) throw new Error('A part of the search index is gone.');
    return block;
  });
}

/** By code units, as the terms of a block are compared everywhere. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Which neighbours become one next: of each size a few at most are left. Oldest first; null when all is well. */
export function chooseJoin(segments: readonly SegmentNote[]): { from: number; to: number } | null {
  for (const most of [64, 512, 4_096, 32_768]) {
    let from = segments.length;
    let rows = 0;
    while (from > 0) {
      const size = segments[from - 1]?.size ?? LARGEST;
      if (size >= most || rows + size > LARGEST) break;
      from -= 1;
      rows += size;
    }
    if (segments.length - from >= FEW) return { from, to: segments.length };
  }
  return null;
}

const FEW = 8;
