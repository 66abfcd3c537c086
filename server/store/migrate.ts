/** Brings the database to the shape this program works with: indexes, and a version that older programs refuse. */
import type mongoose from 'mongoose';
import { searchKeysOfAddress } from '../../shared/search-text.ts';
import { keysOf } from '../catalogue/names.ts';
import { systemClock } from '../lib/clock.ts';
import { createIds } from '../lib/ids.ts';
import { type ConversationDocument, keysOfCustomer } from './conversations-document.ts';
import { nextOf } from './counters.ts';

/** Raised when stored documents change their meaning; each raise comes with a step below. */
export const SCHEMA_VERSION = 11;

interface SchemaDocument {
  _id: string;
  version: number;
}

/** `steps[n]` brings version n + 1 to n + 2; each can be repeated after a crash in its middle. */
const steps: readonly ((connection: mongoose.Connection) => Promise<void>)[] = [
  giveNumbers,
  giveSearchKeys,
  tellHowWorkStands,
  giveAddressKeys,
  allowCalls,
  prepareMatches,
  hideTranscripts,
  moveViews,
  settleCustomers,
  countFiles,
];

/** 1 → 2: conversations have a number, a priority, tags and an outcome. */
async function giveNumbers(connection: mongoose.Connection): Promise<void> {
  const conversations = connection.collection<{ _id: string }>('conversations');
  const state = { priority: 'normal', tagIds: [], snooze: null, outcome: null, help: null, guestIds: [] };
  const unnumbered = conversations.find({ number: { $exists: false } }, { projection: { _id: 1 }, sort: { _id: 1 } });
  for await (const { _id } of unnumbered) {
    await conversations.updateOne({ _id }, { $set: { ...state, number: await nextOf(connection, 'conversation') } });
  }
}

/** 2 → 3: conversations are found by their customers' names; lists are paged by other indexes. */
async function giveSearchKeys(connection: mongoose.Connection): Promise<void> {
  type Named = Pick<ConversationDocument, '_id' | 'customer'>;
  const conversations = connection.collection<Named & { searchKeys: string[] }>('conversations');
  const without = conversations.find({ searchKeys: { $exists: false } }, { projection: { customer: 1 } });
  for await (const { _id, customer } of without) {
    await conversations.updateOne({ _id }, { $set: { searchKeys: keysOfCustomer(customer) } });
  }
  const old = ['lastAt_-1__id_-1', 'queueId_1_lastAt_-1__id_-1', 'status_1_work.state_1_queueId_1'];
  const there = (await conversations.indexes()).map(({ name }) => name);
  for (const name of old) if (there.includes(name)) await conversations.dropIndex(name);
}

/**
 * 3 → 4: the floor counts whatever is open. It reads how an item stood after each of its steps, which the first programs did not write: an item
 * that has not moved since would be in no number. Its last step is told how the item stands now; where it has only ever waited, its first one
 * too, so that its wait is counted from when it came. Said to have moved now, it is counted next.
 */
async function tellHowWorkStands(connection: mongoose.Connection): Promise<void> {
  interface OldStep {
    what: string;
    version: number;
    at: number;
    after?: object;
  }
  interface OldWork {
    _id: string;
    version: number;
    since: number;
    state: string;
    queueId: string;
    ownerId: string | null;
    history?: OldStep[];
    movedAt?: number;
  }
  const items = connection.collection<OldWork>('work_items');
  for await (const { _id, version, since, state, queueId, ownerId, history = [], movedAt } of items.find({
    open: true,
  })) {
    const last = history.at(-1);
    if (last?.after && movedAt !== undefined) continue;
    const after = { state, queueId, ownerId };
    const hasOnlyWaited = ownerId === null && !history.some(({ what }) => what === 'accept' || what === 'give');
    const steps: OldStep[] = last ? history : [{ what: 'enqueue', version, at: since }];
    const told = steps.map((step, at) => {
      if (step.after || (at < steps.length - 1 && !(at === 0 && hasOnlyWaited))) return step;
      return { ...step, after: at < steps.length - 1 ? { ...after, state: 'waiting' } : after };
    });
    // Whoever moves it meanwhile writes it whole, and with that all that is missing here.
    await items.updateOne({ _id, version }, { $set: { history: told, movedAt: Date.now() } });
  }
}

/** 4 → 5: customers are found by all their addresses. */
async function giveAddressKeys(connection: mongoose.Connection): Promise<void> {
  type Address = { _id: string; kind: string; value: string; searchKeys?: string[] };
  const identities = connection.collection<Address>('identities');
  for await (const { _id, kind, value } of identities.find({ searchKeys: { $exists: false } })) {
    await identities.updateOne({ _id }, { $set: { searchKeys: searchKeysOfAddress(kind, value) } });
  }
}

/** 5 → 6: calls have work of their own beside a conversation's, so one open item for each conversation is not all there may be. */
async function allowCalls(connection: mongoose.Connection): Promise<void> {
  const items = connection.collection('work_items');
  const old = (await items.indexes()).find(({ name }) => name === 'conversationId_1');
  if (old?.name) await items.dropIndex(old.name);
}

/** 6 → 7: customers are looked for by what they have in common; those of before are prepared in the background like new ones. */
async function prepareMatches(connection: mongoose.Connection): Promise<void> {
  await connection.collection('customers').updateMany({ matchKeys: { $exists: false } }, { $set: { toMatch: 1 } });
}

/** 7 → 8: what was said in recordings is no longer in conversations, where everybody reads it: it is written down again, as files. */
async function hideTranscripts(connection: mongoose.Connection): Promise<void> {
  interface Heard {
    _id: string;
    recordings: { fileId?: string; removedAt?: number; textId?: string; transcript?: object | null }[];
    log: { told: { what: string; text?: string } }[];
  }
  const calls = connection.collection<Heard>('calls');
  for await (const { _id, recordings, log } of calls.find({
    'log.told.what': 'transcribed',
    'log.told.text': { $exists: true },
  })) {
    const known = log.map((one) => {
      const { text, ...told } = one.told;
      return text === undefined || told.what !== 'transcribed' ? one : { ...one, told: { ...told, textId: null } };
    });
    const again = recordings.map((one) =>
      one.fileId && !one.removedAt && one.transcript === null && !one.textId
        ? { ...one, transcript: { tries: 0, dueAt: 0 } }
        : one,
    );
    await calls.updateOne(
      { _id },
      { $set: { log: known, recordings: again, dueAt: 0 }, $inc: { version: 1 } as never },
    );
  }
  await connection
    .collection('entries')
    .updateMany(
      { 'body.event.told.what': 'transcribed', 'body.event.told.text': { $exists: true } },
      { $unset: { 'body.event.told.text': '' }, $set: { 'body.event.told.textId': null } },
    );
}

/** 8 → 9: views that people keep are shared like macros, and lie beside those; conversations know their customers' attributes. */
async function moveViews(connection: mongoose.Connection): Promise<void> {
  type Kept = { name: string; view: string; sort: string; filter: object };
  const preferences = connection.collection<{ _id: string; views?: Kept[] }>('preferences');
  const catalogue = connection.collection<{ _id: string }>('catalogue');
  const ids = createIds(systemClock);
  for await (const { _id: ownerId, views = [] } of preferences.find({ 'views.0': { $exists: true } })) {
    const circles = [`user:${ownerId}`];
    for (const { name, view, sort, filter } of views) {
      const keys = keysOf('saved-view', circles, name);
      const value = { name, view, sort, filter, sharing: { kind: 'mine' }, ownerId };
      // Of two with one name the first is kept.
      await catalogue.updateOne(
        { keys } as never,
        { $setOnInsert: { _id: ids.next(), kind: 'saved-view', keys, circles, value } } as never,
        { upsert: true },
      );
    }
    await preferences.updateOne({ _id: ownerId }, { $unset: { views: true } });
  }
  // What lists may be narrowed down by comes to conversations in the background, as names do.
  const known = { attributes: { $exists: true, $ne: {} }, mergedInto: { $exists: false } };
  await connection.collection('customers').updateMany(known, { $set: { spreading: true } });
}

/** 9 → 10: who is like whom is kept, and who cannot be reached is archived: customers of before are looked at once, in the background. */
async function settleCustomers(connection: mongoose.Connection): Promise<void> {
  const known = { erasedAt: { $exists: false }, toMatch: { $exists: false } };
  await connection.collection('customers').updateMany(known, { $set: { toMatch: 1 } });
}

/** 10 → 11: conversations know whether messages came with files, and so does the newest entry of each, from which the next one counts on. */
async function countFiles(connection: mongoose.Connection): Promise<void> {
  type Said = { _id: string; conversationId: string; seq: number };
  const entries = connection.collection<Said>('entries');
  const withFiles = { 'body.kind': 'message', 'body.aside': { $ne: true }, 'body.files.0': { $exists: true } };
  const counts = new Map<string, number>();
  for await (const { conversationId } of entries.find(withFiles as never, { projection: { conversationId: 1 } })) {
    counts.set(conversationId, (counts.get(conversationId) ?? 0) + 1);
  }
  const conversations = connection.collection<{ _id: string }>('conversations');
  for (const [id, files] of counts) {
    const newest = await entries.findOne({ conversationId: id }, { sort: { seq: -1 }, projection: { _id: 1 } });
    if (newest) await entries.updateOne({ _id: newest._id }, { $max: { 'tally.files': files } } as never);
    await conversations.updateOne({ _id: id }, { $max: { 'tally.files': files } } as never);
  }
}

/** @throws with one clear line when the database was written by a newer program. */
export async function migrate(connection: mongoose.Connection, progress: (text: string) => void): Promise<void> {
  const meta = connection.collection<SchemaDocument>('meta');
  const found = await meta.findOne({ _id: 'schema' });
  const version = found?.version ?? SCHEMA_VERSION;
  if (version > SCHEMA_VERSION) {
    throw new Error(
      `The database has schema version ${version}, and this Parley knows versions up to ${SCHEMA_VERSION}: start the newer Parley that wrote it.`,
    );
  }
  const names = connection.modelNames();
  for (const [index, name] of names.entries()) {
    await connection.model(name).createIndexes();
    progress(
      `Indexes of ${connection.model(name).collection.collectionName} are ready (${index + 1} of ${names.length}).`,
    );
  }
  for (let from = version; from < SCHEMA_VERSION; from += 1) {
    progress(`Bringing the data from version ${from} to ${from + 1}.`);
    await steps[from - 1]?.(connection);
    await meta.updateOne({ _id: 'schema' }, { $max: { version: from + 1 } });
  }
  await meta.updateOne({ _id: 'schema' }, { $max: { version: SCHEMA_VERSION } }, { upsert: true });
}
