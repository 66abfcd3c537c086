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
  // Whoever texts has left nothing behind: they go on when they like.
  expect((await eventsOf(id)).map(({ type }) => type)).not.toContain('message-left');

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

/** The conversation that this number has, once its words are there. */
const begin = async (from: string, words: string, to = OUR_NUMBER): Promise<ConversationId> => {
  line.sim.phones.text(from, to, words);
  const id = await findByWords(words);
  await maya.open(id);
  await maya.ask('work:take', { conversationId: id });
  return id;
};

const eventsOf = async (id: ConversationId) =>
  (await maya.ask('conversation:open', { conversationId: id })).entries.flatMap(({ body }) =>
    body.kind === 'event' ? [body.event] : [],
  );

test('whoever says stop is written to by nobody until they say start, and both are told', async () => {
  const customer = '+4915112345611';
  const id = await begin(customer, 'Where is my parcel?');
  line.sim.phones.text(customer, OUR_NUMBER, 'Stop.');
  await eventually(async () => expect(await eventsOf(id)).toContainEqual({ type: 'opted-out', by: 'customer' }));
  expect(await maya.ask('reply:rules', { conversationId: id })).toMatchObject({ optedOutAt: expect.any(Number) });
  await expect(say(id, 'It is on its way.')).rejects.toThrow('opted-out');
  const later = { hold: 'undo' as const, seconds: 5 };
  await expect(
    maya.ask('reply:schedule', { conversationId: id, clientId: nextClientId(), text: 'It is.', when: later }),
  ).rejects.toThrow('opted-out');
  expect(line.received(customer)).toEqual([]);

  line.sim.phones.text(customer, OUR_NUMBER, 'UNSTOP');
  await eventually(async () => expect(await eventsOf(id)).toContainEqual({ type: 'opted-in' }));
  await say(id, 'It is on its way.');
  await eventually(() => expect(line.received(customer)).toEqual(['It is on its way.']), 20_000);
});

test('a stop after it was closed is noted, and makes no work', async () => {
  const customer = '+4915112345612';
  const id = await begin(customer, 'Thank you for the lamp');
  await maya.ask('conversation:close', { conversationId: id });
  line.sim.phones.text(customer, OUR_NUMBER, 'STOP');
  await eventually(async () => expect(await eventsOf(id)).toContainEqual({ type: 'opted-out', by: 'customer' }));
  expect(await conversationOf(id)).toMatchObject({ status: 'closed' });
});

test('Twilio, which was told to stop, is believed', async () => {
  const customer = '+4915112345613';
  const id = await begin(customer, 'Can I return it?');
  // The word went by another way, so that we never heard it.
  const number = line.sim.world.numbers.get(OUR_NUMBER);
  const { smsUrl } = number ?? { smsUrl: '' };
  if (number) number.smsUrl = '';
  line.sim.phones.text(customer, OUR_NUMBER, 'STOP');
  if (number) number.smsUrl = smsUrl;
  await say(id, 'Of course.');
  await eventually(async () =>
    expect((await conversationOf(id)).deliveries).toMatchObject([{ state: 'failed', code: 'opted-out' }]),
  );
  await eventually(async () => expect(await eventsOf(id)).toContainEqual({ type: 'opted-out', by: 'provider' }));
  await expect(say(id, 'Are you there?')).rejects.toThrow('opted-out');
});

test('on WhatsApp free words go for a day, and after that approved ones', async () => {
  const customer = 'whatsapp:+4915112345614';
  const [ours, day] = [`whatsapp:${OUR_NUMBER}`, 24 * 3_600_000];
  const template = {
    id: `HX${'a'.repeat(32)}`,
    name: 'Ready',
    language: 'en',
    text: 'Order {{1}} is ready, {{name}}.',
  };
  const inbox = await line.parley.app.store.directory.inbox(line.inboxId);
  if (!inbox) throw new Error('no inbox');
  await line.parley.app.store.directory.saveInbox({ ...inbox, settings: { ...inbox.settings, templates: [template] } });

  const id = await begin(customer, 'Is my order ready?', ours);
  const rules = await maya.ask('reply:rules', { conversationId: id });
  expect(rules).toMatchObject({ optedOutAt: null, templates: [template], counting: null });
  expect(rules?.freeUntil ?? 0).toBeGreaterThan(Date.now() + day - 600_000);
  await say(id, 'Nearly.');
  await eventually(() => expect(line.received(customer)).toEqual(['Nearly.']), 20_000);

  // A day goes by for this customer.
  const { customers } = line.parley.app.store;
  const identity = await customers.findIdentity('external', customer);
  await customers.noteTexting(identity?.id as never, line.inboxId, { wroteAt: Date.now() - day });
  await expect(say(id, 'Now it is.')).rejects.toThrow('too-late');
  const send = (values: Record<string, string>) =>
    maya.ask('message:send', {
      ...{ conversationId: id, clientId: nextClientId(), text: 'whatever the page made of it' },
      template: { id: template.id, values },
    });
  await expect(send({ 1: '4711' })).rejects.toThrow('template');
  const sent = await send({ 1: '4711', name: 'Ida' });
  expect(sent.body).toMatchObject({ text: 'Order 4711 is ready, Ida.' });
  const variables = JSON.stringify({ 1: '4711', name: 'Ida' });
  await eventually(() => expect(line.received(customer).at(-1)).toBe(`${template.id} ${variables}`), 20_000);
});

test('a chat goes on by text to whoever is the same person, their answer comes back into it, and what they decline is not done', async () => {
  const customer = '+4915112345621';
  const number = await begin(customer, 'It is me by phone');
  const visitor = await line.world.visitor();
  const id = await visitor.start('It is me by chat');
  const waysOf = async () => maya.ask('reply:ways', { conversationId: id });
  const byText = { by: line.inboxId, format: 'text' };
  expect(await waysOf()).toMatchObject([
    { by: null, format: 'chat', why: null },
    { ...byText, why: 'unknown' },
    { format: 'call' },
  ]);
  const sayByText = (text: string) =>
    maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text, by: line.inboxId });
  await expect(sayByText('Psst')).rejects.toThrow('unknown');

  const look = { conversationId: id, other: number };
  const { mine, theirs } = await maya.ask('customer:merge-preview', look);
  const seen = { mine: mine.rev, theirs: theirs.rev };
  await maya.ask('customer:merge', { ...look, clientId: nextClientId(), takes: [], seen });
  expect(await waysOf()).toMatchObject([
    { format: 'chat' },
    { ...byText, address: customer, why: null },
    { format: 'call', address: customer },
  ]);
  expect(await sayByText('We go on here.')).toMatchObject({ conversationId: id, inboxId: line.inboxId });
  await eventually(() => expect(line.received(customer)).toEqual(['We go on here.']), 20_000);
  line.sim.phones.text(customer, OUR_NUMBER, 'Gladly.');
  expect(await findByWords('Gladly.')).toBe(id);
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  expect(entries.find(({ body }) => body.kind === 'message' && body.text === 'Gladly.')).toMatchObject({
    inboxId: line.inboxId,
    author: { kind: 'customer' },
  });
  // Where the text conversation is written in again, answers go there.
  await say(number, 'And here again.');
  line.sim.phones.text(customer, OUR_NUMBER, 'I see.');
  expect(await findByWords('I see.')).toBe(number);

  const declined = { type: 'attribute', attributeId: 'mayText' as never, value: 'denied' } as const;
  await maya.ask('customer:change', { conversationId: id, change: declined });
  expect((await waysOf())[1]).toMatchObject({ ...byText, why: 'denied' });
  await expect(sayByText('One more thing')).rejects.toThrow('denied');
  const history = await maya.ask('customer:history', { conversationId: id, field: 'mayText' });
  expect(history).toMatchObject([{ byName: 'Maya Keller', before: null, after: 'denied' }]);
}, 40_000);

test('numbers shared by several customers: a text or a call is nobody’s until an agent says whose, and that is undone at any time', async () => {
  const number = '+4915112345690';
  // Two customers: one has written from there, the other is known by another number.
  const come = async (from: string, words: string) => {
    line.sim.phones.text(from, OUR_NUMBER, words);
    return findByWords(words);
  };
  const ofAnna = await come(number, 'Anna here, about my lamp.');
  await maya.ask('customer:change', { conversationId: ofAnna, change: { type: 'name', name: 'Anna Meyer' } });
  await maya.ask('conversation:close', { conversationId: ofAnna });
  const ofBen = await come('+4915112345691', 'Ben here, about my chair.');
  await maya.ask('customer:change', { conversationId: ofBen, change: { type: 'name', name: 'Ben Meyer' } });
  const order = { conversationId: ofBen, kind: 'phone' as const, value: number, country: 'DE' };
  expect(await maya.ask('customer:address-add', order)).toMatchObject({ kind: 'taken', other: { name: 'Anna Meyer' } });
  const added = await maya.ask('customer:address-add', { ...order, shared: true });
  expect(added).toMatchObject({ kind: 'added', card: { name: 'Ben Meyer' } });
  const cardOf = async (id: ConversationId) => (await maya.ask('customer:read', { conversationId: id })).card;
  expect((await cardOf(ofBen)).identities.map(({ value }) => value)).toEqual(
    expect.arrayContaining([number, '+4915112345691']),
  );
  // What Anna wrote stays hers, and they are not taken for one person.
  expect((await cardOf(ofAnna)).name).toBe('Anna Meyer');
  expect(await maya.ask('customer:matches', { conversationId: ofBen })).toEqual([]);

  const open = await come(number, 'Is it there yet?');
  expect(open).not.toBe(ofAnna);
  expect(await conversationOf(open)).toMatchObject({ customer: { name: '+49 1511 2345690' } });
  const asked = await maya.ask('customer:number', { conversationId: open });
  expect(asked).toMatchObject({ number, chosen: null });
  expect(asked?.owners.map(({ name }) => name).sort()).toEqual(['Anna Meyer', 'Ben Meyer']);
  expect(await maya.ask('customer:number', { conversationId: ofAnna })).toBeNull();
  // A further text joins what is open, whoever it is.
  line.sim.phones.text(number, OUR_NUMBER, 'Hello?');
  expect(await findByWords('Hello?')).toBe(open);

  const ben = asked?.owners.find(({ name }) => name === 'Ben Meyer');
  const chosen = await maya.ask('customer:number-choose', { conversationId: open, choice: ben?.key as never });
  expect(chosen).toMatchObject({ chosen: { name: 'Ben Meyer', byName: 'Maya Keller' } });
  expect(await conversationOf(open)).toMatchObject({ customer: { name: 'Ben Meyer' } });
  const others = await maya.ask('customer:conversations', { conversationId: ofBen });
  expect(others.conversations).toMatchObject([{ id: open }]);
  expect(await eventsOf(open)).toContainEqual(expect.objectContaining({ type: 'number-placed', to: 'Ben Meyer' }));
  // The answer goes to the number, and a word of stopping holds for everybody who uses it.
  const colleague = await line.world.console('ben');
  await colleague.ask('work:take', { conversationId: open });
  await colleague.ask('message:send', { conversationId: open, clientId: nextClientId(), text: 'Tomorrow.' });
  await eventually(() => expect(line.received(number)).toContain('Tomorrow.'), 20_000);

  await maya.ask('customer:number-choose', { conversationId: open, choice: 'nobody' });
  expect(await conversationOf(open)).toMatchObject({ customer: { name: '+49 1511 2345690' } });
  expect((await maya.ask('customer:conversations', { conversationId: ofBen })).conversations).toEqual([]);
  expect(await maya.ask('customer:number', { conversationId: open })).toMatchObject({ chosen: null });
  // Whoever is given a name is somebody else.
  await maya.ask('customer:change', { conversationId: open, change: { type: 'name', name: 'Cleo Meyer' } });
  await eventually(async () => expect(await conversationOf(open)).toMatchObject({ customer: { name: 'Cleo Meyer' } }));
  await maya.ask('conversation:close', { conversationId: open });

  // A call asks the same, of three by now; the call is called as they are.
  const { calls, store } = line.parley.app;
  const next = await calls.voice.callEvent({
    ...{ type: 'arrived', inboxId: line.inboxId, key: 'shared:arrived', at: Date.now(), externalId: 'CAshared' },
    ...{ callId: null, by: 'phone', from: { kind: 'phone', value: number }, fromText: number, to: OUR_NUMBER },
    ...{ conversationId: null, attested: true },
  });
  const callId = next?.callId as NonNullable<typeof next>['callId'];
  const called = await eventually(async () => {
    const id = (await store.calls.find(callId))?.conversationId;
    if (!id) throw new Error('it has no conversation yet');
    return id;
  }, 20_000);
  const question = await maya.ask('customer:number', { conversationId: called });
  expect(question?.owners.map(({ name }) => name).sort()).toEqual(['Anna Meyer', 'Ben Meyer', 'Cleo Meyer']);
  const anna = question?.owners.find(({ name }) => name === 'Anna Meyer');
  await maya.ask('customer:number-choose', { conversationId: called, choice: anna?.key as never });
  expect(await store.calls.find(callId)).toMatchObject({ customerName: 'Anna Meyer' });
  expect(await maya.ask('customer:conversations', { conversationId: ofAnna })).toMatchObject({
    conversations: [{ id: called }],
  });

  // Whoever says stop from there is written to by nobody, whoever of them it was.
  line.sim.phones.text(number, OUR_NUMBER, 'Stop.');
  await eventually(
    async () =>
      expect(await maya.ask('reply:rules', { conversationId: ofAnna })).toMatchObject({
        optedOutAt: expect.any(Number),
      }),
    20_000,
  );
  expect(await maya.ask('reply:rules', { conversationId: open })).toMatchObject({ optedOutAt: expect.any(Number) });
});
