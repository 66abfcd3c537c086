/** The timeline over a real store: what is told, what is read back, and what stays as it was. */

import type { UserId, WorkItemId } from '../../shared/model/ids.ts';
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

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

describe.each([{ alone: true }, { alone: false }])('a timeline with $alone as its word on being alone', ({ alone }) => {
  const begin = async () => {
    const { timeline, facts } = startTimeline(test, { alone });
    const { conversation } = await timeline.open(draftConversation(test));
    return { timeline, facts, conversation };
  };

  it('starts a conversation once per key', async () => {
    const { timeline } = await begin();
    const draft = draftConversation(test);
    const [a, b] = await Promise.all([timeline.open(draft), timeline.open(draft)]);
    expect(a.conversation.id).toBe(b.conversation.id);
    expect([a.isNew, b.isNew].sort()).toEqual([false, true]);
  });

  it('gives each audience its own predecessor, and counts what each side wrote', async () => {
    const { timeline, conversation, facts } = await begin();
    const write = (key: string, by: 'customer' | 'agent', body = message(key)) =>
      timeline.append(draftEntry(conversation, `${conversation.id}:${key}`, by, body));
    await write('a', 'customer');
    await write('b', 'agent', note('not for you'));
    const { entry, conversation: after } = await write('c', 'agent');
    expect(entry).toMatchObject({ seq: 3, prev: { agent: 2, visitor: 1 }, tally: { customer: 1, agent: 1 } });
    expect(after).toMatchObject({ heads: { agent: 3, visitor: 3 }, preview: { from: 'agent', text: 'c' } });
    expect(facts.flatMap((fact) => (fact.type === 'entry' ? fact.entry.seq : []))).toEqual([1, 2, 3]);
    await timeline.settled();
    expect(await test.store.conversations.findMany([conversation.id])).toEqual([after]);
  });

  it('never makes a preview of a note', async () => {
    const { timeline, conversation } = await begin();
    await timeline.append(draftEntry(conversation, `${conversation.id}:1`, 'customer', message('hello')));
    const { conversation: after } = await timeline.append(
      draftEntry(conversation, `${conversation.id}:2`, 'agent', note('a difficult one')),
    );
    expect(after.preview).toMatchObject({ text: 'hello' });
    expect(after.heads).toEqual({ agent: 2, visitor: 1 });
  });

  it('answers a repeat with the first result and another body with a conflict', async () => {
    const { timeline, conversation, facts } = await begin();
    const draft = draftEntry(conversation, `${conversation.id}:1`, 'customer', message('once'));
    const first = await timeline.append(draft);
    const again = await timeline.append(draft);
    expect(again).toMatchObject({ isNew: false, entry: first.entry });
    await expect(timeline.append({ ...draft, body: message('other') })).rejects.toMatchObject({ code: 'conflict' });
    expect(facts).toHaveLength(1);
  });

  it('refuses an entry for a conversation that is not there', async () => {
    const { timeline, conversation } = await begin();
    const draft = draftEntry({ ...conversation, id: test.ids.next() }, test.ids.next(), 'customer', message('hello'));
    await expect(timeline.append(draft)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('raises rev by one per change and tells the state before and after', async () => {
    const { timeline, conversation, facts } = await begin();
    const changed = await timeline.change(conversation.id, { status: 'closed', closedAt: 5 });
    expect(changed).toMatchObject({ rev: 2, status: 'closed', closedAt: 5 });
    expect(facts).toEqual([{ type: 'conversation', before: conversation, after: changed }]);
    expect(await timeline.change(test.ids.next(), { left: true })).toBeNull();
  });

  it('keeps the newer mirror of work, whichever comes first', async () => {
    const { timeline, conversation, facts } = await begin();
    const work = (id: WorkItemId, version: number, state: 'waiting' | 'active'): Conversation['work'] => ({
      id,
      version,
      state,
      queueId: conversation.queueId,
      ownerId: null,
      ownerName: null,
      enqueuedAt: 1,
      wrapUpUntil: null,
      handingTo: null,
      since: 1,
    });
    const [older, newer] = [test.ids.next<WorkItemId>(), test.ids.next<WorkItemId>()];
    await timeline.change(conversation.id, { work: work(older, 7, 'active') });
    const stale = await timeline.change(conversation.id, { work: work(older, 6, 'waiting'), status: 'closed' });
    expect(stale).toMatchObject({ rev: 2, status: 'open', work: { version: 7 } });
    expect(await timeline.change(conversation.id, { work: work(newer, 1, 'waiting') })).toMatchObject({
      work: { id: newer, version: 1 },
    });
    expect(await timeline.change(conversation.id, { work: work(older, 9, 'active') })).toMatchObject({
      work: { id: newer },
    });
    expect(facts).toHaveLength(2);
  });

  it('moves a mark forward only, to an entry that is there', async () => {
    const { timeline, conversation, facts } = await begin();
    for (const key of ['1', '2', '3']) {
      await timeline.append(draftEntry(conversation, `${conversation.id}:${key}`, 'customer', message(key)));
    }
    await timeline.mark(conversation.id, 'teamRead', 2);
    expect((await timeline.find(conversation.id))?.marks.teamRead).toEqual({
      seq: 2,
      tally: { customer: 2, agent: 0 },
      at: expect.any(Number),
    });
    await timeline.mark(conversation.id, 'teamRead', 1);
    await timeline.mark(conversation.id, 'teamRead', 99);
    await timeline.mark(conversation.id, 'teamRead', 99);
    const { marks, rev } = (await timeline.find(conversation.id)) ?? {};
    expect({ mark: marks?.teamRead.seq, rev }).toEqual({ mark: 3, rev: 3 });
    expect(facts.filter(({ type }) => type === 'conversation')).toHaveLength(2);
  });

  it('pages through what an audience may see, both ways', async () => {
    const { timeline, conversation } = await begin();
    for (let index = 1; index <= 9; index += 1) {
      const body = index % 3 === 0 ? note('hidden') : message(`${index}`);
      await timeline.append(draftEntry(conversation, `${conversation.id}:${index}`, 'agent', body));
    }
    const page = await timeline.read(conversation.id, 'visitor', 3);
    expect(page?.entries.map(({ seq }) => seq)).toEqual([5, 7, 8]);
    expect(page?.earlier).toBe(true);
    const older = await timeline.before(conversation.id, 'visitor', 5, 10);
    expect(older).toMatchObject({ earlier: false, entries: [{ seq: 1 }, { seq: 2 }, { seq: 4 }] });
    expect((await timeline.after(conversation.id, 'agent', 7, 50)).map(({ seq }) => seq)).toEqual([8, 9]);
    expect(await timeline.heads([conversation.id])).toEqual([
      { id: conversation.id, heads: { agent: 9, visitor: 8 }, rev: 1 },
    ]);
    expect(await timeline.read(test.ids.next(), 'agent', 3)).toBeNull();
  });

  it('lists by scope and view without holes between the pages', async () => {
    const { timeline } = await begin();
    const me = test.ids.next<UserId>();
    const [mine, other] = [draftConversation(test).queueId, draftConversation(test).queueId];
    const made: Conversation[] = [];
    for (let index = 0; index < 7; index += 1) {
      const { conversation } = await timeline.open(draftConversation(test, { queueId: index < 5 ? mine : other }));
      made.push(conversation);
    }
    const work = {
      version: 1,
      queueId: other,
      ownerName: 'Maya',
      enqueuedAt: 1,
      since: 1,
      wrapUpUntil: null,
      handingTo: null,
    };
    for (const owned of [made[0], made[6]]) {
      const id = test.ids.next<WorkItemId>();
      if (owned) await timeline.change(owned.id, { work: { ...work, id, ownerId: me, state: 'active' } });
    }
    if (made[1]) {
      const id = test.ids.next<WorkItemId>();
      await timeline.change(made[1].id, { work: { ...work, id, ownerId: null, state: 'waiting' } });
    }
    const scope = { kind: 'team', userId: me, queueIds: [mine] } as const;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await timeline.list({ scope, view: 'all', userId: me, limit: 2, cursor });
      seen.push(...page.conversations.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    const visible = [...made.slice(0, 5), ...made.slice(6)].map(({ id }) => id);
    expect(seen).toHaveLength(6);
    expect([...seen].sort()).toEqual([...visible].sort());
    expect((await timeline.list({ scope, view: 'mine', userId: me, limit: 10 })).conversations).toHaveLength(2);
    const waiting = await timeline.list({ scope, view: 'waiting', userId: me, limit: 10 });
    expect(waiting.conversations.map(({ id }) => id)).toEqual([made[1]?.id]);
  });
});
