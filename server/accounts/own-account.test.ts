/** What people do with their own account over HTTP: name, address, password, preferences and sessions. */
import { type HttpApp, password, startHttpApp } from '../../tests/support/http-app.ts';

jest.setTimeout(30_000);

let server: HttpApp;
let count = 0;
beforeAll(async () => {
  server = await startHttpApp();
});
afterAll(() => server.stop());

async function newcomer(): Promise<{ email: string; cookie: string }> {
  count += 1;
  const email = `own${count}@parley.example`;
  await server.addUser(email, 'agent', [server.teamId]);
  return { email, ...(await server.signIn(email)) };
}
const write = async ({ cookie }: { cookie: string }, method: string, path: string, body?: unknown) => {
  const answer = await server.write(method, path, body, { cookie });
  return { status: answer.status, body: await answer.json().catch(() => null) };
};
const here = async ({ cookie }: { cookie: string }) => (await server.fetch('/api/me', { headers: { cookie } })).json();
const signIn = (email: string, secret: string) => server.write('POST', '/api/session', { email, password: secret });

it('changes the name for everybody, at once', async () => {
  const person = await newcomer();
  expect((await write(person, 'PATCH', '/api/me', { name: '  Nora Lang ' })).status).toBe(204);
  expect(await here(person)).toMatchObject({ name: 'Nora Lang' });
  const members = await server.app.store.directory.usersOfQueue(server.inbox.queueId);
  expect(members).toContainEqual(expect.objectContaining({ name: 'Nora Lang' }));
  expect((await write(person, 'PATCH', '/api/me', { name: ' ' })).status).toBe(400);
});

it('keeps language and scheme, each by itself', async () => {
  const person = await newcomer();
  expect(await here(person)).toMatchObject({ preferences: { language: null, scheme: null } });
  await write(person, 'PATCH', '/api/me', { preferences: { language: 'zh' } });
  await write(person, 'PATCH', '/api/me', { preferences: { scheme: 'dark' } });
  expect(await here(person)).toMatchObject({ preferences: { language: 'zh', scheme: 'dark' } });
  expect((await write(person, 'PATCH', '/api/me', { preferences: { language: 'tlh' } })).status).toBe(400);
});

it('changes the address only with the password, and to none that somebody has', async () => {
  const person = await newcomer();
  const other = await newcomer();
  const change = (email: string, secret = password) =>
    write(person, 'PUT', '/api/me/email', { email, password: secret });
  expect(await change('new-address@parley.example', 'wrong')).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid', fields: { password: 'wrong' } } },
  });
  expect((await change(other.email)).status).toBe(409);
  expect((await change('New-Address@Parley.example')).status).toBe(204);
  expect((await signIn('new-address@parley.example', password)).status).toBe(200);
  expect((await signIn(person.email, password)).status).toBe(401);
});

it('changes the password for whoever knows it, and ends the other sessions', async () => {
  const person = await newcomer();
  const other = await server.signIn(person.email);
  const change = (current: string, next: string) =>
    write(person, 'PUT', '/api/me/password', { current, password: next });
  expect((await change('wrong', 'another long password')).status).toBe(400);
  expect((await change(password, 'short')).status).toBe(400);
  expect((await server.fetch('/api/me', { headers: other })).status).toBe(200);
  expect((await change(password, 'another long password')).status).toBe(204);
  expect((await server.fetch('/api/me', { headers: other })).status).toBe(401);
  expect((await server.fetch('/api/me', { headers: { cookie: person.cookie } })).status).toBe(200);
  expect((await signIn(person.email, password)).status).toBe(401);
  expect((await signIn(person.email, 'another long password')).status).toBe(200);
});

it('locks whoever guesses the password from an open browser, and not their sign-in', async () => {
  const person = await newcomer();
  const guess = (secret: string) =>
    write(person, 'PUT', '/api/me/password', { current: secret, password: 'another long password' });
  for (let tries = 0; tries < 5; tries++) expect((await guess('wrong')).status).toBe(400);
  expect((await guess(password)).status).toBe(423);
  expect((await signIn(person.email, password)).status).toBe(200);
  server.pass(16_000);
  expect((await guess(password)).status).toBe(204);
});

it('ends all sessions but this one', async () => {
  const person = await newcomer();
  const others = await Promise.all([server.signIn(person.email), server.signIn(person.email)]);
  expect((await write(person, 'DELETE', '/api/sessions')).body).toEqual({ ended: 2 });
  for (const other of others) expect((await server.fetch('/api/me', { headers: other })).status).toBe(401);
  expect((await server.fetch('/api/sessions', { headers: { cookie: person.cookie } })).status).toBe(200);
});

it('says when somebody was last seen', async () => {
  const person = await newcomer();
  server.pass(10 * 60_000);
  await here(person);
  const admin = await server.signIn('admin@parley.example');
  const { users } = await (await server.fetch('/api/users', { headers: admin })).json();
  const seen = users.find((user: { email: string }) => user.email === person.email);
  const ada = users.find((user: { email: string }) => user.email === 'admin@parley.example');
  expect(Math.abs(seen.lastSeenAt - ada.lastSeenAt)).toBeLessThan(60_000);
  const { user } = await (
    await server.write(
      'POST',
      '/api/users',
      { name: 'New', email: 'unseen@parley.example', role: 'agent', teamIds: [], capacity: 200 },
      admin,
    )
  ).json();
  expect(user).toMatchObject({ lastSeenAt: null, invited: true, twoFactor: false, capacity: 200 });
});
