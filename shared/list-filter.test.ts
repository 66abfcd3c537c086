/** A filter is put into what it stands for, and each of its parts decides by itself. */
import { type FilteredPlace, type FilteredState, passesFilter, settleFilter, traitsOf } from './list-filter.ts';
import type { DispositionId, InboxId, QueueId, TagId, TeamId, UserId } from './model/ids.ts';
import type { ListFilter } from './model/list.ts';

const now = 1_000_000_000;
const [north, south] = ['north', 'south'] as QueueId[] as [QueueId, QueueId];
const reader = {
  me: 'maya' as UserId,
  now,
  queues: [
    { id: north, teamIds: ['team' as TeamId] },
    { id: south, teamIds: [] },
  ],
};
const state: FilteredState = {
  ...{ status: 'open', tagIds: ['vip' as TagId], priority: 'high', inboxId: 'shop' as InboxId, channel: 'webchat' },
  ...{ number: 42, createdAt: now - 3_600_000, snooze: null, outcome: { dispositionId: 'sold' as DispositionId } },
  work: { state: 'waiting', ownerId: 'maya' as UserId, enqueuedAt: now - 600_000 },
  context: { language: 'de-AT' },
  customer: { traits: traitsOf({ plan: 'gold', seats: 3, isVip: true, essay: 'x'.repeat(300) }) },
  marks: { teamRead: { tally: { customer: 1 } } },
};
const place: FilteredPlace = { queueId: north, lastAt: now - 60_000, tally: { customer: 2, files: 1 } };
const passes = (filter: ListFilter, some: Partial<FilteredState> = {}) =>
  passesFilter(settleFilter(filter, reader), { ...state, ...some }, place);

const attribute = (id: string, value: string | number | boolean) =>
  ({ attribute: { id, value } }) as unknown as ListFilter;

test.each<[string, ListFilter, ListFilter]>([
  ['status', { status: 'open' }, { status: 'closed' }],
  ['snoozed', { snoozed: false }, { snoozed: true }],
  ['queue', { queueId: north }, { queueId: south }],
  ['team', { teamId: 'team' as TeamId }, { teamId: 'others' as TeamId }],
  ['owner', { ownerId: 'me' }, { ownerId: 'nobody' }],
  ['inbox', { inboxId: 'shop' as InboxId }, { inboxId: 'mail' as InboxId }],
  ['channel', { channel: 'webchat' }, { channel: 'email' }],
  ['tag', { tagId: 'vip' as TagId }, { tagId: 'late' as TagId }],
  ['priority', { priority: 'high' }, { priority: 'low' }],
  ['language', { language: 'de' }, { language: 'en' }],
  ['outcome', { dispositionId: 'sold' as DispositionId }, { dispositionId: 'lost' as DispositionId }],
  ['a text', attribute('plan', 'gold'), attribute('plan', 'silver')],
  ['a number', attribute('seats', 3), attribute('seats', 4)],
  ['yes or no', attribute('isVip', true), attribute('isVip', false)],
  ['number from', { numberFrom: 42 }, { numberFrom: 43 }],
  ['number to', { numberTo: 42 }, { numberTo: 41 }],
  ['begun', { created: { within: 3_600_000 } }, { created: { within: 3_599_999 } }],
  ['begun before', { created: { beyond: 3_600_000 } }, { created: { beyond: 3_600_001 } }],
  ['written', { changed: { after: now - 60_000, before: now - 59_999 } }, { changed: { before: now - 60_000 } }],
  ['waiting', { waiting: { beyond: 600_000 } }, { waiting: { beyond: 600_001 } }],
])('%s', (_what, yes, no) => {
  expect([passes(yes), passes(no), passes({ ...yes, ...no })]).toEqual([true, false, false]);
});

test('files are what messages came with, but for those that were erased', () => {
  expect(passes({ files: true })).toBe(true);
  expect(passes({ files: true }, { erasedFiles: 1 })).toBe(false);
  const plain = { ...place, tally: { customer: 2 } };
  expect(passesFilter({ files: true }, state, plain)).toBe(false);
});

test('unread is what the customer said since; whoever does not wait passes no waiting', () => {
  expect(passes({ unread: true })).toBe(true);
  expect(passes({ unread: true }, { marks: { teamRead: { tally: { customer: 2 } } } })).toBe(false);
  expect(passes({ waiting: {} }, { status: 'closed' })).toBe(false);
  expect(passes({ waiting: {} }, { work: null })).toBe(false);
});

test('what the team noted down goes before what the browser says; long texts are no traits', () => {
  expect(passes({ language: 'fr' }, { customer: { traits: traitsOf({ language: 'fr' }) } })).toBe(true);
  expect(passes({ language: 'de' }, { customer: { traits: traitsOf({ language: 'fr' }) } })).toBe(false);
  expect(state.customer.traits).toEqual(['isVip=true', 'plan=gold', 'seats=3']);
});
