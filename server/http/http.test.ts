import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FormAnswer } from '../../shared/model/entry.ts';
import { type HttpApp, startHttpApp } from '../../tests/support/http-app.ts';
import { rateLimits } from './rate-limits.ts';

describe('the HTTP edge', () => {
  let server: HttpApp;
  let admin: { cookie: string };
  beforeAll(async () => {
    server = await startHttpApp();
    admin = await server.signIn('admin@parley.example');
  });
  afterAll(() => server.stop());

  const errorOf = async (answer: Response) => ({ status: answer.status, code: (await answer.json()).error.code });
  const signInBody = { email: 'maya@parley.example', password: 'wrong' };

  it('tells malformed JSON, long bodies and unknown paths apart', async () => {
    const post = (body: string) =>
      server.fetch('/api/session', {
        method: 'POST',
        headers: { origin: server.publicUrl, 'content-type': 'application/json' },
        body,
      });
    expect(await errorOf(await post('{"email": '))).toEqual({ status: 400, code: 'invalid' });
    expect(await errorOf(await post('"text"'))).toEqual({ status: 400, code: 'invalid' });
    expect(await errorOf(await post(JSON.stringify({ email: 'x'.repeat(110_000) })))).toEqual({
      status: 413,
      code: 'too_large',
    });
    expect(await errorOf(await server.fetch('/api/nothing'))).toEqual({ status: 404, code: 'not_found' });
    expect(await errorOf(await server.fetch('/api/users/%E0%A4%A', { headers: admin }))).toEqual({
      status: 400,
      code: 'invalid',
    });
    expect(await errorOf(await server.write('POST', '/api/nothing', {}))).toEqual({ status: 404, code: 'not_found' });
  });

  it('names the fields that are wrong', async () => {
    const answer = await server.write('POST', '/api/users', { email: 'nobody' }, admin);
    expect(Object.keys((await answer.json()).error.fields).sort()).toEqual(['email', 'name', 'role', 'teamIds']);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['no origin at all', {}, 403],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'https://other.example' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 401],
  ])('judges a write from %s', async (_who, headers, status) => {
    const answer = await server.fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      body: JSON.stringify(signInBody),
    });
    expect(answer.status).toBe(status);
    const signedIn = await server.fetch('/api/inboxes/x', {
      method: 'PUT',
      headers: { ...admin, ...(headers as object) },
    });
    expect(signedIn.status).toBe(status === 403 ? 403 : 404);
  });

  it('answers under names of this machine only while it is a demo', async () => {
    const { port } = server.app.http.address() as { port: number };
    const http = await import('node:http');
    const status = await new Promise((resolve) => {
      const headers = { host: 'evil.example' };
      http.get({ port, host: '127.0.0.1', path: '/api/me', headers }, (answer) => resolve(answer.statusCode));
    });
    expect(status).toBe(403);
  });

  it('tells a page whether it runs the demo', async () => {
    const here = async () => (await server.fetch('/api/me', { headers: admin })).json();
    expect(await here()).toMatchObject({ email: 'admin@parley.example', demo: true });
    const real = await startHttpApp({ DEMO: 'off' });
    try {
      await real.addUser('maya@parley.example', 'agent', []);
      const maya = await real.signIn('maya@parley.example');
      expect(await (await real.fetch('/api/me', { headers: maya })).json()).toMatchObject({ demo: false });
    } finally {
      await real.stop();
    }
  });

  it('sets headers that forbid framing and sniffing', async () => {
    const { headers } = await server.fetch('/api/me');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('lets an admin change an inbox, audited, and refuses nonsense by field', async () => {
    const { inbox } = server;
    const put = (body: object) => server.write('PUT', `/api/inboxes/${inbox.id}`, { ...inbox, ...body }, admin);
    const settings = { ...inbox.settings, allowedOrigins: ['https://shop.example'] };
    expect((await put({ settings })).status).toBe(200);
    expect(await server.app.store.directory.inbox(inbox.id)).toMatchObject({ settings });
    const [newest] = await server.app.accounts.audit.list(null, 1);
    expect(newest).toMatchObject({ action: 'inbox.changed', target: inbox.id, details: { fields: ['settings'] } });
    expect((await put({ queueId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })).status).toBe(400);
    expect((await put({ settings: { ...settings, accent: 'red' } })).status).toBe(400);
    expect((await put({ channel: 'email' })).status).toBe(400);
    const secret = await server.fetch(`/api/inboxes/${inbox.id}/secret`, { headers: admin });
    expect((await secret.json()).secret).toHaveLength(43);
  });

  it('refuses hours that end before they begin and zones that do not exist', async () => {
    const [calendar] = await server.app.store.directory.calendars();
    const put = (body: object) =>
      server.write('PUT', `/api/calendars/${calendar?.id}`, { ...calendar, ...body }, admin);
    expect((await put({ timeZone: 'Mars/Olympus' })).status).toBe(400);
    expect((await put({ weekly: [{ day: 1, from: '18:00', to: '09:00' }] })).status).toBe(400);
    expect((await put({ weekly: [{ day: 1, from: '09:00', to: '18:00' }] })).status).toBe(200);
  });

  it('begins visits from allowed websites only, and knows a visitor again', async () => {
    const path = `/api/widget/${server.inbox.id}/session`;
    const begin = (origin: string, token?: string) => server.write('POST', path, { token }, { origin });
    expect((await begin('https://evil.example')).status).toBe(403);
    const first = await (await begin(server.publicUrl)).json();
    expect(first).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), verified: false });
    expect(await (await begin('https://shop.example', first.token)).json()).toEqual(first);
    const unknown = await server.write('POST', '/api/widget/01ARZ3NDEKTSV4RRFFQ69G5FAV/session', {});
    expect(unknown.status).toBe(404);
  });

  it('gives a visitor the transcript of their own conversation, without notes', async () => {
    const visit = await server.beginVisit();
    const viewer = await server.app.visitors.find(server.inbox.id, visit.authorization.slice(7));
    if (!viewer) throw new Error('no visitor');
    const form: FormAnswer[] = [{ label: 'Topic', value: 'An order' }];
    const { conversation } = await server.app.ingest.ingest({
      ...{ type: 'message', inboxId: server.inbox.id, key: `${viewer.identityId}:k`, text: 'Where is my lamp?' },
      ...{ identity: { kind: 'visitor', value: viewer.identityId }, at: Date.now(), conversationId: null, files: [] },
      ...{ form, context: { timeZone: 'Europe/Berlin' }, claimed: {}, left: false },
    });
    await server.app.timeline.append({
      ...{ conversationId: conversation.id, key: 'note-1', author: { kind: 'system' }, direction: 'internal' },
      ...{ identityId: conversation.identityId, inboxId: conversation.inboxId },
      body: { kind: 'note', text: 'difficult customer', files: [] },
    });
    const path = `/api/widget/${server.inbox.id}/conversations/${conversation.id}/transcript`;
    const answer = await server.fetch(path, { headers: visit });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="conversation.txt"/);
    const text = await answer.text();
    expect(text).toMatch(/^Northlight\n=+\n\n\[\d{4}-\d\d-\d\d \d\d:\d\d\] You: Where is my lamp\?\n$/);
    expect((await server.fetch(path, { headers: await server.beginVisit() })).status).toBe(404);
  });
});

describe('rate limits', () => {
  let server: HttpApp;
  beforeAll(async () => {
    server = await startHttpApp({ RATE_LIMITS: 'on' });
  });
  afterAll(() => server.stop());

  it('hold for sign-in and for new visits, per address', async () => {
    const path = `/api/widget/${server.inbox.id}/session`;
    for (let count = 0; count < rateLimits.widgetSession; count++) {
      expect((await server.write('POST', path, {})).status).toBe(200);
    }
    const refused = await server.write('POST', path, {});
    expect(refused.status).toBe(429);
    expect((await refused.json()).error).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
    for (let count = 0; count < rateLimits.signIn; count++) await server.write('POST', '/api/session', {});
    expect((await server.write('POST', '/api/session', {})).status).toBe(429);
  });
});

describe('pages', () => {
  let server: HttpApp;
  let clientDir: string;
  beforeAll(async () => {
    clientDir = await mkdtemp(join(tmpdir(), 'parley-client-'));
    const pages: Record<string, string> = {
      'console/index.html': 'the console',
      'console/assets/main-abcd1234.js': 'script',
      'widget/index.html': '<script type="application/json">__PARLEY_PAGE__</script>',
      'loader/widget.js': 'loader',
      'shop/index.html': '<i data-inbox="__INBOX_ID__">',
    };
    for (const [name, text] of Object.entries(pages)) {
      await mkdir(join(clientDir, name, '..'), { recursive: true });
      await writeFile(join(clientDir, name), text);
    }
    server = await startHttpApp({}, { clientDir });
  });
  afterAll(async () => {
    await server.stop();
    await rm(clientDir, { recursive: true, force: true });
  });

  it('serve the console at every path that is no file', async () => {
    for (const path of ['/', '/conversations/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/settings/people']) {
      const answer = await server.fetch(path, { headers: { accept: 'text/html' } });
      expect([answer.status, await answer.text()]).toEqual([200, 'the console']);
      expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
    expect((await server.fetch('/missing.js', { headers: { accept: '*/*' } })).status).toBe(404);
  });

  it('serve hashed files for ever', async () => {
    const answer = await server.fetch('/assets/main-abcd1234.js');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await server.fetch('/assets/missing-abcd1234.js')).status).toBe(404);
  });

  it('let only allowed websites frame an inbox’s widget', async () => {
    const { inbox } = server;
    const origins = ['https://shop.example', 'https://other.example:8443'];
    const settings = { ...inbox.settings, greeting: '</script><script>$&', allowedOrigins: origins };
    await server.app.store.directory.saveInbox({ ...inbox, settings });
    const answer = await server.fetch(`/widget/${inbox.id}`);
    const [, json = ''] = /^<script type="application\/json">([^<]*)<\/script>$/.exec(await answer.text()) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      inbox: { id: inbox.id, greeting: settings.greeting },
      availability: { open: true, staffed: false },
      origins,
    });
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toMatch(/frame-ancestors 'self' https:\/\/shop\.example https:\/\/other\.example:8443$/);
    expect(policy).not.toMatch('unsafe');
    expect(answer.headers.get('x-frame-options')).toBeNull();
    expect((await server.fetch('/widget/01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
  });

  it('offer the loader to every site, and the shop with its inbox', async () => {
    const loader = await server.fetch('/widget.js');
    expect([await loader.text(), loader.headers.get('cross-origin-resource-policy')]).toEqual([
      'loader',
      'cross-origin',
    ]);
    expect(await (await server.fetch('/shop')).text()).toContain(server.inbox.id);
  });

  it('move to the one name that cookies and sockets belong to', async () => {
    const http = await import('node:http');
    const { port } = server.app.http.address() as { port: number };
    const answer = await new Promise<{ status?: number; location?: string }>((resolve) => {
      const headers = { host: `localhost:${port}`, 'sec-fetch-mode': 'navigate' };
      http.get({ port, host: '127.0.0.1', path: '/shop?a=b', headers }, ({ statusCode, headers: { location } }) =>
        resolve({ status: statusCode, location }),
      );
    });
    expect(answer).toEqual({ status: 307, location: `${server.publicUrl}/shop?a=b` });
  });
});

describe('a lost store', () => {
  it('is told by the ready check, and stopping does not hang on it', async () => {
    const server = await startHttpApp();
    await server.loseStore();
    const ready = await server.fetch('/api/health/ready');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not_ready', checks: { store: false, disk: true } },
    ]);
    expect((await server.fetch('/api/health/live')).status).toBe(200);
    // Not waiting for a store that does not come back.
    await server.app.store.close();
    await server.stop();
  });
});
