/** A node that dies, or a database that fails, between an entry and what follows from it. */
import {
  draftConversation,
  draftEntry,
  message,
  note,
  openTestStore,
  startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import { systemClock } from '../lib/clock.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

it('mends what a dead node left behind, and then finds nothing more', async () => {
  const derive = () => new Promise<void>(() => {});
  const dying = startTimeline(test, { conversations: { ...test.store.conversations, derive } });
  const { conversation } = await dying.timeline.open(draftConversation(test));
  void dying.timeline.append(draftEntry(conversation, `${conversation.id}:1`, 'customer', message('lost?')));
  void dying.timeline.append(draftEntry(conversation, `${conversation.id}:2`, 'agent', note('hm')));
  while ((await test.store.entries.last(conversation.id))?.seq !== 2);
  expect((await test.store.conversations.heads([conversation.id]))[0]?.heads.agent).toBe(0);

  const next = startTimeline(test, { alone: true });
  expect(await next.timeline.mend()).toMatchObject({ mended: 1, again: false });
  const mended = await next.timeline.find(conversation.id);
  expect(mended).toMatchObject({
    heads: { agent: 2, visitor: 1 },
    tally: { customer: 1, agent: 0 },
    preview: { text: 'lost?' },
  });
  expect(await next.timeline.mend()).toMatchObject({ checked: 0, mended: 0 });
  const { entry } = await next.timeline.append(
    draftEntry(conversation, `${conversation.id}:3`, 'agent', message('here')),
  );
  expect(entry).toMatchObject({ seq: 3, prev: { agent: 2, visitor: 1 } });
  await next.timeline.stop();
});

it('looks again later at a node that may be alive', async () => {
  const alive = startTimeline(test);
  const { conversation } = await alive.timeline.open(draftConversation(test));
  await alive.timeline.append(draftEntry(conversation, `${conversation.id}:1`, 'customer', message('hello')));
  const other = startTimeline(test);
  expect(await other.timeline.mend()).toMatchObject({ mended: 0, again: true });
  const later = startTimeline(test, { clock: { now: () => systemClock.now() + 120_000 } });
  expect(await later.timeline.mend()).toMatchObject({ mended: 0, again: false });
  await Promise.all([alive, other, later].map(({ timeline }) => timeline.stop()));
  expect(await test.store.entries.checkpoints()).toEqual([]);
});

it('keeps its promise when what follows cannot be stored at first', async () => {
  let failures = 2;
  const { timeline, facts } = startTimeline(test, {
    conversations: {
      ...test.store.conversations,
      derive: (steps) => (failures-- > 0 ? Promise.reject(new Error('out')) : test.store.conversations.derive(steps)),
    },
  });
  const { conversation } = await timeline.open(draftConversation(test));
  await timeline.append(draftEntry(conversation, `${conversation.id}:1`, 'customer', message('first')));
  expect(facts).toHaveLength(1);
  await timeline.append(draftEntry(conversation, `${conversation.id}:2`, 'customer', message('second')));
  await timeline.stop();
  const [stored] = await test.store.conversations.findMany([conversation.id]);
  expect(stored).toMatchObject({ heads: { agent: 2 }, tally: { customer: 2 }, preview: { text: 'second' } });
});

it('tells the heads of a log whose writer died before it stored what follows', async () => {
  const dying = startTimeline(test, {
    conversations: { ...test.store.conversations, derive: () => Promise.reject(new Error('dead')) },
  });
  const { conversation } = await dying.timeline.open(draftConversation(test));
  await dying.timeline.append(draftEntry(conversation, `${conversation.id}:1`, 'customer', message('first')));
  const survivor = startTimeline(test, { alone: false });
  const [told] = await survivor.timeline.heads([conversation.id]);
  expect(told?.heads).toEqual({ agent: 1, visitor: 1 });
  await Promise.all([dying, survivor].map(({ timeline }) => timeline.stop()));
});

it('finds its own entry when the answer to an insert was lost', async () => {
  let losses = 1;
  const { timeline, facts } = startTimeline(test, {
    entries: {
      ...test.store.entries,
      async insert(entries) {
        const answer = await test.store.entries.insert(entries);
        if (losses-- > 0) throw new Error('connection closed');
        return answer;
      },
    },
  });
  const { conversation } = await timeline.open(draftConversation(test));
  const draft = draftEntry(conversation, `${conversation.id}:1`, 'customer', message('once'));
  expect(await timeline.append(draft)).toMatchObject({ isNew: true, entry: { seq: 1 } });
  expect(facts).toHaveLength(1);
  expect(await timeline.after(conversation.id, 'agent', 0, 10)).toHaveLength(1);
  await timeline.stop();
});

it('refuses when the database stays away, and goes on when it is back', async () => {
  let isAway = true;
  const { timeline } = startTimeline(test, {
    entries: {
      ...test.store.entries,
      insert: (entries) => (isAway ? Promise.reject(new Error('away')) : test.store.entries.insert(entries)),
    },
  });
  const { conversation } = await timeline.open(draftConversation(test));
  const draft = draftEntry(conversation, `${conversation.id}:1`, 'customer', message('hello'));
  await expect(timeline.append(draft)).rejects.toThrow('away');
  isAway = false;
  expect(await timeline.append(draft)).toMatchObject({ isNew: true, entry: { seq: 1 } });
  await timeline.stop();
});
