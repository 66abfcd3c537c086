/** Whoever changes roles and people at the same time, and wherever a node dies: somebody with every right remains. */
import fc from 'fast-check';
import { permissions } from '../../shared/model/permission.ts';
import { isFull, type Role, type RoleDefinition } from '../../shared/model/role.ts';
import { openTestStore, type TestStore } from '../../tests/support/embedded-store.ts';
import { createLog } from '../lib/log.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { createAccess } from './access.ts';
import type { AccessChange, AccountStore } from './model.ts';

jest.setTimeout(30_000);

let embedded: TestStore;
let store: Store;
beforeAll(async () => {
  embedded = await openTestStore();
  store = await openStore(embedded.store.uri, createLog('silent', false));
  await store.migrate(() => undefined);
});
afterAll(async () => {
  await store.close();
  await embedded.close();
});

const userIds = ['01ARZ3NDEKTSV4RRFFQ69G5FA1', '01ARZ3NDEKTSV4RRFFQ69G5FA2', '01ARZ3NDEKTSV4RRFFQ69G5FA3'] as const;
type Someone = (typeof userIds)[number];
const custom = '01ARZ3NDEKTSV4RRFFQ69G5FR1' as Role;
const everything: RoleDefinition = {
  ...{ id: custom, name: 'Everything', reach: 'all', permissions: [...permissions], twoFactorRequired: false },
};

type Step =
  | { kind: 'person'; id: Someone; change: AccessChange; dies: number | null }
  | { kind: 'role'; full: boolean; dies: number | null }
  | { kind: 'supervisor'; full: boolean; dies: number | null };

const dies = fc.option(fc.integer({ min: 0, max: 12 }), { freq: 2 });
const change: fc.Arbitrary<AccessChange> = fc.oneof(
  fc.record({ role: fc.constantFrom<Role>('agent', 'supervisor', 'admin', custom) }),
  fc.record({ disabled: fc.boolean() }),
  fc.record({ role: fc.constantFrom<Role>('agent', 'admin', custom), disabled: fc.boolean() }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('person'), id: fc.constantFrom(...userIds), change, dies }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('role'), full: fc.boolean(), dies }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('supervisor'), full: fc.boolean(), dies }) },
);

/** A node whose connection is gone after so many requests. */
function dyingAfter(requests: number | null): AccountStore {
  let left = requests ?? Number.POSITIVE_INFINITY;
  return new Proxy(store.accounts, {
    get(target, name) {
      const verb = Reflect.get(target, name);
      if (typeof verb !== 'function') return verb;
      return (...input: unknown[]) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('this node died')) : verb.apply(target, input);
      };
    },
  });
}

function run(one: Step): Promise<void> {
  const access = createAccess({ store: dyingAfter(one.dies) });
  if (one.kind === 'person') return access.change(one.id as never, one.change);
  const id = one.kind === 'role' ? custom : 'supervisor';
  return access.edit((roles) =>
    roles.map((role) =>
      role.id === id ? { ...role, permissions: one.full ? [...permissions] : ['timeline:all'] } : role,
    ),
  );
}

async function begin(): Promise<void> {
  for (const name of ['users', 'access']) await embedded.client.db().collection(name).deleteMany({});
  for (const [index, id] of userIds.entries()) {
    await store.accounts.insertUser({
      ...{ id: id as never, name: id, email: `${id}@parley.example`, role: index === 0 ? 'admin' : 'agent' },
      ...{ teamIds: [], disabled: false, passwordHash: null, createdAt: 0 },
    });
  }
  await createAccess({ store: store.accounts }).edit((roles) => [...roles, everything]);
}

async function countFull(): Promise<number> {
  const access = createAccess({ store: store.accounts });
  const full = (await access.roles()).filter(isFull).map(({ id }) => id);
  return (await store.accounts.listUsers()).filter((user) => !user.disabled && full.includes(user.role)).length;
}

test('somebody who may do everything is left after any changes at once, with nodes that die in their middle', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      async (rounds) => {
        await begin();
        for (const round of rounds) {
          await Promise.allSettled(round.map(run));
          await createAccess({ store: store.accounts }).mend();
          expect((await store.accounts.findAccess()).pending).toBeNull();
          expect(await countFull()).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);

test('what was acknowledged is what is stored, also when a stalled node carries out an old change late', async () => {
  await begin();
  const [, second] = userIds;
  const access = createAccess({ store: store.accounts });
  await access.change(second as never, { role: 'supervisor' });
  const { rev } = await store.accounts.findAccess();
  await access.change(second as never, { role: 'admin' });
  await store.accounts.applyAccess(second as never, rev, { role: 'agent' });
  expect((await store.accounts.findUser(second as never))?.role).toBe('admin');
});

test('of many who take each other’s rights at once, one keeps them', async () => {
  await begin();
  for (const id of userIds) await createAccess({ store: store.accounts }).change(id as never, { role: 'admin' });
  const outcomes = await Promise.allSettled(
    userIds.map((id) => createAccess({ store: store.accounts }).change(id as never, { role: 'agent' })),
  );
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await countFull()).toBe(1);
});
