/** What is older than its rule goes by itself; what belongs to a customer on hold stays until they are let go. The clock is the test's. */

import type { ConversationId } from '../../shared/model/ids.ts';
import { keepEverything, type RetentionRules } from '../../shared/model/retention.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let stage: Stage;
let ahead = 0;
beforeAll(async () => {
  stage = await startStage({ clock: { now: () => Date.now() + ahead } });
}, 60_000);
afterAll(() => stage.stop(), 30_000);

async function call(method: string, path: string, body?: unknown) {
  const { world, parley } = stage;
  const response = await fetch(`${parley.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', cookie: await world.cookieOf('ada'), origin: world.place.origin },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}

const wordsOf = async (id: ConversationId): Promise<string[]> =>
  (await stage.parley.app.timeline.after(id, 'agent', 0, 50)).flatMap(({ body }) =>
    body.kind === 'message' ? [body.text] : [],
  );

test('counts first, then erases what was said in conversations that were closed long ago, but for those on hold', async () => {
  const { world, parley } = stage;
  const [one, held, open] = await Promise.all(
    ['old words', 'held words', 'open words'].map(async (text) => {
      const visitor = await world.visitor();
      return visitor.start(text);
    }),
  );
  if (!one || !held || !open) throw new Error('nobody came');
  const { timeline } = parley.app;
  for (const id of [one, held]) await timeline.change(id, { status: 'closed', closedAt: Date.now() - 30 * DAY + HOUR });
  const customerId = (await timeline.find(held))?.customer.id;
  expect((await call('PUT', `/api/customers/${customerId}/hold`, { reason: 'A dispute' })).status).toBe(204);

  const rules: RetentionRules = { ...keepEverything, closed: 30 };
  expect((await call('POST', '/api/retention/count', rules)).body).toMatchObject({ closed: 0 });
  ahead = 2 * HOUR;
  expect((await call('POST', '/api/retention/count', rules)).body).toMatchObject({ closed: 2, mails: 0 });
  expect(await wordsOf(one)).toEqual(['old words']);

  expect((await call('PUT', '/api/retention', rules)).status).toBe(204);
  await eventually(async () => expect(await wordsOf(one)).toEqual(['']), 15_000);
  expect(await wordsOf(held)).toEqual(['held words']);
  expect(await wordsOf(open)).toEqual(['open words']);
  expect((await call('GET', '/api/retention')).body).toEqual(rules);
  expect(JSON.stringify((await call('GET', '/api/audit')).body)).toContain('retention.changed');

  expect((await call('PUT', `/api/customers/${customerId}/hold`, { reason: null })).status).toBe(204);
  await eventually(async () => expect(await wordsOf(held)).toEqual(['']), 15_000);
}, 60_000);
