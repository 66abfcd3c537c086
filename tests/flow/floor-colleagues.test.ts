/** Colleagues over the wire: everybody enabled, and every change of presence, load, name or being there. */
import type { Colleague } from '../../shared/model/floor.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ realtime: { floorIntervalMs: 20 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

interface Told {
  id: UserId;
  colleague: Colleague | null;
}

test('everybody is listed by name with their queues, whoever asks', async () => {
  const { world, company } = stage;
  await world.console('maya');
  const otto = await world.console('otto');
  const all = await otto.ask('colleagues:list', {});
  expect(all.map((one) => one.name)).toEqual(['Ada Lind', 'Ben Okafor', 'Ines Duarte', 'Maya Keller', 'Otto Lang']);
  expect(all.find((one) => one.id === company.users.maya)).toMatchObject({
    ...{ role: 'agent', teamIds: [company.north.teamId], queueIds: [company.north.queueId] },
    ...{ connected: true, used: 0, capacity: 100, presence: { state: 'away' } },
  });
  expect(all.find((one) => one.id === company.users.ben)).toMatchObject({
    connected: false,
    presence: { state: 'offline' },
  });
  expect(JSON.stringify(all)).not.toMatch(/email|password/);
});

test('changes are told to those who asked, the last one always, and to nobody else', async () => {
  const { world, company } = stage;
  const [otto, ines, maya] = [await world.console('otto'), await world.console('ines'), await world.console('maya')];
  await otto.ask('colleagues:list', {});
  const isMaya = (state: string) => (fact: Told) =>
    fact.id === company.users.maya && fact.colleague?.presence.state === state;
  for (const state of ['available', 'away', 'available'] as const) await maya.ask('presence:set', { state });
  await otto.facts.wait<Told>('colleague:changed', isMaya('available'));
  const visitor = await world.visitor();
  await maya.accept(await visitor.start('Hello'));
  await otto.facts.wait<Told>('colleague:changed', ({ id, colleague }) => {
    return id === company.users.maya && (colleague?.used ?? 0) > 0;
  });
  expect(ines.facts.of('colleague:changed')).toEqual([]);
});

test('somebody who is disabled is gone for everybody who looks', async () => {
  const { world, company, parley } = stage;
  const maya = await world.console('maya');
  await maya.ask('colleagues:list', {});
  const response = await fetch(`${parley.url}/api/users/${company.users.otto}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', cookie: await world.cookieOf('ada'), origin: world.place.origin },
    body: JSON.stringify({ disabled: true }),
  });
  expect(response.status).toBe(200);
  await maya.facts.wait<Told>('colleague:changed', ({ id, colleague }) => {
    return id === company.users.otto && colleague === null;
  });
  expect((await maya.ask('colleagues:list', {})).map((one) => one.name)).not.toContain('Otto Lang');
});
