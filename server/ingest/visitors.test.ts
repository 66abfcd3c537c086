/** Who a token is, and what a host page's proof changes. */

import type { VisitorClaim } from '../../channels/channel.ts';
import type { InboxId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { openTestStore, type TestStore } from '../../tests/contract/test-store.ts';
import { createVisitors, type Visitors } from './visitors.ts';

let test: TestStore;
let visitors: Visitors;
let now = 1_800_000_000_000;
beforeAll(async () => {
  test = await openTestStore();
  visitors = createVisitors({ customers: test.store.customers, clock: { now: () => now }, ids: test.ids });
});
afterAll(() => test.close());

const makeInbox = (): Inbox => ({
  id: test.ids.next<InboxId>(),
  name: 'Shop',
  channel: 'webchat',
  queueId: test.ids.next(),
  calendarId: null,
  reopenHours: 24,
  abandonAfterSeconds: 60,
  settings: {},
});
const nobody: VisitorClaim = { proof: null };
const user = (externalId: string, more: Partial<VisitorClaim> = {}): VisitorClaim => ({
  proof: 'identity-jwt',
  externalId,
  ...more,
});

it('knows a browser again by its token, and stores no token', async () => {
  const inbox = makeInbox();
  const first = await visitors.begin(inbox, undefined, nobody);
  expect(first.token).toMatch(/^[\w-]{43}$/);
  expect(first.viewer).toMatchObject({ verified: false, name: null, identityIds: [first.viewer.identityId] });
  expect(await visitors.begin(inbox, first.token, nobody)).toEqual(first);
  expect(await visitors.find(inbox.id, first.token)).toEqual(first.viewer);
  expect(await test.store.customers.findToken(first.token)).toBeNull();
});

it.each(['', 'short', 'x'.repeat(43), 'x'.repeat(5_000)])(
  'makes a new visitor for a token nobody gave out',
  async (token) => {
    const inbox = makeInbox();
    expect(await visitors.find(inbox.id, token)).toBeNull();
    const begun = await visitors.begin(inbox, token, nobody);
    expect(begun.token).not.toBe(token);
  },
);

it('takes a token in its own inbox only', async () => {
  const [inbox, other] = [makeInbox(), makeInbox()];
  const { token, viewer } = await visitors.begin(inbox, undefined, nobody);
  expect(await visitors.find(other.id, token)).toBeNull();
  const there = await visitors.begin(other, token, nobody);
  expect(there.token).not.toBe(token);
  expect(there.viewer.identityId).not.toBe(viewer.identityId);
});

it('ends a token, by request and by time', async () => {
  const inbox = makeInbox();
  const { token } = await visitors.begin(inbox, undefined, nobody);
  await visitors.end(token);
  expect(await visitors.find(inbox.id, token)).toBeNull();
  const second = await visitors.begin(inbox, undefined, nobody);
  now += 181 * 24 * 3_600_000;
  expect(await visitors.find(inbox.id, second.token)).toBeNull();
});

it('joins what an anonymous visitor said to the user only when token and proof come together', async () => {
  const inbox = makeInbox();
  const anonymous = await visitors.begin(inbox, undefined, nobody);
  const elsewhere = await visitors.begin(inbox, undefined, user('u1', { name: 'Zoe', email: 'zoe@example.org' }));
  expect(elsewhere.viewer.identityIds).not.toContain(anonymous.viewer.identityId);
  const together = await visitors.begin(inbox, anonymous.token, user('u1'));
  expect(together.viewer).toMatchObject({ verified: true, name: 'Zoe', identityId: elsewhere.viewer.identityId });
  expect(together.viewer.identityIds).toContain(anonymous.viewer.identityId);
  expect(await visitors.find(inbox.id, anonymous.token)).toBeNull();
  expect(await visitors.find(inbox.id, together.token)).toEqual(together.viewer);
});

it('keeps the token of the user who comes again', async () => {
  const inbox = makeInbox();
  const first = await visitors.begin(inbox, undefined, user('u1'));
  expect((await visitors.begin(inbox, first.token, user('u1'))).token).toBe(first.token);
  expect((await visitors.begin(inbox, first.token, nobody)).viewer.verified).toBe(true);
});

it('shows nothing of one user to the next on the same computer', async () => {
  const inbox = makeInbox();
  const anonymous = await visitors.begin(inbox, undefined, nobody);
  const a = await visitors.begin(inbox, anonymous.token, user('a'));
  const b = await visitors.begin(inbox, a.token, user('b'));
  expect(b.token).not.toBe(a.token);
  expect(b.viewer.identityIds).toEqual([b.viewer.identityId]);
  expect(await visitors.find(inbox.id, a.token)).toMatchObject({ identityId: a.viewer.identityId });
});

it('keeps users of two inboxes apart, and makes one of a user who comes twice at once', async () => {
  const [inbox, other] = [makeInbox(), makeInbox()];
  const here = await visitors.begin(inbox, undefined, user('u1'));
  const there = await visitors.begin(other, undefined, user('u1'));
  expect(here.viewer.identityId).not.toBe(there.viewer.identityId);
  const [x, y] = await Promise.all([
    visitors.begin(inbox, undefined, user('twice')),
    visitors.begin(inbox, undefined, user('twice')),
  ]);
  expect(x.viewer.identityId).toBe(y.viewer.identityId);
});
