/** Whole imports against a real store: what they make, that a crash at any moment makes nothing twice, and that they can be taken back. */
import { Readable } from 'node:stream';
import type { AttributeId, CustomerId, FileId, IdentityId, UserId } from '../../../shared/model/ids.ts';
import type { CustomerImport, ImportId, WhenKnown } from '../../../shared/model/import.ts';
import {
  draftConversation,
  openTestStore,
  silent,
  startTimeline,
  type TestStore,
} from '../../../tests/contract/test-store.ts';
import { eventually } from '../../../tests/support/eventually.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import { sharedValue } from '../../ingest/shared-number.ts';
import { systemClock } from '../../lib/clock.ts';
import { createFamilies } from '../merging/families.ts';
import { createImports, type ImportDeps } from './imports.ts';

jest.setTimeout(180_000);

let test: TestStore;
let deps: ImportDeps;
const kept = new Map<FileId, Buffer>();
const ada = { kind: 'user', userId: 'ada' as UserId, name: 'Ada' } as UserViewer;
const caller = { address: '', userAgent: '' };

beforeEach(async () => {
  test = await openTestStore();
  const { profiles, imports: store } = test.store;
  deps = {
    ...{ store, profiles, families: createFamilies(profiles), timeline: startTimeline(test).timeline },
    ...{ clock: systemClock, ids: test.ids, log: silent, lead: async () => true, changed: async () => {} },
    catalogue: { tags: async () => [], attributes: async () => [] },
    audit: { record: async () => {} },
    files: {
      async receive(body: Readable) {
        const id = test.ids.next<FileId>();
        kept.set(id, Buffer.concat(await body.toArray()));
        return { id, name: 'customers.csv', type: 'text/csv', size: kept.get(id)?.length ?? 0 };
      },
      async attach() {},
      async erase() {},
      async open(id: FileId) {
        const bytes = kept.get(id);
        return bytes === undefined ? null : ({ stream: () => Readable.from([bytes]) } as never);
      },
    },
  };
});
afterEach(() => test.close());

const wait = async (over: ImportDeps, id: ImportId, states: string[]): Promise<CustomerImport> =>
  eventually(async () => {
    const found = await over.store.find(id);
    if (!found || !states.includes(found.state)) throw new Error(`it is ${found?.state}`);
    return found;
  }, 20_000);

async function bring(csv: string, whenKnown: WhenKnown = 'update'): Promise<CustomerImport> {
  const imports = createImports(deps);
  imports.start();
  try {
    const { id, settings } = await imports.upload(ada, {
      body: Readable.from([Buffer.from(csv)]),
      name: 'a.csv',
      country: 'DE',
    });
    await imports.change(id, { ...settings, whenKnown });
    await imports.check(id);
    const checked = await wait(deps, id, ['checked']);
    await imports.run(id, ada, caller);
    const done = await wait(deps, id, ['done']);
    expect(done.counts).toEqual(checked.counts);
    return done;
  } finally {
    await imports.stop();
  }
}

async function takeBack(id: ImportId): Promise<CustomerImport> {
  const imports = createImports(deps);
  imports.start();
  await imports.undo(id, ada, caller);
  const undone = await wait(deps, id, ['undone']);
  await imports.stop();
  return undone;
}

const owner = async (value: string): Promise<CustomerId | undefined> => {
  const [found] = await deps.store.findIdentities([{ kind: 'email', value }]);
  return found?.claims.at(-1)?.customerId;
};
const shown = async (value: string) => {
  const id = await owner(value);
  return id === undefined ? null : ((await deps.families.of(id))?.joined ?? null);
};

const csv = [
  'name,email,phone,company',
  'Li Na,li@example.com,030 1234567,Lamps',
  'Jörg,joerg@example.com,,',
  'Li Na,li@example.com,,Bulbs',
  'Nobody,,,',
  'Jörg again,joerg2@example.com;joerg@example.com,,Wires',
  'Both,li@example.com;joerg@example.com,,',
].join('\n');

it('makes, updates and refuses, and says so before it does', async () => {
  const done = await bring(csv);
  expect(done).toMatchObject({ counts: { new: 2, updated: 2, same: 0, conflict: 1, refused: 1 } });
  expect(done.refused).toMatchObject([
    { line: 5, reason: 'no-address' },
    { line: 7, reason: 'conflict' },
  ]);
  expect(await shown('li@example.com')).toMatchObject({ name: 'Li Na', attributes: { company: 'Bulbs' } });
  expect(await owner('joerg2@example.com')).toBe(await owner('joerg@example.com'));
  const [identity] = await deps.store.findIdentities([{ kind: 'phone', value: '+49301234567' }]);
  expect(identity?.claims).toMatchObject([{ proof: 'none' }]);
  const changes = await test.store.profiles.history([(await owner('li@example.com')) as CustomerId]);
  expect(changes[0]).toMatchObject({ field: 'company', before: 'Lamps', after: 'Bulbs', source: 'import' });
});

it('leaves what is known, or fills only what is missing', async () => {
  await bring('name,email,company\nLi,li@example.com,\n');
  expect(await bring('name,email,company\nNa,li@example.com,Lamps\n', 'skip')).toMatchObject({ counts: { same: 1 } });
  expect(await shown('li@example.com')).toMatchObject({ name: 'Li', attributes: {} });
  await bring('name,email,company\nNa,li@example.com,Lamps\n', 'fill');
  expect(await shown('li@example.com')).toMatchObject({ name: 'Li', attributes: { company: 'Lamps' } });
  expect(await bring('name,email,company\nNa,li@example.com,Lamps\n', 'fill')).toMatchObject({ counts: { same: 1 } });
});

/** All there is, without what chance and the clock put in. */
async function world(): Promise<unknown> {
  const values = ['li@example.com', 'joerg@example.com', 'joerg2@example.com'];
  return Promise.all(
    values.map(async (value) => {
      const { name, attributes, rev } = (await shown(value)) ?? {};
      return { value, name, attributes, rev, first: (await owner(value)) === (await owner(values[1] ?? '')) };
    }),
  );
}

it('goes on after a death at any moment, and makes nothing twice', async () => {
  const done = await bring(csv);
  const whole = await world();
  const people = await countCustomers();
  let deaths = 0;
  for (let at = 1; deaths < at; at += 1) {
    await test.close();
    test = await openTestStore();
    deps = { ...deps, store: test.store.imports, profiles: test.store.profiles, ids: test.ids };
    deps = { ...deps, families: createFamilies(test.store.profiles), timeline: startTimeline(test).timeline };
    let writes = 0;
    let isDead = false;
    const mortal = <T extends object>(store: T): T =>
      new Proxy(store, {
        get: (target, name) => {
          const verb = target[name as keyof T];
          if (typeof verb !== 'function') return verb;
          return (...input: unknown[]) => {
            const isWrite = /insert|keep|change|move|replace|remove/.test(String(name));
            // Dead before a write in one half of the cases, and after it in the other.
            if (isWrite && isRunning) writes += 1;
            if (isDead || (isRunning && isWrite && writes > at)) {
              isDead = true;
              return Promise.reject(new Error('the process died'));
            }
            return verb.apply(target, input);
          };
        },
      });
    let isRunning = false;
    const dying = { ...deps, store: mortal(deps.store), profiles: mortal(deps.profiles) };
    const imports = createImports(dying);
    imports.start();
    const { id, settings } = await imports.upload(ada, {
      body: Readable.from([Buffer.from(csv)]),
      name: 'a.csv',
      country: 'DE',
    });
    await imports.change(id, { ...settings, whenKnown: 'update' });
    await imports.check(id);
    await wait(deps, id, ['checked']);
    isRunning = true;
    await imports.run(id, ada, caller);
    await eventually(async () => {
      if (!isDead && (await deps.store.find(id))?.fileId !== null) throw new Error('neither dead nor done');
    });
    await imports.stop();
    if (isDead) deaths += 1;
    const next = createImports(deps);
    next.start();
    const after = await wait(deps, id, ['done']);
    await next.stop();
    expect({ at, counts: after.counts, world: await world() }).toEqual({ at, counts: done.counts, world: whole });
    expect(await countCustomers()).toBe(people);
    if (!isDead) break;
  }
  expect(deaths).toBeGreaterThan(5);
});

const countCustomers = async (): Promise<number> => (await test.store.matches.unprepared(1_000)).length;

it('is taken back as a whole, and leaves what others did since', async () => {
  await bring('name,email,company\nMei,mei@example.com,Old\n');
  const { id } = await bring(`${csv}\nMei X,mei@example.com;mei2@example.com,,New\nTalker,talker@example.com,,Co`);
  const edit = async (value: string, field: string, next: string) => {
    const family = await deps.families.of((await owner(value)) as CustomerId);
    if (!family) throw new Error('nobody');
    const { root } = family;
    const attributes = { ...root.attributes, [field as AttributeId]: next };
    const history = { at: Date.now(), byName: 'Maya', field, before: null, after: next };
    expect(await test.store.profiles.change(root.id, root.rev, { attributes }, history)).toBe(true);
  };
  await edit('li@example.com', 'company', 'Agents know');
  const [talker] = await deps.store.findIdentities([{ kind: 'email', value: 'talker@example.com' }]);
  const timeline = startTimeline(test).timeline;
  await timeline.open(draftConversation(test, { identityId: talker?.id as IdentityId }));

  expect((await takeBack(id)).undo).toEqual({ removed: 1, restored: 3, kept: 2 });
  expect(await shown('joerg@example.com')).toBeNull();
  expect(await shown('mei@example.com')).toMatchObject({ name: 'Mei', attributes: { company: 'Old' } });
  expect(await shown('mei2@example.com')).toBeNull();
  expect(await shown('li@example.com')).toMatchObject({ name: null, attributes: { company: 'Agents know' } });
  expect(await shown('talker@example.com')).toMatchObject({ name: null, attributes: {} });
});

it('a number that several customers use says nothing against whom the rest of a row names, and alone names nobody', async () => {
  const number = '+4915112345690';
  await bring(`name,email,phone\nAnna,anna@example.com,${number}\nBen,ben@example.com,\n`);
  const { customers } = test.store;
  const [anna, ben] = await Promise.all(
    ['anna@example.com', 'ben@example.com'].map((value) => customers.findIdentity('email', value)),
  );
  const benId = ben?.claims[0]?.customerId as CustomerId;
  await customers.addIdentity({
    ...{ id: test.ids.next<IdentityId>(), kind: 'phone', value: sharedValue(number, benId), shared: number },
    ...{ inboxId: null, claims: [{ customerId: benId, proof: 'none', at: 1 }], state: 'reachable', createdAt: 1 },
  });
  const done = await bring(
    `name,email,phone\nAnna Berg,anna@example.com,${number}\nBen Meyer,ben@example.com,${number}\nCarla,carla@example.com,${number}\n`,
  );
  expect(done.counts).toMatchObject({ new: 0, updated: 2, conflict: 1 });
  const nameOf = async (id: CustomerId | undefined) => id && (await test.store.customers.shown(id))?.name;
  expect(await nameOf(anna?.claims[0]?.customerId)).toBe('Anna Berg');
  expect(await nameOf(benId)).toBe('Ben Meyer');
});
