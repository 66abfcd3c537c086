/** Every request against every role: who may, who may not, and that a refusal never tells whether something exists. */

import type { ErrorCode, Result, WireError } from '../../shared/errors.ts';
import type { consoleRequests, widgetRequests } from '../../shared/events.ts';
import type { BulkJob } from '../../shared/model/bulk.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import { type AnySocket, askRaw } from '../support/ask.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { consolePayloads, nobodysId, widgetPayloads } from '../support/requests.ts';
import { closeEverything, type Scene, setActiveScene } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import type { PersonName } from '../support/world.ts';

let stage: Stage;
let scene: Scene;
const consoles = {} as Record<PersonName, ConsoleClient>;
const visitors = {} as Record<'own' | 'stranger' | 'other inbox', VisitorClient>;

beforeAll(async () => {
  stage = await startStage({ routing: { capacity: 1_000_000 } });
  const { world } = stage;
  scene = await setActiveScene(world);
  for (const name of ['maya', 'ben', 'otto', 'ines', 'ada'] as const) consoles[name] = await world.console(name);
  visitors.own = scene.tab;
  visitors.stranger = await world.visitor();
  visitors['other inbox'] = await world.visitor({ inbox: 'south' });
}, 30_000);
afterAll(() => stage.stop(), 30_000);

type Verdict = 'ok' | ErrorCode;
/** `needs`: a permission that agents are not given */
interface Row {
  names: boolean;
  allowed: Verdict;
  needs?: 'floor:see' | 'floor:manage';
}
const verdictOf = (result: Result<unknown>): Verdict => (result.ok ? 'ok' : result.error.code);
const errorOf = (result: Result<unknown>): WireError | null => (result.ok ? null : result.error);

/** Requests that name a conversation, with what those who may see it get; the rest is open to everybody of that surface. */
const consoleTable: Record<keyof typeof consoleRequests, Row> = {
  'desk:sync': { names: false, allowed: 'ok' },
  'list:open': { names: false, allowed: 'ok' },
  'list:counts': { names: false, allowed: 'ok' },
  'list:count': { names: false, allowed: 'ok' },
  'list:watch': { names: false, allowed: 'ok' },
  'search:find': { names: false, allowed: 'ok' },
  'search:text': { names: false, allowed: 'ok' },
  // Each conversation of a job is judged by itself: see bulk.test.ts.
  'bulk:act': { names: false, allowed: 'ok' },
  'bulk:undo': { names: false, allowed: 'not_found' },
  'bulk:list': { names: false, allowed: 'ok' },
  'conversation:open': { names: true, allowed: 'ok' },
  'conversation:leave': { names: true, allowed: 'ok' },
  // The first entry is no note, so there is nothing to change or to look up.
  'note:edit': { names: true, allowed: 'not_found' },
  'note:delete': { names: true, allowed: 'not_found' },
  'note:versions': { names: true, allowed: 'not_found' },
  'view:set': { names: true, allowed: 'ok' },
  'viewers:list': { names: false, allowed: 'ok' },
  'customer:read': { names: true, allowed: 'ok' },
  'customer:change': { names: true, allowed: 'ok' },
  'customer:history': { names: true, allowed: 'ok' },
  'customer:conversations': { names: true, allowed: 'ok' },
  'customer:entries': { names: true, allowed: 'ok' },
  'history:follow': { names: true, allowed: 'ok' },
  'history:leave': { names: false, allowed: 'ok' },
  'history:page': { names: true, allowed: 'ok' },
  // They are one customer already, and nobody was merged.
  'customer:merge-preview': { names: true, allowed: 'invalid' },
  'customer:merge': { names: true, allowed: 'invalid' },
  'customer:matches': { names: true, allowed: 'ok' },
  'customers:duplicates': { names: false, allowed: 'ok' },
  'customer:distinguish': { names: true, allowed: 'ok' },
  'customer:address-add': { names: true, allowed: 'ok' },
  'customer:address-remove': { names: true, allowed: 'not_found' },
  'customer:number': { names: true, allowed: 'ok' },
  'customer:number-choose': { names: true, allowed: 'conflict' },
  'customer:unmerge': { names: true, allowed: 'not_found' },
  'conversation:sync': { names: true, allowed: 'ok' },
  'entries:page': { names: true, allowed: 'ok' },
  'message:send': { names: true, allowed: 'ok' },
  'note:add': { names: true, allowed: 'ok' },
  'typing:set': { names: true, allowed: 'ok' },
  'draft:save': { names: true, allowed: 'ok' },
  'draft:list': { names: false, allowed: 'ok' },
  'reply:schedule': { names: true, allowed: 'ok' },
  'reply:unschedule': { names: true, allowed: 'ok' },
  'reply:list': { names: true, allowed: 'ok' },
  'reply:rules': { names: true, allowed: 'ok' },
  'reply:ways': { names: true, allowed: 'ok' },
  'letter:start': { names: false, allowed: 'not_found' },
  'delivery:retry': { names: true, allowed: 'not_found' },
  'macro:run': { names: true, allowed: 'not_found' },
  'read:mark': { names: true, allowed: 'ok' },
  'presence:set': { names: false, allowed: 'ok' },
  'offer:accept': { names: false, allowed: 'not_found' },
  'offer:decline': { names: false, allowed: 'not_found' },
  'conversation:close': { names: true, allowed: 'ok' },
  // It is closed now: what needs an open one finds none.
  'work:transfer': { names: true, allowed: 'closed' },
  'work:recall': { names: false, allowed: 'not_found' },
  'work:give': { names: true, allowed: 'not_found', needs: 'floor:manage' },
  'work:take': { names: true, allowed: 'closed' },
  'work:snooze': { names: true, allowed: 'closed' },
  'work:prioritise': { names: true, allowed: 'ok' },
  'work:tag': { names: true, allowed: 'ok' },
  'work:wrap-up': { names: true, allowed: 'ok' },
  'guest:ask': { names: true, allowed: 'not_found' },
  'guest:end': { names: true, allowed: 'ok' },
  'hand:raise': { names: true, allowed: 'ok' },
  'hand:lower': { names: true, allowed: 'ok' },
  'presence:force': { names: false, allowed: 'not_found', needs: 'floor:manage' },
  // The first entry is an event, and those stay where they happened.
  'entries:move': { names: true, allowed: 'invalid' },
  'entries:move-back': { names: true, allowed: 'ok' },
  'entries:placed': { names: true, allowed: 'not_found' },
  'conversation:merge': { names: true, allowed: 'not_found' },
  'conversation:resembled': { names: true, allowed: 'ok' },
  'conversation:tell-apart': { names: true, allowed: 'ok' },
  'conversation:reopen': { names: true, allowed: 'ok' },
  'colleagues:list': { names: false, allowed: 'ok' },
  'floor:watch': { names: false, allowed: 'ok', needs: 'floor:see' },
  'floor:leave': { names: false, allowed: 'ok' },
  'floor:look': { names: true, allowed: 'ok', needs: 'floor:see' },
  'preferences:change': { names: false, allowed: 'ok' },
  'calls:list': { names: false, allowed: 'ok' },
  'call:grant': { names: false, allowed: 'ok' },
  'call:lines': { names: false, allowed: 'ok' },
  // There is no call, and no number to call from: see calls.test.ts.
  'call:connect': { names: false, allowed: 'not_found' },
  'call:hold': { names: false, allowed: 'not_found' },
  'call:mute': { names: false, allowed: 'not_found' },
  'call:press': { names: false, allowed: 'not_found' },
  'call:end': { names: false, allowed: 'not_found' },
  'call:transfer': { names: false, allowed: 'not_found' },
  'call:finish-transfer': { names: false, allowed: 'not_found' },
  'call:cancel-transfer': { names: false, allowed: 'not_found' },
  'call:add': { names: false, allowed: 'not_found' },
  'call:remove': { names: false, allowed: 'not_found' },
  'call:record': { names: false, allowed: 'not_found' },
  'call:wrap-up': { names: false, allowed: 'not_found' },
  'call:dial': { names: true, allowed: 'conflict' },
  'call:listen': { names: false, allowed: 'not_found', needs: 'floor:manage' },
  'notices:list': { names: false, allowed: 'ok' },
  'notices:read': { names: false, allowed: 'ok' },
};
const widgetTable: Record<keyof typeof widgetRequests, { names: boolean; allowed: Verdict }> = {
  'visitor:sync': { names: false, allowed: 'ok' },
  'conversation:start': { names: false, allowed: 'ok' },
  'message:leave': { names: false, allowed: 'ok' },
  'message:send': { names: true, allowed: 'ok' },
  'conversation:open': { names: true, allowed: 'ok' },
  'conversation:sync': { names: true, allowed: 'ok' },
  'entries:page': { names: true, allowed: 'ok' },
  'delivered:mark': { names: true, allowed: 'ok' },
  'read:mark': { names: true, allowed: 'ok' },
  'typing:set': { names: true, allowed: 'ok' },
  'conversation:end': { names: true, allowed: 'ok' },
  'conversation:rate': { names: true, allowed: 'ok' },
  'page:visit': { names: false, allowed: 'ok' },
  'call:prepare': { names: false, allowed: 'forbidden' },
  'call:start': { names: false, allowed: 'forbidden' },
  'call:connect': { names: false, allowed: 'not_found' },
  'call:read': { names: false, allowed: 'not_found' },
  'call:end': { names: false, allowed: 'not_found' },
  // There is no mailbox to send a code from.
  'address:code': { names: true, allowed: 'invalid' },
  'address:prove': { names: true, allowed: 'ok' },
};

async function judge(
  socket: AnySocket,
  event: string,
  payload: unknown,
  expected: { names: boolean; allowed: Verdict },
  maySee: boolean,
): Promise<void> {
  const result = await askRaw(socket, event, payload);
  expect(verdictOf(result)).toBe(expected.names && !maySee ? 'not_found' : expected.allowed);
  if (!expected.names) return;
  const guessed = await askRaw(socket, event, { ...(payload as object), conversationId: nobodysId });
  expect(verdictOf(guessed)).toBe('not_found');
  if (!maySee) expect(errorOf(result)).toEqual(errorOf(guessed));
}

describe.each(Object.entries(consoleTable))('console asks %s', (event, expected) => {
  // Those who may not go first, so that what the others do cannot be why.
  test.each([
    ['otto', false],
    ['ben', true],
    ['ines', true],
    ['ada', true],
    ['maya', true],
  ] as const)('as %s', async (name, maySee) => {
    const payload = consolePayloads(scene.id)[event as keyof typeof consoleRequests];
    const isAgent = name !== 'ines' && name !== 'ada';
    const allowed = expected.needs && isAgent ? 'forbidden' : expected.allowed;
    await judge(consoles[name].connection.socket, event, payload, { ...expected, allowed }, maySee);
  });
});

describe.each(Object.entries(widgetTable))('widget asks %s', (event, expected) => {
  test.each([
    ['stranger', false],
    ['other inbox', false],
    ['own', true],
  ] as const)('as %s', async (name, maySee) => {
    const payload = widgetPayloads(scene.id)[event as keyof typeof widgetRequests];
    await judge(visitors[name].connection.socket, event, payload, expected, maySee);
  });
});

test('nobody was told anything of a conversation that is not theirs', () => {
  for (const client of [consoles.otto, visitors.stranger, visitors['other inbox']]) {
    const told = client.facts.all.filter(({ event }) => event !== 'bulk:progressed');
    expect(JSON.stringify(told)).not.toContain(scene.id);
  }
});

test('who names a conversation that is not theirs among many hears of it only that there is none', () => {
  const jobs = consoles.otto.facts.of<{ job: BulkJob }>('bulk:progressed').map(({ job }) => job);
  const heard = jobs.map(({ refused, ...rest }) => ({ refused: refused.map(({ code }) => code), rest }));
  for (const { refused, rest } of heard) {
    expect(JSON.stringify(rest)).not.toContain(scene.id);
    expect(refused.every((code) => code === 'not_found')).toBe(true);
  }
});

test('an agent cannot take what was offered to somebody else', async () => {
  const { world } = stage;
  const { maya, ben, ada } = consoles;
  await closeEverything(ada);
  maya.facts.clear();
  await maya.ask('presence:set', { state: 'available' });
  const id: ConversationId = await (await world.visitor()).start('For maya');
  const { offer } = await maya.facts.wait<{ offer: { id: string; workItemId: string; conversationId: string } }>(
    'offer:made',
    (fact) => fact.offer.conversationId === id,
  );
  const stolen = await askRaw(ben.connection.socket, 'offer:accept', {
    workItemId: offer.workItemId,
    offerId: offer.id,
  });
  expect(verdictOf(stolen)).toBe('offer_gone');
  await askRaw(ben.connection.socket, 'offer:decline', { workItemId: offer.workItemId, offerId: offer.id });
  await maya.accept(id);
});

test('who loses the right to a conversation loses its thread, its row and its rooms', async () => {
  const { world, parley, company } = stage;
  const { ben } = consoles;
  const visitor = await world.visitor();
  const id = await visitor.start('Only for north');
  await ben.open(id);
  await consoles.ada.ask('conversation:open', { conversationId: id });
  ben.facts.clear();
  await parley.app.timeline.change(id, { queueId: company.south.queueId });
  await ben.facts.wait('conversation:revoked');
  await ben.facts.wait('row:removed');
  ben.facts.clear();
  await consoles.otto.open(id);
  await visitor.send(id, 'Are you there?');
  await eventually(() =>
    expect(consoles.otto.thread(id).entries.at(-1)?.body).toMatchObject({ text: 'Are you there?' }),
  );
  expect(ben.facts.of('entry:appended')).toEqual([]);
});

test('an agent who changes teams sees the new queue and not the old one, without signing in again', async () => {
  const { world, company, parley } = stage;
  const id = await (await world.visitor()).start('North');
  const south = await (await world.visitor({ inbox: 'south' })).start('South');
  const { ben, ada } = consoles;
  await ben.open(id);
  const cookie = await world.cookieOf('ada');
  const move = async (teamId: string) => {
    const response = await fetch(`${parley.url}/api/users/${company.users.ben}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie, origin: world.place.origin },
      body: JSON.stringify({ teamIds: [teamId] }),
    });
    expect(response.status).toBe(200);
  };
  expect(ada.me?.role).toBe('admin');
  await move(company.south.teamId);
  await ben.facts.wait<{ conversationId: string }>('conversation:revoked', (fact) => fact.conversationId === id);
  await eventually(() => expect(ben.me?.queueIds).toEqual([company.south.queueId]));
  await ben.open(south);
  expect(verdictOf(await askRaw(ben.connection.socket, 'conversation:open', { conversationId: id }))).toBe('not_found');
});

test('a session that ends takes its sockets with it, and only those', async () => {
  const { parley, world } = stage;
  const ben = await world.console('ben');
  const gone = new Promise((resolve) => ben.connection.socket.once('disconnect', resolve));
  const response = await fetch(`${parley.url}/api/session`, {
    method: 'DELETE',
    headers: { cookie: await world.cookieOf('ben'), origin: world.place.origin },
  });
  expect(response.ok).toBe(true);
  await ben.facts.wait<{ error: WireError }>('session:ended', ({ error }) => error.code === 'unauthenticated');
  expect(await gone).toBe('io server disconnect');
  expect(consoles.ada.connection.socket.connected).toBe(true);
});
