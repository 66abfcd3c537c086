/** Finding conversations: by name, address and number, and only what one may see. */
import type { ConversationId, IdentityId } from '../../shared/model/ids.ts';
import { askRaw } from '../support/ask.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
const made = new Map<string, ConversationId>();

beforeAll(async () => {
  stage = await startStage();
  const people = [
    ['Élodie Müller', 'elodie@atelier.example', 'north'],
    ['Jonas Weber', 'jonas.weber@example.com', 'north'],
    ['Jonas Berg', undefined, 'south'],
    ['王小明', undefined, 'north'],
  ] as const;
  for (const [name, email, inbox] of people) {
    const visitor = await stage.world.visitor({ inbox });
    const id = await visitor.start(`I am ${name}`);
    const found = await stage.parley.app.timeline.find(id);
    if (!found) throw new Error('not there');
    const customer = { ...found.customer, name, ...(email && { email: { value: email, verified: false } }) };
    await stage.parley.app.timeline.change(id, { customer });
    made.set(name, id);
  }
}, 40_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

async function namesFor(client: ConsoleClient, text: string): Promise<string[]> {
  const { rows } = await client.ask('search:find', { text });
  return rows.map(({ conversation }) => conversation.customer.name).sort();
}

test.each([
  ['elo', ['Élodie Müller']],
  ['MULLER elodie', ['Élodie Müller']],
  ['jonas', ['Jonas Berg', 'Jonas Weber']],
  ['jonas.weber@ex', ['Jonas Weber']],
  ['atelier', ['Élodie Müller']],
  ['小明', ['王小明']],
  ['王', ['王小明']],
  ['onas', []],
  ['.*', []],
  ['(', []],
])('%s finds %j', async (text, names) => {
  expect(await namesFor(await stage.world.console('ada'), text)).toEqual(names);
});

test('a number finds its conversation, and those that begin with it', async () => {
  const ada = await stage.world.console('ada');
  const id = made.get('Jonas Weber');
  const { rows } = await ada.ask('list:open', { view: 'all' });
  const wanted = rows.find(({ conversation }) => conversation.id === id)?.conversation.number ?? 0;
  const [first] = (await ada.ask('search:find', { text: `#${wanted}` })).rows;
  expect(first?.conversation.id).toBe(id);
  expect((await ada.ask('search:find', { text: '#999999' })).rows).toEqual([]);
});

test('who cannot be reached is found without a word, by whoever may see them; nothing else is', async () => {
  const { timeline, store } = stage.parley.app;
  const [ada, otto] = [await stage.world.console('ada'), await stage.world.console('otto')];
  const found = await timeline.find(made.get('Jonas Weber') ?? ('' as ConversationId));
  const { id } = found?.customer ?? {};
  if (!id) throw new Error('not there');
  const archived = async (client: ConsoleClient) =>
    (await client.ask('search:text', { text: '', filter: { archived: true } })).customers.map((one) => one.id);
  // What is settled in the background may bring them back meanwhile: a browser is no address.
  await eventually(async () => {
    await store.profiles.archive(id, Date.now());
    expect(await archived(ada)).toEqual([id]);
  });
  expect(await archived(otto)).toEqual([]);
  const refused = await askRaw(ada.connection.socket, 'search:text', { text: ' ' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'invalid' } });
  await store.profiles.archive(id, null);
});

test('nobody finds what they may not see, by name or number', async () => {
  const [maya, otto, ada] = [
    await stage.world.console('maya'),
    await stage.world.console('otto'),
    await stage.world.console('ada'),
  ];
  expect(await namesFor(maya, 'jonas')).toEqual(['Jonas Weber']);
  expect(await namesFor(otto, 'jonas')).toEqual(['Jonas Berg']);
  const { rows } = await ada.ask('search:find', { text: 'berg' });
  expect(await namesFor(maya, `#${rows[0]?.conversation.number}`)).not.toContain('Jonas Berg');
});

test('whoever was asked in finds it', async () => {
  const [ines, otto] = [await stage.world.console('ines'), await stage.world.console('otto')];
  const conversationId = made.get('王小明');
  if (!conversationId) throw new Error('not there');
  expect(await namesFor(otto, '王小')).toEqual([]);
  const asking = { agentId: stage.company.users.otto, clientId: 'ask-otto-1234', text: 'Look' };
  await ines.ask('guest:ask', { conversationId, ...asking });
  expect(await namesFor(otto, '王小')).toEqual(['王小明']);
});

test('a new name is found, the old one is not', async () => {
  const [ada, id] = [await stage.world.console('ada'), made.get('Jonas Berg')];
  const found = id && (await stage.parley.app.timeline.find(id));
  if (!found) throw new Error('not there');
  await stage.parley.app.timeline.change(found.id, { customer: { ...found.customer, name: 'Nina Holm' } });
  expect([await namesFor(ada, 'nin'), await namesFor(ada, 'jonas b')]).toEqual([['Nina Holm'], []]);
});

describe('by any address of theirs', () => {
  beforeAll(async () => {
    const { app } = stage.parley;
    const found = await app.timeline.find(made.get('王小明') ?? ('' as ConversationId));
    const known = found && (await app.store.customers.customer(found.customer.id));
    if (!known) throw new Error('not there');
    for (const [kind, value] of [
      ['email', 'xiaoming@second.example'],
      ['phone', '+8613800138000'],
      ['external', `${stage.company.north.inboxId}:kunde-4711`],
    ] as const) {
      await app.store.customers.create(known, {
        ...{ id: `01${kind.toUpperCase().padEnd(24, '0')}` as IdentityId, kind, value, inboxId: null },
        claims: [{ customerId: known.id, proof: 'address', at: 1 }],
        ...{ state: 'reachable', createdAt: 1 },
      });
    }
  });

  test.each([
    ['xiaoming@sec', ['王小明']],
    ['second', ['王小明']],
    ['+86 138 0013 8000', ['王小明']],
    ['138 0013', ['王小明']],
    ['kunde-4711', ['王小明']],
    ['4711', ['王小明']],
    ['+86 139', []],
    ['.*', []],
  ])('%s finds %j', async (text, names) => {
    expect(await namesFor(await stage.world.console('ada'), text)).toEqual(names);
  });

  test('but only in conversations that one may see', async () => {
    expect(await namesFor(await stage.world.console('maya'), 'xiaoming')).toEqual(['王小明']);
    await stage.parley.app.timeline.change(made.get('王小明') ?? ('' as ConversationId), { guestIds: [] });
    expect(await namesFor(await stage.world.console('otto'), 'xiaoming')).toEqual([]);
  });
});
