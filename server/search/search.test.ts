/** Whatever is written, changed, taken back, moved, handed over and forgotten: the search finds what reading everything would, and nothing else. */
import fc from 'fast-check';
import type { CallId, ConversationId, FileId, QueueId, UserId } from '../../shared/model/ids.ts';
import { partsOf } from '../../shared/placements.ts';
import { fold } from '../../shared/search-text.ts';
import {
  draftConversation,
  draftEntry,
  message,
  note,
  openTestStore,
  silent,
  startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import { createDoom } from '../../tests/support/desk-nodes.ts';
import type { UserViewer } from '../accounts/scope.ts';
import { systemClock } from '../lib/clock.ts';
import type { SearchIndexStore } from '../store/search-index.ts';
import type { RunningTimeline } from '../timeline/create-timeline.ts';
import type { Conversation } from '../timeline/model.ts';
import { createSearchParts, type SearchParts } from './create-search.ts';
import type { Hearing } from './find-entries.ts';
import { readQuery } from './terms.ts';

let test_: TestStore;
beforeAll(async () => {
  test_ = await openTestStore();
});
afterAll(() => test_.close());

const queueIds = ['q-sales', 'q-care'] as QueueId[];
const maya = '01M82133CGHKWZEA4QT51RYQE9' as UserId;
const viewerOf = (reach: 'all' | 'teams', ids: QueueId[]) =>
  ({ kind: 'user', userId: maya, reach, queueIds: ids }) as unknown as UserViewer;
const viewers = [viewerOf('all', []), viewerOf('teams', [queueIds[0] as QueueId]), viewerOf('teams', [])];

/** What was said in recordings, by the file it was written down in; and who may read it. */
const said = new Map<FileId, string>();
let hearing: Hearing = async () => ({ isOpen: true });

function makeParts(timeline: RunningTimeline, store: SearchIndexStore = test_.store.searchIndex): SearchParts {
  const { conversations, entries, placements } = test_.store;
  return createSearchParts({
    ...{ store, entries, conversations, placements, timeline, ids: test_.ids, clock: systemClock, log: silent },
    placeOf: timeline.placements.placeOf,
    writtenUpTo: async () => timeline.writtenUpTo(),
    lead: async () => true,
    inboxes: async () => [],
    wordsOf: async (textId) => said.get(textId) ?? null,
    hearing: (...asked) => hearing(...asked),
    customers: { findByAddress: async () => [], findArchived: async () => [], archivedAmong: async () => new Set() },
  });
}

const words = [
  ...['lamp', 'Lampe', 'lamps', 'CAFÉ', 'cafe', 'naïve', 'Straße', 'order', 'order-77', 'X4', 'заказ', 'Σίσυφος'],
  ...['我的订单', '订单在哪里', '单', 'ランプ', 'ノート', 'ขอบคุณ', '주문은', 'a@b.com', '№77', '📦'],
];
const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((some) => some.join(' '));
const typed = fc.constantFrom(
  'lamp',
  'la',
  'cafe',
  'strasse',
  'order 77',
  'x4',
  'заказ',
  'σίσυφος',
  '订单',
  '单',
  '我的订单 la',
  'ノー',
  'ขอ',
  '주문',
  'b.c',
  'lamp cafe',
  '哪里 订单',
  'nothing',
); // prettier-ignore

const action = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('say' as const), at: fc.nat(3), text }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('note' as const), at: fc.nat(3), text }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('edit' as const), at: fc.nat(20), text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), at: fc.nat(20), to: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('transfer' as const), at: fc.nat(3), to: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), at: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('index' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebuild' as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

interface Written {
  home: ConversationId;
  seq: number;
  place: ConversationId;
  text: string;
  isNote: boolean;
}

async function play(actions: readonly Action[], parts: (timeline: RunningTimeline) => SearchParts) {
  const { timeline } = startTimeline(test_, { alone: true });
  const { indexer, findEntries } = parts(timeline);
  const open = async (at: number): Promise<Conversation> =>
    (await timeline.open(draftConversation(test_, { queueId: queueIds[at % 2] as QueueId }))).conversation;
  const conversations = [await open(0), await open(1), await open(0), await open(1)];
  const queues = new Map(conversations.map(({ id, queueId }) => [id, queueId]));
  const written: Written[] = [];
  for (const one of actions) await act(one);
  return { timeline, indexer, findEntries, written, queues, conversations };

  async function act(one: Action): Promise<void> {
    const at = 'at' in one ? one.at : 0;
    const conversation = conversations[at % 4] as Conversation;
    const line = written[at % Math.max(1, written.length)];
    switch (one.kind) {
      case 'say':
      case 'note': {
        const isNote = one.kind === 'note';
        const body = isNote ? note(one.text) : message(one.text);
        const { entry } = await timeline.append(draftEntry(conversation, test_.ids.next(), 'agent', body));
        written.push({ home: conversation.id, place: conversation.id, seq: entry.seq, text: one.text, isNote });
        return;
      }
      case 'edit':
      case 'delete': {
        if (!line?.isNote || line.place !== line.home) return;
        const home = conversations.find(({ id }) => id === line.home) as Conversation;
        const by = { byId: maya, byName: 'Maya', noteSeq: line.seq };
        const event =
          one.kind === 'edit'
            ? { type: 'note-edited' as const, ...by, text: one.text }
            : { type: 'note-deleted' as const, ...by };
        await timeline.append(draftEntry(home, test_.ids.next(), 'agent', { kind: 'event', event }));
        if (one.kind === 'edit') line.text = one.text;
        else written.splice(written.indexOf(line), 1);
        return;
      }
      case 'move': {
        const to = conversations[one.to] as Conversation;
        if (!line || line.place !== line.home || line.home === to.id) return;
        const parts = partsOf([{ of: line.home, seq: line.seq }]);
        const order = { key: test_.ids.next(), from: line.home, to: to.id, parts, by: { id: maya, name: 'Maya' } };
        await timeline.placements.place(order, async () => undefined);
        line.place = to.id;
        return;
      }
      case 'transfer':
        await timeline.change(conversation.id, { queueId: queueIds[one.to] as QueueId });
        queues.set(conversation.id, queueIds[one.to] as QueueId);
        return;
      case 'forget':
        if (!line) return;
        await indexer.settled();
        await indexer.forget([{ conversationId: line.home, seqs: [line.seq] }]);
        written.splice(written.indexOf(line), 1);
        forgotten.add(`${line.home} ${line.seq}`);
        return;
      case 'index':
        return indexer.settled();
      case 'rebuild':
        // What was forgotten is erased in the log too; here it stands there yet, so nothing that has been forgotten is built anew.
        if (![...forgotten].some((key) => conversations.some(({ id }) => key.startsWith(id)))) await indexer.rebuild();
        return;
    }
  }
}

const forgotten = new Set<string>();

/** As slow as it is plain. */
function holds(folded: string, query: string): boolean {
  const query_ = readQuery(query);
  const tokens = folded.split(/[^\p{L}\p{N}]+/u).flatMap((one) => one.split(/(?<=[\p{scx=Han}])|(?=[\p{scx=Han}])/u));
  return query_.every(({ text: word, isUnspaced }, at) => {
    if (isUnspaced) return folded.includes(word);
    return tokens.some((token) => (at === query_.length - 1 ? token.startsWith(word) : token === word));
  });
}

async function findAll(parts: Pick<SearchParts, 'findEntries'>, viewer: UserViewer, query: string): Promise<string[]> {
  const found: string[] = [];
  let before: string | undefined;
  do {
    const page = await parts.findEntries(viewer, {
      ...{ words: readQuery(query).map((word) => [word]), filter: {}, limit: 3 },
      ...(before !== undefined && { before: before as never }),
    });
    found.push(...page.hits.map(({ entry }) => `${entry.conversationId} ${entry.seq}`));
    before = page.next ?? undefined;
  } while (before !== undefined);
  return found;
}

async function expectSame(played: Awaited<ReturnType<typeof play>>, queries: readonly string[]): Promise<void> {
  const { written, queues, conversations } = played;
  const own = new Set<string>(conversations.map(({ id }) => id));
  for (const viewer of viewers) {
    const maySee = (id: ConversationId) =>
      viewer.reach === 'all' || viewer.queueIds.includes(queues.get(id) as QueueId);
    for (const query of queries) {
      const found = (await findAll(played, viewer, query)).filter((key) => own.has(key.split(' ')[0] ?? ''));
      const wanted = written.filter((line) => maySee(line.place) && holds(fold(line.text), query));
      expect([query, [...found].sort()]).toEqual([query, wanted.map(({ home, seq }) => `${home} ${seq}`).sort()]);
    }
  }
}

test('a search answers what reading everything would', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 5, maxLength: 40 }),
      fc.array(typed, { minLength: 3, maxLength: 3 }),
      async (actions, queries) => {
        const played = await play(actions, (timeline) => makeParts(timeline));
        await played.indexer.settled();
        await expectSame(played, queries);
        await played.indexer.stop();
        await played.timeline.stop();
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 8) },
  );
}, 120_000);

test('an indexer that dies at any call leaves nothing out and nothing twice', async () => {
  for (let calls = 1; calls < 24; calls += 1) {
    const doom = createDoom(calls);
    const { timeline } = startTimeline(test_, { alone: true });
    const { conversation } = await timeline.open(draftConversation(test_));
    const parts = makeParts(timeline, doom.around(test_.store.searchIndex));
    const say = (body: string) => timeline.append(draftEntry(conversation, test_.ids.next(), 'agent', message(body)));
    await say(`doomed${calls} one`);
    await Promise.race([parts.indexer.settled(), doom.died]);
    await say(`doomed${calls} two`);
    await Promise.race([parts.indexer.settled(), doom.died]);

    const next = makeParts(timeline);
    await next.indexer.start();
    await next.indexer.settled();
    expect((await findAll(next, viewers[0] as UserViewer, `doomed${calls}`)).length).toBe(2);
    const counted = (await test_.store.searchIndex.state())?.live.segments.map(({ id }) => id);
    expect((await test_.store.searchIndex.segmentIds()).sort()).toEqual([...(counted ?? [])].sort());
    await next.indexer.stop();
    await timeline.stop();
  }
}, 60_000);

test('what is forgotten leaves the database with its words, also from the dictionary', async () => {
  const { timeline } = startTimeline(test_, { alone: true });
  const { indexer, search } = makeParts(timeline);
  const { conversation } = await timeline.open(draftConversation(test_));
  await timeline.append(draftEntry(conversation, test_.ids.next(), 'customer', message('Zanzibarium and lamp')));
  await indexer.settled();
  const [everybody] = viewers as [UserViewer];
  const mistyped = await search.find(everybody, { text: 'zanzibarum', filter: {}, limit: 5 });
  expect(mistyped.entries).toHaveLength(1);
  expect(mistyped.instead).toEqual([{ typed: 'zanzibarum', words: ['zanzibarium'] }]);

  await indexer.forget([{ conversationId: conversation.id, seqs: null }]);
  expect((await search.find(everybody, { text: 'zanzibarium', filter: {}, limit: 5 })).entries).toEqual([]);
  await indexer.settled();
  expect(await test_.store.searchIndex.knownWords(['zanzibarium'])).toEqual(new Set());
  const { segments } = (await test_.store.searchIndex.state())?.live ?? { segments: [] };
  const firsts = await test_.store.searchIndex.firsts(segments.map(({ id }) => id));
  const keys = [...firsts].flatMap(([id, terms]) => terms.map((_, at) => `${id}.${at}`));
  for (const bytes of (await test_.store.searchIndex.blocks(keys)).values()) {
    expect(Buffer.from(bytes).includes('zanzibarium')).toBe(false);
  }
  await indexer.stop();
  await timeline.stop();
}, 60_000);

describe('what was said in a recording', () => {
  const everybody = viewers[0] as UserViewer;
  let timeline: RunningTimeline;
  let parts: SearchParts;
  let conversation: Conversation;
  let textId: FileId;
  let seq: number;

  async function tell(words: string, purpose: 'call' | 'voicemail') {
    const fileId = test_.ids.next<FileId>();
    said.set(fileId, words);
    const told = { what: 'transcribed' as const, purpose, fileId, textId: fileId };
    const event = { type: 'call' as const, callId: test_.ids.next<CallId>(), at: 0, told };
    const { entry } = await timeline.append(
      draftEntry(conversation, test_.ids.next(), 'system', { kind: 'event', event }),
    );
    return { fileId, seq: entry.seq };
  }
  const find = async (text: string, filter = {}) =>
    (await parts.search.find(everybody, { text, filter, limit: 5 })).entries;

  beforeEach(async () => {
    hearing = async () => ({ isOpen: true });
    timeline = startTimeline(test_, { alone: true }).timeline;
    parts = makeParts(timeline);
    conversation = (await timeline.open(draftConversation(test_))).conversation;
    ({ fileId: textId, seq } = await tell('Please call me back about the quixotarium', 'voicemail'));
    await parts.indexer.settled();
  });
  afterEach(async () => {
    said.clear();
    await parts.indexer.stop();
    await timeline.stop();
  });

  test('is found and quoted where everybody may hear it, by who said it', async () => {
    const [hit] = await find('quixotarium');
    expect(hit).toMatchObject({ entry: { seq }, conversation: { id: conversation.id } });
    expect(hit?.snippet).toEqual({ text: 'Please call me back about the quixotarium', marks: [[30, 41]] });
    expect([await find('quixotarium', { from: 'customer' }), await find('quixotarium', { from: 'team' })]).toEqual([
      [expect.anything()],
      [],
    ]);
    expect(await find('quixotarium', { files: true })).toEqual([]);
  });

  test('is found by nobody else, and quoted to nobody whose reading leaves a trace', async () => {
    const asked: unknown[] = [];
    hearing = async (...of) => {
      asked.push(of);
      return null;
    };
    expect(await find('quixotarium')).toEqual([]);
    // Neither by a mistyped word, nor by what it was taken for.
    const mistyped = await parts.search.find(everybody, { text: 'quixotarum', filter: {}, limit: 5 });
    expect([mistyped.entries, mistyped.instead]).toEqual([[], []]);
    expect(asked[0]).toEqual([everybody, textId, conversation.id]);
    hearing = async () => ({ isOpen: false });
    expect(await find('quixotarium')).toEqual([expect.objectContaining({ snippet: null, subject: null })]);
  });

  test('is found no more when its words are gone, before and after they leave the index', async () => {
    const kept = await tell('The quixotarium by xylographers', 'call');
    await parts.indexer.settled();
    expect(await find('quixotarium')).toHaveLength(2);
    said.delete(textId);
    expect(await find('quixotarium')).toHaveLength(1);
    await parts.forgetSaid([textId], conversation.id);
    const { forgetting } = (await test_.store.searchIndex.state()) ?? {};
    expect(forgetting).toEqual([{ conversationId: conversation.id, seqs: [seq] }]);
    await parts.indexer.settled();
    expect((await find('quixotarium')).map(({ entry }) => entry.seq)).toEqual([kept.seq]);
    said.delete(kept.fileId);
    await parts.forgetSaid([kept.fileId], conversation.id);
    await parts.indexer.settled();
    expect(await test_.store.searchIndex.knownWords(['xylographers'])).toEqual(new Set());
  });

  test('of a long call all is found', async () => {
    const long = `${'well and so on '.repeat(2_000)}zygomorphic`;
    await tell(long, 'call');
    await parts.indexer.settled();
    const [hit] = await find('zygomorphic');
    expect(hit?.snippet?.text).toMatch(/^….*zygomorphic$/);
  });

  test('of an index that was kept before there was such, what it has serves until a new one is complete', async () => {
    const { searchIndex } = test_.store;
    const state = await searchIndex.state();
    if (!state) throw new Error('There is no index.');
    await searchIndex.swap({ ...state, format: 2 });
    await parts.indexer.forget([{ conversationId: test_.ids.next<ConversationId>(), seqs: null }]);
    const between = await searchIndex.state();
    expect(between).toMatchObject({ format: 3, live: { segments: state.live.segments } });
    expect(between?.building).not.toBeNull();
    await parts.indexer.settled();
    expect(await searchIndex.state()).toMatchObject({ format: 3, building: null });
    expect(await find('quixotarium')).toHaveLength(1);
  });
});
