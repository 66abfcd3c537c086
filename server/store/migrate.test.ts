/** The schema's version, and databases of newer programs. */
import mongoose from 'mongoose';
import { searchKeysOfAddress } from '../../shared/search-text.ts';
import {
  draftConversation,
  draftEntry,
  openTestStore,
  startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import { measureWork } from '../floor/measure.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

it('can be repeated, tells each step, and leaves the indexes it promises', async () => {
  const told: string[] = [];
  await test.store.migrate((text) => told.push(text));
  expect(told.some((text) => text.includes('entries'))).toBe(true);
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const indexes = await connection.collection('entries').indexes();
  expect(indexes.filter(({ unique }) => unique).map(({ key }) => key)).toEqual([
    { conversationId: 1, seq: 1 },
    { key: 1 },
  ]);
  await connection.close();
});

it('refuses a database of a newer program in one line', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const meta = connection.collection<{ _id: string; version: number }>('meta');
  await meta.updateOne({ _id: 'schema' }, { $set: { version: 99 } });
  await expect(test.store.migrate(() => {})).rejects.toThrow(/^The database has schema version 99[^\n]*$/);
  await meta.updateOne({ _id: 'schema' }, { $set: { version: 1 } });
  await connection.close();
});

it('gives the conversations of an older database numbers and names to be found by, and goes on from there', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const conversations = connection.collection<{ _id: string; key: string; customer: { name: string } }>(
    'conversations',
  );
  await conversations.insertMany([
    { _id: 'old-1', key: 'k1', customer: { name: 'Eszter Kovács' } },
    { _id: 'old-2', key: 'k2', customer: { name: 'Li Na' } },
  ]);
  await connection
    .collection<{ _id: string }>('meta')
    .updateOne({ _id: 'schema' }, { $set: { version: 1 } }, { upsert: true });
  await test.store.migrate(() => {});
  const found = await conversations.find({ _id: { $in: ['old-1', 'old-2'] } }, { sort: { _id: 1 } }).toArray();
  expect(found).toMatchObject([
    { number: 1, priority: 'normal', tagIds: [], snooze: null, searchKeys: expect.arrayContaining(['eszter']) },
    { number: 2, priority: 'normal' },
  ]);
  expect(await test.store.conversations.nextNumber()).toBe(3);
  await conversations.deleteMany({ _id: { $in: ['old-1', 'old-2'] } });
  await connection.close();
});

it('tells of open work of an older program how it stands, so that the floor counts it', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const items = connection.collection<{ _id: string; open: boolean; movedAt?: number }>('work_items');
  const item = (id: string, over: object) => ({
    ...{ _id: id, open: true, conversationId: id, inboxId: 'i', queueId: 'q', live: true, rank: 1, version: 3 },
    ...{ since: 500, state: 'waiting', ownerId: null, dirty: false, ...over },
  });
  const step = (version: number, what: string) => ({ version, what, at: version * 100 });
  const served = { state: 'active', ownerId: 'maya', history: [step(1, 'enqueue'), step(2, 'accept'), step(3, 'see')] };
  const known = { history: [{ ...step(3, 'enqueue'), after: { state: 'waiting', queueId: 'q', ownerId: null } }] };
  await items.insertMany([
    item('waits', { history: [step(1, 'enqueue'), step(2, 'offer'), step(3, 'lapse')] }),
    item('served', served),
    item('bare', {}),
    item('known', { ...known, movedAt: 300 }),
  ] as never);
  await connection.collection<{ _id: string }>('meta').updateOne({ _id: 'schema' }, { $set: { version: 3 } });
  const before = Date.now();
  await test.store.migrate(() => {});
  const moved = (await test.store.floor.movedSince(before, null, 10)).map(({ id }) => id).sort();
  expect(moved).toEqual(['bare', 'served', 'waits']);
  const works = await test.store.floor.works(moved);
  const measures = works.flatMap((work) => measureWork(work, [], () => null));
  const told = measures.map(({ workItemId, kind, at, open }) => ({ workItemId, kind, at, open }));
  expect(told).toEqual([
    { workItemId: 'bare', kind: 'visit', at: 500, open: true },
    { workItemId: 'served', kind: 'stint', at: 300, open: true },
    { workItemId: 'waits', kind: 'visit', at: 100, open: true },
  ]);
  await items.deleteMany({ _id: { $in: ['waits', 'served', 'bare', 'known'] } });
  await connection.close();
});

it('lets customers of an older database be found by all their addresses', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const identities = connection.collection<{ _id: string; kind: string; value: string; searchKeys?: string[] }>(
    'identities',
  );
  const claims = [{ customerId: 'old-customer', proof: 'none', at: 1 }];
  await identities.insertMany([
    { _id: 'old-mail', kind: 'email', value: 'eszter.kovacs@posteo.example', claims },
    { _id: 'old-visitor', kind: 'visitor', value: 'old-visitor', claims },
    { _id: 'new-mail', kind: 'email', value: 'li@posteo.example', searchKeys: ['kept'], claims },
  ] as never);
  await connection.collection<{ _id: string }>('meta').updateOne({ _id: 'schema' }, { $set: { version: 4 } });
  await test.store.migrate(() => {});
  const found = await identities.find({ _id: { $in: ['old-mail', 'old-visitor', 'new-mail'] } }).toArray();
  const keys = new Map(found.map(({ _id, searchKeys }) => [_id, searchKeys]));
  expect(keys.get('old-mail')).toEqual(searchKeysOfAddress('email', 'eszter.kovacs@posteo.example'));
  expect(keys.get('old-mail')).toEqual(expect.arrayContaining(['eszter.kovacs@posteo.example']));
  expect(keys.get('old-visitor')).toEqual(searchKeysOfAddress('visitor', 'old-visitor'));
  expect(keys.get('new-mail')).toEqual(['kept']);
  await identities.deleteMany({ _id: { $in: ['old-mail', 'old-visitor', 'new-mail'] } });
  await connection.close();
});

it('takes what was said in recordings out of conversations, and has it written down again', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const calls = connection.collection<{ _id: string; version: number }>('calls');
  const entries = connection.collection<{ _id: string }>('entries');
  const told = { what: 'transcribed', purpose: 'call', fileId: 'f', text: 'hushhush' };
  const recordings = [{ id: 'RE1', fileId: 'f', kept: true, transcript: null }];
  await calls.insertOne({ _id: 'old-call', version: 3, recordings, log: [{ n: 1, at: 1, told }] } as never);
  const body = { kind: 'event', event: { type: 'call', callId: 'old-call', at: 1, told } };
  await entries.insertOne({ _id: 'old-entry', conversationId: 'old', seq: 1, body } as never);
  await connection.collection<{ _id: string }>('meta').updateOne({ _id: 'schema' }, { $set: { version: 7 } });
  await test.store.migrate(() => {});
  const [call, entry] = [await calls.findOne({ _id: 'old-call' }), await entries.findOne({ _id: 'old-entry' })];
  expect(JSON.stringify([call, entry])).not.toContain('hushhush');
  expect(call).toMatchObject({ version: 4, recordings: [{ transcript: { tries: 0, dueAt: 0 } }] });
  expect(entry).toMatchObject({ body: { event: { told: { what: 'transcribed', fileId: 'f', textId: null } } } });
  await calls.deleteMany({ _id: 'old-call' });
  await entries.deleteMany({ _id: 'old-entry' });
  await connection.close();
});

it('makes shared things of the views that people kept, and has names and attributes spread', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const preferences = connection.collection<{ _id: string; views?: object[] }>('preferences');
  const catalogue = connection.collection<{ _id: string; kind: string }>('catalogue');
  const customers = connection.collection<{ _id: string }>('customers');
  const view = (name: string) => ({ name, view: 'all', sort: 'newest', filter: { unread: true } });
  await preferences.insertMany([
    { _id: 'u-maya', density: 'compact', views: [view('Mail'), view('Late'), { ...view('Mail'), sort: 'oldest' }] },
    { _id: 'u-ben', views: [] },
  ] as never);
  const link = { into: 'somebody' };
  await customers.insertMany([
    { _id: 'c-known', attributes: { plan: 'gold' } },
    { _id: 'c-plain', attributes: {} },
    { _id: 'c-part', attributes: { plan: 'gold' }, mergedInto: link },
  ] as never);
  const setVersion = (version: number) =>
    connection.collection<{ _id: string }>('meta').updateOne({ _id: 'schema' }, { $set: { version } });
  await setVersion(8);
  await test.store.migrate(() => {});
  // A crash behind the step and before its mark has it done once more.
  await preferences.updateOne({ _id: 'u-maya' }, { $set: { views: [view('Late')] } });
  await setVersion(8);
  await test.store.migrate(() => {});
  const kept = await catalogue.find({ kind: 'saved-view' }).sort({ _id: 1 }).toArray();
  expect(kept).toMatchObject([
    { circles: ['user:u-maya'], value: { ...view('Mail'), sharing: { kind: 'mine' }, ownerId: 'u-maya' } },
    { circles: ['user:u-maya'], value: { ...view('Late'), ownerId: 'u-maya' } },
  ]);
  const own = await preferences.find({}).sort({ _id: 1 }).toArray();
  expect(own).toEqual([
    { _id: 'u-ben', views: [] },
    { _id: 'u-maya', density: 'compact' },
  ]);
  expect(await test.store.profiles.spreading(10)).toEqual(['c-known']);
  await Promise.all([catalogue.deleteMany({ kind: 'saved-view' }), preferences.deleteMany({})]);
  await customers.deleteMany({ _id: { $in: ['c-known', 'c-plain', 'c-part'] } });
  await connection.close();
});

it('has customers of an older database looked at once, but for those who are erased or waiting already', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const customers = connection.collection<{ _id: string; toMatch?: number }>('customers');
  await customers.insertMany([{ _id: 'c-1' }, { _id: 'c-2', toMatch: 7 }, { _id: 'c-3', erasedAt: 5 }] as never);
  await connection.collection<{ _id: string }>('meta').updateOne({ _id: 'schema' }, { $set: { version: 9 } });
  await test.store.migrate(() => {});
  const found = await customers.find({}).sort({ _id: 1 }).toArray();
  expect(found.map(({ _id, toMatch }) => [_id, toMatch])).toEqual([
    ['c-1', 1],
    ['c-2', 7],
    ['c-3', undefined],
  ]);
  await customers.deleteMany({});
  await connection.close();
});

it('tells conversations of an older database which came with files, and the next message counts on', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const { timeline } = startTimeline(test);
  const { conversation } = await timeline.open(draftConversation(test));
  const file = { id: test.ids.next() as never, name: 'a.png', type: 'image/png', size: 1 };
  const say = (key: string, by: 'customer' | 'agent', files: (typeof file)[]) =>
    timeline.append(draftEntry(conversation, key + conversation.id, by, { kind: 'message', text: key, files }));
  for (const [key, files] of [
    ['a', [file]],
    ['b', []],
    ['c', [file]],
  ] as const)
    await say(key, 'customer', [...files]);
  await timeline.stop();
  // As an older program left it.
  const gone = { $unset: { 'tally.files': '' } };
  await connection.collection('entries').updateMany({ conversationId: conversation.id }, gone);
  await connection.collection('conversations').updateMany({}, gone);
  await connection.collection<{ _id: string }>('meta').updateOne({ _id: 'schema' }, { $set: { version: 10 } });
  await test.store.migrate(() => {});
  const [known] = await test.store.conversations.findMany([conversation.id]);
  expect(known?.tally).toEqual({ customer: 3, agent: 0, files: 2 });
  const again = startTimeline(test).timeline;
  const { entry } = await again.append(
    draftEntry(conversation, `d${conversation.id}`, 'agent', { kind: 'message', text: 'd', files: [file] }),
  );
  expect(entry.tally).toEqual({ customer: 3, agent: 1, files: 3 });
  await again.stop();
  await connection.close();
});
