/** Accounts of inboxes: credentials that go in and never come out, and a check that is told while it happens. */
import type { AccountChannel, Channel } from '../../channels/channel.ts';
import type { AccountStep } from '../../shared/model/account.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { type MountedRoutes, startRoutes } from '../../tests/support/mounted-routes.ts';
import { inboxAccountRoutes } from './routes-inbox-accounts.ts';

const inbox = {
  ...{ id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', name: 'Support', channel: 'post', queueId: '01ARZ3NDEKTSV4RRFFQ69G5FAW' },
  ...{ calendarId: null, reopenHours: 24, abandonAfterSeconds: 60, settings: { saved: true } },
} as unknown as Inbox;

const seen: { inbox: Inbox; credentials: Record<string, string> }[] = [];
const audited: unknown[] = [];
let kept: Record<string, string> = {};
let work: AccountChannel['check'] = async () => {};
const accounts: AccountChannel = {
  async check(given, credentials, tell, signal) {
    seen.push({ inbox: given, credentials });
    await work(given, credentials, tell, signal);
  },
  find: async () => null,
  advise: async () => [{ about: 'spf', state: 'missing', code: 'spf.missing' }],
  state: async () => ({
    receiving: { state: 'working', since: 1, lastAt: null },
    sending: { state: 'off', since: null, lastAt: null, waiting: 0 },
  }),
};
const post = { kind: 'post', accounts, parseSettings: (given: object) => ({ ...given, parsed: true }) };
let routes: MountedRoutes;

beforeAll(async () => {
  routes = await startRoutes(
    inboxAccountRoutes({
      directory: {
        inbox: async (id) => (id === inbox.id ? inbox : null),
        queues: async () => [{ id: inbox.queueId } as never],
      },
      channels: new Map([
        ['post', post as unknown as Channel],
        ['plain', { kind: 'plain', parseSettings: () => ({}) } as unknown as Channel],
      ]),
      audit: { record: async (...entry) => void audited.push(entry) },
      catalogue: { announce: () => {} },
      waiting: async () => 3,
      ids: { next: () => '01ARZ3NDEKTSV4RRFFQ69G5FAX' as never },
      credentials: {
        async set(_, given) {
          kept = Object.fromEntries(
            Object.entries({ ...kept, ...given }).filter((pair): pair is [string, string] => pair[1] !== null),
          );
          return Object.keys(kept);
        },
        get: async () => kept,
        which: async () => Object.keys(kept),
      },
    }),
    { userId: '01ARZ3NDEKTSV4RRFFQ69G5FAY' as never },
  );
});
afterAll(() => routes.stop());
beforeEach(() => {
  seen.length = 0;
  audited.length = 0;
  kept = {};
  work = async () => {};
});

const at = `/api/inboxes/${inbox.id}/credentials`;
const tried = { name: 'Support', channel: 'post', settings: { a: 1 } };

it('takes credentials and answers their names, in the trail without their values', async () => {
  const answer = await routes.post(at, { sendPassword: 'correct horse' }, 'PUT');
  expect(await answer.json()).toEqual({ set: ['sendPassword'] });
  expect(await (await routes.fetch(at)).json()).toEqual({ set: ['sendPassword'] });
  expect(audited).toHaveLength(1);
  expect(JSON.stringify(audited)).toContain('"fields":["sendPassword"]');
  expect(JSON.stringify(audited)).not.toContain('correct');
});

it.each([{ 'a b': 'x' }, { a: '' }, { a: 1 }, { a: 'x'.repeat(8_001) }, [], 'x'])('refuses %j', async (body) => {
  expect((await routes.post(at, body, 'PUT')).status).toBe(400);
});

it('tells each step as it comes', async () => {
  const steps: AccountStep[] = [
    { step: 'receive.connect', state: 'running' },
    { step: 'receive.connect', state: 'ok', data: { ms: 12 } },
  ];
  let goOn = () => {};
  const isRead = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  work = async (_inbox, _credentials, tell) => {
    for (const step of steps) {
      tell(step);
      await isRead;
    }
  };
  const answer = await routes.post('/api/inboxes/check', tried);
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(JSON.parse((await reader?.read())?.value ?? '')).toEqual(steps[0]);
  goOn();
  expect(JSON.parse((await reader?.read())?.value ?? '')).toEqual(steps[1]);
  expect((await reader?.read())?.done).toBe(true);
  expect(audited).toHaveLength(1);
});

it('tries what is on the screen with what is kept, and keeps nothing of it', async () => {
  kept = { sendPassword: 'kept', receivePassword: 'kept' };
  const given = { ...tried, id: inbox.id, credentials: { sendPassword: 'new' } };
  await (await routes.post('/api/inboxes/check', given)).text();
  await (await routes.post('/api/inboxes/check', { ...tried, credentials: { sendPassword: 'new' } })).text();
  expect(seen.map(({ inbox: one, credentials }) => [one.id, one.settings, credentials])).toEqual([
    [inbox.id, { a: 1, parsed: true }, { sendPassword: 'new', receivePassword: 'kept' }],
    ['01ARZ3NDEKTSV4RRFFQ69G5FAX', { a: 1, parsed: true }, { sendPassword: 'new' }],
  ]);
  expect(kept).toEqual({ sendPassword: 'kept', receivePassword: 'kept' });
});

it('ends with a word when the look itself fails', async () => {
  work = () => Promise.reject(new Error('a secret path'));
  const text = await (await routes.post('/api/inboxes/check', tried)).text();
  expect(JSON.parse(text)).toEqual({ step: 'all', state: 'failed', code: 'broken-off' });
});

it('stops when nobody reads any more', async () => {
  const stopped = new Promise<void>((resolve) => {
    work = (_inbox, _credentials, tell, signal) => {
      tell({ step: 'receive.connect', state: 'running' });
      return new Promise((done) =>
        signal.addEventListener('abort', () => {
          resolve();
          done();
        }),
      );
    };
  });
  const answer = await routes.post('/api/inboxes/check', tried);
  await answer.body?.cancel();
  await stopped;
});

it('knows which channels have accounts', async () => {
  expect((await routes.post('/api/inboxes/check', { ...tried, channel: 'plain' })).status).toBe(400);
  expect((await routes.post('/api/inboxes/look-up', { channel: 'none', address: 'a@b.example' })).status).toBe(400);
  const found = await routes.post('/api/inboxes/look-up', { channel: 'post', address: 'a@b.example' });
  expect(await found.json()).toEqual({
    found: null,
    advice: [{ about: 'spf', state: 'missing', code: 'spf.missing' }],
  });
  const state = await (await routes.fetch(`/api/inboxes/${inbox.id}/state`)).json();
  expect(state).toMatchObject({ receiving: { state: 'working' }, sending: { waiting: 3 } });
});
