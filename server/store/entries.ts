/** The entries' collection: written once, read by page. */
import mongoose from 'mongoose';
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import type { PlacedPart } from '../../shared/model/placement.ts';
import type { Audience, Entry } from '../timeline/model.ts';
import { visitorCallParts, visitorEventTypes } from '../timeline/visible.ts';
import { DUPLICATE_KEY, runWrite, toDomain } from './connect.ts';
import { type CheckpointStore, createCheckpointStore } from './entries-checkpoints.ts';

export interface EntryStore extends CheckpointStore {
  /** Stores each that can be, at most one per conversation in a call; answers which of them a unique index refused. */
  insert(entries: readonly Entry[]): Promise<{ isDuplicate: boolean }[]>;
  findByKeys(keys: readonly string[]): Promise<Entry[]>;
  findMany(ids: readonly EntryId[]): Promise<Entry[]>;
  last(id: ConversationId): Promise<Entry | null>;
  /** The newest entry with a seq of at most `seq`. */
  atOrBefore(id: ConversationId, seq: number): Promise<Entry | null>;
  /** Up to `limit` entries after `seq`, oldest first. */
  after(id: ConversationId, audience: Audience, seq: number, limit: number): Promise<Entry[]>;
  /** The newest `limit` entries before `seq`, oldest first. */
  before(id: ConversationId, audience: Audience, seq: number, limit: number): Promise<Entry[]>;
  /** The entries that changed one of these notes, oldest first. */
  noteChanges(id: ConversationId, noteSeqs: readonly number[]): Promise<Entry[]>;
  /** Messages and notes in these stretches of a log: the newest `limit`, oldest first. */
  inRanges(id: ConversationId, ranges: PlacedPart['ranges'], limit: number): Promise<Entry[]>;
  countInRanges(id: ConversationId, ranges: PlacedPart['ranges']): Promise<number>;
  /** Letters that answer the one with this id, oldest first. */
  answering(externalId: string, limit: number): Promise<Entry[]>;
  /** The entries that stand at these places, in no order. */
  atPlaces(places: readonly Pick<Entry, 'conversationId' | 'seq'>[]): Promise<Entry[]>;
  /** About how many there are. */
  estimate(): Promise<number>;
  /** Entries of all conversations by id, for mending. */
  scan(after: EntryId, limit: number): Promise<Entry[]>;
}

type EntryDocument = Omit<Entry, 'id'> & { _id: EntryId };

const schema = new mongoose.Schema(
  {
    _id: { type: String, required: true },
    conversationId: { type: String, required: true },
    seq: { type: Number, required: true },
    key: { type: String, required: true },
  },
  { strict: false, versionKey: false, collection: 'entries' },
);
schema.index({ conversationId: 1, seq: 1 }, { unique: true });
schema.index({ key: 1 }, { unique: true });
schema.index(
  { conversationId: 1, 'body.event.noteSeq': 1 },
  { partialFilterExpression: { 'body.event.noteSeq': { $gt: 0 } } },
);
schema.index({ answers: 1 }, { partialFilterExpression: { answers: { $gt: '' } } });

const PLACES_AT_ONCE = 100;
/** Of long stretches: whoever writes meanwhile waits while so many are taken in. */
const READ_AT_ONCE = 150;
/** Written by somebody, and so to be moved; what happened in a conversation stays there. */
const movable = { 'body.kind': { $in: ['message' as const, 'note' as const] } };
const within = (id: ConversationId, ranges: PlacedPart['ranges']) => ({
  conversationId: id,
  $or: ranges.map(([$gte, $lte]) => ({ seq: { $gte, $lte } })),
  ...movable,
});

const visibleTo: Record<Audience, object> = {
  agent: {},
  visitor: {
    $or: [
      { 'body.kind': 'message', 'body.letter.received': { $exists: false } },
      { 'body.kind': 'message', 'body.letter.received.own': true },
      { 'body.event.type': { $in: visitorEventTypes } },
      { 'body.event.type': 'call', 'body.event.told.what': { $in: visitorCallParts } },
    ],
  },
};

export function createEntryStore(connection: mongoose.Connection): EntryStore {
  const entries = connection.model('Entry', schema).collection as unknown as mongoose.mongo.Collection<EntryDocument>;
  const toEntry = (document: EntryDocument): Entry => toDomain<Entry>(document);

  return {
    ...createCheckpointStore(connection),
    async insert(batch) {
      const documents = batch.map(({ id, ...rest }) => ({ _id: id, ...rest }));
      const { errors } = await runWrite(connection, { insert: 'entries', documents, ordered: false });
      const answers = batch.map(() => ({ isDuplicate: false }));
      for (const error of errors) {
        if (error.code !== DUPLICATE_KEY) throw new Error(`An entry was refused: ${error.errmsg}`);
        answers[error.index] = { isDuplicate: true };
      }
      return answers;
    },
    async findByKeys(keys) {
      return (await entries.find({ key: { $in: [...keys] } }).toArray()).map(toEntry);
    },
    async findMany(ids) {
      if (ids.length === 0) return [];
      return (await entries.find({ _id: { $in: [...ids] } }).toArray()).map(toEntry);
    },
    async last(id) {
      const found = await entries.findOne({ conversationId: id }, { sort: { seq: -1 } });
      return found && toEntry(found);
    },
    async atOrBefore(id, seq) {
      const found = await entries.findOne({ conversationId: id, seq: { $lte: seq } }, { sort: { seq: -1 } });
      return found && toEntry(found);
    },
    async after(id, audience, seq, limit) {
      const filter = { conversationId: id, seq: { $gt: seq }, ...visibleTo[audience] };
      return (await entries.find(filter).sort({ seq: 1 }).limit(limit).toArray()).map(toEntry);
    },
    async before(id, audience, seq, limit) {
      const filter = { conversationId: id, seq: { $lt: seq }, ...visibleTo[audience] };
      const found = await entries.find(filter).sort({ seq: -1 }).limit(limit).toArray();
      return found.reverse().map(toEntry);
    },
    async noteChanges(id, noteSeqs) {
      // Greater than 0 says nothing new, but lets the partial index be used.
      const filter = { conversationId: id, 'body.event.noteSeq': { $in: [...noteSeqs], $gt: 0 } };
      return (await entries.find(filter).sort({ seq: 1 }).toArray()).map(toEntry);
    },
    async inRanges(id, ranges, limit) {
      if (ranges.length === 0) return [];
      const found = await entries.find(within(id, ranges)).sort({ seq: -1 }).limit(limit).toArray();
      return found.reverse().map(toEntry);
    },
    countInRanges: async (id, ranges) => (ranges.length === 0 ? 0 : entries.countDocuments(within(id, ranges))),
    async answering(externalId, limit) {
      return (await entries.find({ answers: externalId }).sort({ _id: 1 }).limit(limit).toArray()).map(toEntry);
    },
    async atPlaces(places) {
      const found: Entry[] = [];
      for (let at = 0; at < places.length; at += PLACES_AT_ONCE) {
        const $or = places.slice(at, at + PLACES_AT_ONCE).map(({ conversationId, seq }) => ({ conversationId, seq }));
        found.push(...(await entries.find({ $or }).toArray()).map(toEntry));
      }
      return found;
    },
    estimate: () => entries.estimatedDocumentCount(),
    async scan(after, limit) {
      return (
        await entries
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(limit)
          .batchSize(READ_AT_ONCE)
          .toArray()
      ).map(toEntry);
    },
  };
}
