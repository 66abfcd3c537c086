/** However long the trail is, a page of it reads about as many lines as it shows. */
import { createConnection } from 'mongoose';
import type { AuditFilter } from '../../shared/api-accounts.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { openTestStore, type TestStore } from '../../tests/support/embedded-store.ts';
import type { AuditId } from '../accounts/model.ts';
import { createIds } from '../lib/ids.ts';
import { type AccountModels, defineAccountModels } from './account-models.ts';
import { matchAudit } from './audit-filter.ts';

const LINES = 2_000;
const PAGE = 20;
const actions = ['session.opened', 'user.changed', 'tag.created', 'role.changed'];
let embedded: TestStore;
let audit: AccountModels['audit'];
let close: () => Promise<void>;
let now = 1_800_000_000_000;
const times: number[] = [];

beforeAll(async () => {
  embedded = await openTestStore();
  const connection = await createConnection(embedded.store.uri, { autoIndex: false }).asPromise();
  close = () => connection.close();
  ({ audit } = defineAccountModels(connection));
  await audit.createIndexes();
  const ids = createIds({ now: () => now });
  const rows = Array.from({ length: LINES }, (_, index) => {
    now += 1_000;
    times.push(now);
    const actor = { kind: 'user', id: `user-${index % 10}`, name: 'N' };
    const action = actions[index % 4];
    return {
      _id: ids.next<AuditId>(),
      at: now,
      action,
      actor,
      target: `target-${index % 50}`,
      address: '',
      details: {},
    };
  });
  await audit.collection.insertMany(rows as never[]);
}, 30_000);
afterAll(async () => {
  await close();
  await embedded.close();
});

test.each<[string, AuditFilter]>([
  ['nothing', {}],
  ['a person', { actor: 'user-3' as UserId }],
  ['an action', { action: 'tag.created' }],
  ['a target', { target: 'target-7' }],
  ['a stretch of time', { from: 1_800_000_100_000, to: 1_800_000_900_000 }],
  ['a person and a time', { actor: 'user-3' as UserId, to: 1_800_000_900_000 }],
])('looking for %s', async (_what, filter) => {
  const explained = await audit.find(matchAudit(filter, null)).sort({ _id: -1 }).limit(PAGE).explain();
  const { executionStats } = explained as unknown as {
    executionStats: { nReturned: number; totalDocsExamined: number };
  };
  expect(executionStats.nReturned).toBe(PAGE);
  expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(PAGE + 1);
});

test('a stretch of time takes in its beginning and leaves out its end', async () => {
  const [from = 0, , to = 0] = times.slice(10);
  const found = await audit.find(matchAudit({ from, to }, null)).sort({ _id: 1 }).lean();
  expect(found.map(({ at }) => at)).toEqual([from, from + 1_000]);
});
