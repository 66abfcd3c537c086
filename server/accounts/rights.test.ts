/** Nobody gives, takes or touches more than they have themselves; roles and teams over HTTP. */
import { type Permission, permissions } from '../../shared/model/permission.ts';
import type { Role } from '../../shared/model/role.ts';
import { type HttpApp, startHttpApp } from '../../tests/support/http-app.ts';

jest.setTimeout(30_000);

let server: HttpApp;
let admin: { cookie: string };
let count = 0;
const elsewhere = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as HttpApp['teamId'];
beforeAll(async () => {
  server = await startHttpApp();
  admin = await server.signIn('admin@parley.example');
  await server.app.store.directory.saveTeam({ id: elsewhere, name: 'Elsewhere' });
});
afterAll(() => server.stop());

const ask = async (who: { cookie: string }, method: string, path: string, body?: unknown) => {
  const answer = await server.write(method, path, body, who);
  return { status: answer.status, body: await answer.json().catch(() => null) };
};
async function makeRole(
  allowed: readonly Permission[],
  reach = 'teams',
  who = admin,
): Promise<{ status: number; id: Role }> {
  count += 1;
  const input = { name: `Role ${count}`, reach, permissions: allowed, twoFactorRequired: false };
  const { status, body } = await ask(who, 'POST', '/api/roles', input);
  return { status, id: body?.id };
}
async function join(role: Role, teamIds = [server.teamId]): Promise<{ id: string; cookie: string; email: string }> {
  count += 1;
  const email = `person${count}@parley.example`;
  const id = await server.addUser(email, role, teamIds);
  return { id, email, ...(await server.signIn(email)) };
}

describe('somebody who manages people and nothing else', () => {
  let officer: Awaited<ReturnType<typeof join>>;
  let role: Role;
  beforeAll(async () => {
    role = (await makeRole(['people:manage'])).id;
    officer = await join(role);
  });

  it('cannot make themselves, or anybody, more than they are', async () => {
    const agent = await join('agent');
    for (const id of [officer.id, agent.id]) {
      for (const wanted of ['admin', 'supervisor', 'agent']) {
        expect((await ask(officer, 'PATCH', `/api/users/${id}`, { role: wanted })).status).toBe(403);
      }
    }
    const wider = await makeRole(['people:manage', 'audit:see']);
    const further = await makeRole(['people:manage'], 'all');
    for (const { id } of [wider, further]) {
      expect((await ask(officer, 'PATCH', `/api/users/${officer.id}`, { role: id })).status).toBe(403);
      const input = { name: 'New', email: `new${count}@parley.example`, role: id, teamIds: [] };
      expect((await ask(officer, 'POST', '/api/users', input)).status).toBe(403);
    }
  });

  it('cannot put more into a role, nor make one with more', async () => {
    expect((await makeRole(['audit:see'], 'teams', officer)).status).toBe(403);
    expect((await makeRole(['people:manage'], 'all', officer)).status).toBe(403);
    expect((await makeRole(['people:manage'], 'teams', officer)).status).toBe(200);
    const change = (id: Role, allowed: Permission[], reach = 'teams') =>
      ask(officer, 'PUT', `/api/roles/${id}`, { name: 'Mine', reach, permissions: allowed, twoFactorRequired: false });
    expect((await change(role, [...permissions])).status).toBe(403);
    expect((await change(role, ['people:manage'], 'all')).status).toBe(403);
    expect((await change('agent', [])).status).toBe(403);
    expect((await change('admin', [])).status).toBe(403);
    expect((await change(role, ['people:manage'])).status).toBe(200);
  });

  it('has no way to act on somebody who may do more: no link, no address, no second step, no disabling', async () => {
    const { users } = (await ask(admin, 'GET', '/api/users')).body;
    const ada = users.find((user: { email: string }) => user.email === 'admin@parley.example');
    expect((await ask(officer, 'POST', `/api/users/${ada.id}/reset-link`)).status).toBe(403);
    expect((await ask(officer, 'PATCH', `/api/users/${ada.id}`, { email: 'mine@parley.example' })).status).toBe(403);
    expect((await ask(officer, 'PATCH', `/api/users/${ada.id}`, { disabled: true })).status).toBe(403);
    expect((await ask(officer, 'DELETE', `/api/users/${ada.id}/two-factor`)).status).toBe(403);
    expect(
      (await ask(officer, 'PUT', `/api/teams/${server.teamId}/members`, { userId: ada.id, member: false })).status,
    ).toBe(403);
  });

  it('does not see more by way of a team', async () => {
    const queue = { name: 'Far', teamIds: [elsewhere] };
    const { directory } = server.app.store;
    const queues = await directory.queues();
    await directory.saveQueue({ ...queues[0], id: '01ARZ3NDEKTSV4RRFFQ69G5FQ1' as never, ...queue } as never);
    const membership = { userId: officer.id, member: true };
    expect((await ask(officer, 'PUT', `/api/teams/${elsewhere}/members`, membership)).status).toBe(403);
    expect(
      (await ask(officer, 'PATCH', `/api/users/${officer.id}`, { teamIds: [server.teamId, elsewhere] })).status,
    ).toBe(403);
    expect((await ask(admin, 'PUT', `/api/teams/${elsewhere}/members`, membership)).status).toBe(204);
    // Who is in such a team already may be changed otherwise.
    const change = { teamIds: [server.teamId, elsewhere], name: 'Officer' };
    expect((await ask(officer, 'PATCH', `/api/users/${officer.id}`, change)).status).toBe(200);
  });
});

it('gives what the role gives from one request to the next, and nothing once it is gone', async () => {
  const { id } = await makeRole(['audit:see']);
  const person = await join(id);
  const see = async () => (await ask(person, 'GET', '/api/audit')).status;
  expect(await see()).toBe(200);
  const input = { name: 'Less', reach: 'all', permissions: [], twoFactorRequired: false };
  await ask(admin, 'PUT', `/api/roles/${id}`, input);
  expect(await see()).toBe(403);
  expect(await server.app.accounts.viewerOf(person.cookie.split('=')[1])).toMatchObject({
    reach: 'all',
    roleName: 'Less',
  });
  expect((await ask(admin, 'DELETE', `/api/roles/${id}`)).status).toBe(409);
  await ask(admin, 'PATCH', `/api/users/${person.id}`, { role: 'agent' });
  expect((await ask(admin, 'DELETE', `/api/roles/${id}`)).status).toBe(204);
  expect((await ask(admin, 'PATCH', `/api/users/${person.id}`, { role: id })).status).toBe(400);
});

it('keeps the built-in roles, and what an admin may do', async () => {
  for (const id of ['agent', 'supervisor', 'admin'])
    expect((await ask(admin, 'DELETE', `/api/roles/${id}`)).status).toBe(403);
  const input = { name: 'Boss', reach: 'teams', permissions: [], twoFactorRequired: false };
  expect((await ask(admin, 'PUT', '/api/roles/admin', input)).body).toMatchObject({
    name: '',
    reach: 'all',
    permissions,
  });
  expect((await ask(admin, 'PUT', '/api/roles/supervisor', input)).body).toMatchObject({ name: '', permissions: [] });
  const back = {
    ...input,
    permissions: ['timeline:all', 'customers:edit', 'replies:share', 'floor:see', 'floor:manage'],
  };
  await ask(admin, 'PUT', '/api/roles/supervisor', back);
  expect((await ask(admin, 'POST', '/api/roles', { ...input, name: '' })).status).toBe(400);
  expect((await makeRole([])).status).toBe(200);
  expect((await ask(admin, 'POST', '/api/roles', { ...input, name: `role ${count}` })).status).toBe(409);
});

it('makes, renames, fills and removes teams, but none that serves a queue', async () => {
  const made = await ask(admin, 'POST', '/api/teams', { name: 'Returns' });
  expect(made.status).toBe(200);
  const { id } = made.body;
  expect((await ask(admin, 'POST', '/api/teams', { name: ' returns ' })).status).toBe(409);
  expect((await ask(admin, 'PATCH', `/api/teams/${id}`, { name: 'Refunds' })).body.name).toBe('Refunds');
  const person = await join('agent');
  const set = (member: boolean) => ask(admin, 'PUT', `/api/teams/${id}/members`, { userId: person.id, member });
  expect((await set(true)).status).toBe(204);
  const list = async () =>
    (await ask(admin, 'GET', '/api/teams')).body.teams.find((team: { id: string }) => team.id === id);
  expect((await list()).members).toMatchObject([{ id: person.id }]);
  expect((await ask(admin, 'DELETE', `/api/teams/${server.teamId}`)).status).toBe(409);
  expect((await ask(admin, 'DELETE', `/api/teams/${id}`)).status).toBe(204);
  expect(await list()).toBeUndefined();
  const viewer = await server.app.accounts.viewerOf(person.cookie.split('=')[1]);
  expect(viewer?.teamIds).toEqual([server.teamId]);
});
