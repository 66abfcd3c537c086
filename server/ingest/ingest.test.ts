/** Which conversation a customer's message comes to lie in, and that a crash at any step is completed by a repeat. */

import type { UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { inbound, makeInbox, makeVisitor, startIngest, type TestIngest } from '../../tests/contract/test-ingest.ts';
import { openTestStore, type TestStore } from '../../tests/contract/test-store.ts';
import type { Conversation } from '../timeline/model.ts';
import type { IngestDeps } from './ports.ts';
import { createVisitors } from './visitors.ts';

let test: TestStore;
let inbox: Inbox;
let now = Date.now();
let core: TestIngest;
beforeAll(async () => {
  test = await openTestStore();
  inbox = makeInbox(test);
  core = startIngest(test, [inbox], { now: () => now });
});
afterAll(() => test.close());

const eventsOf = async (conversation: Pick<Conversation, 'id'>) =>
  (await core.timeline.after(conversation.id, 'agent', 0, 100)).map(({ body }) =>
    body.kind === 'event' ? body.event.type : body.kind,
  );

/** Closes it as routing would. */
async function close({ id, queueId }: Conversation, ownerId: UserId | null): Promise<void> {
  const mirror = {
    queueId,
    ownerId,
    ownerName: ownerId && 'Maya',
    enqueuedAt: 1,
    since: 1,
    version: 9,
    wrapUpUntil: null,
    handingTo: null,
  };
  const work = { ...mirror, id: test.ids.next<WorkItemId>(), state: 'closed' as const };
  await core.timeline.change(id, { status: 'closed', closedAt: now, work });
}

it('starts a conversation, tells the form, and has it routed once', async () => {
  const visitor = await makeVisitor(test, inbox);
  const form = [{ label: 'Topic', value: 'Order' }];
  const claimed = { name: 'Zoe', email: 'zoe@example.org' };
  const event = inbound(inbox, visitor, { form, claimed });
  const first = await core.ingest.ingest(event);
  expect(first).toMatchObject({ isNew: true, seq: 3 });
  expect(first.conversation).toMatchObject({
    form,
    customer: { name: 'Zoe', email: { value: 'zoe@example.org', verified: false } },
  });
  expect(await eventsOf(first.conversation)).toEqual(['opened', 'form-answered', 'message']);
  const again = await core.ingest.ingest(event);
  expect(again).toMatchObject({ isNew: false, entryId: first.entryId, conversationId: first.conversationId });
  const asked = core.enqueued.filter(({ conversationId }) => conversationId === first.conversationId);
  expect(asked).toMatchObject([{ live: true, weight: 34, queueId: inbox.queueId, preferredAgentId: null }]);
  await expect(core.ingest.ingest({ ...event, text: 'other' })).rejects.toMatchObject({ code: 'conflict' });
});

it('has one open conversation per visitor, however many tabs start at once', async () => {
  const visitor = await makeVisitor(test, inbox);
  const other = startIngest(test, [inbox], { now: () => now });
  const events = [1, 2, 3, 4].map(() => inbound(inbox, visitor));
  const results = await Promise.all(
    events.map((event, index) => (index % 2 === 0 ? core : other).ingest.ingest(event)),
  );
  expect(new Set(results.map(({ conversationId }) => conversationId)).size).toBe(1);
  expect(await core.timeline.ofIdentities([visitor.value as never], inbox.id, 10)).toHaveLength(1);
});

it('takes a stranger’s conversation for one that is not there', async () => {
  const [mine, theirs] = [await makeVisitor(test, inbox), await makeVisitor(test, inbox)];
  const { conversationId } = await core.ingest.ingest(inbound(inbox, theirs));
  for (const guessed of [conversationId, test.ids.next<Conversation['id']>()]) {
    const event = inbound(inbox, mine, { conversationId: guessed });
    await expect(core.ingest.ingest(event)).rejects.toMatchObject({ code: 'not_found' });
  }
  const nobody = inbound(inbox, { kind: 'visitor', value: test.ids.next() });
  await expect(core.ingest.ingest(nobody)).rejects.toMatchObject({ code: 'unauthenticated' });
  const nowhere = inbound(makeInbox(test), mine);
  await expect(core.ingest.ingest(nowhere)).rejects.toMatchObject({ code: 'not_found' });
});

it('reopens within the hours, asking for the owner of before', async () => {
  const visitor = await makeVisitor(test, inbox);
  const { conversation } = await core.ingest.ingest(inbound(inbox, visitor));
  const owner = test.ids.next<UserId>();
  await close(conversation, owner);
  const event = inbound(inbox, visitor, { conversationId: conversation.id });
  const back = await core.ingest.ingest(event);
  expect(back.conversation).toMatchObject({ id: conversation.id, status: 'open', closedAt: null });
  expect(await eventsOf(conversation)).toEqual(['opened', 'message', 'reopened', 'message']);
  expect(core.enqueued.at(-1)).toMatchObject({ conversationId: conversation.id, preferredAgentId: owner });
  await core.ingest.ingest(event);
  expect(await eventsOf(conversation)).toHaveLength(4);
});

it('starts a linked conversation when the old one was closed long ago', async () => {
  const visitor = await makeVisitor(test, inbox);
  const { conversation } = await core.ingest.ingest(inbound(inbox, visitor));
  await close(conversation, null);
  now += 25 * 3_600_000;
  const next = await core.ingest.ingest(inbound(inbox, visitor, { conversationId: conversation.id }));
  expect(next.conversation).toMatchObject({ linkedFrom: conversation.id, status: 'open' });
  const further = await core.ingest.ingest(inbound(inbox, visitor, { conversationId: conversation.id }));
  expect(further.conversationId).toBe(next.conversationId);
  expect(await core.timeline.find(conversation.id)).toMatchObject({ status: 'closed' });
});

it('starts afresh when asked to, and repeats an old send where it lies', async () => {
  const visitor = await makeVisitor(test, inbox);
  const event = inbound(inbox, visitor);
  const first = await core.ingest.ingest(event);
  await close(first.conversation, null);
  const second = await core.ingest.ingest(inbound(inbox, visitor));
  expect(second.conversationId).not.toBe(first.conversationId);
  expect(second.conversation.linkedFrom).toBeNull();
  const repeated = await core.ingest.ingest(event);
  expect(repeated).toMatchObject({ isNew: false, conversationId: first.conversationId });
  expect(await core.timeline.find(first.conversationId)).toMatchObject({ status: 'closed' });
});

it('keeps a message that was left waiting without a live customer, its address a hint', async () => {
  const visitor = await makeVisitor(test, inbox);
  const claimed = { email: 'zoe@example.org' };
  const { conversation } = await core.ingest.ingest(inbound(inbox, visitor, { left: true, claimed }));
  expect(conversation).toMatchObject({ left: true, customer: { email: { verified: false } } });
  expect(await eventsOf(conversation)).toEqual(['opened', 'message', 'message-left']);
  expect(core.enqueued.at(-1)).toMatchObject({ conversationId: conversation.id, live: false });
  expect(await test.store.customers.findIdentity('email', 'zoe@example.org')).toBeNull();
});

it('binds files before the entry that names them', async () => {
  const visitor = await makeVisitor(test, inbox);
  const file = { id: test.ids.next(), name: 'a.png', type: 'image/png', size: 1 } as never;
  const { conversationId } = await core.ingest.ingest(inbound(inbox, visitor, { files: [file] }));
  expect(core.attached.at(-1)).toMatch(conversationId);
});

it('lets a signed-in visitor go on with what they began before signing in', async () => {
  const visitors = createVisitors({ customers: test.store.customers, clock: { now: () => now }, ids: test.ids });
  const before = await visitors.begin(inbox, undefined, { proof: null });
  const first = await core.ingest.ingest(inbound(inbox, { kind: 'visitor', value: before.viewer.identityId }));
  const after = await visitors.begin(inbox, before.token, { proof: 'identity-jwt', externalId: 'u1', name: 'Zoe' });
  const identity = { kind: 'visitor', value: after.viewer.identityId } as const;
  const next = await core.ingest.ingest(inbound(inbox, identity, { conversationId: first.conversationId }));
  expect(next.conversationId).toBe(first.conversationId);
});

it('rates once, and again when the mind changes', async () => {
  const visitor = await makeVisitor(test, inbox);
  const { conversation } = await core.ingest.ingest(inbound(inbox, visitor));
  await core.ingest.rate(conversation.id, 4, 'fine');
  await core.ingest.rate(conversation.id, 4, 'fine');
  await core.ingest.rate(conversation.id, 5);
  expect(await core.timeline.find(conversation.id)).toMatchObject({ rating: { score: 5 } });
  expect((await eventsOf(conversation)).filter((type) => type === 'rated')).toHaveLength(2);
});

it('completes by a repeat what a crash at any step left half done', async () => {
  const prepare = async () => {
    const visitor = await makeVisitor(test, inbox);
    const { conversation } = await core.ingest.ingest(inbound(inbox, visitor));
    await close(conversation, null);
    const form = [{ label: 'Topic', value: 'Order' }];
    return {
      start: inbound(inbox, await makeVisitor(test, inbox), { form, left: true, claimed: { email: 'a@b.example' } }),
      reopen: inbound(inbox, visitor, { conversationId: conversation.id }),
    };
  };
  for (const [kind, expected] of [
    ['start', ['opened', 'form-answered', 'message', 'message-left']],
    ['reopen', ['opened', 'message', 'reopened', 'message']],
  ] as const) {
    let isThrough = false;
    for (let step = 1; !isThrough; step += 1) {
      const event = (await prepare())[kind];
      for (const when of ['before', 'after'] as const) {
        const dying = startIngest(test, [inbox], { now: () => now, wrap: (deps) => dieAt(deps, step, when) });
        isThrough = await dying.ingest.ingest(event).then(
          () => true,
          () => false,
        );
        if (isThrough) break;
      }
      const done = await core.ingest.ingest(event);
      const conversation = await core.timeline.find(done.conversationId);
      expect(await eventsOf(done.conversation)).toEqual(expected);
      expect(conversation).toMatchObject({ status: 'open', work: { state: 'waiting' }, left: event.left });
      expect(step).toBeLessThan(20);
    }
  }
}, 30_000);

it('gives an open conversation without work its work', async () => {
  const visitor = await makeVisitor(test, inbox);
  const enqueue = () => Promise.reject(new Error('died'));
  const dying = startIngest(test, [inbox], { wrap: (deps) => ({ ...deps, routing: { ...deps.routing, enqueue } }) });
  await expect(dying.ingest.ingest(inbound(inbox, visitor))).rejects.toThrow('died');
  const [conversation] = await core.timeline.ofIdentities([visitor.value as never], inbox.id, 1);
  expect(conversation?.work).toBeNull();
  await core.ingest.mend();
  expect(core.enqueued.at(-1)).toMatchObject({ conversationId: conversation?.id });
});

/** Fails the nth write, before it happens or after, as a killed process would. */
function dieAt(deps: IngestDeps, step: number, when: 'before' | 'after'): IngestDeps {
  let writes = 0;
  const dying =
    <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      writes += 1;
      if (writes >= step && when === 'before') throw new Error('killed');
      const result = await write(...args);
      if (writes >= step) throw new Error('killed');
      return result;
    };
  const { timeline, routing, attachFiles } = deps;
  return {
    ...deps,
    timeline: {
      ...timeline,
      open: dying(timeline.open),
      append: dying(timeline.append),
      change: dying(timeline.change),
    },
    routing: { ...routing, enqueue: dying(routing.enqueue) },
    attachFiles: dying(attachFiles),
  };
}
