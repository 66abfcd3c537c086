/** What everybody chooses from, over the wire: who is told of a change, and that what they read then is the new state. */
import type { Calendar } from '../../shared/model/calendar.ts';
import type { CannedReply, Tag } from '../../shared/model/catalogue.ts';
import type { AgentEntry } from '../../shared/model/entry.ts';
import type { Queue } from '../../shared/model/queue.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { PersonName } from '../support/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

async function call<T>(name: PersonName, method: string, path: string, body?: object): Promise<T> {
  const { world } = stage;
  const response = await fetch(`${world.place.url}${path}`, {
    method,
    headers: {
      ...{ cookie: await world.cookieOf(name), origin: world.place.origin },
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

test('a new tag is told to every console, and is there when they ask', async () => {
  const [maya, otto] = [await stage.world.console('maya'), await stage.world.console('otto')];
  await call<{ tags: Tag[] }>('maya', 'GET', '/api/catalogue');
  const { id } = await call<Tag>('ada', 'POST', '/api/tags', { name: 'Damaged', colour: 'red' });
  for (const client of [maya, otto]) await client.facts.wait('catalogue:changed');
  const { tags } = await call<{ tags: Tag[] }>('maya', 'GET', '/api/catalogue');
  expect(tags).toContainEqual({ id, name: 'Damaged', colour: 'red', archived: false });
});

test('what somebody keeps for themselves is told to them alone', async () => {
  const [maya, ben] = [await stage.world.console('maya'), await stage.world.console('ben')];
  const reply = { shortcut: 'mine', text: 'Hi', sharing: { kind: 'mine' } };
  const made = await call<CannedReply>('maya', 'POST', '/api/canned-replies', reply);
  await maya.facts.wait('catalogue:changed');
  const shared = { ...reply, shortcut: 'ours', sharing: { kind: 'teams', teamIds: [stage.company.north.teamId] } };
  await call('ines', 'POST', '/api/canned-replies', shared);
  await ben.facts.wait('catalogue:changed');
  // Told in order: had Ben been told of the first one, he would know of two.
  expect(ben.facts.of('catalogue:changed')).toHaveLength(1);
  const seen = async (name: PersonName) => {
    const { cannedReplies } = await call<{ cannedReplies: CannedReply[] }>(name, 'GET', '/api/canned-replies');
    return cannedReplies.map(({ shortcut }) => shortcut);
  };
  expect(await seen('maya')).toEqual(['mine', 'ours']);
  expect(await seen('ben')).toEqual(['ours']);
  expect(await seen('otto')).toEqual([]);
  await call('maya', 'DELETE', `/api/canned-replies/${made.id}`);
  expect(await seen('maya')).toEqual(['ours']);
});

test('the languages of the workspace are what the next visitor is told, and only who sets it up changes them', async () => {
  const { world } = stage;
  const languages = { served: ['zh'], fallback: 'zh' };
  await expect(call('ines', 'PUT', '/api/languages', languages)).rejects.toThrow(/^403/);
  const ada = await world.console('ada');
  await call('ada', 'PUT', '/api/languages', languages);
  await ada.facts.wait('catalogue:changed');
  expect((await world.visitor({ inbox: 'north' })).snapshot?.inbox.languages).toEqual(languages);
});

test('whose team takes a queue over sees its conversations at once, and no longer when it gives it back', async () => {
  const { company, world } = stage;
  const otto = await world.console('otto');
  const visitor = await world.visitor({ inbox: 'north' });
  const conversationId = await visitor.start('Is anybody there?');
  await expect(otto.ask('conversation:open', { conversationId })).rejects.toMatchObject({ code: 'not_found' });
  const queue = (await stage.parley.app.store.directory.queue(company.north.queueId)) as Queue;
  const { id: _id, ...rest } = queue;
  const serve = (teamIds: string[]) => call('ada', 'PUT', `/api/queues/${queue.id}`, { ...rest, teamIds });
  await serve([company.north.teamId, company.south.teamId]);
  await otto.facts.wait<{ me: { queueIds: string[] } }>('agent:changed', ({ me }) => me.queueIds.includes(queue.id));
  await otto.ask('conversation:open', { conversationId });
  otto.facts.clear();
  await serve([company.north.teamId]);
  await otto.facts.wait<{ conversationId: string }>(
    'conversation:revoked',
    (fact) => fact.conversationId === conversationId,
  );
});

test('another reply target, or other hours that it goes by, sets the clocks that run, each counted from the word that started it', async () => {
  const { company, world, parley } = stage;
  const ines = await world.console('ines');
  const conversationId = await (await world.visitor({ inbox: 'north' })).start('How long will it take?');
  const queue = (await parley.app.store.directory.queue(company.north.queueId)) as Queue;
  const { id: _id, ...rest } = queue;
  const { entries } = await ines.ask('conversation:open', { conversationId });
  const began = entries.find(({ body }) => body.kind === 'message')?.at ?? 0;
  const afterChange = async (path: string, changed: object) => {
    ines.facts.clear();
    await call('ada', 'PUT', path, changed);
    const { entry } = await ines.facts.wait<{ entry: AgentEntry }>(
      'entry:appended',
      (fact) => fact.entry.conversationId === conversationId,
    );
    return entry.replyDue;
  };
  const promise = (reply: Queue['reply']) => afterChange(`/api/queues/${queue.id}`, { ...rest, reply });
  const minutes = (firstMinutes: number) => ({ firstMinutes, nextMinutes: 5, calendarId: null });
  expect(await promise(minutes(20))).toEqual({ which: 'first', at: began + 20 * 60_000, minutes: 20 });
  expect(await promise(minutes(10))).toEqual({ which: 'first', at: began + 10 * 60_000, minutes: 10 });
  expect(await promise(null)).toBeNull();

  const always = Array.from({ length: 7 }, (_, day) => ({ day: day + 1, from: '00:00', to: '24:00' }));
  const hours = { name: 'Replies', timeZone: 'UTC', weekly: always, holidays: [] };
  const calendar = await call<Calendar>('ada', 'POST', '/api/calendars', hours);
  const due = { which: 'first', at: began + 20 * 60_000, minutes: 20 };
  expect(await promise({ ...minutes(20), calendarId: calendar.id })).toEqual(due);
  const path = `/api/calendars/${calendar.id}`;
  expect(await afterChange(path, { ...calendar, weekly: [] })).toBeNull();
  expect(await afterChange(path, calendar)).toEqual(due);
});
