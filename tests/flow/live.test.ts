/** What lives for a moment: places in the queue, who is there, who types, and what happens when the disk is full. */

import type { ConversationId } from '../../shared/model/ids.ts';
import type { Availability } from '../../shared/model/inbox.ts';
import { eventually } from '../support/eventually.ts';
import { nobodysId } from '../support/requests.ts';
import { closeEverything } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ realtime: { typingExpiryMs: 60 }, routing: { capacity: 34 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(async () => {
  await closeEverything(await stage.world.console('ada'));
  stage.world.closeClients();
});

test('waiting customers are told how many are before them, and move up', async () => {
  const { world } = stage;
  const [first, second, third] = [await world.visitor(), await world.visitor(), await world.visitor()];
  const ids: ConversationId[] = [];
  for (const one of [first, second, third]) ids.push(await one.start('I wait'));
  expect((await first.ask('visitor:sync', {})).ahead).toBe(0);
  expect((await third.ask('visitor:sync', {})).ahead).toBe(2);
  await first.ask('conversation:end', { conversationId: ids[0] ?? nobodysId });
  const moved = { conversationId: ids[2], ahead: 1 };
  await third.facts.wait<typeof moved>('queue:moved', (fact) => fact.ahead === 1 && fact.conversationId === ids[2]);
  await second.facts.wait<typeof moved>('queue:moved', (fact) => fact.ahead === 0);
  expect(third.facts.of<typeof moved>('queue:moved').every((fact) => fact.conversationId === ids[2])).toBe(true);
});

test('visitors of an inbox hear when somebody is there for them, by first name', async () => {
  const { world } = stage;
  const visitor = await world.visitor();
  const maya = await world.console('maya');
  await maya.ask('presence:set', { state: 'available' });
  type Fact = { availability: Availability };
  await visitor.facts.wait<Fact>('availability:changed', ({ availability }) => availability.agents.includes('Maya'));
  visitor.facts.clear();
  await maya.ask('presence:set', { state: 'away' });
  await visitor.facts.wait<Fact>('availability:changed', ({ availability }) => !availability.staffed);
  expect(JSON.stringify(visitor.facts.all)).not.toContain('Keller');
});

test('an agent sees the customer go only when the last tab is gone for a while', async () => {
  const { world } = stage;
  const { token } = await world.visit();
  const tabs = [await world.visitor({ token }), await world.visitor({ token })];
  const [one, other] = tabs;
  const id = (await one?.start('Hello')) ?? nobodysId;
  const ada = await world.console('ada');
  await ada.open(id);
  await ada.facts.wait<{ online: boolean }>('customer:seen', ({ online }) => online);
  ada.facts.clear();
  one?.close();
  await other?.send(id, 'Still here');
  await ada.facts.wait('entry:appended');
  expect(ada.facts.of('customer:seen')).toEqual([]);
  other?.close();
  await ada.facts.wait<{ online: boolean }>('customer:seen', ({ online }) => !online);
  const back = await world.visitor({ token });
  expect(back.snapshot?.current?.conversation.id).toBe(id);
  await ada.facts.wait<{ online: boolean }>('customer:seen', ({ online }) => online);
});

test('typing ends by itself, is not told to who types, and shows its text only where the inbox says so', async () => {
  const { world, parley, company } = stage;
  const visitor = await world.visitor();
  const id = await visitor.start('Hello');
  const [ada, ines] = [await world.console('ada'), await world.console('ines')];
  for (const one of [ada, ines]) await one.open(id);
  await ines.ask('typing:set', { conversationId: id, typing: true });
  await ada.facts.wait<{ typing: boolean }>('typing:changed', ({ typing }) => typing);
  await ada.facts.wait<{ typing: boolean }>('typing:changed', ({ typing }) => !typing);
  await visitor.facts.wait<{ typing: boolean }>('typing:changed', ({ typing }) => !typing);
  expect(ines.facts.of('typing:changed')).toEqual([]);
  const { directory } = parley.app.store;
  const inbox = await directory.inbox(company.north.inboxId);
  if (!inbox) throw new Error('no inbox');
  await directory.saveInbox({ ...inbox, settings: { ...inbox.settings, typingPreview: false } });
  ada.facts.clear();
  await visitor.ask('typing:set', { conversationId: id, typing: true, text: 'a secret' });
  await ada.facts.wait('typing:changed');
  expect(JSON.stringify(ada.facts.all)).not.toContain('a secret');
});

test('leaving a message asks nobody to come at once, and is answered later in the same thread', async () => {
  const { world } = stage;
  const visitor = await world.visitor();
  const thread = await visitor.ask('message:leave', {
    clientId: 'left-message-1',
    text: 'Call me',
    email: 'me@example.com',
  });
  expect(thread.conversation.status).toBe('message-left');
  expect(thread.entries.map(({ body }) => body.kind)).toEqual(['message', 'event']);
  const ada = await world.console('ada');
  await eventually(async () => {
    const { rows } = await ada.ask('list:open', { view: 'all' });
    expect(rows[0]?.conversation.customer.email).toEqual({ value: 'me@example.com', verified: false });
  });
});
