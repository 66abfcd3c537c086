/** What is chosen from: names within their circle, rights, limits, archiving, and who is told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Sharing } from '../../shared/model/catalogue.ts';
import type { Id, QueueId, TeamId, UserId } from '../../shared/model/ids.ts';
import { builtInPermissions } from '../../shared/model/permission.ts';
import type { AuditAction } from '../accounts/model.ts';
import type { UserViewer } from '../accounts/scope.ts';
import { startStore } from '../embedded-mongo/start-store.ts';
import { systemClock } from '../lib/clock.ts';
import { createIds } from '../lib/ids.ts';
import { createLog } from '../lib/log.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import type { CatalogueFact } from './model.ts';
import { sameName } from './names.ts';

const caller = { address: '127.0.0.1', userAgent: 'test' };
const ids = createIds(systemClock);
const [north, south] = [ids.next<TeamId>(), ids.next<TeamId>()];
const queue = ids.next<QueueId>();
const reply = (shortcut: string, sharing: Sharing, text = 'Hello') => ({ shortcut, text, sharing });
const mine: Sharing = { kind: 'mine' };
const everybody: Sharing = { kind: 'everybody' };
const teams = (...teamIds: TeamId[]): Sharing => ({ kind: 'teams', teamIds });

function viewer(role: 'agent' | 'supervisor' | 'admin', teamIds: TeamId[] = [north]): UserViewer {
  const permissions = builtInPermissions[role];
  const reach = role === 'admin' ? 'all' : 'teams';
  return {
    ...{ kind: 'user', userId: ids.next<UserId>(), sessionId: ids.next<Id<'session'>>(), name: role, role, reach },
    ...{ email: `${role}@parley.example`, permissions, teamIds, queueIds: [] },
  } as unknown as UserViewer;
}

let dir: string;
let embedded: Awaited<ReturnType<typeof startStore>>;
let store: Store;
let facts: CatalogueFact[];
let trail: AuditAction[];
let catalogue: Catalogue;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-catalogue-'));
  embedded = await startStore(dir, { durable: false, thread: 'inline' });
  store = await openStore(embedded.uri, createLog('silent', false));
  await store.migrate(() => undefined);
  await store.directory.saveTeam({ id: north, name: 'North' });
  await store.directory.saveTeam({ id: south, name: 'South' });
  await store.directory.saveQueue({ id: queue, name: 'Orders', teamIds: [north] });
});
afterAll(async () => {
  await store.close();
  await embedded.stop();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  facts = [];
  trail = [];
  catalogue = createCatalogue({
    ...{ store: store.catalogue, directory: store.directory, ids, clock: systemClock },
    audit: { record: async (action) => void trail.push(action) },
    publish: (fact) => facts.push(fact),
  });
});

describe('lists of the workspace', () => {
  const admin = viewer('admin');
  const tag = (name: string, archived = false) => ({ name, colour: 'blue', archived }) as const;

  it('keeps a tag, shows it at once, tells everybody and writes it down', async () => {
    const made = await catalogue.listed.create('tag', tag('Refund'), admin, caller);
    expect(await catalogue.tags()).toContainEqual({ id: made.id, ...tag('Refund') });
    await catalogue.listed.change('tag', made.id, { ...tag('Refunds'), colour: 'red' }, admin, caller);
    expect(await catalogue.tags()).toContainEqual({ id: made.id, name: 'Refunds', colour: 'red', archived: false });
    expect(trail).toEqual(['tag.created', 'tag.changed']);
    expect(facts).toEqual([{ to: 'everybody' }, { to: 'everybody' }]);
  });

  it('has a name once, whatever its case, until the other one is archived', async () => {
    const first = await catalogue.listed.create('tag', tag('Very  important'), admin, caller);
    const again = () => catalogue.listed.create('tag', tag('very IMPORTANT'), admin, caller);
    await expect(again()).rejects.toMatchObject({ code: 'conflict', data: { fields: { name: 'taken' } } });
    await catalogue.listed.change('tag', first.id, tag('Very important', true), admin, caller);
    await again();
    const back = catalogue.listed.change('tag', first.id, tag('Very important'), admin, caller);
    await expect(back).rejects.toMatchObject({ code: 'conflict', data: { fields: { name: 'taken' } } });
    expect((await catalogue.tags()).find(({ id }) => id === first.id)).toMatchObject({ archived: true });
  });

  it('lets one of many win who make the same name at once', async () => {
    const tries = Array.from({ length: 8 }, () => catalogue.listed.create('tag', tag('Race'), admin, caller));
    const ends = await Promise.allSettled(tries);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('knows only queues that there are, keeps an attribute’s type, and asks for choices', async () => {
    const stranger = { name: 'Sold', queueIds: [ids.next<QueueId>()], archived: false };
    await expect(catalogue.listed.create('disposition', stranger, admin, caller)).rejects.toMatchObject({
      data: { fields: { queueIds: 'unknown' } },
    });
    await catalogue.listed.create('disposition', { ...stranger, queueIds: [queue] }, admin, caller);
    const plan = { name: 'Plan', type: 'choice' as const, choices: [] as string[], archived: false };
    await expect(catalogue.listed.create('attribute', { ...plan }, admin, caller)).rejects.toMatchObject({
      data: { fields: { choices: 'needed' } },
    });
    const made = await catalogue.listed.create('attribute', { ...plan, choices: ['Basic', 'Pro'] }, admin, caller);
    const other = { ...plan, type: 'text' as const, choices: [] };
    await expect(catalogue.listed.change('attribute', made.id, other, admin, caller)).rejects.toMatchObject({
      data: { fields: { type: 'fixed' } },
    });
  });

  it('has so many and no more', async () => {
    const count = jest.spyOn(store.catalogue, 'count').mockResolvedValueOnce(100);
    const reason = { name: 'One too many', minutes: 5, archived: false };
    await expect(catalogue.listed.create('presence-reason', reason, admin, caller)).rejects.toMatchObject({
      data: { fields: { name: 'too-many' } },
    });
    count.mockRestore();
  });

  it('finds nothing to change where there is nothing', async () => {
    await expect(catalogue.listed.change('tag', ids.next(), tag('None'), admin, caller)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('canned replies', () => {
  const [maya, otto] = [viewer('agent', [north]), viewer('agent', [south])];
  const [ines, admin] = [viewer('supervisor', [north]), viewer('admin', [south])];
  const shared = () => catalogue.shared;
  const names = async (who: UserViewer) => (await catalogue.cannedReplies(who)).map((one) => one.shortcut);

  it('shows own ones to their owner alone, the team’s to the team, everybody’s to everybody', async () => {
    await shared().create('canned-reply', reply('only-me', mine), maya, caller);
    await shared().create('canned-reply', reply('north', teams(north)), ines, caller);
    await shared().create('canned-reply', reply('all', everybody), ines, caller);
    expect(await names(maya)).toEqual(['all', 'north', 'only-me']);
    expect(await names(otto)).toEqual(['all']);
    const managed = (await shared().visibleTo('canned-reply', admin)).map((one) => one.shortcut);
    expect(managed).toEqual(['all', 'north']);
    // What somebody keeps for themselves is told to them alone, and written down nowhere.
    expect(facts[0]).toEqual({ to: 'user', userId: maya.userId });
    expect(trail).toEqual(['canned-reply.created', 'canned-reply.created']);
  });

  it('lets nobody share without the right to, nor with teams that are not theirs', async () => {
    for (const sharing of [everybody, teams(north)]) {
      const made = shared().create('canned-reply', reply('x', sharing), maya, caller);
      await expect(made).rejects.toMatchObject({ code: 'forbidden' });
    }
    const foreign = shared().create('canned-reply', reply('x', teams(north, south)), ines, caller);
    await expect(foreign).rejects.toMatchObject({ code: 'forbidden', data: { fields: { sharing: 'foreign' } } });
    await shared().create('canned-reply', reply('both', teams(north, south)), admin, caller);
  });

  it('lets nobody change or remove what is another’s, and does not say that it is there', async () => {
    const own = await shared().create('canned-reply', reply('secret', mine), maya, caller);
    for (const other of [otto, ines, admin]) {
      const change = shared().change('canned-reply', own.id, reply('secret', mine), other, caller);
      await expect(change).rejects.toMatchObject({ code: 'not_found' });
      await expect(shared().remove('canned-reply', own.id, other, caller)).rejects.toMatchObject({ code: 'not_found' });
    }
    const team = await shared().create('canned-reply', reply('ours', teams(north)), ines, caller);
    const taken = shared().change('canned-reply', team.id, reply('ours', mine), maya, caller);
    await expect(taken).rejects.toMatchObject({ code: 'forbidden' });
    await expect(shared().remove('canned-reply', team.id, maya, caller)).rejects.toMatchObject({ code: 'forbidden' });
    await shared().remove('canned-reply', team.id, ines, caller);
    expect(await names(maya)).not.toContain('ours');
  });

  it('has a shortcut once in each circle', async () => {
    await shared().create('canned-reply', reply('hi', mine), maya, caller);
    await shared().create('canned-reply', reply('hi', mine), otto, caller);
    await shared().create('canned-reply', reply('hi', everybody), ines, caller);
    const both = await shared().create('canned-reply', reply('hi', teams(north, south)), admin, caller);
    const again = shared().create('canned-reply', reply('HI', teams(north)), ines, caller);
    await expect(again).rejects.toMatchObject({ code: 'conflict', data: { fields: { shortcut: 'taken' } } });
    await shared().change('canned-reply', both.id, reply('hi', teams(south)), admin, caller);
    await shared().create('canned-reply', reply('hi', teams(north)), ines, caller);
  });

  it('belongs to whoever takes it back for themselves', async () => {
    const made = await shared().create('canned-reply', reply('handed', teams(north)), ines, caller);
    const taken = await shared().change('canned-reply', made.id, reply('handed', mine), admin, caller);
    expect(taken.ownerId).toBe(admin.userId);
    expect(await names(ines)).not.toContain('handed');
    expect(trail).toEqual(['canned-reply.created', 'canned-reply.changed']);
  });
});

describe('macros', () => {
  const maya = viewer('agent');

  it('names only what there is, and closes last', async () => {
    const admin = viewer('admin');
    const { id } = await catalogue.listed.create(
      'tag',
      { name: 'Macro', colour: 'grey', archived: false },
      admin,
      caller,
    );
    const actions = [
      { type: 'add-tags' as const, tagIds: [id] },
      { type: 'reply' as const, text: 'Done' },
      { type: 'close' as const, dispositionId: null },
    ];
    const make = (name: string, list: typeof actions) =>
      catalogue.shared.create('macro', { name, actions: list, sharing: mine }, maya, caller);
    await make('Finish', actions);
    expect((await catalogue.macros(maya)).map(({ name }) => name)).toEqual(['Finish']);
    const early = make('Early', [...actions].reverse());
    await expect(early).rejects.toMatchObject({ data: { fields: { 'actions.0': 'last' } } });
    const unknown = make('Unknown', [{ type: 'add-tags', tagIds: [ids.next()] }]);
    await expect(unknown).rejects.toMatchObject({ data: { fields: { 'actions.0': 'unknown' } } });
  });
});

it('takes two names for the same one whatever case, width or spaces they come with', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zäöéñжш中文0-9 ]{0,20}$/), (name) => {
      expect(sameName(`  ${name.toUpperCase()}\u3000`)).toBe(sameName(name));
      expect(sameName(name.normalize('NFD'))).toBe(sameName(name));
    }),
  );
  expect(sameName('ＶＩＰ  customer')).toBe(sameName('vip customer'));
});
