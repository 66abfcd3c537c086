/** Whatever somebody who manages people tries, in any order: nobody ends up with a right that neither they nor that person had. */
import fc from 'fast-check';
import type { RoleInput } from '../../shared/api-accounts.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { type Permission, permissions } from '../../shared/model/permission.ts';
import { isWithin, type Rights, type Role } from '../../shared/model/role.ts';
import { type HttpApp, password, startHttpApp } from '../../tests/support/http-app.ts';
import type { UserViewer } from './scope.ts';

jest.setTimeout(120_000);

const caller = { address: '', userAgent: '' };
let server: HttpApp;
let ada: UserViewer;
let count = 0;
beforeAll(async () => {
  server = await startHttpApp();
  ada = await viewerOf('admin@parley.example');
});
afterAll(() => server.stop());

async function viewerOf(email: string): Promise<UserViewer> {
  const viewer = await server.app.accounts.viewerOf((await server.signIn(email)).cookie.split('=')[1]);
  if (!viewer) throw new Error(`no ${email}`);
  return viewer;
}

type Rest = Pick<RoleInput, 'reach' | 'permissions'>;
/** Numbers pick among those who are there then. */
type Attempt =
  | { kind: 'give'; person: number; role: number }
  | { kind: 'edit'; role: number; rest: Rest }
  | { kind: 'make'; rest: Rest }
  | { kind: 'invite'; role: number }
  | { kind: 'disable'; person: number; disabled: boolean }
  | { kind: 'link' | 'reset' | 'address'; person: number };

const some: fc.Arbitrary<Permission[]> = fc.subarray([...permissions]);
const rest: fc.Arbitrary<Rest> = fc.record({ reach: fc.constantFrom('teams', 'all'), permissions: some });
const index = fc.nat(20);
const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({ kind: fc.constant('give'), person: index, role: index }),
  fc.record({ kind: fc.constant('edit'), role: index, rest }),
  fc.record({ kind: fc.constant('make'), rest }),
  fc.record({ kind: fc.constant('invite'), role: index }),
  fc.record({ kind: fc.constant('disable'), person: index, disabled: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('link', 'reset', 'address'), person: index }),
);

const shapeOf = (given: Rest): RoleInput => {
  count += 1;
  return { name: `Role ${count}`, twoFactorRequired: false, ...given };
};

/** As the server sees each person now. */
async function readRights(): Promise<Map<UserId, Rights>> {
  const { users, roles } = await server.app.accounts.users();
  const nothing: Rights = { reach: 'teams', permissions: [] };
  return new Map(users.map((user) => [user.id, roles.find((role) => role.id === user.role) ?? nothing]));
}

async function tryIt(by: UserViewer, one: Attempt, touched: Set<UserId>): Promise<void> {
  const { accounts } = server.app;
  const { users, roles } = await accounts.users();
  const person = users[('person' in one ? one.person : 0) % users.length]?.id ?? by.userId;
  const role: Role = roles[('role' in one ? one.role : 0) % roles.length]?.id ?? 'agent';
  switch (one.kind) {
    case 'give':
      await accounts.changeUser(by, person, { role }, caller);
      break;
    case 'edit':
      await accounts.roles.change(by, role, shapeOf(one.rest), caller);
      return;
    case 'make':
      await accounts.roles.create(by, shapeOf(one.rest), caller);
      return;
    case 'invite': {
      count += 1;
      const input = { name: 'New', email: `new${count}@parley.example`, role, teamIds: [] };
      await accounts.createUser(by, input, caller);
      return;
    }
    case 'disable':
      await accounts.changeUser(by, person, { disabled: one.disabled }, caller);
      break;
    case 'link':
      await accounts.makeResetLink(by, person, caller);
      break;
    case 'reset':
      await accounts.resetTwoFactor(by, person, caller);
      break;
    case 'address':
      count += 1;
      await accounts.changeUser(by, person, { email: `moved${count}@parley.example` }, caller);
  }
  touched.add(person);
}

test('rights are handed on, never made', async () => {
  await fc.assert(
    fc.asyncProperty(rest, fc.array(attempt, { minLength: 1, maxLength: 15 }), async (own, attempts) => {
      const { accounts } = server.app;
      const allowed = [...new Set<Permission>(['people:manage', ...own.permissions])];
      const role = await accounts.roles.create(ada, shapeOf({ ...own, permissions: allowed }), caller);
      count += 1;
      const email = `officer${count}@parley.example`;
      await accounts.addUser({ name: 'Officer', email, role: role.id, teamIds: [server.teamId] }, password);
      const officer = await viewerOf(email);
      const before = await readRights();
      const touched = new Set<UserId>();
      for (const one of attempts) {
        // What they may do now, for they may have taken rights from themselves.
        const now = (await accounts.viewerOfUser(officer.userId)) ?? null;
        if (!now?.permissions.includes('people:manage')) break;
        await tryIt(now, one, touched).catch(() => undefined);
      }
      for (const [id, after] of await readRights()) {
        const had = before.get(id) ?? { reach: 'teams', permissions: [] };
        const most: Rights = {
          reach: had.reach === 'all' || officer.reach === 'all' ? 'all' : 'teams',
          permissions: [...had.permissions, ...officer.permissions],
        };
        expect(isWithin(after, most)).toBe(true);
      }
      // Who could do more than the officer was out of their hands all the while.
      for (const id of touched)
        expect(isWithin(before.get(id) ?? { reach: 'teams', permissions: [] }, officer)).toBe(true);
    }),
    { numRuns: 12 },
  );
});
