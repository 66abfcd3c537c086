/** What the team knows of a customer: changed, noted down, told to all who look; names that reach every conversation; who may read what. */
import type { Attribute, Tag } from '../../shared/model/catalogue.ts';
import type { CustomerCard, CustomerChange } from '../../shared/model/customer.ts';
import type { AttributeId, ConversationId, RoleId, TagId } from '../../shared/model/ids.ts';
import { outcome } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { closeEverything, type Scene, setActiveScene } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import { password } from '../support/world.ts';

let stage: Stage;
let scene: Scene;
let tags: Tag[];
const seated: ConsoleClient[] = [];
let attributes: Record<Attribute['type'], AttributeId>;

beforeAll(async () => {
  stage = await startStage({ realtime: { headBeatMs: 3_600_000 }, routing: { capacity: 1_000_000 } });
  const cookie = await stage.world.cookieOf('ada');
  const { url, origin } = stage.world.place;
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', origin, cookie };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  for (const name of ['Loyal', 'Press']) await post('/api/tags', { name, colour: 'blue' });
  for (const type of ['text', 'number', 'date', 'yes-no', 'choice'] as const) {
    await post('/api/attributes', { name: `An ${type}`, type, choices: type === 'choice' ? ['Gold', 'Silver'] : [] });
  }
  const role = { name: 'Reader', reach: 'teams', permissions: [], twoFactorRequired: false };
  const { id } = (await post('/api/roles', role)) as { id: RoleId };
  const { app } = stage.parley;
  const teamIds = [stage.company.north.teamId];
  await app.accounts.addUser({ name: 'Rita', role: id, teamIds, email: 'rita@parley.example' }, password);
  const { catalogue } = app;
  tags = [...(await catalogue.tags())].filter(({ name }) => name === 'Loyal' || name === 'Press');
  const defined = await catalogue.attributes();
  attributes = Object.fromEntries(defined.map(({ type, id }) => [type, id])) as typeof attributes;
}, 30_000);
afterAll(() => stage.stop(), 30_000);
beforeEach(async () => {
  scene = await setActiveScene(stage.world);
}, 15_000);
afterEach(async () => {
  for (const client of seated.splice(0)) client.close();
  stage.world.closeClients();
  await (await stage.world.console('maya')).ask('presence:set', { state: 'away' });
  // What waits would be offered before the next scene's conversation.
  await closeEverything(await stage.world.console('ada'));
  stage.world.closeClients();
});

/** Somebody of north whose role allows nothing beyond their work. */
async function sitWithout(): Promise<ConsoleClient> {
  const { url, origin } = stage.world.place;
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: 'rita@parley.example', password }),
  });
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const client = new ConsoleClient({ url, origin, cookie, name: 'rita' });
  await client.begin();
  seated.push(client);
  return client;
}

const change = (client: ConsoleClient, id: ConversationId, asked: CustomerChange | object): Promise<CustomerCard> =>
  client.ask('customer:change', { conversationId: id, change: asked as CustomerChange });

test('every change reaches everybody who has the conversation open, and says who made it', async () => {
  const { maya, ines, id } = scene;
  const [loyal, press] = tags.map((tag) => tag.id) as [TagId, TagId];
  await change(maya, id, { type: 'attribute', attributeId: attributes.choice, value: 'Gold' });
  await change(maya, id, { type: 'attribute', attributeId: attributes.number, value: 2840.5 });
  await change(ines, id, { type: 'attribute', attributeId: attributes.choice, value: 'Silver' });
  await change(maya, id, { type: 'tags', add: [loyal, press], remove: [] });
  await change(maya, id, { type: 'tags', add: [], remove: [press] });
  const card = await change(ines, id, { type: 'note-added', clientId: nextClientId(), text: 'Calls in the evening' });
  await maya.facts.wait<{ card: CustomerCard }>('customer:changed', (fact) => fact.card.rev === card.rev);
  const fresh = await ines.ask('customer:read', { conversationId: id });
  const told = maya.facts.of<{ card: CustomerCard }>('customer:changed').at(-1);
  expect(told?.card).toEqual(fresh.card);
  expect(fresh.card).toMatchObject({
    tagIds: [loyal],
    attributes: { [attributes.choice]: 'Silver', [attributes.number]: 2840.5 },
    notes: [{ byName: 'Ines Duarte', text: 'Calls in the evening', editedAt: null }],
  });
  expect(fresh.card.identities).toMatchObject([{ kind: 'visitor', value: '', proof: 'session', verified: false }]);
  expect(await maya.ask('customer:history', { conversationId: id, field: attributes.choice })).toMatchObject([
    { byName: 'Ines Duarte', before: 'Gold', after: 'Silver' },
    { byName: 'Maya Keller', before: null, after: 'Gold' },
  ]);
  expect(await maya.ask('customer:history', { conversationId: id, field: 'tags' })).toMatchObject([
    { before: 'Loyal, Press', after: 'Loyal' },
    { before: null, after: 'Loyal, Press' },
  ]);
});

test.each([
  ['text', 'Rug 48213', 'ok'],
  ['text', '   ', 'invalid'],
  ['text', 7, 'invalid'],
  ['number', -0.5, 'ok'],
  ['number', '12', 'invalid'],
  ['date', '2024-02-29', 'ok'],
  ['date', '2023-02-29', 'invalid'],
  ['date', 'tomorrow', 'invalid'],
  ['yes-no', false, 'ok'],
  ['yes-no', 'yes', 'invalid'],
  ['choice', 'Gold', 'ok'],
  ['choice', 'Bronze', 'invalid'],
] as const)('a %s takes %j: %s', async (type, value, expected) => {
  const asked = { type: 'attribute', attributeId: attributes[type], value };
  expect(await outcome(change(scene.maya, scene.id, asked))).toBe(expected);
  const { card } = await scene.maya.ask('customer:read', { conversationId: scene.id });
  expect(card.attributes[attributes[type]]).toEqual(expected === 'ok' ? value : undefined);
  await change(scene.maya, scene.id, { ...asked, value: null });
  expect((await scene.maya.ask('customer:read', { conversationId: scene.id })).card.attributes).toEqual({});
});

test('repeats change nothing, races lose nothing, and notes belong to their authors', async () => {
  const { maya, ines, id } = scene;
  const added = { type: 'note-added', clientId: nextClientId(), text: 'Once' };
  const [first, second] = await Promise.all([change(maya, id, added), change(maya, id, added)]);
  expect(Math.max(first.notes.length, second.notes.length)).toBe(1);
  const { rev } = (await maya.ask('customer:read', { conversationId: id })).card;
  await change(maya, id, added);
  const many = Array.from({ length: 12 }, (_, at) =>
    change(at % 2 ? maya : ines, id, { type: 'note-added', clientId: nextClientId(), text: `Note ${at}` }),
  );
  await Promise.all(many);
  const { card } = await maya.ask('customer:read', { conversationId: id });
  expect([card.rev, card.notes.length]).toEqual([rev + 12, 13]);
  const own = card.notes.find((note) => note.byName === 'Maya Keller');
  if (!own) throw new Error('no note');
  expect(await outcome(change(ines, id, { type: 'note-edited', noteId: own.id, text: 'Hm' }))).toBe('forbidden');
  expect(await outcome(change(ines, id, { type: 'note-removed', noteId: own.id }))).toBe('forbidden');
  await change(maya, id, { type: 'note-edited', noteId: own.id, text: 'Better' });
  await change(maya, id, { type: 'note-removed', noteId: own.id });
  const after = await change(maya, id, { type: 'note-removed', noteId: own.id });
  expect(after.notes.some((note) => note.id === own.id)).toBe(false);
});

test('without the permission nothing is changed and all of it is read', async () => {
  const { maya, id } = scene;
  const rita = await sitWithout();
  await change(maya, id, { type: 'name', name: 'Known' });
  expect((await rita.ask('customer:read', { conversationId: id })).card.name).toBe('Known');
  for (const asked of [
    { type: 'name', name: 'Other' },
    { type: 'attribute', attributeId: attributes.choice, value: 'Gold' },
    { type: 'tags', add: [], remove: [] },
    { type: 'note-added', clientId: nextClientId(), text: 'Hm' },
  ]) {
    expect(await outcome(change(rita, id, asked))).toBe('forbidden');
  }
});

describe('the name', () => {
  /** Another conversation of the same visitor; the one before is closed. */
  async function another({ maya, visitor, id }: Scene): Promise<ConversationId> {
    await maya.ask('conversation:close', { conversationId: id });
    return visitor.start('Me again');
  }

  test('reaches every conversation, open and closed, and every list and thread that shows them', async () => {
    const { maya, ines, id } = scene;
    const next = await another(scene);
    await ines.open(next);
    await change(maya, next, { type: 'name', name: '  Sofia   Marchetti ' });
    await eventually(async () => {
      expect(ines.thread(next).conversation.customer.name).toBe('Sofia Marchetti');
      expect(ines.thread(id).conversation.customer.name).toBe('Sofia Marchetti');
      expect(ines.rows.get(id)?.conversation.customer.name).toBe('Sofia Marchetti');
    });
    await eventually(async () => expect(await stage.parley.app.store.profiles.spreading(10)).toEqual([]));
    const third = await another({ ...scene, id: next });
    expect((await ines.ask('conversation:open', { conversationId: third })).conversation.customer.name).toBe(
      'Sofia Marchetti',
    );
  });

  test('is brought to the rest after a crash in the middle', async () => {
    const { maya, id } = scene;
    const next = await another(scene);
    const { store, timeline } = stage.parley.app;
    const conversation = await timeline.find(id);
    const identity = conversation && (await store.profiles.identity(conversation.identityId));
    const customerId = identity?.claims.at(-1)?.customerId;
    if (!customerId) throw new Error('nobody');
    // As a server leaves it that dies right after the change was durable.
    const noted = { at: 1, byName: 'Maya', field: 'name', before: null, after: 'Half Way' };
    expect(await store.profiles.change(customerId, 0, { name: 'Half Way' }, noted)).toBe(true);
    expect((await maya.ask('conversation:open', { conversationId: next })).conversation.customer.name).not.toBe(
      'Half Way',
    );
    await stage.parley.restart();
    const names = async () =>
      Promise.all([id, next].map(async (each) => (await stage.parley.app.timeline.find(each))?.customer.name));
    await eventually(async () => expect(await names()).toEqual(['Half Way', 'Half Way']));
    expect(await stage.parley.app.store.profiles.spreading(10)).toEqual([]);
  }, 20_000);

  test('given by the team is not overwritten by what the website says', async () => {
    const { maya, id } = scene;
    await change(maya, id, { type: 'name', name: 'Given' });
    const { store, timeline } = stage.parley.app;
    const conversation = await timeline.find(id);
    const identity = conversation && (await store.profiles.identity(conversation.identityId));
    const customerId = identity?.claims.at(-1)?.customerId;
    if (!customerId) throw new Error('nobody');
    await store.customers.describe(customerId, { name: 'Claimed', email: { value: 'x@example.com', verified: true } });
    const { card } = await maya.ask('customer:read', { conversationId: id });
    expect([card.name, card.identities[0]]).toMatchObject(['Given', { value: 'x@example.com', verified: true }]);
  });
});

describe('their other conversations', () => {
  test('are read in place by whoever serves them, and only as the role allows', async () => {
    const { maya, visitor, id } = scene;
    await maya.note(id, 'Note of long ago');
    await maya.ask('conversation:close', { conversationId: id });
    const next = await visitor.start('A second matter');
    // The first one moves to a queue that is not north's.
    await stage.parley.app.timeline.change(id, { queueId: stage.company.south.queueId, work: null });
    const { conversations } = await maya.ask('customer:conversations', { conversationId: next });
    expect(conversations).toMatchObject([{ kind: 'open-to-you', id, mayVisit: false, preview: 'Hello' }]);
    const { entries } = await maya.ask('customer:entries', { conversationId: next, of: id });
    expect(JSON.stringify(entries)).toContain('Note of long ago');
    expect(await outcome(maya.ask('conversation:open', { conversationId: id }))).toBe('not_found');
    const rita = await sitWithout();
    const seen = await rita.ask('customer:conversations', { conversationId: next });
    expect(seen.conversations).toEqual([
      { kind: 'locked', key: expect.any(String), channel: 'webchat', createdAt: expect.any(Number) },
    ]);
    expect(JSON.stringify(seen)).not.toContain(id);
    expect(await outcome(rita.ask('customer:entries', { conversationId: next, of: id }))).toBe('not_found');
  });

  test('a stranger to both learns nothing, and another customer is never read this way', async () => {
    const { maya, id } = scene;
    const other = await (await stage.world.visitor()).start('Somebody else');
    expect(await outcome(maya.ask('customer:entries', { conversationId: id, of: other }))).toBe('not_found');
    const otto = await stage.world.console('otto');
    expect(await outcome(otto.ask('customer:read', { conversationId: id }))).toBe('not_found');
    expect(await outcome(otto.ask('customer:entries', { conversationId: id, of: id }))).toBe('not_found');
    expect(await outcome(change(otto, id, { type: 'name', name: 'X' }))).toBe('not_found');
  });
});

test('the way of a visit is kept and told page by page, the newest twenty, and counts no page twice in a row', async () => {
  const { maya, ines, visitor, id } = scene;
  const page = (at: number) => ({ url: `https://shop.example/page/${at}`, title: `Page ${at}` });
  for (let at = 0; at < 25; at += 1) await visitor.ask('page:visit', page(at));
  await visitor.ask('page:visit', page(24));
  await maya.facts.wait<{ page: { title: string } }>('customer:visited', (fact) => fact.page.title === 'Page 24');
  const { trail } = await ines.ask('customer:read', { conversationId: id });
  expect(trail.map(({ title }) => title)).toEqual(Array.from({ length: 20 }, (_, at) => `Page ${at + 5}`));
  const told = maya.facts.of<{ page: object }>('customer:visited').map((fact) => fact.page);
  expect(told.slice(-20)).toEqual(trail);
  expect(told.filter((each) => JSON.stringify(each).includes('/page/24'))).toHaveLength(1);
});

describe('addresses that the team writes down', () => {
  let maya: ConsoleClient;
  beforeEach(async () => {
    maya = await stage.world.console('maya');
  });
  const add = (conversationId: ConversationId, value: string, kind: 'email' | 'phone' = 'email') =>
    maya.ask('customer:address-add', { conversationId, kind, value, country: 'DE' });
  const cardOf = async (conversationId: ConversationId) => (await maya.ask('customer:read', { conversationId })).card;
  const addressesOf = async (id: ConversationId) =>
    (await cardOf(id)).identities.filter(({ kind }) => kind !== 'visitor').map(({ value }) => value);

  test('are kept as every channel writes them, unverified, with who did it, and wrong ones are refused', async () => {
    const id = await (await stage.world.visitor()).start('Hello');
    await add(id, ' Lea.By.Hand@Example.com ');
    await add(id, '030 901820', 'phone');
    const { identities } = await cardOf(id);
    expect(identities).toMatchObject([
      { kind: 'visitor' },
      { kind: 'email', value: 'lea.by.hand@example.com', verified: false, proof: null, byName: 'Maya Keller' },
      { kind: 'phone', value: '+4930901820', verified: false },
    ]);
    expect(await outcome(add(id, 'nobody'))).toBe('invalid');
    expect(await outcome(add(id, '12', 'phone'))).toBe('invalid');
    // A second time it is there already.
    expect(await add(id, 'LEA.by.hand@example.com')).toMatchObject({ kind: 'added' });
    expect(await addressesOf(id)).toHaveLength(2);
    const told = await maya.ask('customer:history', { conversationId: id, field: 'address' });
    expect(told.map(({ after, byName }) => [after, byName])).toEqual([
      ['+4930901820', 'Maya Keller'],
      ['lea.by.hand@example.com', 'Maya Keller'],
    ]);
  });

  test('are never taken from somebody else, who is named only to those who may see them', async () => {
    const [mine, theirs] = [await stage.world.visitor(), await stage.world.visitor()];
    const [id, other] = [await mine.start('Hello'), await theirs.start('Hello too')];
    await add(other, 'taken@example.com');
    expect(await add(id, 'taken@example.com')).toMatchObject({ kind: 'taken', other: { conversationId: other } });
    expect(await addressesOf(id)).toEqual([]);
    const south = await (await stage.world.visitor({ inbox: 'south' })).start('Far away');
    const ada = await stage.world.console('ada');
    const order = { conversationId: south, kind: 'email', value: 'south@example.com', country: 'DE' } as const;
    await ada.ask('customer:address-add', order);
    expect(await add(id, 'south@example.com')).toEqual({ kind: 'taken', other: null });
  });

  test('are taken away again, and what was said stays theirs', async () => {
    const id = await (await stage.world.visitor()).start('Hello');
    const added = await add(id, 'gone-soon@example.com');
    const key = added.kind === 'added' ? (added.card.identities.at(-1)?.key ?? '') : '';
    expect((await maya.ask('customer:address-remove', { conversationId: id, key })).identities).toHaveLength(1);
    expect(await outcome(maya.ask('customer:address-remove', { conversationId: id, key }))).toBe('not_found');
    // Whoever has it next is somebody else, or they again.
    const next = await (await stage.world.visitor()).start('It is mine');
    expect(await add(next, 'gone-soon@example.com')).toMatchObject({ kind: 'added' });
    expect(await add(id, 'gone-soon@example.com')).toMatchObject({ kind: 'taken' });
  });
});

test('who cannot be reached by any address is archived, and comes back when they write or another address is known', async () => {
  const maya = await stage.world.console('maya');
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Hello');
  const add = (value: string) =>
    maya.ask('customer:address-add', { conversationId: id, kind: 'email', value, country: 'DE' });
  await add('dead@example.com');
  const { customers } = stage.parley.app.store;
  const identity = await customers.findIdentity('email', 'dead@example.com');
  const archivedAt = async () => (await maya.ask('customer:read', { conversationId: id })).card.archivedAt;
  const bounce = (at: number) =>
    customers.changeReach(identity?.id as never, { state: 'unreachable', softFailures: [], retryAt: null }, at);
  await bounce(Date.now());
  await eventually(async () => expect(await archivedAt()).not.toBeNull(), 20_000);
  const [, dead] = (await maya.ask('customer:read', { conversationId: id })).card.identities;
  expect(dead).toMatchObject({ state: 'unreachable', unreachableSince: expect.any(Number) });
  await visitor.send(id, 'I am here');
  await eventually(async () => expect(await archivedAt()).toBeNull(), 20_000);
  await customers.changeReach(
    identity?.id as never,
    { state: 'reachable', softFailures: [], retryAt: null },
    Date.now(),
  );
  await bounce(Date.now());
  await eventually(async () => expect(await archivedAt()).not.toBeNull(), 20_000);
  await add('alive@example.com');
  await eventually(async () => expect(await archivedAt()).toBeNull(), 20_000);
});
