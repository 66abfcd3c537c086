/** Texts, from a customer's telephone to the agent's screen and back, over the whole server and the simulator. */
import { OUR_NUMBER } from '../../channels/phone/simulator/testing.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { startTextLine, type TextLine } from '../support/texts-line.ts';

let line: TextLine;
let maya: ConsoleClient;
beforeAll(async () => {
  line = await startTextLine();
  maya = await line.world.console('maya');
}, 60_000);
afterAll(() => line.stop(), 30_000);

const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkM9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The conversation in which these words stand. */
const findByWords = (words: string): Promise<ConversationId> =>
  eventually(async () => {
    const { rows } = await maya.ask('list:open', { view: 'all', limit: 50 });
    const row = rows.find(({ preview }) => preview?.text.includes(words));
    if (!row) throw new Error(`nobody wrote ${words}`);
    return row.conversation.id;
  }, 20_000);

const conversationOf = async (id: ConversationId) =>
  (await maya.ask('conversation:open', { conversationId: id })).conversation;

/** Time goes by at the simulator until it is so. */
const pass = <T>(check: () => Promise<T> | T): Promise<T> =>
  eventually(async () => {
    await line.sim.clock.pass(300);
    return check();
  }, 20_000);

const say = (conversationId: ConversationId, text: string) =>
  maya.ask('message:send', { conversationId, clientId: nextClientId(), text });

test('a customer texts with pictures, the agent answers, and each message says what became of it', async () => {
  const customer = '+4915112345601';
  const media = [
    { contentType: 'application/octet-stream', bytes: tinyPng },
    { contentType: 'image/png', bytes: Buffer.from('<html><script>alert(1)</script></html>') },
  ];
  line.sim.phones.text(customer, OUR_NUMBER, 'Is it dimmable?', media);
  const id = await findByWords('Is it dimmable?');
  const { thread } = await maya.open(id);
  expect(thread.conversation).toMatchObject({ channel: 'phone', inboxId: line.inboxId });
  const [asked] = thread.entries.flatMap(({ body }) => (body.kind === 'message' ? [body] : []));
  // What a file is, is seen from its bytes.
  expect(asked?.files).toMatchObject([{ type: 'image/png' }, { type: expect.not.stringMatching(/^image|html/) }]);

  // A text takes a part of an agent, and no whole one.
  await maya.ask('work:take', { conversationId: id });
  const work = (await conversationOf(id)).work;
  expect(await line.parley.app.store.work.find(work?.id as never)).toMatchObject({ weight: 20, exclusive: false });

  await say(id, 'It is.');
  await eventually(() => expect(line.received(customer)).toEqual(['It is.']), 20_000);
  const { seq } = await pass(async () => {
    const { conversation, entries } = await maya.ask('conversation:open', { conversationId: id });
    const sent = entries.find(({ body }) => body.kind === 'message' && body.text === 'It is.');
    expect(conversation.marks.customerDelivered.seq).toBe(sent?.seq);
    expect(conversation.deliveries).toEqual([]);
    return { seq: sent?.seq };
  });

  line.sim.messages.decide(customer, { status: 'read' });
  await say(id, 'And it is warm.');
  await pass(async () => expect((await conversationOf(id)).marks.customerRead.seq).toBeGreaterThan(seq ?? 0));

  line.sim.messages.decide(customer, { status: 'undelivered', errorCode: 30_005 });
  await say(id, 'Are you there?');
  await pass(async () =>
    expect((await conversationOf(id)).deliveries).toMatchObject([{ state: 'bounced', code: 'no-such-address' }]),
  );

  // Their next text joins what is open.
  line.sim.phones.text(customer, OUR_NUMBER, 'Good.');
  expect(await findByWords('Good.')).toBe(id);
});
