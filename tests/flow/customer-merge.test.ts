/** Two customers who are one person: merged and taken back, told to everybody, completed after a death, and only by whoever may. */
import { systemClock } from '../../server/lib/clock.ts';
import { createIds } from '../../server/lib/ids.ts';
import type { CustomerCard, CustomerChange } from '../../shared/model/customer.ts';
import type { MergePreview } from '../../shared/model/customer-merge.ts';
import type { ConversationId, CustomerId, IdentityId, MergeId, TagId } from '../../shared/model/ids.ts';
import { outcome } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';

let stage: Stage;
let maya: ConsoleClient;
let ines: ConsoleClient;

beforeAll(async () => {
  stage = await startStage({ realtime: { headBeatMs: 3_600_000 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
beforeEach(async () => {
  maya = await stage.world.console('maya');
  ines = await stage.world.console('ines');
});
afterEach(() => stage.world.closeClients());

interface Person {
  visitor: VisitorClient;
  id: ConversationId;
}

async function someone(inbox: 'north' | 'south' = 'north'): Promise<Person> {
  const visitor = await stage.world.visitor({ inbox });
  return { visitor, id: await visitor.start('Hello') };
}

const change = (id: ConversationId, asked: CustomerChange): Promise<CustomerCard> =>
  maya.ask('customer:change', { conversationId: id, change: asked });
const name = (id: ConversationId, text: string) => change(id, { type: 'name', name: text });
const card = async (id: ConversationId) => (await maya.ask('customer:read', { conversationId: id })).card;
const look = (mine: ConversationId, other: ConversationId) =>
  maya.ask('customer:merge-preview', { conversationId: mine, other });
const seenIn = ({ mine, theirs }: MergePreview) => ({ mine: mine.rev, theirs: theirs.rev });

async function merge(mine: ConversationId, other: ConversationId, takes: string[] = []): Promise<MergeId> {
  const order = { clientId: nextClientId(), takes, seen: seenIn(await look(mine, other)) };
  return (await maya.ask('customer:merge', { conversationId: mine, other, ...order })).mergeId;
}
const undo = (id: ConversationId, mergeId: MergeId) => maya.ask('customer:unmerge', { conversationId: id, mergeId });
const shownNames = async (...ids: ConversationId[]): Promise<(string | undefined)[]> =>
  Promise.all(ids.map(async (id) => (await stage.parley.app.timeline.find(id))?.customer.name));

test('a preview says what each has, where they differ and whose is proposed; the choice is shown from then on', async () => {
  const [a, b] = [await someone(), await someone()];
  await name(a.id, 'Sofia M.');
  await name(b.id, 'Sofia Marchetti');
  const preview = await look(a.id, b.id);
  expect(preview).toMatchObject({
    mine: { name: 'Sofia M.', conversations: 1 },
    theirs: { name: 'Sofia Marchetti', conversations: 1 },
    // Changed last.
    conflicts: [{ field: 'name', mine: 'Sofia M.', theirs: 'Sofia Marchetti', preferred: 'theirs' }],
  });
  const before = await card(b.id);
  const mergeId = await merge(a.id, b.id, ['name']);
  const merged = await card(a.id);
  expect(merged).toMatchObject({ name: 'Sofia Marchetti', merges: [{ id: mergeId, name: 'Sofia Marchetti' }] });
  expect(merged.identities).toHaveLength(2);
  expect(await card(b.id)).toEqual(merged);
  await eventually(async () => expect(await shownNames(a.id, b.id)).toEqual(['Sofia Marchetti', 'Sofia Marchetti']));
  expect((await maya.ask('customer:conversations', { conversationId: a.id })).conversations).toMatchObject([
    { id: b.id },
  ]);
  await undo(a.id, mergeId);
  expect(await card(b.id)).toEqual({ ...before, rev: expect.any(Number) });
  await eventually(async () => expect(await shownNames(a.id, b.id)).toEqual(['Sofia M.', 'Sofia Marchetti']));
  expect((await card(a.id)).merges).toEqual([]);
  expect(await maya.ask('customer:history', { conversationId: a.id, field: 'merge' })).toMatchObject([
    { before: 'Sofia Marchetti', after: null, byName: 'Maya Keller' },
    { before: null, after: 'Sofia Marchetti', byName: 'Maya Keller' },
  ]);
});

test('everybody who has a conversation of either open is told whose it is now, and names in lists follow', async () => {
  const [a, b] = [await someone(), await someone()];
  await name(a.id, 'Lea Winter');
  await ines.open(b.id);
  const told = ines.facts.wait<{ card: CustomerCard; conversationId: ConversationId }>(
    'customer:changed',
    (fact) => fact.conversationId === b.id && fact.card.name === 'Lea Winter',
  );
  const mergeId = await merge(a.id, b.id);
  expect((await told).card.merges).toMatchObject([{ id: mergeId }]);
  await eventually(() => expect(ines.threads.get(b.id)?.thread.conversation.customer.name).toBe('Lea Winter'));
  const { rows } = await ines.ask('search:find', { text: 'lea winter' });
  expect(rows.map(({ conversation }) => conversation.id).sort()).toEqual([a.id, b.id].sort());
  const alone = ines.facts.wait<{ card: CustomerCard; conversationId: ConversationId }>(
    'customer:changed',
    (fact) => fact.conversationId === b.id && fact.card.name === null,
  );
  // Taken back from the other side.
  await undo(b.id, mergeId);
  expect((await alone).card.identities).toHaveLength(1);
  await eventually(() => expect(ines.threads.get(b.id)?.thread.conversation.customer.name).toMatch(/^Visitor /));
});

test('what comes after a merge goes with whoever wrote it, and changes stay with the one who goes on', async () => {
  const [a, b] = [await someone(), await someone()];
  await name(a.id, 'Ana Ruiz');
  const first = await merge(a.id, b.id);
  await maya.ask('work:take', { conversationId: b.id });
  await maya.ask('conversation:close', { conversationId: b.id });
  await maya.ask('work:wrap-up', { conversationId: b.id });
  const later = await b.visitor.start('A later matter');
  expect(await shownNames(later)).toEqual(['Ana Ruiz']);
  expect((await maya.ask('customer:conversations', { conversationId: a.id })).conversations).toHaveLength(2);
  await change(b.id, { type: 'note-added', clientId: nextClientId(), text: 'Both are one' });
  await undo(a.id, first);
  await eventually(async () => expect((await shownNames(later))[0]).toMatch(/^Visitor /));
  expect((await maya.ask('customer:conversations', { conversationId: b.id })).conversations).toMatchObject([
    { id: later },
  ]);
  expect([(await card(a.id)).notes.length, (await card(b.id)).notes.length]).toEqual([1, 0]);
});

test('merges are undone in any order', async () => {
  const people = [await someone(), await someone(), await someone()] as const;
  const [a, b, c] = people.map(({ id }) => id) as [ConversationId, ConversationId, ConversationId];
  for (const [at, id] of [a, b, c].entries()) await name(id, `Person ${at}`);
  const cards = async () => (await Promise.all([a, b, c].map(card))).map(({ rev: _, ...rest }) => rest);
  const before = await cards();
  const first = await merge(b, a, ['name']);
  const second = await merge(c, b, ['name']);
  await eventually(async () => expect(await shownNames(a, b, c)).toEqual(['Person 0', 'Person 0', 'Person 0']));
  await undo(c, first);
  await eventually(async () => expect(await shownNames(a, b, c)).toEqual(['Person 0', 'Person 1', 'Person 1']));
  await undo(b, second);
  await eventually(async () => expect(await shownNames(a, b, c)).toEqual(['Person 0', 'Person 1', 'Person 2']));
  expect(await cards()).toEqual(before);
});

test('a repeat finds the first, an outdated preview merges nothing, and two who merge both ways make no circle', async () => {
  const [a, b] = [await someone(), await someone()];
  const seen = seenIn(await look(a.id, b.id));
  await name(b.id, 'Changed meanwhile');
  const order = { conversationId: a.id, other: b.id, takes: [] };
  expect(await outcome(maya.ask('customer:merge', { ...order, clientId: nextClientId(), seen }))).toBe('conflict');
  const again = { ...order, clientId: nextClientId(), seen: seenIn(await look(a.id, b.id)) };
  const [one, two] = await Promise.all([maya.ask('customer:merge', again), maya.ask('customer:merge', again)]);
  expect(one.mergeId).toBe(two.mergeId);
  expect(await outcome(look(a.id, b.id))).toBe('invalid');
  await undo(a.id, one.mergeId);
  await undo(a.id, one.mergeId);
  const there = { ...again, clientId: nextClientId(), seen: seenIn(await look(a.id, b.id)) };
  const back = { conversationId: b.id, other: a.id, takes: [], clientId: nextClientId() };
  await Promise.all([
    outcome(maya.ask('customer:merge', there)),
    outcome(ines.ask('customer:merge', { ...back, seen: { mine: there.seen.theirs, theirs: there.seen.mine } })),
  ]);
  const [shown, other] = [await card(a.id), await card(b.id)];
  expect(shown.id === other.id ? shown.merges.length : 0).toBeLessThanOrEqual(1);
  expect(shown.identities.length).toBe(shown.id === other.id ? 2 : 1);
});

test('who cannot serve both merges nobody, and a visitor never comes to see what another one wrote', async () => {
  const [a, b] = [await someone(), await someone('south')];
  expect(await outcome(look(a.id, b.id))).toBe('not_found');
  const order = {
    conversationId: a.id,
    other: b.id,
    takes: [],
    clientId: nextClientId(),
    seen: { mine: 0, theirs: 0 },
  };
  expect(await outcome(maya.ask('customer:merge', order))).toBe('not_found');
  const c = await someone();
  const mergeId = await merge(a.id, c.id);
  const otto = await stage.world.console('otto');
  expect(await outcome(otto.ask('customer:unmerge', { conversationId: b.id, mergeId }))).toBe('not_found');
  expect(await outcome(maya.ask('customer:unmerge', { conversationId: (await someone()).id, mergeId }))).toBe(
    'not_found',
  );
  expect(await outcome(c.visitor.ask('conversation:open', { conversationId: a.id }))).toBe('not_found');
  const home = await c.visitor.ask('visitor:sync', {});
  expect(JSON.stringify(home)).not.toContain(a.id);
});

test('tags and notes of both are shown, and one that is taken away is gone until it is undone', async () => {
  const [a, b] = [await someone(), await someone()];
  const tag = (await stage.parley.app.catalogue.tags())[0]?.id as TagId | undefined;
  if (tag) await change(b.id, { type: 'tags', add: [tag], remove: [] });
  const { notes } = await change(b.id, { type: 'note-added', clientId: nextClientId(), text: 'Theirs' });
  const mergeId = await merge(a.id, b.id);
  const edited = { type: 'note-edited' as const, noteId: notes[0]?.id as (typeof notes)[number]['id'], text: 'Better' };
  expect((await change(a.id, edited)).notes).toMatchObject([{ text: 'Better' }]);
  if (tag) expect((await change(a.id, { type: 'tags', add: [], remove: [tag] })).tagIds).toEqual([]);
  await undo(a.id, mergeId);
  const [mine, theirs] = [await card(a.id), await card(b.id)];
  expect([mine.notes, theirs.notes.map(({ text }) => text)]).toEqual([[], ['Better']]);
  expect(theirs.tagIds).toEqual(tag ? [tag] : []);
});

test('what every workspace knows of a customer is chosen or typed, checked, and merged like the rest', async () => {
  const [a, b] = [await someone(), await someone()];
  const set = (id: ConversationId, field: string, value: string) =>
    change(id, { type: 'attribute', attributeId: field as never, value });
  await set(a.id, 'gender', 'female');
  await set(a.id, 'birthday', '1990-05-01');
  await set(b.id, 'timeZone', 'Europe/Rome');
  expect(await outcome(set(a.id, 'gender', 'whatever'))).toBe('invalid');
  expect(await outcome(set(a.id, 'timeZone', 'Mars/Base'))).toBe('invalid');
  expect(await outcome(set(a.id, 'shoes', '42'))).toBe('invalid');
  await merge(a.id, b.id);
  expect((await card(a.id)).attributes).toEqual({
    ...{ gender: 'female', birthday: '1990-05-01', timeZone: 'Europe/Rome' },
  });
});

test('who may be the same person is suggested with the reasons, until somebody says they are two', async () => {
  const [a, b, c] = [await someone(), await someone(), await someone('south')];
  const { store, timeline } = stage.parley.app;
  for (const { id } of [a, b, c]) {
    const conversation = await timeline.find(id);
    const identity = conversation && (await store.profiles.identity(conversation.identityId));
    const customerId = identity?.claims.at(-1)?.customerId;
    if (!customerId) throw new Error('nobody');
    // As a form says it: proved by nothing.
    await store.customers.describe(customerId, { email: { value: 'Lea@example.com', verified: false } });
  }
  const matches = () => maya.ask('customer:matches', { conversationId: a.id });
  const found = { conversationId: b.id, score: 0.9, reasons: [{ kind: 'email', value: 'lea@example.com' }] };
  // Nothing is said of the one in the south, whom maya could not merge.
  await eventually(async () => expect(await matches()).toMatchObject([found]), 15_000);
  const guest = await maya.ask('customer:matches', { conversationId: b.id });
  expect(guest).toMatchObject([{ conversationId: a.id }]);
  await maya.ask('customer:distinguish', { conversationId: b.id, other: a.id });
  expect(await matches()).toEqual([]);
}, 30_000);

test('whoever was imported and never heard of is found too, told apart by an address, and merged by whoever reaches everybody', async () => {
  const mine = await someone();
  await name(mine.id, 'Quirina Zander');
  const { store } = stage.parley.app;
  const conversation = await stage.parley.app.timeline.find(mine.id);
  if (!conversation) throw new Error('nobody');
  await store.customers.describe(conversation.customer.id, {
    email: { value: 'quirina.zander@one.example', verified: false },
  });
  const ids = createIds(systemClock);
  const imported = ids.next<CustomerId>();
  await store.customers.create(
    { id: imported, name: 'Quirina Zander', email: null, createdAt: 1 },
    {
      ...{ id: ids.next<IdentityId>(), kind: 'email', value: 'quirina.zander@two.example' },
      ...{ inboxId: null, claims: [{ customerId: imported, proof: 'none', at: 1 }], state: 'reachable', createdAt: 1 },
    },
  );
  const found = { customerId: imported, conversationId: null, address: 'quirina.zander@two.example', lastAt: null };
  const ada = await stage.world.console('ada');
  await eventually(async () => {
    const list = await ada.ask('customers:duplicates', {});
    const pair = list.find(({ theirs }) => theirs.customerId === imported);
    expect(pair).toMatchObject({ mine: { conversationId: mine.id, channel: 'webchat' }, theirs: found });
  }, 15_000);
  expect(await ada.ask('customer:matches', { conversationId: mine.id })).toMatchObject([found]);

  // Nobody's queue: not for whoever reaches some queues only, and not by guessing.
  const pairs = await maya.ask('customers:duplicates', {});
  expect(pairs.filter(({ theirs }) => theirs.customerId === imported)).toEqual([]);
  expect(await maya.ask('customer:matches', { conversationId: mine.id })).toEqual([]);
  const look = { conversationId: mine.id, other: { customerId: imported } };
  expect(await outcome(maya.ask('customer:merge-preview', look))).toBe('not_found');
  expect(await outcome(maya.ask('customer:distinguish', look))).toBe('not_found');

  const preview = await ada.ask('customer:merge-preview', look);
  const seen = { mine: preview.mine.rev, theirs: preview.theirs.rev };
  await ada.ask('customer:merge', { ...look, clientId: nextClientId(), takes: [], seen });
  const { card: after } = await ada.ask('customer:read', { conversationId: mine.id });
  expect(after.identities.map(({ value }) => value)).toContain('quirina.zander@two.example');
}, 40_000);

test('what a death left half done is completed at the next start', async () => {
  const [a, b] = [await someone(), await someone()];
  await name(a.id, 'Half Way');
  const { app } = stage.parley;
  const { mine, theirs } = await look(a.id, b.id);
  // As a server leaves it that dies right after it wrote the order down.
  await app.store.merges.keep({
    ...{ id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' as MergeId, key: 'someone:else', takes: [], label: null, at: 1 },
    from: { id: theirs.id, rev: theirs.rev, name: theirs.name },
    into: { id: mine.id, rev: mine.rev, name: mine.name },
    by: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAX' as never, name: 'Maya' },
    ...{ state: 'merging', pendingSince: 1 },
  });
  await stage.parley.restart();
  await eventually(async () => expect(await shownNames(a.id, b.id)).toEqual(['Half Way', 'Half Way']));
  expect(await stage.parley.app.store.merges.pendingBefore(Date.now(), 10)).toEqual([]);
}, 30_000);
