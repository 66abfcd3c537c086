/** The whole history of a customer: as much of it as somebody may see, page by page, live, and after merges, moves and lost rights. */
import type { HistoryPage, LockedConversation } from '../../shared/events-history.ts';
import { compareEntries, type HistoryKey } from '../../shared/history.ts';
import type { AgentEntry } from '../../shared/model/entry.ts';
import type { ConversationId, FileId, MergeId } from '../../shared/model/ids.ts';
import { outcome } from '../support/ask.ts';
import { drawFrom } from '../support/chance.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';

let stage: Stage;
let ada: ConsoleClient;
let maya: ConsoleClient;
/** Of Maya's team, in a role that reads nothing but its own queues. */
let ben: ConsoleClient;

async function write(method: string, path: string, body: object): Promise<unknown> {
  const { url, origin } = stage.world.place;
  const headers = { 'content-type': 'application/json', cookie: await stage.world.cookieOf('ada'), origin };
  const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json().catch(() => null);
}

const makeNarrow = () =>
  write('POST', '/api/roles', { name: 'Narrow', reach: 'teams', permissions: [], twoFactorRequired: false });
const giveBen = (role: string) => write('PATCH', `/api/users/${stage.company.users.ben}`, { role });
let narrow: string;

beforeAll(async () => {
  stage = await startStage({ realtime: { headBeatMs: 3_600_000 }, routing: { capacity: 1_000_000 } });
  narrow = ((await makeNarrow()) as { id: string }).id;
  await giveBen(narrow);
}, 30_000);
afterAll(() => stage.stop(), 30_000);
beforeEach(async () => {
  const { world } = stage;
  [ada, maya, ben] = await Promise.all([world.console('ada'), world.console('maya'), world.console('ben')]);
});
afterEach(() => stage.world.closeClients());

interface Person {
  visitor: VisitorClient;
  id: ConversationId;
  inbox: 'north' | 'south';
}

async function someone(inbox: 'north' | 'south' = 'north', text = 'Hello'): Promise<Person> {
  const visitor = await stage.world.visitor({ inbox });
  return { visitor, id: await visitor.start(text), inbox };
}

async function merge(mine: ConversationId, other: ConversationId): Promise<MergeId> {
  const seen = await ada.ask('customer:merge-preview', { conversationId: mine, other });
  const order = { clientId: nextClientId(), takes: [], seen: { mine: seen.mine.rev, theirs: seen.theirs.rev } };
  return (await ada.ask('customer:merge', { conversationId: mine, other, ...order })).mergeId;
}

interface Read {
  entries: AgentEntry[];
  locked: LockedConversation[];
  pages: HistoryPage[];
}

async function readAll(client: ConsoleClient, id: ConversationId, limit: number, isBack: boolean): Promise<Read> {
  const pages: HistoryPage[] = [];
  const first: HistoryKey = { at: 0, of: '' as ConversationId, seq: 0 };
  for (let key: HistoryKey | null = isBack ? { ...first, at: Number.MAX_SAFE_INTEGER } : first; key !== null; ) {
    const side: object = isBack ? { before: key } : { after: key };
    const page: HistoryPage = await client.ask('history:page', { conversationId: id, limit, ...side });
    if (isBack) pages.unshift(page);
    else pages.push(page);
    key = isBack ? page.earlier : page.later;
  }
  return { pages, entries: pages.flatMap((page) => page.entries), locked: pages.flatMap((page) => page.locked) };
}

/** What stands in these conversations, by the logs themselves. */
async function logsOf(ids: readonly ConversationId[]): Promise<string[]> {
  const logs = await Promise.all(ids.map((id) => stage.parley.app.store.entries.after(id, 'agent', 0, 1_000)));
  return logs
    .flat()
    .sort(compareEntries)
    .map(({ id }) => id);
}

const idsOf = ({ entries }: { entries: readonly AgentEntry[] }) => entries.map(({ id }) => id);
const newest = (client: ConsoleClient, id: ConversationId) => client.ask('history:page', { conversationId: id });

test.each([11, 12, 13])(
  'whoever is merged with whom, pages both ways are what one may see of them all (%i)',
  async (seed) => {
    const chance = drawFrom(seed);
    const crowd: Person[] = [];
    for (let at = 0; at < 5; at += 1) crowd.push(await someone(chance.pick(['north', 'south'])));
    const [anchor] = crowd;
    if (!anchor || anchor.inbox === 'south') crowd.unshift(await someone());
    const [first, ...others] = crowd as [Person, ...Person[]];
    const merges: { mergeId: MergeId; person: Person }[] = [];
    for (let step = 0; step < 25; step += 1) {
      const person = chance.pick(crowd);
      const at = chance.draw();
      if (at < 0.7) await person.visitor.send(person.id, `Step ${step}`);
      else if (at < 0.8) await ada.note(person.id, `Note ${step}`);
      else if (at < 0.92) {
        const other = chance.pick(others);
        if (merges.some((each) => each.person === other)) continue;
        merges.push({ mergeId: await merge(first.id, other.id), person: other });
      } else {
        const undone = merges.pop();
        if (undone) await ada.ask('customer:unmerge', { conversationId: first.id, mergeId: undone.mergeId });
      }
    }
    const family = [first, ...merges.map(({ person }) => person)];
    const readable = { ada: family, maya: family, ben: family.filter(({ inbox }) => inbox === 'north') };
    for (const [name, client] of Object.entries({ ada, maya, ben })) {
      const seen = readable[name as keyof typeof readable];
      const whole = await logsOf(seen.map(({ id }) => id));
      for (const isBack of [true, false]) {
        const read = await readAll(client, first.id, chance.below(7) + 1, isBack);
        expect(idsOf(read)).toEqual(whole);
        expect(read.locked).toHaveLength(family.length - seen.length);
        for (const page of read.pages) {
          expect(new Set(page.conversations.map(({ id }) => id))).toEqual(
            new Set(page.entries.map(({ conversationId }) => conversationId)),
          );
        }
        // Nothing of what is locked but its channel and its date.
        for (const { id, inbox } of family)
          if (inbox === 'south' && name === 'ben') expect(JSON.stringify(read)).not.toContain(id);
      }
    }
  },
);

test('what is written in any conversation of theirs is told to whoever follows and may read it, and to nobody else', async () => {
  const [own, south] = [await someone(), await someone('south')];
  await merge(own.id, south.id);
  for (const client of [maya, ben]) await client.ask('history:follow', { conversationId: own.id });
  const last = (await newest(maya, own.id)).entries.at(-1);
  maya.facts.clear();
  ben.facts.clear();
  await south.visitor.send(south.id, 'From the south');
  await maya.facts.wait('history:grew');
  const key = { at: last?.at ?? 0, of: last?.conversationId ?? own.id, seq: last?.seq ?? 0 };
  await eventually(async () => {
    const { entries } = await maya.ask('history:page', { conversationId: own.id, after: key });
    expect(entries.map(({ body }) => body)).toMatchObject([{ text: 'From the south' }]);
  });
  // A later one, which both hear of: what was not told to Ben until then is not on its way.
  maya.facts.clear();
  await own.visitor.send(own.id, 'From the north');
  await Promise.all([maya.facts.wait('history:grew'), ben.facts.wait('history:grew')]);
  expect(ben.facts.of('history:grew')).toHaveLength(1);
  expect(JSON.stringify(ben.facts.all)).not.toContain(south.id);
  // A new conversation of whoever is part of them is heard of as well.
  maya.facts.clear();
  const again = await stage.world.visitor({ inbox: 'south', token: south.visitor.token });
  await ada.ask('work:take', { conversationId: south.id });
  await ada.ask('conversation:close', { conversationId: south.id });
  await ada.ask('work:wrap-up', { conversationId: south.id });
  await maya.facts.wait('history:grew');
  maya.facts.clear();
  const later = await again.start('A later matter');
  await maya.facts.wait('history:grew');
  await eventually(async () => expect((await newest(maya, own.id)).conversations.map(({ id }) => id)).toContain(later));
  await maya.ask('history:leave', {});
  maya.facts.clear();
  await own.visitor.send(own.id, 'To nobody');
  await maya.facts.wait('rows:changed');
  expect(maya.facts.of('history:grew')).toEqual([]);
});

test('whose role reaches further is told to read anew, and then reads what was locked', async () => {
  const [own, south] = [await someone(), await someone('south', 'A secret')];
  await merge(own.id, south.id);
  await ben.ask('history:follow', { conversationId: own.id });
  expect(JSON.stringify(await newest(ben, own.id))).not.toContain('A secret');
  ben.facts.clear();
  await giveBen('agent');
  await ben.facts.wait<{ anew?: true }>('history:grew', (fact) => fact.anew === true);
  expect(JSON.stringify(await newest(ben, own.id))).toContain('A secret');
  await giveBen(narrow);
  await eventually(async () => expect(JSON.stringify(await newest(ben, own.id))).not.toContain('A secret'));
});

test('an entry is found by its place in whatever conversation it stands, as long as it belongs to the customer', async () => {
  const [own, south] = [await someone(), await someone('south')];
  const around = (client: ConsoleClient, of: ConversationId, seq: number) =>
    client.ask('history:page', { conversationId: own.id, around: { of, seq } });
  expect(await outcome(around(maya, south.id, 1))).toBe('not_found');
  const mergeId = await merge(own.id, south.id);
  const page = await around(maya, south.id, 1);
  expect(page.entries.some(({ conversationId, seq }) => conversationId === south.id && seq === 1)).toBe(true);
  expect(page.conversations.find(({ id }) => id === south.id)).toMatchObject({ mayVisit: false, status: 'open' });
  expect(await outcome(around(ben, south.id, 1))).toBe('not_found');
  expect(await outcome(around(maya, south.id, 999))).toBe('not_found');
  await ada.ask('customer:unmerge', { conversationId: own.id, mergeId });
  expect(await outcome(around(maya, south.id, 1))).toBe('not_found');
  // By a moment, and narrowed down.
  await own.visitor.send(own.id, 'Then');
  const then = (await newest(maya, own.id)).entries.findLast(({ body }) => body.kind === 'message');
  const from = await maya.ask('history:page', {
    conversationId: own.id,
    around: { at: then?.at ?? 0 },
    kinds: ['message'],
  });
  expect(from.entries.at(-1)?.id).toBe(then?.id);
  expect(from.entries.every(({ body }) => body.kind === 'message')).toBe(true);
  const none = await maya.ask('history:page', { conversationId: own.id, channels: ['email'] });
  expect(none).toMatchObject({ entries: [], earlier: null });
});

test('a note that was taken back is read in no history, and files are handed to whoever may read them', async () => {
  const [own, south] = [await someone(), await someone('south')];
  const { url, origin } = stage.world.place;
  const cookieOf = (name: 'ada' | 'maya' | 'ben') => stage.world.cookieOf(name);
  const headers = { 'content-type': 'text/plain', 'x-file-name': 'plan.txt', cookie: await cookieOf('ada'), origin };
  const upload = await fetch(`${url}/api/files`, { method: 'POST', headers, body: 'A plan' });
  const { file } = (await upload.json()) as { file: { id: FileId } };
  const asked = { conversationId: south.id, clientId: nextClientId(), text: 'See here', fileIds: [file.id] };
  await ada.ask('note:add', asked);
  const statusFor = async (name: 'maya' | 'ben') =>
    (await fetch(`${url}/files/${file.id}`, { headers: { cookie: await cookieOf(name) } })).status;
  expect([await statusFor('maya'), await statusFor('ben')]).toEqual([404, 404]);
  await merge(own.id, south.id);
  expect([await statusFor('maya'), await statusFor('ben')]).toEqual([200, 404]);
  const filesFor = async (name: 'maya' | 'ada') => {
    const asker = name === 'maya' ? maya : ada;
    const { entries } = await asker.ask('history:page', { conversationId: own.id, files: true, limit: 5 });
    return entries.flatMap(({ body }) => ('files' in body ? body.files.map((one) => one.id) : []));
  };
  expect(await filesFor('maya')).toEqual([file.id]);
  const { seq } = await ada.note(south.id, 'Better unsaid');
  await ada.ask('note:delete', { conversationId: south.id, seq });
  const page = await newest(maya, own.id);
  expect(JSON.stringify(page)).not.toContain('Better unsaid');
  expect(page.entries.find((entry) => entry.conversationId === south.id && entry.seq === seq)?.body).toMatchObject({
    deleted: true,
  });
});
