import type { Colleague } from '../../../../shared/model/floor.ts';
import type { QueueId, TeamId, UserId } from '../../../../shared/model/ids.ts';
import { listTargets } from './targets.ts';

const [support, sales] = ['support', 'sales'] as TeamId[];
const [help, orders] = ['help', 'orders'] as QueueId[];
const colleague = (id: string, change: Partial<Colleague> = {}): Colleague => ({
  ...{ id: id as UserId, name: id, role: 'agent', teamIds: [support as TeamId], queueIds: [help as QueueId] },
  ...{ presence: { state: 'available', since: 0 }, used: 0, capacity: 100, connected: true, lines: [], rev: 1 },
  ...change,
});
const colleagues = [
  colleague('Zoë Full', { used: 100 }),
  colleague('Ana Away', { presence: { state: 'away', since: 0 } }),
  colleague('Ben Half', { used: 50, teamIds: [sales as TeamId], queueIds: [orders as QueueId] }),
  colleague('Ines Free'),
  colleague('Me'),
  colleague('Gone', { connected: false }),
];
const catalogue = {
  teams: [
    { id: support as TeamId, name: 'Support' },
    { id: sales as TeamId, name: 'Sales' },
    { id: 'idle' as TeamId, name: 'Serves nothing' },
  ],
  queues: [
    { id: help as QueueId, name: 'Help', teamIds: [support as TeamId], archived: false },
    { id: orders as QueueId, name: 'Orders', teamIds: [sales as TeamId], archived: false },
    { id: 'old' as QueueId, name: 'Old', teamIds: [sales as TeamId], archived: true },
  ],
};
const asked = { query: '', me: 'Me' as UserId, owner: 'Me' as UserId, queueId: help as QueueId, isGiven: false };
const names = (change: Partial<typeof asked> = {}) =>
  listTargets({ colleagues, catalogue }, { ...asked, ...change }).map((target) => target.name);

test('people by how free they are, then teams that serve something, then queues that are in use', () => {
  expect(names()).toEqual([
    ...['Ines Free', 'Ben Half', 'Zoë Full', 'Ana Away', 'Gone'],
    ...['Support', 'Sales', 'Help', 'Orders'],
  ]);
});

test('only who is ready and has room can be asked; who is away can be given it, who is gone cannot', () => {
  const on = (isGiven: boolean) =>
    listTargets({ colleagues, catalogue }, { ...asked, isGiven }).flatMap((one) =>
      one.kind === 'agent' && one.isOn ? [one.name] : [],
    );
  expect(on(false)).toEqual(['Ines Free', 'Ben Half']);
  expect(on(true)).toEqual(['Ines Free', 'Ben Half', 'Ana Away']);
});

test('found by name without accents, by a part of it, and by team', () => {
  expect(names({ query: 'zoe' })).toEqual(['Zoë Full']);
  expect(names({ query: 'sal' })).toEqual(['Ben Half', 'Sales']);
  expect(names({ query: 'free in' })).toEqual(['Ines Free']);
  expect(names({ query: 'nobody' })).toEqual([]);
});

test('counts who is ready, and leaves out the queue in which it waits already', () => {
  const found = listTargets({ colleagues, catalogue }, { ...asked, owner: null });
  expect(found.flatMap((one) => (one.kind === 'agent' ? [] : [[one.name, one.ready]]))).toEqual([
    ['Support', 1],
    ['Sales', 1],
    ['Orders', 1],
  ]);
});
