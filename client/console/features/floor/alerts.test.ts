/** What the board's numbers say, when they take colour, and what is said to need somebody. */
import type { FloorAgent, FloorFigures, FloorQueue, FloorSnapshot } from '../../../../shared/model/floor.ts';
import { FLOOR_INTERVAL_MS } from '../../../../shared/model/floor.ts';
import type { ConversationId, QueueId, UserId } from '../../../../shared/model/ids.ts';
import { findAlerts } from './alerts.ts';
import {
  abandonedShare,
  commonTarget,
  seriesOf,
  serviceLevel,
  sortQueues,
  toneOfLevel,
  toneOfWait,
} from './figures.ts';

const target = { seconds: 20, percent: 80 };
const now = Date.UTC(2026, 10, 23, 11, 7);
const none: FloorFigures = {
  ...{
    offered: 0,
    accepted: 0,
    abandoned: 0,
    abandonedMs: 0,
    otherwise: 0,
    judged: 0,
    met: 0,
    waits: 0,
    waitMs: 0,
    waitMaxMs: 0,
  },
  ...{ waitCounts: [], taken: 0, handled: 0, handleMs: 0, wrapUpMs: 0, declined: 0, missed: 0 },
};
const conversation = { id: 'c1' as ConversationId, number: 7, customerName: 'Luc Bernard', channel: 'webchat' };
const queue = (change: Partial<FloorQueue> = {}): FloorQueue => ({
  ...{ id: 'q1' as QueueId, name: 'Returns', target, wrapUpSeconds: 60, channels: ['webchat'] },
  ...{ waiting: 0, waitingBy: {}, longest: null, active: 0, staff: { ready: 1, busy: 0, away: 1, all: 2 } },
  ...{ today: none, recent: none, ...change },
});
const agent = (change: Partial<FloorAgent> = {}): FloorAgent => ({
  ...{
    id: 'maya' as UserId,
    name: 'Maya',
    queueIds: ['q1' as QueueId],
    connected: true,
    lines: [],
    rev: 1,
    used: 0,
    capacity: 100,
  },
  ...{ presence: { state: 'available', since: now - 60_000 }, work: [], today: none, ...change },
});
const floor = (change: Partial<FloorSnapshot>): FloorSnapshot => ({
  ...{ now, from: now - 6 * 3_600_000, recentFrom: now - 1_320_000, queues: [queue()], agents: [agent()] },
  ...{ hands: [], intervals: [], ...change },
});
const types = (snapshot: FloorSnapshot) => findAlerts(snapshot, now).map((alert) => `${alert.type} ${alert.tone}`);

test('a level is rounded down, and unknown where nobody was judged', () => {
  expect(serviceLevel({ met: 199, judged: 200 })).toBe(99);
  expect(serviceLevel({ met: 0, judged: 0 })).toBeNull();
  expect(abandonedShare({ abandoned: 13, offered: 412 })).toBe(3.2);
  expect(abandonedShare({ abandoned: 0, offered: 0 })).toBeNull();
});

test.each([
  [80, null],
  [79, 'warn'],
  [65, 'warn'],
  [64, 'danger'],
])('a level of %i against 80 is %s', (level, tone) => expect(toneOfLevel(level, target)).toBe(tone));

test.each([
  [20, 59_999, null],
  [20, 60_000, 'warn'],
  [20, 180_000, 'danger'],
  [60, 179_999, null],
  [60, 180_000, 'warn'],
  [60, 540_000, 'danger'],
])('with %i s promised, %i ms of waiting is %s', (seconds, ms, tone) => {
  expect(toneOfWait(ms, { seconds, percent: 80 })).toBe(tone);
  expect(toneOfWait(ms, null)).toBeNull();
});

test('nothing needs anybody on a quiet floor', () => expect(types(floor({}))).toEqual([]));

test('a raised hand comes first, then what is red, then what is amber', () => {
  const hand = { conversation, queueId: 'q1' as QueueId, byId: 'maya' as UserId, byName: 'Maya', at: now, text: '' };
  const late = queue({
    longest: { since: now - 240_000, conversation },
    recent: { ...none, judged: 10, met: 7 },
  });
  const away = agent({ presence: { state: 'away', since: now - 900_000, until: now - 60_000 } });
  expect(types(floor({ hands: [hand], queues: [late], agents: [away] }))).toEqual([
    'hand warn',
    'wait danger',
    'level warn',
    'overdue warn',
  ]);
});

test('a level of few says nothing, a wrap-up within its time neither', () => {
  const few = queue({ recent: { ...none, judged: 4, met: 0 } });
  const work = [{ conversation, queueId: 'q1' as QueueId, since: now - 600_000, wrapUpSince: now - 60_000 }];
  expect(types(floor({ queues: [few], agents: [agent({ work })] }))).toEqual([]);
  const long = work.map((one) => ({ ...one, wrapUpSince: now - 61_000 }));
  expect(types(floor({ agents: [agent({ work: long })] }))).toEqual(['wrap-up warn']);
});

test('quarters of an hour in which nobody came are there, and queues are added up', () => {
  const start = now - (now % FLOOR_INTERVAL_MS);
  const at = (queueId: string, back: number, offered: number) => ({
    ...{ ...none, offered, queueId: queueId as QueueId, start: start - back * FLOOR_INTERVAL_MS },
  });
  const intervals = [at('a', 0, 1), at('b', 0, 2), at('a', 2, 4)];
  const counts = (id: string | null) =>
    seriesOf(floor({ intervals }), id as QueueId | null, 4).map((one) => one.offered);
  expect(counts(null)).toEqual([0, 4, 0, 3]);
  expect(counts('a')).toEqual([0, 4, 0, 1]);
});

test('one target is shown where all queues agree; the worst queue stands first', () => {
  const other = queue({ id: 'q2' as QueueId, name: 'Delivery', target: { seconds: 30, percent: 80 } });
  expect(commonTarget([queue(), queue()])).toEqual(target);
  expect(commonTarget([queue(), other])).toBeNull();
  expect(commonTarget([queue({ target: null })])).toBeNull();
  const bad = queue({ id: 'q3' as QueueId, name: 'Z', recent: { ...none, judged: 10, met: 1 } });
  expect(sortQueues([queue(), other, bad], now).map((one) => one.name)).toEqual(['Z', 'Delivery', 'Returns']);
});
