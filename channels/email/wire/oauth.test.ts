/** Tokens from a token endpoint on this machine. */
import { createServer, type Server } from 'node:http';
import { TokenError } from './account.ts';
import { createTokenSource, type TokenSource, type TokenSourceOptions } from './oauth.ts';

let server: Server;
let clock: number;
let asked: URLSearchParams[];
let answer: { status: number; body: string };

async function source(options: Partial<TokenSourceOptions> = {}): Promise<TokenSource> {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return createTokenSource({
    endpoint: `http://127.0.0.1:${port}/token`,
    clientId: 'client',
    clientSecret: 'secret',
    refreshToken: 'refresh-1',
    allowPlain: true,
    now: () => clock,
    ...options,
  });
}
const give = (body: object, status = 200) => {
  answer = { status, body: JSON.stringify(body) };
};

beforeEach(async () => {
  clock = 0;
  asked = [];
  give({ access_token: 'token-1', expires_in: 3_600 });
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => server.close(() => resolve()));
});

it('asks once for many who want one, and again five minutes before it expires', async () => {
  const tokens = await source({ scope: 'mail' });
  expect(await Promise.all([tokens.token(false), tokens.token(false), tokens.token(true)])).toEqual([
    'token-1',
    'token-1',
    'token-1',
  ]);
  expect(asked).toHaveLength(1);
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    grant_type: 'refresh_token',
    client_id: 'client',
    client_secret: 'secret',
    refresh_token: 'refresh-1',
    scope: 'mail',
  });
  give({ access_token: 'token-2', expires_in: '3600' });
  clock = 55 * 60_000 - 1;
  expect(await tokens.token(false)).toBe('token-1');
  clock += 1;
  expect(await tokens.token(false)).toBe('token-2');
});

it('renews one that was refused, unless it is brand new', async () => {
  const tokens = await source();
  await tokens.token(false);
  expect(await tokens.token(true)).toBe('token-1');
  expect(asked).toHaveLength(1);
  clock = 10_000;
  give({ access_token: 'token-2' });
  expect(await tokens.token(true)).toBe('token-2');
});

it('keeps the refresh token that comes along before it goes on', async () => {
  const kept: string[] = [];
  const tokens = await source({ keepRefreshToken: async (token) => void kept.push(token) });
  give({ access_token: 'token-1', refresh_token: 'refresh-2', expires_in: 3_600 });
  await tokens.token(false);
  clock = 3_600_000;
  await tokens.token(false);
  expect(kept).toEqual(['refresh-2']);
  expect(asked[1]?.get('refresh_token')).toBe('refresh-2');
});

it('needs consent again after invalid_grant, and does not ask any more', async () => {
  const tokens = await source();
  give({ error: 'invalid_grant', error_description: 'Token has been revoked.' }, 400);
  await expect(tokens.token(false)).rejects.toMatchObject({ needsConsent: true, message: 'Token has been revoked.' });
  give({ access_token: 'token-1' });
  await expect(tokens.token(true)).rejects.toBeInstanceOf(TokenError);
  expect(asked).toHaveLength(1);
});

it.each([
  [500, '{"error":"server_error"}'],
  [503, '<html>'],
  [200, '{}'],
  [200, 'null'],
])('tries again later after %d %s', async (status, body) => {
  const tokens = await source();
  answer = { status, body };
  await expect(tokens.token(false)).rejects.toMatchObject({ needsConsent: false });
  give({ access_token: 'token-1' });
  expect(await tokens.token(false)).toBe('token-1');
});

it('tells nobody a secret in the clear, and follows nobody elsewhere', async () => {
  const plain = await source({ allowPlain: false });
  await expect(plain.token(false)).rejects.toMatchObject({ needsConsent: true });
  expect(asked).toHaveLength(0);
});
