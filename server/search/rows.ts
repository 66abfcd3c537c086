/** Rows: what the index knows of each entry besides its words, kept as columns of small chunks. Pure. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import type { Chunk } from '../store/search-index.ts';

/** Who wrote it, so that most of what is not asked for is passed over without being read; or what a machine heard: new ones stand last. */
export const writers = ['customer', 'agent', 'system', 'note', 'voicemail', 'call'] as const;
export type Writer = (typeof writers)[number];

export interface Row {
  /** of the entry that put it here: the entry itself, or the newest change of a note */
  id: EntryId;
  /** where it stands, and where it is read */
  home: ConversationId;
  place: ConversationId;
  seq: number;
  /** ms since 1970 */
  at: number;
  who: Writer;
}

export const CHUNK_ROWS = 128;

export function toChunks(rows: readonly Row[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) chunks.push(toChunk(rows.slice(at, at + CHUNK_ROWS)));
  return chunks;
}

function toChunk(rows: readonly Row[]): Chunk {
  const conversations = [...new Set(rows.flatMap(({ home, place }) => [home, place]))];
  const numbers = new Map(conversations.map((id, at) => [id, at]));
  const numberOf = (id: ConversationId): number => numbers.get(id) ?? 0;
  return {
    ids: rows.map(({ id }) => id),
    conversations,
    home: wide(rows.map(({ home }) => numberOf(home))),
    place: wide(rows.map(({ place }) => numberOf(place))),
    seqs: new Uint8Array(Uint32Array.from(rows, ({ seq }) => seq).buffer),
    ats: new Uint8Array(Float64Array.from(rows, ({ at }) => at).buffer),
    who: Uint8Array.from(rows, ({ who }) => writers.indexOf(who)),
  };
}

export function fromChunk({ ids, conversations, home, place, seqs, ats, who }: Chunk): Row[] {
  const views = [home, place, seqs, ats].map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const [homes, places, seqView, atView] = views as [DataView, DataView, DataView, DataView];
  return ids.map((id, row) => ({
    id,
    home: conversations[homes.getUint16(2 * row, true)] as ConversationId,
    place: conversations[places.getUint16(2 * row, true)] as ConversationId,
    seq: seqView.getUint32(4 * row, true),
    at: atView.getFloat64(8 * row, true),
    who: writers[who[row] ?? 0] ?? 'customer',
  }));
}

/** The columns that change when rows are read elsewhere. */
export function placesOf(rows: readonly Row[]): Pick<Chunk, 'conversations' | 'place' | 'home'> {
  const { conversations, place, home } = toChunk(rows);
  return { conversations, place, home };
}

const wide = (numbers: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(numbers).buffer);
