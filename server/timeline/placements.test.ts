/** Entries that are read elsewhere than they stand: moved, moved on, moved back, and completed by whoever finds it half done. */
import type { PlacementId, UserId } from '../../shared/model/ids.ts';
import { partsOf } from '../../shared/placements.ts';
import {
  draftConversation,
  draftEntry,
  message,
  note,
  openTestStore,
  startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import type { Conversation } from './model.ts';
import { createPlacements } from './placements.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const by = { id: '01M82133CGHKWZEA4QT51RYQE9' as UserId, name: 'Maya' };
let orders = 0;

async function begin() {
  let now = Date.now();
  const { timeline } = startTimeline(test, { clock: { now: () => now } });
  const after = jest.fn(async () => {});
  const open = async () => (await timeline.open(draftConversation(test))).conversation;
  const [a, b, c] = [await open(), await open(), await open()];
  for (const [at, body] of [message('One'), message('Two'), note('Psst'), message('Four')].entries()) {
    await timeline.append(draftEntry(a, test.ids.next(), at === 0 ? 'customer' : 'agent', body));
  }
  const order = (from: Conversation, to: Conversation, seqs: number[] | null) => {
    orders += 1;
    const parts = seqs && partsOf(seqs.map((seq) => ({ of: a.id, seq })));
    return { key: `order-${orders}`, from: from.id, to: to.id, parts, by };
  };
  const move = (from: Conversation, to: Conversation, seqs: number[] | null) =>
    timeline.placements.place(order(from, to, seqs), after);
  const textsIn = async (id: PlacementId) => {
    const line = await test.store.placements.find(id);
    if (line === null) throw new Error('no such placement');
    const { entries } = await timeline.placements.entriesOf(line);
    return entries.map(({ body }) => (body.kind === 'event' ? '' : body.text));
  };
  const placeOf = async (seq: number) => (await timeline.placements.placeOf({ conversationId: a.id, seq }))?.id;
  const eventsOf = async ({ id }: Conversation) =>
    (await timeline.after(id, 'agent', 0, 50)).flatMap(({ body }) => (body.kind === 'event' ? body.event.type : []));
  const pass = (ms: number) => {
    now += ms;
  };
  return { timeline, a, b, c, after, order, move, textsIn, placeOf, eventsOf, pass };
}

it('reads entries elsewhere, leaves them where they stand, and tells both sides', async () => {
  const { timeline, a, b, move, textsIn, placeOf, eventsOf, after } = await begin();
  const placement = await move(a, b, [2, 3]);
  expect(placement).toMatchObject({ count: 2, whole: false, by });
  expect(await textsIn(placement.id)).toEqual(['Two', 'Psst']);
  expect([await placeOf(1), await placeOf(2)]).toEqual([a.id, b.id]);
  expect((await timeline.read(a.id, 'agent', 50))?.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect((await timeline.read(a.id, 'visitor', 50))?.entries.map(({ seq }) => seq)).toEqual([1, 2, 4]);
  expect([await eventsOf(a), await eventsOf(b)]).toEqual([['moved-out'], ['moved-in']]);
  for (const { id } of [a, b]) expect((await timeline.find(id))?.placements).toEqual([placement]);
  expect(after).toHaveBeenCalledWith(placement, 'placed');
});

it('gives back what was, with all that came since', async () => {
  const { timeline, a, b, move, placeOf, eventsOf, after } = await begin();
  const { id } = await move(a, b, [1, 4]);
  await timeline.append(draftEntry(a, test.ids.next(), 'customer', message('Later')));
  await timeline.placements.undo(id, by, after);
  await timeline.placements.undo(id, by, after);
  expect(await placeOf(1)).toBe(a.id);
  for (const one of [a, b]) expect((await timeline.find(one.id))?.placements).toEqual([]);
  expect([await eventsOf(a), await eventsOf(b)]).toEqual([
    ['moved-out', 'moved-back'],
    ['moved-in', 'moved-back'],
  ]);
  expect(await move(a, b, [1])).toMatchObject({ count: 1 });
});

it('moves on what was moved, and takes back the last move first', async () => {
  const { timeline, a, b, c, move, textsIn, placeOf, after } = await begin();
  const first = await move(a, b, [1, 2]);
  const second = await move(b, c, [2]);
  expect([await placeOf(1), await placeOf(2)]).toEqual([b.id, c.id]);
  expect([await textsIn(first.id), await textsIn(second.id)]).toEqual([['One'], ['Two']]);
  await expect(timeline.placements.undo(first.id, by, after)).rejects.toMatchObject({ code: 'conflict' });
  await expect(move(b, a, [1])).rejects.toMatchObject({ code: 'conflict' });
  await timeline.placements.undo(second.id, by, after);
  await timeline.placements.undo(first.id, by, after);
  expect([await placeOf(1), await placeOf(2)]).toEqual([a.id, a.id]);
});

it('takes all that is read there, and what names it goes along', async () => {
  const { timeline, a, b, c, move, placeOf } = await begin();
  await move(a, b, [1]);
  await timeline.append(draftEntry(b, test.ids.next(), 'customer', message('Of its own')));
  const all = await move(b, c, null);
  expect(all).toMatchObject({ whole: true, count: 2 });
  expect(await placeOf(1)).toBe(c.id);
  const fresh = await timeline.find(b.id);
  expect(fresh && (await timeline.placements.follow(fresh)).id).toBe(c.id);
  expect(await timeline.placements.follow(a)).toBe(a);
});

it('refuses what is not there, what happened, and what somebody else was quicker with', async () => {
  const { a, b, c, move } = await begin();
  await expect(move(a, a, [1])).rejects.toMatchObject({ code: 'invalid' });
  await expect(move(a, b, [99])).rejects.toMatchObject({ code: 'invalid' });
  await expect(move(b, c, [1])).rejects.toMatchObject({ code: 'conflict' });
  const both = await Promise.allSettled([move(a, b, [1, 2]), move(a, c, [2, 4])]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(move(a, c, [2])).rejects.toMatchObject({ code: 'conflict' });
});

it('answers an order that is repeated with what became of it', async () => {
  const { timeline, a, b, order, after } = await begin();
  const asked = order(a, b, [1]);
  const first = await timeline.placements.place(asked, after);
  expect(await timeline.placements.place(asked, after)).toEqual(first);
  expect(after).toHaveBeenCalledTimes(1);
});

/** Its node is killed instead of taking this step; the first one is taken. */
it.each([2, 3, 4, 5])('completes what died before step %i, both ways', async (fatal) => {
  const { timeline, a, b, order, after, pass, placeOf, eventsOf } = await begin();
  const { entries, placements: journal } = test.store;
  const dying = () => {
    let steps = 0;
    const step = async <T>(go: () => Promise<T>): Promise<T> => {
      steps += 1;
      if (steps >= fatal) throw new Error('killed');
      return go();
    };
    const doomed = {
      find: timeline.find,
      revise: (...asked: Parameters<typeof timeline.revise>) => step(() => timeline.revise(...asked)),
      append: (...asked: Parameters<typeof timeline.append>) => step(() => timeline.append(...asked)),
    };
    const clock = { now: Date.now };
    const notes = { overlay: async () => [] };
    const placements = createPlacements({ journal, entries, notes, timeline: doomed, ids: test.ids, clock });
    return { placements, last: () => step(async () => {}) };
  };
  const first = dying();
  const asked = order(a, b, [1]);
  await expect(first.placements.place(asked, first.last)).rejects.toThrow('killed');
  pass(120_000);
  await timeline.placements.mend(after);
  expect(await placeOf(1)).toBe(b.id);
  expect([await eventsOf(a), await eventsOf(b)]).toEqual([['moved-out'], ['moved-in']]);

  const { id } = await timeline.placements.place(asked, after);
  const second = dying();
  await expect(second.placements.undo(id, by, second.last)).rejects.toThrow('killed');
  pass(120_000);
  await timeline.placements.mend(after);
  expect(await placeOf(1)).toBe(a.id);
  expect(await eventsOf(b)).toEqual(['moved-in', 'moved-back']);
  expect(await timeline.placements.mend(after)).toBe(0);
});
