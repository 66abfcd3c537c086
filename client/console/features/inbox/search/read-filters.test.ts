/** Filters among words: read when they are whole, and left alone when they mean nothing. */
import type { QueueId, UserId } from '../../../../../shared/model/ids.ts';
import { readFilters } from './read-filters.ts';

const names = {
  me: 'maya' as UserId,
  channels: ['webchat', 'email'],
  queues: [{ id: 'q1' as QueueId, name: 'Big orders' }],
  colleagues: [{ id: 'ben' as UserId, name: 'Ben Ito' }],
};

test.each([
  ['lamp', 'lamp', {}],
  ['from:customer lamp', ' lamp', { from: 'customer' }],
  ['lamp from:me ', 'lamp  ', { authorId: 'maya' }],
  ['from:ben channel:email lamp', '  lamp', { authorId: 'ben', channel: 'email' }],
  ['queue:"big orders" is:closed x', '  x', { queueId: 'q1', status: 'closed' }],
  ['after:2026-03-01 x', ' x', { after: new Date('2026-03-01T00:00').getTime() }],
  ['has:file lamp', ' lamp', { files: true }],
  ['from:nobody x', 'from:nobody x', {}],
  ['after:soon x', 'after:soon x', {}],
  ['from:custom', 'from:custom', {}],
])('%s', (typed, text, filter) => {
  expect(readFilters(typed, names)).toEqual({ text, filter });
});
