/** The search index as it lies in the database: segments that are written once, one document that says which of them count, and a dictionary. */
import mongoose from 'mongoose';
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import { isDuplicateKey } from './connect.ts';

/** A stretch of the index: rows in the order of their entries, at most as many as two bytes count. */
export interface SegmentNote {
  id: string;
  size: number;
  /** ids of its first and last entry */
  from: EntryId;
  to: EntryId;
  /** rows that count no more */
  dead: number[];
}

/** One whole index, as far as it has got. */
export interface IndexTarget {
  /** oldest first */
  segments: SegmentNote[];
  /** entries up to this id are in it, whichever later ones are too */
  cursor: EntryId;
  /** entries read for it */
  scanned: number;
}

/** What is to leave the index: a conversation's entries; null: all of them. */
export interface ForgetOrder {
  conversationId: ConversationId;
  seqs: number[] | null;
}

/** Which segments count. Whoever writes raises `rev`, and writes only over the one they have read. */
export interface IndexState {
  rev: number;
  format: number;
  live: IndexTarget;
  /** a new one that takes the place of `live` when it is complete */
  building: (IndexTarget & { total: number; begunAt: number }) | null;
  builtAt: number | null;
  forgetting: ForgetOrder[];
}

/** Where entries of a segment are from; as columns, of a fixed number of rows. */
export interface Chunk {
  /** of the entry that put the row where it stands */
  ids: EntryId[];
  conversations: ConversationId[];
  /** numbers into `conversations`: where the entry stands, and where it is read */
  home: Uint8Array;
  place: Uint8Array;
  /** 4 bytes each, and 8 */
  seqs: Uint8Array;
  ats: Uint8Array;
  who: Uint8Array;
}

export interface SearchIndexStore {
  state(): Promise<IndexState | null>;
  /** Nothing when there is one. */
  begin(state: IndexState): Promise<void>;
  /** False when somebody else wrote since it was read. */
  swap(state: IndexState): Promise<boolean>;
  /** Durable, whatever is under way. */
  order(orders: readonly ForgetOrder[]): Promise<void>;
  /** From now on it is found by `segmentIds`, so that one that was not completed is cleaned up. */
  claimSegment(id: string): Promise<void>;
  putBlocks(id: string, from: number, blocks: readonly Uint8Array[]): Promise<void>;
  putChunks(id: string, from: number, chunks: readonly Chunk[]): Promise<void>;
  /** The first term of each block. */
  setFirsts(id: string, firsts: readonly string[]): Promise<void>;
  firsts(ids: readonly string[]): Promise<Map<string, string[]>>;
  /** By segment and number; those that are gone are left out. */
  blocks(keys: readonly string[]): Promise<Map<string, Uint8Array>>;
  chunks(keys: readonly string[]): Promise<Map<string, Chunk>>;
  setPlaces(key: string, places: Pick<Chunk, 'conversations' | 'home' | 'place'>): Promise<void>;
  segmentIds(): Promise<string[]>;
  dropSegment(id: string): Promise<void>;
  addWords(words: readonly { word: string; near: readonly string[] }[]): Promise<void>;
  knownWords(words: readonly string[]): Promise<Set<string>>;
  /** Words that have one of these variants. */
  wordsNear(variants: readonly string[], limit: number): Promise<string[]>;
  dropWords(words: readonly string[]): Promise<void>;
  dropAllWords(): Promise<void>;
}

export const partKey = (segmentId: string, number: number): string => `${segmentId}.${number}`;

type Raw = Uint8Array | mongoose.mongo.Binary;
type ChunkRow = { _id: string; ids: EntryId[]; conversations: ConversationId[] } & Record<
  'home' | 'place' | 'seqs' | 'ats' | 'who',
  Raw
>;

const STATE = 'index';
const AT_ONCE = 500;
const bareSchema = () =>
  new mongoose.Schema(
    { _id: { type: String, required: true } },
    { strict: false, versionKey: false, autoIndex: false, autoCreate: false },
  );

export function createSearchIndexStore(connection: mongoose.Connection): SearchIndexStore {
  const define = <T extends { _id: string }>(model: string, collection: string, schema: mongoose.Schema) =>
    connection.model(model, schema, collection).collection as unknown as mongoose.mongo.Collection<T>;
  const words = bareSchema();
  words.index({ near: 1 });
  const states = define<IndexState & { _id: string }>('SearchState', 'search_state', bareSchema());
  const segments = define<{ _id: string; firsts: string[] }>('SearchSegment', 'search_segments', bareSchema());
  const blockRows = define<{ _id: string; bytes: Raw }>('SearchBlock', 'search_blocks', bareSchema());
  const chunkRows = define<ChunkRow>('SearchChunk', 'search_chunks', bareSchema());
  const wordRows = define<{ _id: string; near: string[] }>('SearchWord', 'search_words', words);

  async function readMany<T extends { _id: string }>(
    collection: mongoose.mongo.Collection<T>,
    ids: readonly string[],
  ): Promise<mongoose.mongo.WithId<T>[]> {
    const read = async (some: readonly string[]) =>
      collection.find({ _id: { $in: [...some] } } as unknown as mongoose.mongo.Filter<T>).toArray();
    return (await Promise.all(inPieces(ids).map(read))).flat();
  }

  const partsOf = (id: string) => ({ _id: { $gte: `${id}.`, $lt: `${id}/` } });

  return {
    async state() {
      const found = await states.findOne({ _id: STATE });
      if (found === null) return null;
      const { _id, ...state } = found;
      return state;
    },
    async begin(state) {
      try {
        await states.insertOne({ _id: STATE, ...state });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    async swap({ rev, ...state }) {
      const answer = await states.replaceOne({ _id: STATE, rev }, { ...state, rev: rev + 1 });
      return answer.matchedCount === 1;
    },
    async order(orders) {
      await states.updateOne({ _id: STATE }, { $push: { forgetting: { $each: [...orders] } }, $inc: { rev: 1 } });
    },
    async claimSegment(id) {
      await segments.insertOne({ _id: id, firsts: [] });
    },
    async putBlocks(id, from, blocks) {
      if (blocks.length === 0) return;
      await blockRows.insertMany(blocks.map((bytes, at) => ({ _id: partKey(id, from + at), bytes: binary(bytes) })));
    },
    async putChunks(id, from, chunks) {
      const rows = chunks.map(
        ({ ids, conversations, home, place, seqs, ats, who }, at): ChunkRow => ({
          ...{ _id: partKey(id, from + at), ids, conversations, home: binary(home), place: binary(place) },
          ...{ seqs: binary(seqs), ats: binary(ats), who: binary(who) },
        }),
      );
      for (const some of inPieces(rows, 100)) await chunkRows.insertMany([...some]);
    },
    async setFirsts(id, firsts) {
      await segments.updateOne({ _id: id }, { $set: { firsts: [...firsts] } });
    },
    async firsts(ids) {
      return new Map((await readMany(segments, ids)).map(({ _id, firsts }) => [_id, firsts]));
    },
    async blocks(keys) {
      return new Map((await readMany(blockRows, keys)).map(({ _id, bytes }) => [_id, bytesOf(bytes)]));
    },
    async chunks(keys) {
      const rows = await readMany(chunkRows, keys);
      return new Map(
        rows.map(({ _id, ids, conversations, home, place, seqs, ats, who }) => [
          _id,
          {
            ...{ ids, conversations, home: bytesOf(home), place: bytesOf(place) },
            ...{ seqs: bytesOf(seqs), ats: bytesOf(ats), who: bytesOf(who) },
          },
        ]),
      );
    },
    async setPlaces(key, { conversations, home, place }) {
      await chunkRows.updateOne({ _id: key }, { $set: { conversations, home: binary(home), place: binary(place) } });
    },
    async segmentIds() {
      return (await segments.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id);
    },
    async dropSegment(id) {
      await blockRows.deleteMany(partsOf(id));
      await chunkRows.deleteMany(partsOf(id));
      await segments.deleteOne({ _id: id });
    },
    async addWords(given) {
      for (const some of inPieces(given)) {
        try {
          const rows = some.map(({ word, near }) => ({ _id: word, near: [...near] }));
          await wordRows.insertMany(rows, { ordered: false });
        } catch (error) {
          // Another node knew some of them already.
          if (!isDuplicateKey(error)) throw error;
        }
      }
    },
    async knownWords(given) {
      const read = (some: readonly string[]) =>
        wordRows.find({ _id: { $in: [...some] } }, { projection: { _id: 1 } }).toArray();
      return new Set((await Promise.all(inPieces(given).map(read))).flat().map(({ _id }) => _id));
    },
    async wordsNear(variants, limit) {
      const found = wordRows.find({ near: { $in: [...variants] } }, { projection: { _id: 1 } });
      return (await found.limit(limit).toArray()).map(({ _id }) => _id);
    },
    async dropWords(given) {
      for (const some of inPieces(given)) await wordRows.deleteMany({ _id: { $in: [...some] } });
    },
    async dropAllWords() {
      await wordRows.deleteMany({});
    },
  };
}

function inPieces<T>(all: readonly T[], size = AT_ONCE): (readonly T[])[] {
  const pieces: (readonly T[])[] = [];
  for (let at = 0; at < all.length; at += size) pieces.push(all.slice(at, at + size));
  return pieces;
}

const binary = (bytes: Uint8Array): mongoose.mongo.Binary => new mongoose.mongo.Binary(bytes);

function bytesOf(raw: Raw): Uint8Array {
  return raw instanceof Uint8Array ? raw : raw.buffer.subarray(0, raw.position);
}
