/** Signing in with two steps over HTTP: set-up, codes that work once, recovery codes, locks, roles that ask for it, and resets. */
import { Secret, TOTP } from 'otpauth';
import type { Role } from '../../shared/model/role.ts';
import { type HttpApp, password, startHttpApp } from '../../tests/support/http-app.ts';

jest.setTimeout(30_000);

const STEP = 30_000;
let server: HttpApp;
let ahead = 0;
let count = 0;
beforeAll(async () => {
  server = await startHttpApp();
});
afterAll(() => server.stop());

const pass = (ms: number): void => {
  ahead += ms;
  server.pass(ms);
};
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead + steps * STEP });

interface Person {
  email: string;
  cookie: string;
}
async function newcomer(role: Role = 'agent'): Promise<Person> {
  count += 1;
  const email = `two${count}@parley.example`;
  await server.addUser(email, role, [server.teamId]);
  return { email, ...(await server.signIn(email)) };
}
const ask = (method: string, path: string, body: unknown, cookie?: string) =>
  server.write(method, path, body, cookie ? { cookie } : {});
const begin = async ({ cookie }: Person): Promise<string> =>
  (await (await ask('POST', '/api/two-factor', { password }, cookie)).json()).secret;

async function setUp(person: Person): Promise<{ secret: string; recoveryCodes: string[] }> {
  const secret = await begin(person);
  const answer = await ask('POST', '/api/two-factor/confirm', { code: codeOf(secret) }, person.cookie);
  expect(answer.status).toBe(200);
  // The code that confirmed it is used up; the next step has another.
  pass(STEP);
  return { secret, recoveryCodes: (await answer.json()).recoveryCodes };
}
async function firstStep({ email }: Person): Promise<string> {
  const answer = await ask('POST', '/api/session', { email, password });
  expect(answer.headers.get('set-cookie')).toBeNull();
  return (await answer.json()).secondStep.token;
}
const secondStep = (token: string, code: string) => ask('POST', '/api/session/second-step', { token, code });

it('asks for a code after the password, and for nothing when it is off', async () => {
  const person = await newcomer();
  const { secret } = await setUp(person);
  const token = await firstStep(person);
  const answer = await secondStep(token, codeOf(secret));
  expect(answer.headers.get('set-cookie')).toMatch(/^parley_session=[\w-]{43};/);
  expect(await answer.json()).toMatchObject({ email: person.email });
  // What let somebody in lets nobody in again.
  pass(STEP);
  expect((await secondStep(token, codeOf(secret))).status).toBe(401);
});

it('is not on before a code was typed, and asks for the password first', async () => {
  const person = await newcomer();
  expect((await ask('POST', '/api/two-factor', { password: 'wrong one' }, person.cookie)).status).toBe(400);
  const first = await begin(person);
  const second = await begin(person);
  const confirm = (code: string) => ask('POST', '/api/two-factor/confirm', { code }, person.cookie);
  expect((await confirm(codeOf(first))).status).toBe(400);
  const answer = await ask('POST', '/api/session', { email: person.email, password });
  expect((await answer.json()).secondStep).toBeUndefined();
  expect((await confirm(codeOf(second))).status).toBe(200);
  expect((await confirm(codeOf(second))).status).toBe(409);
});

it('takes no code twice, not even at the same moment', async () => {
  const person = await newcomer();
  const { secret } = await setUp(person);
  const tokens = await Promise.all([firstStep(person), firstStep(person), firstStep(person)]);
  const code = codeOf(secret);
  const answers = await Promise.all(tokens.map((token) => secondStep(token, code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  // Nor one of a step before the newest that was used.
  expect((await secondStep(await firstStep(person), codeOf(secret, -1))).status).toBe(400);
});

it('takes each recovery code once, and new ones end the old', async () => {
  const person = await newcomer();
  const { secret, recoveryCodes } = await setUp(person);
  const [first = '', second = '', third = ''] = recoveryCodes;
  const tokens = await Promise.all([firstStep(person), firstStep(person)]);
  const answers = await Promise.all(tokens.map((token) => secondStep(token, first)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  expect((await secondStep(await firstStep(person), second.toUpperCase())).status).toBe(200);
  const state = await server.fetch('/api/two-factor', { headers: { cookie: person.cookie } });
  expect(await state.json()).toMatchObject({ recoveryCodesLeft: 8, required: false });
  const renewed = await ask(
    'POST',
    '/api/two-factor/recovery-codes',
    { password, code: codeOf(secret) },
    person.cookie,
  );
  expect((await renewed.json()).recoveryCodes).toHaveLength(10);
  expect((await secondStep(await firstStep(person), third)).status).toBe(400);
});

it('gives a pending sign-in five minutes, and none to somebody who is disabled', async () => {
  const person = await newcomer();
  const { secret } = await setUp(person);
  const late = await firstStep(person);
  pass(5 * 60_000 + 1);
  expect((await secondStep(late, codeOf(secret))).status).toBe(401);
  const token = await firstStep(person);
  const admin = await server.signIn('admin@parley.example');
  const { users } = await (await server.fetch('/api/users', { headers: admin })).json();
  const { id } = users.find((user: { email: string }) => user.email === person.email);
  await ask('PATCH', `/api/users/${id}`, { disabled: true }, admin.cookie);
  expect((await secondStep(token, codeOf(secret))).status).toBe(401);
});

it('locks after a few wrong codes, and a right password gives no further guesses', async () => {
  const person = await newcomer();
  const { secret } = await setUp(person);
  for (let guess = 0; guess < 5; guess++) {
    expect((await secondStep(await firstStep(person), '000000')).status).toBe(400);
  }
  const locked = await secondStep(await firstStep(person), codeOf(secret));
  expect(locked.status).toBe(423);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  pass(60_000);
  expect((await secondStep(await firstStep(person), codeOf(secret))).status).toBe(200);
});

it('is turned off with password and code, and by an admin for whoever lost both', async () => {
  const person = await newcomer();
  const { secret } = await setUp(person);
  const off = (input: object) => ask('POST', '/api/two-factor/off', input, person.cookie);
  expect((await off({ password, code: '000000' })).status).toBe(400);
  expect((await off({ password: 'wrong', code: codeOf(secret) })).status).toBe(400);
  expect((await off({ password, code: codeOf(secret) })).status).toBe(204);
  expect((await (await ask('POST', '/api/session', { email: person.email, password })).json()).email).toBe(
    person.email,
  );

  await setUp(person);
  const admin = await server.signIn('admin@parley.example');
  const { users } = await (await server.fetch('/api/users', { headers: admin })).json();
  const found = users.find((user: { email: string }) => user.email === person.email);
  expect(found.twoFactor).toBe(true);
  const reset = await ask('DELETE', `/api/users/${found.id}/two-factor`, undefined, admin.cookie);
  expect(await reset.json()).toMatchObject({ twoFactor: false });
  expect((await (await ask('POST', '/api/session', { email: person.email, password })).json()).email).toBe(
    person.email,
  );
  const trail = await (await server.fetch(`/api/audit?target=${found.id}&limit=200`, { headers: admin })).json();
  expect(trail.entries.map((entry: { action: string }) => entry.action)).toEqual(
    expect.arrayContaining(['two-factor.reset', 'two-factor.off', 'two-factor.on']),
  );
});

it('keeps those whose role asks for it before the set-up page until they are done, from that moment on', async () => {
  const admin = await server.signIn('admin@parley.example');
  const role = { name: 'Strict', reach: 'teams', permissions: ['timeline:all'], twoFactorRequired: false };
  const made = await (await ask('POST', '/api/roles', role, admin.cookie)).json();
  const person = await newcomer(made.id);
  const sessions = () => server.fetch('/api/sessions', { headers: { cookie: person.cookie } });
  expect((await sessions()).status).toBe(200);
  await ask('PUT', `/api/roles/${made.id}`, { ...role, twoFactorRequired: true }, admin.cookie);
  const refused = await sessions();
  expect([refused.status, (await refused.json()).error.code]).toEqual([403, 'two_factor_needed']);
  expect(await server.app.accounts.viewerOf(person.cookie.split('=')[1])).toBeNull();
  const here = await server.fetch('/api/me', { headers: { cookie: person.cookie } });
  expect(await here.json()).toMatchObject({ needsTwoFactor: true });
  const { secret } = await setUp(person);
  expect((await sessions()).status).toBe(200);
  expect((await ask('POST', '/api/two-factor/off', { password, code: codeOf(secret) }, person.cookie)).status).toBe(
    403,
  );
});

it('keeps the secret sealed and the codes as hashes', async () => {
  const person = await newcomer();
  const { secret, recoveryCodes } = await setUp(person);
  const stored = JSON.stringify(await server.app.store.accounts.findUserByEmail(person.email));
  expect(stored).not.toContain(secret);
  for (const code of recoveryCodes) expect(stored).not.toContain(code);
});
