/** One conversation from the first word to the linked second one, over real sockets. */
import type { TypingFact } from '../../shared/events.ts';
import type { VisitorConversation } from '../../shared/model/conversation.ts';
import type { AgentEntry, VisitorEntry } from '../../shared/model/entry.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
}, 30_000);
afterAll(() => stage.stop(), 30_000);

const textsOf = (entries: readonly (AgentEntry | VisitorEntry)[]): string[] =>
  entries.flatMap(({ body }) => (body.kind === 'message' ? [body.text] : []));

test('a customer asks, an agent is offered it, accepts, answers, closes; the customer rates and comes back', async () => {
  const { world, company } = stage;
  const visitor = await world.visitor();
  expect(visitor.snapshot).toMatchObject({ current: null, ahead: null, inbox: { siteName: 'Northlight' } });

  const id = await visitor.start('Is the lamp dimmable?', { context: { url: 'https://shop.example/lamp' } });
  expect(textsOf(visitor.thread(id).entries)).toEqual(['Is the lamp dimmable?']);
  expect(visitor.thread(id).conversation.status).toBe('waiting');

  const maya = await world.console('maya');
  await maya.ask('presence:set', { state: 'available' });
  await maya.accept(id);
  const thread = await maya.open(id);
  expect(textsOf(thread.thread.entries)).toEqual(['Is the lamp dimmable?']);
  expect(thread.thread.conversation.work).toMatchObject({ state: 'active', ownerId: company.users.maya });
  await visitor.facts.wait<{ conversation: VisitorConversation }>(
    'conversation:changed',
    ({ conversation }) => conversation.status === 'active' && conversation.agent?.name === 'Maya Keller',
  );

  await visitor.ask('typing:set', { conversationId: id, typing: true, text: 'And' });
  await maya.facts.wait<TypingFact>('typing:changed', (fact) => fact.typing && fact.text === 'And');
  await visitor.send(id, 'And how bright?');
  await maya.facts.wait<TypingFact>('typing:changed', (fact) => !fact.typing);
  await maya.ask('typing:set', { conversationId: id, typing: true });
  await visitor.facts.wait<{ typing: boolean; name: string }>('typing:changed', (fact) => fact.typing);

  await maya.note(id, 'Check the data sheet');
  await maya.send(id, 'It is, and 800 lumen.');
  await eventually(() => expect(textsOf(visitor.thread(id).entries)).toHaveLength(3));
  expect(JSON.stringify(visitor.facts.all)).not.toContain('data sheet');

  const upTo = visitor.thread(id).entries.at(-1)?.seq ?? 0;
  await visitor.ask('read:mark', { conversationId: id, upTo });
  await eventually(() => {
    const { marks } = maya.thread(id).conversation;
    expect([marks.customerRead.seq, marks.customerDelivered.seq]).toEqual([upTo, upTo]);
  });
  await maya.ask('read:mark', { conversationId: id, upTo });
  await eventually(() => expect(visitor.thread(id).conversation.marks.agentRead.seq).toBe(upTo));

  await maya.ask('conversation:close', { conversationId: id });
  await eventually(() => expect(visitor.thread(id).conversation.status).toBe('closed'));
  await visitor.ask('conversation:rate', { conversationId: id, score: 5, comment: 'quick' });
  await eventually(() => expect(maya.thread(id).conversation.rating).toEqual({ score: 5, comment: 'quick' }));

  const again = await visitor.send(id, 'One more thing');
  expect(again.moved).toBeNull();
  await eventually(() => expect(visitor.thread(id).conversation.status).not.toBe('closed'));
  await maya.facts.wait('offer:made', () => maya.offers.size === 1);
});

test('a customer who writes long after the close gets a new conversation, linked to the old one', async () => {
  const { world, parley, company } = stage;
  const inbox = await parley.app.store.directory.inbox(company.south.inboxId);
  if (!inbox) throw new Error('no inbox');
  await parley.app.store.directory.saveInbox({ ...inbox, reopenHours: 0 });
  const visitor = await world.visitor({ inbox: 'south' });
  const first = await visitor.start('Hello');
  await visitor.ask('conversation:end', { conversationId: first });
  await eventually(() => expect(visitor.thread(first).conversation.status).toBe('closed'));
  const { entry, moved } = await visitor.send(first, 'Hello again');
  expect(moved?.conversation.id).toBe(entry.conversationId);
  expect(entry.conversationId).not.toBe(first);
  const ada = await world.console('ada');
  const second = await ada.open(entry.conversationId);
  expect(second.thread.conversation.linkedFrom).toBe(first);
});
