import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { PendingSend } from '../../sync/pending.ts';
import { describeConnection } from './describe-connection.ts';

const send = (at: number, state: PendingSend['state'] = { kind: 'waiting' }): PendingSend =>
  ({
    clientId: `c-${at}`,
    conversationId: 'c' as ConversationId,
    kind: 'message',
    text: 'Hi',
    files: [],
    at,
    state,
  }) as PendingSend;
const failed: PendingSend['state'] = { kind: 'failed', error: { code: 'closed', message: '' } };

test('nothing while connected and sent, or in the first two seconds', () => {
  const base = { pending: [], cachedAt: 5, now: 1_000 };
  expect(describeConnection({ ...base, connection: { state: 'online', since: 0 } })).toBeNull();
  expect(describeConnection({ ...base, connection: { state: 'connecting', since: 0 } })).toBeNull();
});

test('what is shown from before says when it was so, unless something waits', () => {
  const connection = { state: 'connecting', since: 0 } as const;
  expect(describeConnection({ connection, pending: [], cachedAt: 5, now: 3_000 })).toEqual({
    kind: 'stale',
    at: 5,
    count: 0,
  });
  expect(describeConnection({ connection, pending: [send(1)], cachedAt: 5, now: 3_000 })).toEqual({
    ...{ kind: 'offline', at: 0, count: 1 },
  });
});

test('offline since when, and how many wait; what failed waits for its author', () => {
  const connection = { state: 'offline', since: 100 } as const;
  const pending = [send(1), send(2, { kind: 'sending' }), send(3, failed)];
  expect(describeConnection({ connection, pending, cachedAt: null, now: 100 })).toEqual({
    kind: 'offline',
    at: 100,
    count: 2,
  });
});

test('connected, but what was written does not get through', () => {
  const connection = { state: 'online', since: 0 } as const;
  const facts = { connection, pending: [send(500)], cachedAt: null };
  expect(describeConnection({ ...facts, now: 9_000 })).toBeNull();
  expect(describeConnection({ ...facts, now: 11_000 })).toEqual({ kind: 'unsent', at: 500, count: 1 });
});
