/** Roles that change while people are connected: what they see and may do follows at once, without signing in again. */
import type { Role } from '../../shared/model/role.ts';
import { askRaw } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { consolePayloads, nobodysId } from '../support/requests.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { PersonName } from '../support/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ routing: { capacity: 1_000_000 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);

async function write(method: string, path: string, body?: unknown, as: PersonName = 'ada') {
  const { world, parley } = stage;
  const response = await fetch(`${parley.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', cookie: await world.cookieOf(as), origin: world.place.origin },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}
const shape = { name: 'Coach', reach: 'teams', permissions: ['timeline:all'], twoFactorRequired: false };
async function makeRole(over: object = {}): Promise<Role> {
  const { status, body } = await write('POST', '/api/roles', { ...shape, ...over });
  expect(status).toBe(200);
  return body.id;
}
const give = async (name: PersonName, role: Role) =>
  expect((await write('PATCH', `/api/users/${stage.company.users[name]}`, { role })).status).toBe(200);

test('a role that reaches further, and less far again, moves the rooms of those who have it', async () => {
  const { world } = stage;
  const role = await makeRole();
  await give('ben', role);
  const ben = await world.console('ben');
  const visitor = await world.visitor({ inbox: 'south' });
  const id = await visitor.start('For south');
  const open = () => askRaw(ben.connection.socket, 'conversation:open', { conversationId: id });
  expect((await open()).ok).toBe(false);

  await write('PUT', `/api/roles/${role}`, { ...shape, reach: 'all' });
  await eventually(() => expect(ben.me).toMatchObject({ reach: 'all', roleName: 'Coach' }));
  expect((await open()).ok).toBe(true);
  await visitor.send(id, 'Now you hear me');
  await ben.facts.wait<{ entry: { conversationId: string } }>(
    'entry:appended',
    ({ entry }) => entry.conversationId === id,
  );

  await write('PUT', `/api/roles/${role}`, shape);
  await ben.facts.wait<{ conversationId: string }>('conversation:revoked', (fact) => fact.conversationId === id);
  ben.facts.clear();
  await visitor.send(id, 'Between us');
  const own = await (await world.visitor()).start('For north');
  await eventually(() => expect(JSON.stringify(ben.facts.all)).toContain(own));
  expect(JSON.stringify(ben.facts.all)).not.toContain(id);
  await give('ben', 'agent');
});

test('permissions come and go on the sockets of those who have the role', async () => {
  const { world } = stage;
  const role = await makeRole({ name: 'Watcher' });
  await give('otto', role);
  const otto = await world.console('otto');
  const see = async () =>
    (await askRaw(otto.connection.socket, 'floor:watch', consolePayloads(nobodysId)['floor:watch'])).ok;
  expect(await see()).toBe(false);
  await write('PUT', `/api/roles/${role}`, { ...shape, name: 'Watcher', permissions: ['floor:see'] });
  await eventually(() => expect(otto.me?.permissions).toEqual(['floor:see']));
  expect(await see()).toBe(true);
  await write('PUT', `/api/roles/${role}`, { ...shape, name: 'Watcher', permissions: [] });
  await eventually(() => expect(otto.me?.permissions).toEqual([]));
  expect(await see()).toBe(false);
  await give('otto', 'agent');
});

test('a role that asks for two steps ends the sockets of those who have not set them up', async () => {
  const { world } = stage;
  const role = await makeRole({ name: 'Strict' });
  await give('otto', role);
  const otto = await world.console('otto');
  const gone = new Promise((resolve) => otto.connection.socket.once('disconnect', resolve));
  await write('PUT', `/api/roles/${role}`, { ...shape, name: 'Strict', twoFactorRequired: true });
  await otto.facts.wait('session:ended');
  expect(await gone).toBe('io server disconnect');
  await give('otto', 'agent');
  expect((await world.console('otto')).me?.role).toBe('agent');
});

test('how much somebody can hold follows their account while they are connected', async () => {
  const { world, company } = stage;
  const maya = await world.console('maya');
  const before = maya.me?.capacity;
  await write('PATCH', `/api/users/${company.users.maya}`, { capacity: 250 });
  await eventually(() => expect(maya.me?.capacity).toBe(250));
  await write('PATCH', `/api/users/${company.users.maya}`, { capacity: null });
  await eventually(() => expect(maya.me?.capacity).toBe(before));
});

test('a team that is left takes its lists along', async () => {
  const { world, company } = stage;
  const maya = await world.console('maya');
  const set = (member: boolean) =>
    write('PUT', `/api/teams/${company.south.teamId}/members`, { userId: company.users.maya, member });
  expect((await set(true)).status).toBe(204);
  await eventually(() => expect(maya.me?.queueIds).toContain(company.south.queueId));
  expect((await set(false)).status).toBe(204);
  await eventually(() => expect(maya.me?.queueIds).not.toContain(company.south.queueId));
});
