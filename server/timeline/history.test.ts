/** Conversations read as one: whatever was written when and where, pages in both directions are the sorted whole, also while more is written. */
import fc from 'fast-check';
import { compareEntries, type HistoryKey, keyOfEntry, momentKey } from '../../shared/history.ts';
import {
  draftConversation,
  draftEntry,
  message,
  note,
  openTestStore,
  startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import { createHistory, type HistoryLog, type HistoryStretch } from './history.ts';
import type { Conversation, Entry } from './model.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const began = Date.parse('2026-03-01T09:00:00Z');

async function begin() {
  let now = began;
  const node = () => startTimeline(test, { clock: { now: () => now } }).timeline;
  // Two nodes write, and their clocks need not agree.
  const nodes = [node(), node()] as const;
  const conversations: Conversation[] = [];
  const written: Entry[] = [];
  const open = async () => {
    const { conversation } = await nodes[0].open(draftConversation(test));
    conversations.push(conversation);
  };
  const write = async (to: number, by: number, isNote: boolean) => {
    const conversation = conversations[to % conversations.length] as Conversation;
    const text = `${written.length}`;
    const draft = draftEntry(
      conversation,
      test.ids.next(),
      by % 2 ? 'customer' : 'agent',
      isNote ? note(text) : message(text),
    );
    written.push((await (by % 2 ? nodes[1] : nodes[0]).append(draft)).entry);
  };
  const pass = (ms: number) => {
    now += ms;
  };
  const logs = async (): Promise<HistoryLog[]> => {
    for (const each of nodes) await each.settled();
    return nodes[0].logsOf(conversations.map(({ identityId }) => identityId));
  };
  await open();
  return { history: nodes[0].history, open, write, pass, logs, written, conversations };
}

type Page = (key: HistoryKey) => Promise<HistoryStretch>;
/** Behind everything. */
const end = momentKey(Number.MAX_SAFE_INTEGER);

/** All pages one after the other, in the order in which they came. */
async function readAll(page: Page, from: HistoryKey, between: () => Promise<void> = async () => {}) {
  const pages: Entry[][] = [];
  for (let key: HistoryKey | null = from; key !== null; ) {
    const { entries, reached } = await page(key);
    pages.push(entries);
    key = reached;
    await between();
  }
  return pages;
}

const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id);

const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('write'), to: fc.nat(9), by: fc.nat(1), isNote: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('open') }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.integer({ min: -5_000, max: 7_200_000 }) }) },
  ) as fc.Arbitrary<Step>,
  { minLength: 10, maxLength: 70 },
);
type Step =
  | { kind: 'write'; to: number; by: number; isNote: boolean }
  | { kind: 'open' }
  | { kind: 'pass'; ms: number };

it('reads what somebody may see in one order, page by page from both sides and from any moment', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 9 }), fc.nat(1_000), async (all, limit, chosen) => {
      const { history, open, write, pass, logs, written } = await begin();
      for (const step of all) {
        if (step.kind === 'open') await open();
        else if (step.kind === 'pass') pass(step.ms);
        else await write(step.to, step.by, step.isNote);
      }
      const seen = (await logs()).filter((_, at) => ((chosen >> (at % 10)) & 1) === 0);
      const whole = written
        .filter(({ conversationId }) => seen.some(({ id }) => id === conversationId))
        .sort(compareEntries);

      const back = await readAll((key) => history.before(seen, key, { limit }), end);
      expect(idsOf(back.toReversed().flat())).toEqual(idsOf(whole));
      const forth = await readAll((key) => history.after(seen, key, { limit }), momentKey(0));
      expect(idsOf(forth.flat())).toEqual(idsOf(whole));
      for (const page of [...back, ...forth]) expect(page.length).toBeLessThanOrEqual(limit);

      const middle = whole[chosen % Math.max(1, whole.length)];
      if (!middle) return;
      const place = await history.placeOf(middle.conversationId, middle.seq);
      if (!place) throw new Error('It is not where it stands.');
      const before = await readAll((key) => history.before(seen, key, { limit }), place);
      const after = await readAll((key) => history.after(seen, key, { limit }), place);
      expect(idsOf([...before.toReversed().flat(), middle, ...after.flat()])).toEqual(idsOf(whole));
      const since = await readAll((key) => history.after(seen, key, { limit }), momentKey(middle.at));
      expect(idsOf(since.flat())).toEqual(idsOf(whole.filter(({ at }) => at >= middle.at)));

      const notes = await readAll(
        (key) => history.before(seen, key, { limit, wants: ({ body }) => body.kind === 'note' }),
        end,
      );
      expect(idsOf(notes.toReversed().flat())).toEqual(idsOf(whole.filter(({ body }) => body.kind === 'note')));
    }),
    { numRuns: 12 },
  );
}, 120_000);

it('loses and repeats nothing while more is written between the pages', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(9)), fc.integer({ min: 1, max: 5 }), async (choices, limit) => {
      const { history, open, write, pass, logs, written } = await begin();
      const next = () => choices.next().value as number;
      const more = async (count: number) => {
        for (let at = 0; at < count; at += 1) {
          if (next() === 0) await open();
          // Of one moment, entries stand in the order of their conversations: what comes later than the last is later in time.
          pass(1 + next() * 1_000);
          await write(next(), next(), false);
        }
      };
      await more(20);
      const known = [...written].sort(compareEntries);
      const pages = await readAll(
        async (key) => history.before(await logs(), key, { limit }),
        end,
        () => more(2),
      );
      expect(idsOf(pages.toReversed().flat())).toEqual(idsOf(known));
      const last = known.at(-1) as Entry;
      const rest = await readAll(async (key) => history.after(await logs(), key, { limit }), keyOfEntry(last));
      expect(idsOf([...known, ...rest.flat()])).toEqual(idsOf([...written].sort(compareEntries)));
    }),
    { numRuns: 6 },
  );
}, 120_000);

it('stops looking for what is hardly there, and goes on from where it stopped', async () => {
  const { write, logs, written } = await begin();
  await write(0, 1, true);
  for (let at = 0; at < 120; at += 1) await write(0, 1, false);
  const history = createHistory(test.store.entries, { overlay: async (_, entries) => [...entries] }, 100);
  const query = { limit: 5, wants: ({ body }: Entry) => body.kind === 'note' };
  const first = await history.before(await logs(), null, query);
  expect(first).toEqual({ entries: [], reached: expect.anything() });
  const second = await history.before(await logs(), first.reached, query);
  expect(second).toEqual({ entries: [written[0]], reached: null });
}, 60_000);
