/** What an agent writes, over a real timeline and a channel that remembers what it carried. */

import type { Outbound as Carried, Channel, SendResult } from '../../channels/channel.ts';
import { createWebchatChannel } from '../../channels/webchat/webchat.ts';
import type { FileId, InboxId, UserId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { channelMap, inbound, makeInbox, makeVisitor, startIngest } from '../../tests/contract/test-ingest.ts';
import { openTestStore, silent, type TestStore } from '../../tests/contract/test-store.ts';
import { eventually } from '../../tests/support/eventually.ts';
import { createManualTimers } from '../../tests/support/manual-timers.ts';
import { noTexting } from '../../tests/support/no-texting.ts';
import { ownWay } from '../../tests/support/own-way.ts';
import { createOutbound, keyOf } from './outbound.ts';
import { createOutbox } from './outbox.ts';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});

/** A channel that is not live, and answers what it is told to, one result after the other, the last one for ever. */
function buildPost(results: SendResult[], carried: Carried[]): Channel {
  const webchat = createWebchatChannel();
  return {
    ...webchat,
    kind: 'post',
    capabilities: { ...webchat.capabilities, live: false },
    async send(outbound) {
      carried.push(outbound);
      const result = results.length > 1 ? results.shift() : results[0];
      return result ?? { state: 'sent' };
    },
  };
}

async function begin(...results: SendResult[]) {
  const carried: Carried[] = [];
  let now = 1_000_000;
  const post = buildPost(results, carried);
  const inbox = makeInbox(test, { channel: 'post' });
  const inboxes = [inbox, makeInbox(test, { channel: 'post' })];
  const { ingest, timeline } = startIngest(test, inboxes, { channels: [post] });
  const arrive = async (at: Inbox) => (await ingest.ingest(inbound(at, await makeVisitor(test, at)))).conversation;
  const conversation = await arrive(inbox);
  const attachFiles = async () => {};
  const channels = channelMap([post]);
  const { customers, outbox: store } = test.store;
  const directory = { inbox: async (id: InboxId) => inboxes.find((one) => one.id === id) ?? null };
  const clock = { now: () => now };
  const time = createManualTimers();
  const outbox = createOutbox({
    ...{ store, timeline, channels, customers, directory, clock, timers: time.timers, log: silent, nodeId: 'node' },
    ids: test.ids,
    secrets: { good: async () => ['secret'] },
    bytesOf: async () => null,
    attachFiles,
    texting: noTexting,
    optedOut: async () => undefined,
  });
  const keepHtml = async () => test.ids.next<FileId>();
  const outbound = createOutbound({
    ...{ timeline, channels, directory, customers, outbox, attachFiles, keepHtml, ids: test.ids, clock },
    texting: noTexting,
    ways: ownWay(channels),
  });
  const agent = { id: test.ids.next<UserId>(), name: 'Maya' };
  const input = { conversationId: conversation.id, agent, clientId: 'client-1', text: 'Hello', files: [] };
  await outbox.start();
  const stop = () => outbox.stop();
  running.push(stop);
  const deliveries = async () => (await timeline.find(conversation.id))?.deliveries;
  const pass = async (ms: number) => {
    now += ms;
    await eventually(async () => {
      time.run();
      expect(await store.due(now, 1)).toEqual([]);
      const items = await store.ofConversation(conversation.id);
      expect(items.filter(({ state }) => state === 'sending')).toEqual([]);
    });
  };
  return {
    ...{
      arrive,
      inboxes,
      post,
      carried,
      timeline,
      outbound,
      outbox,
      store,
      conversation,
      input,
      deliveries,
      pass,
      stop,
    },
    now: () => now,
  };
}

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  await test.close();
});

it('writes a reply once and carries it once', async () => {
  const { outbound, input, carried, conversation } = await begin();
  const [first, again] = await Promise.all([outbound.reply(input), outbound.reply(input)]);
  expect(first).toEqual(again);
  expect(first).toMatchObject({ direction: 'out', author: { kind: 'agent', name: 'Maya' }, tally: { agent: 1 } });
  await eventually(() =>
    expect(carried).toMatchObject([
      { entryId: first.id, identity: { kind: 'visitor', value: conversation.identityId } },
    ]),
  );
  await expect(outbound.reply({ ...input, text: 'other' })).rejects.toMatchObject({ code: 'conflict' });
});

it('says of a reply that was taken nothing, and of one that was refused why', async () => {
  const taken = await begin();
  await taken.outbound.reply(taken.input);
  await eventually(async () => expect(await taken.deliveries()).toEqual([]));
  const refused = await begin({ state: 'failed', retryable: false, reason: 'gone', code: 'no-such-address' });
  const entry = await refused.outbound.reply(refused.input);
  const failed = { entryId: entry.id, state: 'failed', code: 'no-such-address', detail: 'gone', nextAt: null };
  await eventually(async () => expect(await refused.deliveries()).toMatchObject([failed]));
  expect(await refused.timeline.findEntry(entry.key)).toMatchObject({ id: entry.id });
});

it('tries again what was refused for now, and gives up after two days', async () => {
  const notNow: SendResult = { state: 'failed', retryable: true, reason: 'busy', code: 'not-now' };
  const { outbound, input, carried, deliveries, pass } = await begin(notNow, notNow, { state: 'sent' });
  await outbound.reply(input);
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'retrying', code: 'not-now' }]));
  await pass(60_000);
  await pass(300_000);
  await eventually(async () => expect(await deliveries()).toEqual([]));
  expect(carried).toHaveLength(3);

  const never = await begin(notNow);
  await never.outbound.reply(never.input);
  await eventually(async () => expect(await never.deliveries()).toMatchObject([{ state: 'retrying' }]));
  for (let hours = 0; hours < 60; hours += 6) await never.pass(6 * 3_600_000);
  await eventually(async () => expect(await never.deliveries()).toMatchObject([{ state: 'failed', nextAt: null }]));
});

it('repeats what may have arrived once, under the same name, and then leaves it to people', async () => {
  const unsure: SendResult = { state: 'unknown', reason: 'no answer' };
  const { outbound, outbox, input, carried, deliveries, pass, conversation } = await begin(unsure, unsure, {
    state: 'sent',
  });
  const entry = await outbound.reply(input);
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'unknown' }]));
  await pass(600_000);
  await eventually(() => expect(carried).toHaveLength(2));
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'unknown', nextAt: null }]));
  await pass(86_400_000);
  expect(carried).toHaveLength(2);
  await outbox.retry(conversation.id, entry.id);
  await eventually(async () => expect(await deliveries()).toEqual([]));
  await expect(outbox.retry(conversation.id, entry.id)).rejects.toMatchObject({ code: 'conflict' });
  await expect(outbox.retry(test.ids.next(), entry.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('does not repeat what it is told has arrived, and believes no failure after that', async () => {
  const unsure: SendResult = { state: 'unknown', reason: 'no answer' };
  const { outbound, store, input, carried, deliveries, pass } = await begin(unsure);
  const entry = await outbound.reply(input);
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'unknown' }]));
  expect(await store.tell(entry.key, { fate: 'taken', at: 1 })).toMatchObject({ state: 'sent', dueAt: null });
  expect(await store.tell(entry.key, { fate: 'delivered', at: 2 })).toMatchObject({ told: { fate: 'delivered' } });
  expect(await store.tell(entry.key, { fate: 'failed', code: 'other', at: 3 })).toBeNull();
  expect(await store.tell(entry.key, { fate: 'delivered', at: 4 })).toBeNull();
  await pass(86_400_000);
  expect(carried).toHaveLength(1);
});

it('takes a server that could not be reached for none that may have it', async () => {
  const away: SendResult = { state: 'failed', retryable: true, reason: 'no answer', code: 'timed-out' };
  const unsure: SendResult = { state: 'unknown', reason: 'no answer', code: 'timed-out' };
  const { outbound, input, carried, deliveries, pass } = await begin(away, unsure, { state: 'sent' });
  await outbound.reply(input);
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'retrying' }]));
  await pass(60_000);
  await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'unknown' }]));
  expect((await deliveries())?.[0]?.nextAt).not.toBeNull();
  await pass(600_000);
  await eventually(async () => expect(await deliveries()).toEqual([]));
  expect(carried).toHaveLength(3);
});

it('carries what was written by a node that died before it was queued, and forgets what never was written', async () => {
  const { outbound, outbox, store, input, carried, conversation, pass } = await begin();
  const key = keyOf(input);
  await outbox.intend(key, conversation);
  await outbox.intend(`${key}-never-written`, conversation);
  jest.spyOn(outbox, 'queue').mockRejectedValueOnce(new Error('died'));
  await expect(outbound.reply(input)).rejects.toThrow('died');
  expect(carried).toEqual([]);
  await pass(120_000);
  await eventually(() => expect(carried).toHaveLength(1));
  expect(await store.find(`${key}-never-written`)).toMatchObject({ state: 'dropped' });
});

it('sends again what a node had in its hands when it died', async () => {
  const { outbound, outbox, store, input, carried, stop } = await begin();
  await stop();
  const entry = await outbound.reply(input);
  const item = await store.findByEntry(entry.id);
  expect(await store.claim(entry.key, item?.dueAt ?? 0, 9_000_000_000_000, 'node')).toMatchObject({ state: 'sending' });
  await outbox.start();
  await eventually(() => expect(carried).toHaveLength(1));
});

it('holds up nobody else while a server does not answer', async () => {
  const { outbound, input, post, inboxes, arrive, carried, store } = await begin();
  const [silent, other] = inboxes as [Inbox, Inbox];
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const send = post.send.bind(post);
  jest.spyOn(post, 'send').mockImplementation(async (outgoing) => {
    if (outgoing.inboxId === silent.id) await answered;
    return send(outgoing);
  });
  for (let count = 0; count < 6; count += 1) {
    const { id } = await arrive(silent);
    await outbound.reply({ ...input, conversationId: id, clientId: `silent-${count}` });
  }
  const { id } = await arrive(other);
  const [first, second] = [
    await outbound.reply({ ...input, conversationId: id, clientId: 'other-1', text: 'First' }),
    await outbound.reply({ ...input, conversationId: id, clientId: 'other-2', text: 'Second' }),
  ];
  await eventually(() => expect(carried.map(({ entryId }) => entryId)).toEqual([first.id, second.id]));
  expect(await store.waiting(silent.id)).toBe(6);
  answer();
  await eventually(async () => expect(await store.waiting(silent.id)).toBe(0));
  expect(carried).toHaveLength(8);
});

it('carries no note', async () => {
  const { outbound, input, carried } = await begin();
  expect(await outbound.note(input)).toMatchObject({ direction: 'internal', body: { kind: 'note' } });
  expect(carried).toEqual([]);
});

it('answers no closed conversation, but repeats what was answered before', async () => {
  const { outbound, input, timeline, conversation } = await begin();
  const first = await outbound.reply(input);
  await timeline.change(conversation.id, { status: 'closed', closedAt: 1 });
  await expect(outbound.reply({ ...input, clientId: 'client-2' })).rejects.toMatchObject({ code: 'closed' });
  expect(await outbound.reply(input)).toEqual(first);
  expect(await outbound.note({ ...input, clientId: 'client-3' })).toMatchObject({ body: { kind: 'note' } });
});

it('refuses nothing, and an answer to nobody', async () => {
  const { outbound, input } = await begin();
  await expect(outbound.reply({ ...input, text: ' \n' })).rejects.toMatchObject({ code: 'invalid' });
  const unknown = { ...input, conversationId: test.ids.next<typeof input.conversationId>() };
  await expect(outbound.reply(unknown)).rejects.toMatchObject({ code: 'not_found' });
});
