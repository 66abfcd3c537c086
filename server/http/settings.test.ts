/** The workspace over HTTP: queues, websites, calendars and secrets, with what is refused said by field. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import type { Calendar } from '../../shared/model/calendar.ts';
import type { InboxId, QueueId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import type { Queue } from '../../shared/model/queue.ts';
import { eventually } from '../../tests/support/eventually.ts';
import { type HttpApp, startHttpApp } from '../../tests/support/http-app.ts';

jest.setTimeout(30_000);

let server: HttpApp;
let clientDir: string;
let admin: { cookie: string };

beforeAll(async () => {
  // As much of a built client as is asked for here, so that no build is needed.
  clientDir = await mkdtemp(join(tmpdir(), 'parley-client-'));
  await mkdir(join(clientDir, 'widget'));
  await writeFile(join(clientDir, 'widget/index.html'), '<script type="application/json">__PARLEY_PAGE__</script>');
  server = await startHttpApp({}, { clientDir });
  admin = await server.signIn('admin@parley.example');
});
afterAll(async () => {
  await server.stop();
  await rm(clientDir, { recursive: true });
});

async function call(method: string, path: string, body?: object): Promise<{ status: number; answer: never }> {
  const response = await (method === 'GET'
    ? server.fetch(path, { headers: admin })
    : server.write(method, path, body, admin));
  return { status: response.status, answer: (await response.json().catch(() => null)) as never };
}

const fieldsOf = (answer: unknown) => (answer as { error: { fields?: object } }).error.fields;

describe('queues', () => {
  const make = (name: string, over: object = {}) => call('POST', '/api/queues', { name, teamIds: [], ...over });

  it('keeps what was set, and shows who serves a queue and what feeds it', async () => {
    const sla = { seconds: 120, percent: 80 };
    const { answer } = await make('Returns', { teamIds: [server.teamId], wrapUpSeconds: 60, priority: 'high', sla });
    const queue = answer as Queue;
    expect(await server.app.store.directory.queue(queue.id)).toEqual(queue);
    expect(queue).toMatchObject({ wrapUpSeconds: 60, priority: 'high', sla, archived: false });
    const board = (await call('GET', '/api/queues')).answer as {
      queues: (Queue & { openWork: number })[];
      teams: { id: string; people: { name: string }[] }[];
      inboxes: { queueId: string }[];
    };
    expect(board.queues.find(({ id }) => id === queue.id)).toEqual({ ...queue, openWork: 0 });
    expect(board.teams.find(({ id }) => id === server.teamId)?.people.map(({ name }) => name)).toContain('Maya Keller');
    expect(board.inboxes.some(({ queueId }) => queueId === server.inbox.queueId)).toBe(true);
  });

  it('keeps reply targets by hours that exist, writes down their change, and holds on to those hours', async () => {
    const { calendars } = (await call('GET', '/api/calendars')).answer as { calendars: Calendar[] };
    const taken = await call('POST', '/api/calendars', { name: 'Replies', timeZone: 'UTC', weekly: [], holidays: [] });
    const calendarId = (taken.answer as Calendar).id;
    expect(calendars.some(({ id }) => id === calendarId)).toBe(false);
    const queue = (await make('Letters')).answer as Queue;
    const reply = { firstMinutes: 240, nextMinutes: 480, calendarId };
    expect((await call('PUT', `/api/queues/${queue.id}`, { ...queue, reply })).answer).toEqual({ ...queue, reply });
    const [line] = (await server.app.accounts.audit.list(null, 1)) ?? [];
    expect(line).toMatchObject({ action: 'queue.changed', target: queue.id });
    expect(JSON.stringify(line)).toContain('reply');
    const unknown = { ...reply, calendarId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
    expect(fieldsOf((await call('PUT', `/api/queues/${queue.id}`, { ...queue, reply: unknown })).answer)).toEqual({
      'reply.calendarId': 'unknown',
    });
    expect(fieldsOf((await call('DELETE', `/api/calendars/${calendarId}`)).answer)).toEqual({ queues: 'in-use' });
  });

  it('lets those who serve it see it at once, and no longer when they do not', async () => {
    const queue = (await make('Repairs')).answer as Queue;
    const queues = async () => (await server.app.accounts.viewerOf(await token()))?.queueIds ?? [];
    const token = async () => (await server.signIn('maya@parley.example')).cookie.replace('parley_session=', '');
    expect(await queues()).not.toContain(queue.id);
    await call('PUT', `/api/queues/${queue.id}`, { ...queue, teamIds: [server.teamId] });
    expect(await queues()).toContain(queue.id);
  });

  it('refuses a name that is taken, teams that are not there, and an empty name', async () => {
    const first = await make('Orders');
    expect(first.status).toBe(200);
    expect(await make(' orders ')).toMatchObject({ status: 409 });
    expect(fieldsOf((await make('orders')).answer)).toEqual({ name: 'taken' });
    expect(fieldsOf((await make('Other', { teamIds: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'] })).answer)).toEqual({
      teamIds: 'unknown',
    });
    expect((await make('  ')).status).toBe(400);
  });

  it('is archived only when nothing feeds it and nothing is open in it', async () => {
    const { queueId } = server.inbox;
    const fed = (await server.app.store.directory.queue(queueId)) as Queue;
    const archive = (queue: Queue) => call('PUT', `/api/queues/${queue.id}`, { ...queue, archived: true });
    expect(fieldsOf((await archive(fed)).answer)).toEqual({ archived: 'fed' });
    const queue = (await make('Closing down')).answer as Queue;
    const inbox = (await call('POST', '/api/inboxes', { ...website('Old shop'), queueId: queue.id })).answer as Inbox;
    await server.app.ingest.ingest(await message(inbox));
    await call('PUT', `/api/inboxes/${inbox.id}`, { ...inbox, queueId });
    expect(fieldsOf((await archive(queue)).answer)).toEqual({ archived: 'open-work' });
    const empty = (await make('Empty')).answer as Queue;
    expect((await archive(empty)).status).toBe(200);
    const toArchived = await call('POST', '/api/inboxes', { ...website('Shop 3'), queueId: empty.id });
    expect(fieldsOf(toArchived.answer)).toEqual({ queueId: 'this queue is archived' });
  });
});

const website = (name: string, allowedOrigins: string[] = []) => ({
  ...{ name, channel: 'webchat', calendarId: null, reopenHours: 24, abandonAfterSeconds: 60 },
  queueId: server.inbox.queueId as QueueId,
  settings: {
    ...{ siteName: name, greeting: '', accent: '#335577', position: 'right', form: [], privacyUrl: '' },
    ...{ identityRequired: false, typingPreview: false, allowedOrigins },
  },
});

async function message(inbox: Inbox) {
  const { viewer } = await server.app.visitors.begin(inbox, undefined, { proof: null });
  return {
    ...{ type: 'message' as const, inboxId: inbox.id, key: `${viewer.identityId}:open-work`, clientId: 'open-work' },
    ...{ identity: { kind: 'visitor' as const, value: viewer.identityId }, at: Date.now(), conversationId: null },
    ...{ text: 'Hi', files: [], form: [], context: {}, claimed: {}, left: false },
  };
}

describe('websites', () => {
  it('lets visitors in as soon as it is made', async () => {
    const inbox = (await call('POST', '/api/inboxes', website('New shop', ['https://Shop.example:443/'])))
      .answer as Inbox;
    // Kept as browsers spell it.
    expect(inbox.settings.allowedOrigins).toEqual(['https://shop.example']);
    const begin = (origin: string) =>
      server.fetch(`/api/widget/${inbox.id}/session`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
        body: '{}',
      });
    expect((await begin('https://shop.example')).status).toBe(200);
    expect((await begin('https://evil.example')).status).toBe(403);
  });

  it('is archived: nothing begins through it, what is open goes on, and it can be brought back', async () => {
    const { id: queueId } = (await call('POST', '/api/queues', { name: 'Seasonal', teamIds: [] })).answer as Queue;
    const site = { ...website('Winter shop'), queueId };
    const inbox = (await call('POST', '/api/inboxes', site)).answer as Inbox;
    const { ingest } = server.app.ingest;
    const first = await message(inbox);
    const { conversationId } = await ingest(first);
    const put = (over: Partial<Inbox>) => call('PUT', `/api/inboxes/${inbox.id}`, { ...inbox, ...over });
    expect((await put({ archived: true })).status).toBe(200);

    const begin = () =>
      server.fetch(`/api/widget/${inbox.id}/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: '{}',
      });
    expect((await begin()).status).toBe(404);
    const page = async () => (await server.fetch(`/widget/${inbox.id}`)).text();
    expect(await page()).toContain('"gone":true');
    await expect(ingest(await message(inbox))).rejects.toMatchObject({ code: 'closed' });
    const next = { ...first, key: `${first.identity.value}:goes-on`, clientId: 'goes-on', conversationId };
    expect(await ingest(next)).toMatchObject({ conversationId, isNew: true });
    await server.app.timeline.change(conversationId, { status: 'closed', closedAt: Date.now() });
    await expect(ingest({ ...next, key: `${next.key}-2`, clientId: 'later' })).rejects.toMatchObject({
      code: 'closed',
    });

    // It feeds its queue no more, and leaves its name to another one.
    const board = (await call('GET', '/api/queues')).answer as { inboxes: { id: string }[] };
    expect(board.inboxes.some(({ id }) => id === inbox.id)).toBe(false);
    const { inboxes } = (await call('GET', '/api/catalogue')).answer as { inboxes: object[] };
    expect(inboxes).toContainEqual({ id: inbox.id, name: 'Winter shop', channel: 'webchat', archived: true });
    const other = (await call('POST', '/api/inboxes', site)).answer as Inbox;
    expect(fieldsOf((await put({ archived: false })).answer)).toEqual({ name: 'taken' });
    await call('PUT', `/api/inboxes/${other.id}`, { ...other, name: 'Summer shop' });
    expect((await put({ archived: false })).status).toBe(200);
    expect((await begin()).status).toBe(200);
    expect(await page()).toContain('"siteName":"Winter shop"');
    const trail = await server.app.accounts.audit.list(null, 10);
    const told = trail.filter(({ target }) => target === inbox.id).map(({ action }) => action);
    expect(told.slice(0, 2)).toEqual(['inbox.restored', 'inbox.archived']);
  });

  it.each([
    ['https://shop.example/path', 'path'],
    ['https://shop.example/?a', 'path'],
    ['https://*.shop.example', 'wildcard'],
    ['https://me:secret@shop.example', 'user'],
    ['https://shop..example', 'host'],
    ['https://-shop.example', 'host'],
  ])('refuses %s: %s', async (origin, why) => {
    const { status, answer } = await call('POST', '/api/inboxes', website(`Bad ${origin}`, [origin]));
    expect(status).toBe(400);
    expect(fieldsOf(answer)).toEqual({ 'allowedOrigins.0': why });
  });

  it('takes texts in other languages, and refuses what is too long', async () => {
    const texts = { zh: { greeting: '您好', form: { topic: { label: '主题', choices: ['订单'] } } } };
    const base = website('Two languages');
    const made = (
      await call('POST', '/api/inboxes', { ...base, settings: { ...base.settings, language: 'auto', texts } })
    ).answer as Inbox;
    expect(made.settings.texts).toEqual(texts);
    const long = { zh: { greeting: 'x'.repeat(301) } };
    const settings = { ...base.settings, texts: long };
    expect((await call('PUT', `/api/inboxes/${made.id}`, { ...made, settings })).status).toBe(400);
  });

  it('notes on which of its own websites it was loaded, once a minute', async () => {
    const inbox = (await call('POST', '/api/inboxes', website('Seen', ['https://seen.example']))).answer as Inbox;
    const load = (referer: string) => server.fetch(`/widget/${inbox.id}`, { headers: { referer } });
    const seen = async () =>
      ((await call('GET', `/api/inboxes/${inbox.id}/sightings`)).answer as { sightings: { origin: string }[] })
        .sightings;
    for (const referer of ['https://seen.example/', 'https://other.example/', 'nonsense']) await load(referer);
    await eventually(async () => expect((await seen()).map(({ origin }) => origin)).toEqual(['https://seen.example']));
  });
});

describe('a website’s secret', () => {
  it('is replaced while the former one is good for as long as was asked', async () => {
    const inbox = (await call('POST', '/api/inboxes', website('Proved'))).answer as Inbox;
    const path = `/api/inboxes/${inbox.id}/secret`;
    const { secret: first } = (await call('GET', path)).answer as { secret: string };
    const rotated = (await call('POST', path, { graceHours: 1 })).answer as { secret: string; formerUntil: number };
    expect(rotated.secret).not.toBe(first);
    expect(rotated.formerUntil).toBeGreaterThan(Date.now());
    expect([await enter(inbox.id, first), await enter(inbox.id, rotated.secret)]).toEqual([200, 200]);
    const atOnce = (await call('POST', path, { graceHours: 0 })).answer as { secret: string; formerUntil: null };
    expect(atOnce.formerUntil).toBeNull();
    const now = [await enter(inbox.id, rotated.secret), await enter(inbox.id, atOnce.secret)];
    expect(now).toEqual([401, 200]);
    expect(await enter(inbox.id, first)).toBe(401);
  });

  it('is over when the grace is', async () => {
    const inbox = (await call('POST', '/api/inboxes', website('Graceful'))).answer as Inbox;
    const path = `/api/inboxes/${inbox.id}/secret`;
    const { secret: first } = (await call('GET', path)).answer as { secret: string };
    await call('POST', path, { graceHours: 2 });
    passed = 2 * 3_600_000 + 1;
    server.pass(passed);
    expect(await enter(inbox.id, first)).toBe(401);
  });

  let count = 0;
  /** ms that the server's clock is ahead */
  let passed = 0;
  async function enter(inboxId: InboxId, secret: string): Promise<number> {
    count += 1;
    const seconds = Math.floor((Date.now() + passed) / 1_000);
    const identity = await new SignJWT({ sub: 'u1', aud: inboxId, iat: seconds, exp: seconds + 60, jti: `j${count}` })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));
    const answer = await server.fetch(`/api/widget/${inboxId}/session`, {
      method: 'POST',
      headers: { origin: server.publicUrl, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      body: JSON.stringify({ identity }),
    });
    return answer.status;
  }
});

describe('calendars', () => {
  const office = { timeZone: 'Europe/Berlin', weekly: [{ day: 1, from: '09:00', to: '17:00' }], holidays: [] };

  it('is made, renamed, and removed only when no inbox goes by it', async () => {
    const made = (await call('POST', '/api/calendars', { name: 'Shop hours', ...office })).answer as { id: string };
    expect(fieldsOf((await call('POST', '/api/calendars', { name: 'shop hours', ...office })).answer)).toEqual({
      name: 'taken',
    });
    const { inbox } = server;
    await call('PUT', `/api/inboxes/${inbox.id}`, { ...inbox, calendarId: made.id });
    const refused = await call('DELETE', `/api/calendars/${made.id}`);
    expect([refused.status, fieldsOf(refused.answer)]).toEqual([409, { inboxes: 'in-use' }]);
    await call('PUT', `/api/inboxes/${inbox.id}`, inbox);
    expect((await call('DELETE', `/api/calendars/${made.id}`)).status).toBe(204);
    expect((await call('GET', `/api/calendars/${made.id}`)).status).toBe(404);
  });
});

describe('languages', () => {
  it('begin with all, keep what was set, and always have one to fall back to', async () => {
    expect((await call('GET', '/api/languages')).answer).toEqual({ served: ['en', 'zh'], fallback: 'en' });
    const put = (body: object) => call('PUT', '/api/languages', body);
    expect((await put({ served: ['zh', 'zh'], fallback: 'zh' })).answer).toEqual({ served: ['zh'], fallback: 'zh' });
    expect(await server.app.store.directory.languages()).toEqual({ served: ['zh'], fallback: 'zh' });
    expect(fieldsOf((await put({ served: ['zh'], fallback: 'en' })).answer)).toEqual({ fallback: 'not-served' });
    expect((await put({ served: [], fallback: 'en' })).status).toBe(400);
    expect((await put({ served: ['xx'], fallback: 'xx' })).status).toBe(400);
    // What a page with the chat is told.
    const page = await (await server.fetch(`/widget/${server.inbox.id}`)).text();
    expect(page).toContain('"languages":{"served":["zh"],"fallback":"zh"}');
    await put({ served: ['en', 'zh'], fallback: 'en' });
  });
});

it('writes everything down', async () => {
  const actions = new Set((await server.app.accounts.audit.list(null, 200)).map(({ action }) => action));
  for (const action of [
    'queue.created',
    'queue.changed',
    'inbox.created',
    'inbox.changed',
    'inbox.secret-shown',
    'inbox.secret-rotated',
    'calendar.created',
    'calendar.removed',
    'languages.changed',
  ] as const) {
    expect(actions).toContain(action);
  }
});
