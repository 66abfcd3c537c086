/** A stranger who means harm, over HTTP: objects where texts belong, names that pollute, headers that split, clients that dawdle. */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { socketPaths } from '../../shared/events.ts';
import { limits } from '../../shared/limits.ts';
import { connect as connectSocket } from '../../tests/support/connection.ts';
import { type HttpApp, password, startHttpApp } from '../../tests/support/http-app.ts';
import { createByteBudget, rateLimits } from './rate-limits.ts';

/** What a raw connection is answered, whole. */
function sendRaw(server: HttpApp, text: string): Promise<string> {
  const { port } = server.app.http.address() as { port: number };
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const nobody = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('a stranger over HTTP', () => {
  let server: HttpApp;
  let admin: { cookie: string };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-built-'));
    const clientDir = join(folder, 'client');
    await mkdir(join(clientDir, 'console/assets'), { recursive: true });
    await writeFile(join(clientDir, 'console/index.html'), 'the console');
    for (const place of [folder, clientDir]) await writeFile(join(place, 'outside.txt'), 'not for strangers');
    server = await startHttpApp({}, { clientDir });
    admin = await server.signIn('admin@parley.example');
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const odd: unknown[] = [
    null,
    true,
    7,
    ['x'],
    {},
    { $ne: '' },
    { $gt: '' },
    { $regex: '.*' },
    { $where: 'sleep(1000)' },
    { toString: 'x' },
    JSON.parse('{"__proto__":{"polluted":1}}'),
  ];
  const bodies: [string, string, Record<string, unknown>][] = [
    ['POST', '/api/session', { email: 'admin@parley.example', password }],
    ['POST', '/api/setup', { token: 'x'.repeat(43), name: 'A', email: 'a@b.example', password }],
    ['POST', '/api/reset', { token: 'x'.repeat(43), password }],
    ['POST', '/api/users', { name: 'A', email: 'a@b.example', role: 'agent', teamIds: [] }],
    ['POST', '/api/widget/INBOX/session', { token: 'x', identity: 'x', user: { id: 'x', hash: 'x' } }],
  ];
  it.each(bodies)('%s %s takes nothing but texts where it wants texts', async (method, path, valid) => {
    const to = path.replace('INBOX', server.inbox.id);
    for (const field of Object.keys(valid)) {
      for (const value of odd) {
        const answer = await server.write(method, to, { ...valid, [field]: value }, admin);
        expect([field, value, answer.status]).toEqual([field, value, 400]);
      }
    }
    for (const value of odd) expect((await server.write(method, to, value, admin)).status).toBeLessThan(500);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('takes no operators in queries, paths, cookies and tokens', async () => {
    for (const query of [
      'before[$gt]=',
      'before=x',
      'limit[$gt]=1',
      'limit=1&limit=2',
      'limit=1e9',
      '__proto__[a]=1',
    ]) {
      const answer = await server.fetch(`/api/audit?${query}`, { headers: admin });
      expect([query, answer.status]).toEqual([query, query.includes('__proto__') || query.includes('[') ? 200 : 400]);
    }
    for (const id of ['%7B%22$gt%22:%22%22%7D', '..%2f..%2fetc%2fpasswd', '%00', '$ne', '__proto__', nobody]) {
      expect((await server.fetch(`/api/inboxes/${id}`, { headers: admin })).status).toBe(404);
      expect((await server.fetch(`/files/${id}`, { headers: admin })).status).toBe(404);
      expect((await server.write('PATCH', `/api/users/${id}`, { name: 'x' }, admin)).status).toBe(404);
      expect((await server.write('POST', `/api/widget/${id}/session`, {})).status).toBe(404);
    }
    for (const cookie of [
      'parley_session[$ne]=',
      'parley_session={"$ne":""}',
      'parley_session=',
      '=;;=;parley_session',
    ]) {
      expect((await server.fetch('/api/me', { headers: { cookie } })).status).toBe(401);
    }
  });

  it('keeps of an inbox’s settings only what is one', async () => {
    const raw = JSON.stringify({ ...server.inbox, settings: { ...server.inbox.settings, constructor: { a: 1 } } });
    const answer = await server.fetch(`/api/inboxes/${server.inbox.id}`, {
      method: 'PUT',
      headers: { ...admin, origin: server.publicUrl, 'content-type': 'application/json' },
      body: raw.replace('"settings":{', '"settings":{"__proto__":{"polluted":1},"$where":"x",'),
    });
    expect(answer.status).toBe(200);
    const stored = await server.app.store.directory.inbox(server.inbox.id);
    expect(Object.keys(stored?.settings ?? {}).sort()).toEqual(Object.keys(server.inbox.settings).sort());
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('notes down who was shown the secret that proves users, and not the secret', async () => {
    const path = `/api/inboxes/${server.inbox.id}/secret`;
    const { secret } = (await (await server.fetch(path, { headers: admin })).json()) as { secret: string };
    const trail = await (await server.fetch('/api/audit?limit=5', { headers: admin })).json();
    expect(trail.entries[0]).toMatchObject({ action: 'inbox.secret-shown', target: server.inbox.id });
    expect(JSON.stringify(trail)).not.toContain(secret);
  });

  it('gives a session a token of its own, whatever the browser brought, in a cookie no script reads', async () => {
    const planted = 'parley_session=planted-by-somebody-else';
    const person = server.app.demo?.people[0];
    const signedIn = await server.write(
      'POST',
      '/api/session',
      { email: person?.email, password: person?.password },
      { cookie: planted },
    );
    const [cookie = '', device, ...others] = signedIn.headers.getSetCookie();
    expect(cookie).toMatch(/^parley_session=[\w-]{43}; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(device).toMatch(/^parley_device=[\w.-]+; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(others).toEqual([]);
    expect((await server.fetch('/api/me', { headers: { cookie: planted } })).status).toBe(401);
    const [token = ''] = cookie.split(';');
    expect((await server.fetch('/api/me', { headers: { cookie: token } })).status).toBe(200);
    expect(JSON.stringify(await signedIn.json())).not.toContain(token.split('=')[1]);
  });

  it('lets a one-time link be used once, however many use it at the same moment', async () => {
    const ben = server.app.demo?.people.find(({ email }) => email.startsWith('ben@'));
    const { users } = (await (await server.fetch('/api/users', { headers: admin })).json()) as {
      users: { id: string; email: string }[];
    };
    const id = users.find(({ email }) => email === ben?.email)?.id;
    const made = await server.write('POST', `/api/users/${id}/reset-link`, {}, admin);
    const token = new URL(((await made.json()) as { url: string }).url).searchParams.get('token');
    const uses = Array.from({ length: 8 }, (_, n) =>
      server.write('POST', '/api/reset', { token, password: `new password ${n}` }),
    );
    const statuses = (await Promise.all(uses)).map(({ status }) => status).sort();
    expect(statuses).toEqual([204, 404, 404, 404, 404, 404, 404, 404]);
  });

  it.each([
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/..%2foutside.txt',
    '/..%2f..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..\\..\\..\\outside.txt',
    '/assets/%00',
    '/widget-assets/../outside.txt',
    '/shop/../../outside.txt',
    '//etc/passwd',
  ])('serves no file outside the built pages for %s', async (path) => {
    const answer = await sendRaw(server, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    // Whatever is no file is the console's own path.
    if (statusOf(answer) === 200) expect(answer).toMatch(/\r\n\r\nthe console$/);
    else expect([400, 403, 404]).toContain(statusOf(answer));
  });

  it('redirects to no other host, whatever is asked for', async () => {
    for (const target of ['//evil.example/', 'http://evil.example/', '/\\evil.example']) {
      const answer = await sendRaw(
        server,
        `GET ${target} HTTP/1.1\r\nHost: localhost:1\r\nSec-Fetch-Mode: navigate\r\nConnection: close\r\n\r\n`,
      );
      const location = /^location: (.*)$/im.exec(answer)?.[1] ?? '';
      expect(new URL(location).origin).toBe(server.publicUrl);
    }
  });

  it('survives headers, cookies and bodies that are too much', async () => {
    const get = (header: string) =>
      sendRaw(server, `GET /api/me HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${header}\r\n\r\n`);
    expect(statusOf(await get(`Cookie: parley_session=${'x'.repeat(20_000)}`))).toBe(431);
    expect(statusOf(await get(`Cookie: ${'a=b;'.repeat(3_500)}`))).toBe(401);
    expect(statusOf(await get(`Authorization: Bearer ${'x'.repeat(15_000)}`))).toBe(401);
    const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
    const post = (body: string) =>
      server.fetch('/api/session', {
        method: 'POST',
        headers: { origin: server.publicUrl, 'content-type': 'application/json' },
        body,
      });
    expect((await post(deep)).status).toBe(400);
    expect((await post(`{"email":${deep},"password":"x"}`)).status).toBe(400);
    expect((await post(`{"email":"${'a@'.repeat(45_000)}","password":"x"}`)).status).toBe(400);
    expect((await post(`{"email":"${'a.'.repeat(45_000)}","password":"x"}`)).status).toBe(400);
    expect((await server.fetch('/api/health/live')).status).toBe(200);
  });

  it('puts a file’s name into a header without letting it out', async () => {
    const visit = await server.beginVisit();
    const path = `/api/widget/${server.inbox.id}/files`;
    const hostile = 'a"\r\nSet-Cookie: x=1\r\n\r\n<script>\u202e../../etc/passwd\u0000.html';
    const sent = await server.fetch(path, {
      method: 'POST',
      headers: { ...visit, 'x-file-name': encodeURIComponent(hostile) },
      body: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    });
    const { file } = (await sent.json()) as { file: { id: string; name: string; type: string } };
    expect(file).toMatchObject({ name: 'passwd.html', type: 'application/octet-stream' });
    const got = await server.fetch(`${path}/${file.id}`, { headers: visit });
    expect(got.headers.get('set-cookie')).toBeNull();
    expect(got.headers.get('content-disposition')).toBe(
      `attachment; filename="passwd.html"; filename*=UTF-8''passwd.html`,
    );
    expect(got.headers.get('content-security-policy')).toMatch(/sandbox/);
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('keeps one visitor’s files and transcript from every other, and takes a test virus as the plain text it is', async () => {
    const [own, other] = [await server.beginVisit(), await server.beginVisit()];
    const path = `/api/widget/${server.inbox.id}`;
    const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('-');
    const sent = await server.fetch(`${path}/files`, {
      method: 'POST',
      headers: { ...own, 'x-file-name': 'eicar.com', 'content-type': 'image/png' },
      body: eicar,
    });
    const { file } = (await sent.json()) as { file: { id: string; type: string } };
    expect(file.type).toBe('text/plain');
    const mine = await server.fetch(`${path}/files/${file.id}`, { headers: own });
    expect(mine.headers.get('content-disposition')).toMatch(/^attachment;/);
    for (const headers of [other, {}, admin, { authorization: own.authorization.toUpperCase() }]) {
      const answer = await server.fetch(`${path}/files/${file.id}`, { headers: headers as Record<string, string> });
      expect([401, 404]).toContain(answer.status);
    }
    expect((await server.fetch(`/files/${file.id}`, { headers: own })).status).toBe(401);
  });

  it('is not ready where the disk cannot be written to, and is again when it can', async () => {
    const ready = async () => {
      const answer = await server.fetch('/api/health/ready');
      return [answer.status, ((await answer.json()) as { checks: unknown }).checks];
    };
    const aside = `${server.dataDir}-aside`;
    await rename(server.dataDir, aside);
    expect(await ready()).toEqual([503, { store: true, disk: false }]);
    await rename(aside, server.dataDir);
    expect(await ready()).toEqual([200, { store: true, disk: true }]);
  });

  it('gives up on clients that never finish their headers', async () => {
    const { http } = server.app;
    expect(http.headersTimeout).toBeLessThanOrEqual(10_000);
    http.headersTimeout = 50;
    expect(statusOf(await sendRaw(server, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '))).toBe(408);
  }, 10_000);
});

describe('over https', () => {
  let server: HttpApp;
  beforeAll(async () => {
    server = await startHttpApp({}, { publicUrl: 'https://localhost' });
  });
  afterAll(() => server.stop());

  it('believes no session cookie that a sibling site could have planted, over HTTP and at the socket’s door', async () => {
    const person = server.app.demo?.people[0];
    const body = { email: person?.email, password: person?.password };
    const signedIn = await server.write('POST', '/api/session', body);
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-parley_session=[\w-]{43}; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    expect(cookie).not.toMatch(/domain/i);
    const [own = ''] = cookie.split(';');
    const planted = own.replace('__Host-', '');
    expect((await server.fetch('/api/me', { headers: { cookie: planted } })).status).toBe(401);
    expect((await server.fetch('/api/me', { headers: { cookie: `${planted}x; ${own}` } })).status).toBe(200);
    expect(signedIn.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    const { port } = server.app.http.address() as { port: number };
    const knock = async (sent: string): Promise<string> => {
      const headers = { origin: server.publicUrl, cookie: sent };
      const { socket, connected } = connectSocket(`http://127.0.0.1:${port}`, 'console', {
        ...{ path: socketPaths.console, extraHeaders: headers, reconnection: false },
      });
      const answer = await connected().then(
        () => 'in',
        (error: Error) => error.message,
      );
      socket.disconnect();
      return answer;
    };
    expect(await knock(own)).toBe('in');
    expect(await knock(planted)).toMatch(/unauthenticated/);
  });
});

describe('limits per address', () => {
  let server: HttpApp;
  beforeAll(async () => {
    server = await startHttpApp({ RATE_LIMITS: 'on' });
  });
  afterAll(() => server.stop());

  it('are not escaped by an address that the caller made up', async () => {
    const headersOf = (n: number) => ({
      'x-forwarded-for': `10.0.0.${n}`,
      'x-real-ip': `10.0.0.${n}`,
      forwarded: `for=10.0.0.${n}`,
    });
    for (let n = 0; n < rateLimits.signIn; n += 1) await server.write('POST', '/api/session', {}, headersOf(n));
    expect((await server.write('POST', '/api/session', {}, headersOf(99))).status).toBe(429);
  });

  it('hold for transcripts', async () => {
    const headers = await server.beginVisit();
    const path = `/api/widget/${server.inbox.id}/conversations/${nobody}/transcript`;
    for (let n = 0; n < rateLimits.transcript; n += 1) expect((await server.fetch(path, { headers })).status).toBe(404);
    expect((await server.fetch(path, { headers })).status).toBe(429);
  });

  it('hold for the bytes of a day, however many visits one address begins', async () => {
    const budget = createByteBudget(true, 1_000);
    await budget.check('a');
    await budget.spend('a', 999);
    await budget.check('a');
    await budget.spend('a', limits.fileBytes);
    await expect(budget.check('a')).rejects.toMatchObject({
      code: 'rate_limited',
      data: { retryAfter: expect.any(Number) },
    });
    await budget.check('b');
    const off = createByteBudget(false, 1);
    await off.spend('a', 5);
    await off.check('a');
  });
});
