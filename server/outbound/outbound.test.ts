/** What an agent writes, over a real timeline and a channel that remembers what it carried. */

import type { Outbound as Carried, Channel, SendResult } from '../../channels/channel.ts';
import { createChannels } from '../../channels/index.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { channelMap, inbound, makeInbox, makeVisitor, startIngest } from '../../tests/contract/test-ingest.ts';
import { openTestStore, silent, type TestStore } from '../../tests/contract/test-store.ts';
import { createOutbound } from './outbound.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

async function begin(result: SendResult = { state: 'sent' }) {
  const carried: Carried[] = [];
  const [webchat] = createChannels();
  if (!webchat) throw new Error('no channel');
  const post: Channel = {
    ...webchat,
    kind: 'post',
    capabilities: { ...webchat.capabilities, live: false },
    async send(outbound) {
      carried.push(outbound);
      return result;
    },
  };
  const inbox = makeInbox(test, { channel: 'post' });
  const { ingest, timeline } = startIngest(test, [inbox], { channels: [post] });
  const { conversation } = await ingest.ingest(inbound(inbox, await makeVisitor(test, inbox)));
  const attachFiles = async () => {};
  const channels = channelMap([post]);
  const outbound = createOutbound({ timeline, channels, customers: test.store.customers, attachFiles, log: silent });
  const agent = { id: test.ids.next<UserId>(), name: 'Maya' };
  const input = { conversationId: conversation.id, agent, clientId: 'client-1', text: 'Hello', files: [] };
  return { carried, timeline, outbound, conversation, input };
}

it('writes a reply once and carries it once', async () => {
  const { outbound, input, carried, conversation } = await begin();
  const [first, again] = await Promise.all([outbound.reply(input), outbound.reply(input)]);
  expect(first).toEqual(again);
  expect(first).toMatchObject({ direction: 'out', author: { kind: 'agent', name: 'Maya' }, tally: { agent: 1 } });
  expect(carried).toMatchObject([{ entryId: first.id, identity: { kind: 'visitor', value: conversation.identityId } }]);
  await expect(outbound.reply({ ...input, text: 'other' })).rejects.toMatchObject({ code: 'conflict' });
});

it('keeps a reply that the channel could not carry', async () => {
  const { outbound, input, timeline } = await begin({ state: 'failed', retryable: false, reason: 'gone' });
  const entry = await outbound.reply(input);
  expect(await timeline.findEntry(entry.key)).toEqual(entry);
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
