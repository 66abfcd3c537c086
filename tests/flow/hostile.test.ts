/** A stranger who means harm, over sockets: addresses that run, names that pollute, inboxes that close their door, leaving in mid-sentence. */
import { createHmac } from 'node:crypto';
import { realtimeSettings } from '../../server/realtime/settings.ts';
import { askRaw, outcome } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import { eventually } from '../support/eventually.ts';
import { type Scene, setActiveScene } from '../support/scene.ts';
import { origin, type Stage, startStage } from '../support/start-parley.ts';
import { VisitorClient } from '../support/visitor-client.ts';
import { websiteSettings } from '../support/world.ts';

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await startStage({ routing: { capacity: 1_000_000 }, realtime: { visitorGraceMs: 50 } });
  scene = await setActiveScene(stage.world);
}, 30_000);
afterAll(() => stage.stop(), 30_000);

const northInbox = async () => {
  const inbox = await stage.parley.app.store.directory.inbox(stage.company.north.inboxId);
  if (!inbox) throw new Error('no inbox');
  return inbox;
};

test('a page that would run as code, or hides in its title, is not kept as where the customer is', async () => {
  const context = () => scene.maya.thread(scene.id).conversation.context;
  await scene.visitor.ask('page:visit', { url: 'https://shop.example/rugs', title: 'Rugs' });
  await eventually(() => expect(context()).toMatchObject({ url: 'https://shop.example/rugs', title: 'Rugs' }));
  for (const url of ['javascript:alert(1)', 'data:text/html,<script>', 'JaVaScRiPt:alert(1)', ' javascript:x', '//x']) {
    await scene.visitor.ask('page:visit', { url, referrer: url, title: `a\u202eb\u0000\ud800 ${url}` });
  }
  await scene.visitor.ask('page:visit', { title: 'the\u202e end\u0000' });
  await eventually(() => expect(context().title).toBe('the end'));
  expect(context().url).toBe('https://shop.example/rugs');
  expect(context().referrer).toBeUndefined();
  const read = await scene.ines.ask('conversation:open', { conversationId: scene.id });
  expect(read.conversation.context).toEqual(context());
});

test('what stands beside a rating and what is being typed is cleaned like a message', async () => {
  const text = 'so\u202eso\u0000 \ud800';
  await scene.visitor.ask('typing:set', { conversationId: scene.id, typing: true, text });
  const { text: typed } = await scene.maya.facts.wait<{ text?: string }>('typing:changed', (fact) => !!fact.text);
  expect(typed).toBe('soso \ufffd');
  await scene.visitor.ask('conversation:rate', { conversationId: scene.id, score: 2, comment: text });
  await eventually(() =>
    expect(scene.maya.thread(scene.id).conversation.rating).toEqual({ score: 2, comment: 'soso \ufffd' }),
  );
  const read = await scene.ines.ask('conversation:open', { conversationId: scene.id });
  expect(read.conversation.rating).toEqual({ score: 2, comment: 'soso \ufffd' });
});

test('names that every object has are nothing in answers and context', async () => {
  const { directory } = stage.parley.app.store;
  const inbox = await northInbox();
  const form = [{ type: 'text', key: 'topic', label: 'Topic', required: false }];
  await directory.saveInbox({ ...inbox, settings: { ...websiteSettings, form } });
  try {
    const { socket } = (await stage.world.visitor()).connection;
    const start = (raw: string) =>
      askRaw(socket, 'conversation:start', { clientId: nextClientId(), text: 'Hi', ...JSON.parse(raw) });
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'prototype', '$where', 'a.b']) {
      const answer = await start(JSON.stringify({ answers: { [name]: 'x' } }));
      expect(answer).toMatchObject({ ok: false, error: { fields: { [`answers.${name}`]: expect.any(String) } } });
    }
    const context = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"title":"T"}';
    const started = await start(`{"answers":{"__proto__":"x","topic":"Y"},"context":${context},"__proto__":{"a":1}}`);
    expect(started.ok).toBe(true);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  } finally {
    await directory.saveInbox(inbox);
  }
});

test('an inbox that comes to ask for identity lets in nobody who was never proved, whatever they hold from before', async () => {
  const { directory } = stage.parley.app.store;
  const { parley, world, company } = stage;
  const inbox = await northInbox();
  const cookie = await world.cookieOf('ada');
  const told = await fetch(`${parley.url}/api/inboxes/${inbox.id}/secret`, { headers: { cookie } });
  const { secret } = (await told.json()) as { secret: string };
  const hash = createHmac('sha256', secret).update('uma').digest('hex');
  const proved = await world.visitor({ token: (await world.visit('north', { user: { id: 'uma', hash } })).token });
  const before = await world.visitor();
  const id = await before.start('From before');
  const provedId = await proved.start('Proved');
  await directory.saveInbox({ ...inbox, settings: { ...websiteSettings, identityRequired: true } });
  try {
    const clientId = nextClientId();
    const sent = before.ask('message:send', { conversationId: id, clientId, text: 'Still connected' });
    expect(await outcome(sent)).toBe('unauthenticated');
    expect(await outcome(before.ask('visitor:sync', {}))).toBe('unauthenticated');
    expect(await outcome(before.ask('page:visit', {}))).toBe('unauthenticated');
    await expect(world.visitor({ token: before.token })).rejects.toThrow(/unauthenticated/);
    const headers = { authorization: `Bearer ${before.token}`, 'x-file-name': 'a.txt' };
    const path = `${parley.url}/api/widget/${company.north.inboxId}`;
    expect((await fetch(`${path}/files`, { method: 'POST', headers, body: 'x' })).status).toBe(401);
    expect((await fetch(`${path}/conversations/${id}/transcript`, { headers })).status).toBe(401);
    expect(await outcome(proved.send(provedId, 'Still me'))).toBe('ok');
    expect(await outcome(world.visitor({ token: proved.token }))).toBe('ok');
  } finally {
    await directory.saveInbox(inbox);
  }
});

test('who sends and leaves in the same moment is gone all the same', async () => {
  const { world } = stage;
  const ada = await world.console('ada');
  const visitor = await world.visitor();
  const id = await visitor.start('Hello');
  await ada.open(id);
  await ada.facts.wait<{ online: boolean }>('customer:seen', ({ online }) => online);
  ada.facts.clear();
  for (let n = 0; n < 20; n += 1) {
    visitor.connection.socket.emit('message:send', { conversationId: id, clientId: nextClientId(), text: `${n}` });
  }
  visitor.connection.socket.emit('visitor:sync', {});
  visitor.close();
  await ada.facts.wait<{ online: boolean }>('customer:seen', ({ online }) => !online);
  await eventually(() => expect(ada.thread(id).entries.at(-1)?.body).toMatchObject({ text: '19' }));
  const seen = ada.facts.of<{ conversationId: string; online: boolean }>('customer:seen');
  expect(seen.filter((fact) => fact.conversationId === id).at(-1)?.online).toBe(false);
  const fresh = await world.console('ines');
  await fresh.open(id);
  await fresh.facts.wait<{ conversationId: string; online: boolean }>(
    'customer:seen',
    (fact) => fact.conversationId === id && !fact.online,
  );
});

test('an admin who is made an agent hears and sees no more than an agent from that moment on', async () => {
  const { world, parley, company } = stage;
  const south = await world.visitor({ inbox: 'south' });
  const id = await south.start('For south');
  const promote = async (role: string) => {
    const response = await fetch(`${parley.url}/api/users/${company.users.ines}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie: await world.cookieOf('ada'), origin: world.place.origin },
      body: JSON.stringify({ role }),
    });
    expect(response.status).toBe(200);
  };
  await promote('admin');
  const ines = await world.console('ines');
  await ines.open(id);
  const cookie = await world.cookieOf('ines');
  expect((await fetch(`${parley.url}/api/users`, { headers: { cookie } })).status).toBe(200);
  await promote('agent');
  await ines.facts.wait<{ conversationId: string }>('conversation:revoked', (fact) => fact.conversationId === id);
  ines.facts.clear();
  await south.send(id, 'Between us');
  const other = await world.visitor();
  const own = await other.start('For north');
  await ines.facts.wait<{ rows: { conversation: { id: string } }[] }>('rows:changed', ({ rows }) =>
    rows.some((row) => row.conversation.id === own),
  );
  expect(JSON.stringify(ines.facts.all)).not.toContain(id);
  expect(await outcome(ines.ask('conversation:open', { conversationId: id }))).toBe('not_found');
  expect((await fetch(`${parley.url}/api/users`, { headers: { cookie } })).status).toBe(403);
  await promote('supervisor');
});

test('texts made to keep a pattern busy are read in no time that anybody could notice', async () => {
  const long = 9_999;
  const evil = [
    ' '.repeat(long),
    `${'a@'.repeat(long / 2)}`,
    `${'a.'.repeat(long / 2)}@`,
    '\u0301'.repeat(long),
    `${'\u200d\u200c'.repeat(long / 2)}x`,
    `x${'\u3164 '.repeat(long / 2)}x`,
    '<'.repeat(long),
    `${'http://'.repeat(long / 7)}`,
  ];
  for (const text of evil) {
    const answer = await askRaw(scene.visitor.connection.socket, 'message:send', {
      conversationId: scene.id,
      clientId: nextClientId(),
      text: text.slice(0, long),
    });
    expect(answer.ok || answer.error.code === 'invalid').toBe(true);
    const left = await askRaw(scene.visitor.connection.socket, 'message:leave', {
      clientId: nextClientId(),
      text: 'x',
      email: text,
    });
    expect(left).toMatchObject({ ok: false, error: { code: 'invalid' } });
  }
});

test('ratings are bounded like messages, for each adds to the timeline', async () => {
  const { visitorMessages, visitorRequests } = realtimeSettings;
  const tight = await startStage({ realtime: { visitorMessages, visitorRequests } });
  try {
    const visitor = await tight.world.visitor();
    const conversationId = await visitor.start('Hello');
    const rates = Array.from({ length: 40 }, (_, n) =>
      outcome(visitor.ask('conversation:rate', { conversationId, score: 1 + (n % 5) })),
    );
    const outcomes = await Promise.all(rates);
    expect(outcomes.filter((one) => one === 'ok').length).toBeLessThanOrEqual(2 * visitorMessages.burst);
    expect(outcomes).toContain('rate_limited');
  } finally {
    await tight.stop();
  }
}, 20_000);

test('a visitor who goes on whatever they are told is disconnected, and nobody else is', async () => {
  const { visitorRequests, visitorRefusals } = realtimeSettings;
  const tight = await startStage({ realtime: { visitorRequests, visitorRefusals } });
  try {
    const [flooder, other] = [await tight.world.visitor(), await tight.world.visitor()];
    const maya = await tight.world.console('maya');
    const gone = (client: typeof flooder) => new Promise((end) => client.connection.socket.once('disconnect', end));
    const asking = gone(flooder);
    for (let n = 0; n < 1_500; n += 1) flooder.connection.socket.emit('visitor:sync', {});
    expect(await asking).toBe('io server disconnect');
    const shouting = gone(other);
    for (let n = 0; n < 1_500; n += 1) other.connection.socket.emit(`no:such:${n}` as 'visitor:sync', {});
    expect(await shouting).toBe('io server disconnect');
    for (let n = 0; n < 1_500; n += 1) maya.connection.socket.emit(`no:such:${n}`, {});
    expect(await outcome(maya.ask('desk:sync', {}))).toBe('ok');
  } finally {
    await tight.stop();
  }
}, 20_000);

test('so many handshakes at the same moment are no way around how many sockets an address may have', async () => {
  const { handshakesPerAddress } = realtimeSettings;
  const tight = await startStage({ realtime: { socketsPerAddress: 10, handshakesPerAddress } });
  const { token } = await tight.world.visit();
  const inboxId = tight.company.north.inboxId;
  // While the inbox is being read all of them stand before the door.
  tight.parley.app.store.directory.invalidate();
  const clients = Array.from(
    { length: 60 },
    () => new VisitorClient({ url: tight.parley.url, origin, inboxId, token, reconnection: false }),
  );
  try {
    const answers = await Promise.allSettled(clients.map((client) => client.connection.connected()));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const client of clients.splice(0)) client.close();
    // Those who were turned away hold no place, and those who leave give theirs back.
    await eventually(async () => {
      const next = new VisitorClient({ url: tight.parley.url, origin, inboxId, token, reconnection: false });
      clients.push(next);
      await next.connection.connected();
    });
    expect(clients.length).toBeGreaterThan(0);
  } finally {
    for (const client of clients) client.close();
    await tight.stop();
  }
}, 20_000);
