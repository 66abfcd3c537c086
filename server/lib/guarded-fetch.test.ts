/** What a stranger's address may lead to, against a real server on this machine and a resolver that says what the test wants. */
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createGuardedFetch, type FetchLimits, FetchRefused, type GuardedFetchDeps } from './guarded-fetch.ts';
import { isPublicAddress } from './public-address.ts';

const limits: FetchLimits = { maxBytes: 1_000, timeoutMs: 20_000, accept: 'image/*', takes: () => true };
const servers: http.Server[] = [];
const asked: http.IncomingMessage[] = [];

async function serve(listener: RequestListener): Promise<number> {
  const server = http.createServer((request, response) => {
    asked.push(request);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  asked.length = 0;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const here: GuardedFetchDeps = { resolve: async () => ['127.0.0.1'], mayReach: () => true };
const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof FetchRefused ? error.refusal : String(error)),
  );

it('fetches what was asked for, and takes nothing of ours along', async () => {
  const port = await serve((_, response) => response.writeHead(200, { 'content-type': 'Image/PNG; x=1' }).end('abc'));
  const answer = await createGuardedFetch(here)(`http://pictures.example:${port}/a?b=c`, limits);
  expect({ ...answer, bytes: String(answer.bytes) }).toEqual({
    ...{ url: `http://pictures.example:${port}/a?b=c`, type: 'image/png', bytes: 'abc' },
  });
  expect(asked[0]?.headers).toEqual({
    ...{ accept: 'image/*', 'accept-encoding': 'identity', connection: 'close', 'user-agent': 'Parley' },
    host: `pictures.example:${port}`,
  });
});

it('reaches nobody but the public internet, on the ports of the web', async () => {
  const resolve = async (name: string) => (name === 'mixed.example' ? ['93.184.216.34', '10.0.0.1'] : ['10.0.0.1']);
  const fetch = createGuardedFetch({ resolve });
  const addresses = [
    ...['http://inner.example/', 'http://mixed.example/', 'http://127.0.0.1/', 'http://0x7f.1/', 'http://2130706433/'],
    ...[
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://[fe80::1]/',
      'http://[fd00::1]/',
      'http://169.254.169.254/',
    ],
    ...[
      'http://93.184.216.34:22/',
      'http://user:word@93.184.216.34/',
      'ftp://93.184.216.34/',
      'file:///etc/passwd',
      'x',
    ],
  ];
  const refused = await Promise.all(addresses.map((address) => refusalOf(fetch(address, limits))));
  expect(refused).toEqual(addresses.map(() => 'address'));
});

it.each([
  ...['8.8.8.8', '93.184.216.34', '2606:4700::1111', '172.32.0.1', '100.128.0.1'].map((address) => [address, true]),
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.1.1', '172.16.0.1', '192.168.0.1'].map((a) => [
    a,
    false,
  ]),
  ...['198.18.0.1', '203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'].map((a) => [
    a,
    false,
  ]),
  ...['::', '::1', '::ffff:8.8.8.8', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001::1'].map((a) => [
    a,
    false,
  ]),
  ...['fe80::1', 'fe80::1%eth0', 'fc00::1', 'ff02::1', '2001:db8::1', 'localhost', ''].map((a) => [a, false]),
])('knows whether %p is public: %p', (address, is) => {
  expect(isPublicAddress(String(address))).toBe(is);
});

it('goes to the address that was looked up, and looks no second time', async () => {
  const port = await serve((_, response) => response.end('first'));
  const answers = [['127.0.0.1'], ['10.0.0.1']];
  const resolve = jest.fn(async () => answers.shift() ?? []);
  const { bytes } = await createGuardedFetch({ resolve, mayReach: (address) => address === '127.0.0.1' })(
    `http://rebinding.example:${port}/`,
    limits,
  );
  expect([String(bytes), resolve.mock.calls.length]).toEqual(['first', 1]);
});

it('looks at every redirect as at the first address, and follows three', async () => {
  const port = await serve(({ url }, response) => {
    const left = Number(url?.slice(1));
    if (url === '/inner') response.writeHead(302, { location: 'http://inner.example/secret' }).end();
    else if (url === '/scheme') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    else if (left > 0) response.writeHead(307, { location: `/${left - 1}` }).end();
    else response.end('there');
  });
  const fetch = createGuardedFetch({
    resolve: async (name) => [name === 'inner.example' ? '10.0.0.1' : '127.0.0.1'],
    mayReach: (address) => address === '127.0.0.1',
  });
  const at = (path: string) => `http://a.example:${port}${path}`;
  expect(String((await fetch(at('/3'), limits)).bytes)).toBe('there');
  expect(await refusalOf(fetch(at('/4'), limits))).toBe('redirects');
  expect(await refusalOf(fetch(at('/inner'), limits))).toBe('address');
  expect(await refusalOf(fetch(at('/scheme'), limits))).toBe('address');
});

it('reads no more than it may, however it is packed', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const port = await serve(({ url }, response) => {
    if (url === '/told') response.writeHead(200, { 'content-length': 1_001 });
    if (url === '/told' || url === '/untold') return void response.end('x'.repeat(1_001));
    if (url === '/bomb') return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    if (url === '/odd') return void response.writeHead(200, { 'content-encoding': 'zstd' }).end('x');
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000)));
  });
  const get = (path: string) => createGuardedFetch(here)(`http://a.example:${port}${path}`, limits);
  const refused = await Promise.all(['/told', '/untold', '/bomb', '/odd'].map((path) => refusalOf(get(path))));
  expect(refused).toEqual(['size', 'size', 'size', 'unreachable']);
  expect((await get('/packed')).bytes).toHaveLength(1_000);
});

it('waits no longer than it may: for a name, for an answer, for a body', async () => {
  const port = await serve(({ url }, response) => {
    if (url === '/body') response.writeHead(200).write('x');
  });
  const soon = { ...limits, timeoutMs: 50 };
  const stuck = createGuardedFetch({ ...here, resolve: () => new Promise(() => {}) });
  expect(await refusalOf(stuck('http://a.example/', soon))).toBe('time');
  for (const path of ['/answer', '/body']) {
    expect(await refusalOf(createGuardedFetch(here)(`http://a.example:${port}${path}`, soon))).toBe('time');
  }
});

it('takes only an answer that is one, of a type that was asked for', async () => {
  const port = await serve(({ url }, response) => {
    if (url === '/cut') {
      response.writeHead(200, { 'content-length': 500 }).write('x');
      response.destroy();
    } else response.writeHead(url === '/gone' ? 404 : 200, { 'content-type': 'text/html' }).end('<p>');
  });
  const get = (path: string) =>
    refusalOf(createGuardedFetch(here)(`http://a.example:${port}${path}`, { ...limits, takes: (type) => type === '' }));
  expect([await get('/gone'), await get('/page'), await get('/cut')]).toEqual(['status', 'type', 'unreachable']);
  const nowhere = createGuardedFetch({ ...here, resolve: async () => [] });
  expect(await refusalOf(nowhere('http://a.example/', limits))).toBe('unreachable');
});
