/** Pictures fetched for whoever reads a letter: by their bytes, once, and nothing that is none. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MountedRoutes, startRoutes } from '../../tests/support/mounted-routes.ts';
import { createGuardedFetch } from '../lib/guarded-fetch.ts';
import { imageRoutes } from './routes-images.ts';

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

let elsewhere: http.Server;
let here: MountedRoutes;
let asked: string[] = [];
let now = 0;

beforeAll(async () => {
  elsewhere = http.createServer(({ url = '', headers }, response) => {
    asked.push(`${url}${headers.cookie ?? ''}${headers.referer ?? ''}`);
    const bodies: Record<string, [string, Buffer | string]> = {
      '/a.png': ['text/plain;charset=x', png],
      '/wrong': ['application/octet-stream', png],
      '/vector': ['image/svg+xml', svg],
      '/lies': ['image/png', svg],
      '/huge': ['image/png', Buffer.alloc(6 * 1024 * 1024)],
    };
    const [type, body] = bodies[url] ?? [];
    if (body === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  here = await startRoutes(
    imageRoutes({
      fetchOut: createGuardedFetch({
        resolve: async () => ['127.0.0.1'],
        mayReach: (address) => address === '127.0.0.1',
      }),
      now: () => now,
    }),
  );
});
afterAll(async () => {
  await here.stop();
  elsewhere.close();
});
beforeEach(() => {
  asked = [];
  now += 3_600_000;
});

const get = (path: string) => {
  const { port } = elsewhere.address() as AddressInfo;
  return here.fetch(`/api/images?url=${encodeURIComponent(`http://pictures.example:${port}${path}`)}`, {
    headers: { cookie: 'parley_session=x', referer: 'http://127.0.0.1/console' },
  });
};

it('hands on a picture as what its bytes are, and tells the other side nothing', async () => {
  const answer = await get('/wrong');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': 'private, max-age=3600',
  });
  expect(asked).toEqual(['/wrong']);
});

it('asks once for what many look at, and again after a while', async () => {
  await Promise.all([get('/wrong'), get('/wrong')]);
  await get('/wrong');
  expect(asked).toEqual(['/wrong']);
  now += 600_000;
  await get('/wrong');
  expect(asked).toEqual(['/wrong', '/wrong']);
});

it.each([
  ['/vector', 415],
  ['/lies', 415],
  ['/a.png', 415],
  ['/huge', 413],
  ['/gone', 404],
])('shows nothing of %s', async (path, status) => {
  const answer = await get(path);
  expect([answer.status, await answer.json()]).toEqual([status, { error: expect.anything() }]);
});

it.each(['', 'http://10.0.0.1/a.png', 'http://localhost.example@10.0.0.1/', 'file:///etc/passwd'])(
  'goes nowhere for %p',
  async (url) => {
    const answer = await here.fetch(`/api/images?url=${encodeURIComponent(url)}`);
    expect([400, 404]).toContain(answer.status);
    expect(asked).toEqual([]);
  },
);
