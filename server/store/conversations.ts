/** The conversations' collection: one document each, changed by single atomic updates. */
import mongoose from 'mongoose';
import type { ConversationId, CustomerId, IdentityId, InboxId } from '../../shared/model/ids.ts';
import { type Derived, type DerivedStep, derivedOf, previewOf } from '../timeline/derive.ts';
import type { HistoryLog } from '../timeline/history.ts';
import type { Audience, Conversation, Marked, MarkName } from '../timeline/model.ts';
import type { ConversationChange } from '../timeline/timeline.ts';
import { createBatch } from './batch.ts';
import { isDuplicateKey, runWrite } from './connect.ts';
import { type ConversationDocument, keysOfCustomer, toConversation } from './conversations-document.ts';
import { type ConversationLists, createConversationLists, tagOrder } from './conversations-lists.ts';
import { type ConversationSearch, createConversationSearch } from './conversations-search.ts';
import { nextOf } from './counters.ts';

export interface ConversationStore extends ConversationLists, ConversationSearch {
  /** False when its key stands already. */
  insert(conversation: Conversation): Promise<boolean>;
  /** Of a restore or a generator: none of them may be there. @throws when one is */
  insertMany(conversations: readonly Conversation[]): Promise<void>;
  findByKey(key: string): Promise<Conversation | null>;
  /** A number no conversation has; one that is not used leaves a gap. */
  nextNumber(): Promise<number>;
  findMany(ids: readonly ConversationId[]): Promise<Conversation[]>;
  /** Stores what follows from entries; what newer entries already did stays. */
  derive(steps: readonly DerivedStep[]): Promise<void>;
  derived(ids: readonly ConversationId[]): Promise<(Derived & { id: ConversationId; previewSeq: number })[]>;
  /** Raises `rev`; answers the state before, or null when there is none, its work mirror is newer, or its `rev` is not the expected one. */
  change(id: ConversationId, change: ConversationChange, expectedRev?: number): Promise<Conversation | null>;
  /** Raises `rev`; answers the state before, or null when the mark stood there or further. */
  advanceMark(id: ConversationId, name: MarkName, mark: Marked): Promise<Conversation | null>;
  heads(
    ids: readonly ConversationId[],
  ): Promise<{ id: ConversationId; heads: Record<Audience, number>; rev: number }[]>;
  ofIdentities(ids: readonly IdentityId[], inboxId: InboxId, limit: number): Promise<Conversation[]>;
  /** In any inbox, newest first by (lastAt, id). */
  ofCustomer(
    ids: readonly IdentityId[],
    limit: number,
    cursor?: string,
  ): Promise<{ conversations: Conversation[]; next: string | null }>;
  /** As much of each as their history is read by; of very many the newest. */
  logsOf(ids: readonly IdentityId[]): Promise<HistoryLog[]>;
  /** Those that still show somebody else, other attributes, or another name; null: each under its own. */
  shownOtherwise(
    ids: readonly IdentityId[],
    customerId: CustomerId,
    name: string | null,
    traits: readonly string[],
    limit: number,
  ): Promise<Pick<Conversation, 'id' | 'identityId'>[]>;
  /** Open ones in which a customer wrote and that have no open work, by the mirror. */
  withoutWork(limit: number): Promise<Conversation[]>;
}

const schema = new mongoose.Schema(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    identityId: { type: String, required: true },
    queueId: { type: String, required: true },
    status: { type: String, required: true },
    lastAt: { type: Number, required: true },
  },
  { strict: false, versionKey: false, collection: 'conversations' },
);
schema.index({ key: 1 }, { unique: true });
schema.index({ identityId: 1 });
schema.index({ number: 1 }, { unique: true, partialFilterExpression: { number: { $gt: 0 } } });
// Every message moves `lastAt`, so it stands only in the two indexes that long lists are paged by.
schema.index({ status: 1, lastAt: -1, _id: -1 });
schema.index({ queueId: 1, status: 1, lastAt: -1, _id: -1 });
// Few carry a tag, so they alone are in this one.
schema.index(tagOrder, { partialFilterExpression: { tagIds: { $gt: '' } } });
schema.index({ 'work.ownerId': 1, status: 1, queueId: 1 });
schema.index({ status: 1, 'work.state': 1, queueId: 1, 'work.enqueuedAt': 1, _id: 1 });
schema.index({ status: 1, priority: 1, 'work.enqueuedAt': 1, _id: 1 });
schema.index({ queueId: 1, status: 1, priority: 1, 'work.enqueuedAt': 1, _id: 1 });
schema.index({ guestIds: 1, status: 1 });
const isSnoozed = { partialFilterExpression: { 'snooze.until': { $gt: 0 } } };
schema.index({ 'snooze.until': 1, _id: 1 }, isSnoozed);
schema.index({ queueId: 1, 'snooze.until': 1, _id: 1 }, isSnoozed);
// Few conversations wait for an answer, whatever their number is.
const isDue = { partialFilterExpression: { 'replyDue.at': { $gt: 0 } } };
schema.index({ 'replyDue.at': 1, _id: 1 }, isDue);
schema.index({ queueId: 1, 'replyDue.at': 1, _id: 1 }, isDue);
schema.index({ queueId: 1, searchKeys: 1 });
schema.index({ searchKeys: 1 });
schema.index({ alike: 1, status: 1 }, { partialFilterExpression: { alike: { $gt: '' } } });

type OwnKey = `${string} ${string}`;
const ownKey = (inboxId: InboxId, identityId: IdentityId): OwnKey => `${inboxId} ${identityId}`;
/** Few visitors have more conversations; where they do, each is asked for by themselves. */
const OWN_EACH = 20;
/** Conversations of one customer whose history is read; nobody has written more. */
const HISTORY_LOGS = 10_000;

export function createConversationStore(connection: mongoose.Connection): ConversationStore {
  const conversations = connection.model('Conversation', schema)
    .collection as unknown as mongoose.mongo.Collection<ConversationDocument>;

  async function update(updates: object[]): Promise<number> {
    const { matched, errors } = await runWrite(connection, { update: 'conversations', updates, ordered: false });
    if (errors[0] !== undefined) throw new Error(`What follows from an entry was refused: ${errors[0].errmsg}`);
    return matched;
  }

  /** One identity's conversations in one inbox, newest first; null when those who ask together have very many. */
  const own = createBatch(async (keys: readonly OwnKey[]): Promise<Map<OwnKey, Conversation[] | null>> => {
    const inboxes = new Map<string, string[]>();
    for (const key of keys) {
      const [inboxId = '', identityId = ''] = key.split(' ');
      const together = inboxes.get(inboxId);
      if (together) together.push(identityId);
      else inboxes.set(inboxId, [identityId]);
    }
    const answers = new Map<OwnKey, Conversation[] | null>(keys.map((key) => [key, []]));
    for (const [inboxId, identityIds] of inboxes) {
      const most = identityIds.length * OWN_EACH;
      const filter = { identityId: { $in: identityIds as IdentityId[] }, inboxId: inboxId as InboxId };
      const found = await conversations
        .find(filter)
        .limit(most + 1)
        .toArray();
      if (found.length > most)
        for (const id of identityIds) answers.set(ownKey(inboxId as InboxId, id as IdentityId), null);
      else for (const one of found) answers.get(ownKey(one.inboxId, one.identityId))?.push(toConversation(one));
    }
    for (const list of answers.values()) list?.sort((a, b) => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1));
    return answers;
  });

  return {
    ...createConversationLists(conversations),
    ...createConversationSearch(conversations),
    async insert({ id, ...rest }) {
      try {
        await conversations.insertOne({ _id: id, ...rest, previewSeq: 0, searchKeys: keysOfCustomer(rest.customer) });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async insertMany(many) {
      await conversations.insertMany(
        many.map(({ id, ...rest }) => ({ _id: id, ...rest, previewSeq: 0, searchKeys: keysOfCustomer(rest.customer) })),
      );
    },
    async findByKey(key) {
      const found = await conversations.findOne({ key });
      return found && toConversation(found);
    },
    nextNumber: () => nextOf(connection, 'conversation'),
    async findMany(ids) {
      return (await conversations.find({ _id: { $in: [...ids] } }).toArray()).map(toConversation);
    },
    async derive(steps) {
      const [plain, mixed] = [steps.filter(isPlain), steps.filter((step) => !isPlain(step))];
      const matched = plain.length === 0 ? 0 : await update(plain.map(toUpdate));
      // Another node was there first with some of them: what it left out is filled in field by field.
      const careful = matched < plain.length ? steps : mixed;
      if (careful.length > 0) await update(careful.flatMap(toCarefulUpdates));
    },
    async derived(ids) {
      const projection = { heads: 1, tally: 1, replyDue: 1, lastAt: 1, previewSeq: 1 };
      const found = await conversations.find({ _id: { $in: [...ids] } }, { projection }).toArray();
      return found.map(({ _id, heads, tally, replyDue = null, lastAt, previewSeq }) => ({
        ...{ id: _id, heads, tally, replyDue, lastAt, previewSeq },
      }));
    },
    async change(id, change, expectedRev) {
      const expected = expectedRev === undefined ? null : { rev: expectedRev };
      const before = await conversations.findOneAndUpdate(
        { _id: id, ...expected, ...(change.work ? workNotNewerThan(change.work) : null) },
        {
          $set: { ...change, ...(change.customer && { searchKeys: keysOfCustomer(change.customer) }) },
          $inc: { rev: 1 },
        },
        { returnDocument: 'before' },
      );
      return before && toConversation(before);
    },
    async advanceMark(id, name, mark) {
      const before = await conversations.findOneAndUpdate(
        { _id: id, [`marks.${name}.seq`]: { $lt: mark.seq } },
        { $set: { [`marks.${name}`]: mark }, $inc: { rev: 1 } },
        { returnDocument: 'before' },
      );
      return before && toConversation(before);
    },
    async heads(ids) {
      const projection = { heads: 1, rev: 1 };
      const found = await conversations.find({ _id: { $in: [...ids] } }, { projection }).toArray();
      return found.map(({ _id, heads, rev }) => ({ id: _id, heads, rev }));
    },
    async ofIdentities(ids, inboxId, limit) {
      const [only] = ids;
      const known = only !== undefined && ids.length === 1 ? await own(ownKey(inboxId, only)) : null;
      if (known) return known.slice(0, limit);
      const filter = { identityId: { $in: [...ids] }, inboxId };
      const found = await conversations.find(filter).sort({ lastAt: -1, _id: -1 }).limit(limit).toArray();
      return found.map(toConversation);
    },
    async ofCustomer(ids, limit, cursor) {
      const [at = '', after = ''] = (cursor ?? '').split('.');
      const lastAt = Number(at);
      const place =
        after === '' || !Number.isSafeInteger(lastAt)
          ? null
          : { $or: [{ lastAt: { $lt: lastAt } }, { lastAt, _id: { $lt: after as ConversationId } }] };
      const filter = { identityId: { $in: [...ids] }, ...place };
      const found = await conversations
        .find(filter)
        .sort({ lastAt: -1, _id: -1 })
        .limit(limit + 1)
        .toArray();
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = last !== undefined && found.length > limit ? `${last.lastAt}.${last._id}` : null;
      return { conversations: page.map(toConversation), next };
    },
    async logsOf(ids) {
      const projection = {
        ...{ identityId: 1, inboxId: 1, channel: 1, queueId: 1, work: 1, guestIds: 1, createdAt: 1, lastAt: 1 },
      };
      const found = await conversations
        .find({ identityId: { $in: [...ids] } }, { projection })
        .sort({ lastAt: -1, _id: -1 })
        .limit(HISTORY_LOGS)
        .toArray();
      return found.map(({ _id: id, identityId, inboxId, channel, queueId, work, guestIds, createdAt, lastAt }) => ({
        ...{ id, identityId, inboxId, channel, queueId, work, guestIds, createdAt, lastAt },
      }));
    },
    async shownOtherwise(ids, customerId, name, traits, limit) {
      const wrong = name === null ? { 'customer.ownName': { $exists: true } } : { 'customer.name': { $ne: name } };
      const others =
        traits.length === 0 ? { 'customer.traits': { $exists: true } } : { 'customer.traits': { $ne: [...traits] } };
      const filter = { identityId: { $in: [...ids] }, $or: [{ 'customer.id': { $ne: customerId } }, wrong, others] };
      // Open ones first: they are in front of somebody.
      const found = await conversations
        .find(filter as never, { projection: { status: 1, identityId: 1 } })
        .sort({ status: -1, lastAt: -1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, identityId }) => ({ id: _id, identityId }));
    },
    async withoutWork(limit) {
      const filter = {
        status: 'open' as const,
        'work.state': { $in: [null, 'closed' as const] },
        'tally.customer': { $gt: 0 },
      };
      return (await conversations.find(filter).limit(limit).toArray()).map(toConversation);
    },
  };
}

/** A newer work item has a greater id; the same one's mirror moves by its version. */
function workNotNewerThan(work: NonNullable<Conversation['work']>): object {
  return {
    $or: [
      { work: null },
      { 'work.id': { $lt: work.id } },
      { 'work.id': work.id, 'work.version': { $lte: work.version } },
    ],
  };
}

/** Its newest entry decides the preview too; otherwise another node's message may lie between the two. */
function isPlain({ newest, message }: DerivedStep): boolean {
  return message === null || message === newest;
}

/** Everything at once, when nothing newer stands there: the usual case, and the cheapest update. */
function toUpdate({ newest, message }: DerivedStep): object {
  const preview = message && { preview: previewOf(message), previewSeq: message.seq };
  return {
    q: { _id: newest.conversationId, 'heads.agent': { $lt: newest.seq } },
    u: { $set: { ...derivedOf(newest), ...preview } },
  };
}

/** What newer entries did stays; a message's preview is put in even when a newer entry that is no message came first. */
function toCarefulUpdates({ newest, message }: DerivedStep): object[] {
  const { heads, tally, replyDue, lastAt } = derivedOf(newest);
  const $max = {
    'heads.agent': heads.agent,
    'heads.visitor': heads.visitor,
    'tally.customer': tally.customer,
    'tally.agent': tally.agent,
    ...(tally.files && { 'tally.files': tally.files }),
    lastAt,
  };
  const id = newest.conversationId;
  const state = { q: { _id: id }, u: { $max } };
  const due = { q: { _id: id, 'heads.agent': newest.seq }, u: { $set: { replyDue } } };
  if (message === null) return [state, due];
  const $set = { preview: previewOf(message), previewSeq: message.seq };
  return [state, due, { q: { _id: id, previewSeq: { $lt: message.seq } }, u: { $set } }];
}
