import type { AgentSelf, Presence } from '../../../../shared/model/agent.ts';
import { namePresence, readOver, readPresence, wasMissed } from './presence.ts';

const self = (presence: Presence, used = 0) => ({ presence, used, capacity: 100 }) as AgentSelf;
const say = ((key: string) => key) as Parameters<typeof namePresence>[0];
const lunch: Presence = {
  state: 'away',
  since: 0,
  reason: 'Lunch',
  reasonId: 'r' as Presence['reasonId'],
  until: 1_800,
};

test('Busy is being ready without room', () => {
  expect(readPresence(self({ state: 'available', since: 0 }))).toBe('available');
  expect(readPresence(self({ state: 'available', since: 0 }, 100))).toBe('busy');
  expect(readPresence(self({ state: 'away', since: 0 }, 100))).toBe('away');
});

test('a reason is called by its name, and is over only after its time', () => {
  expect(namePresence(say, self(lunch))).toBe('Lunch');
  expect([readOver(lunch, 1_800), readOver(lunch, 2_000)]).toEqual([null, 200]);
  expect(readOver({ state: 'away', since: 0, reason: 'Training' }, 9_000_000)).toBeNull();
  expect(readOver({ ...lunch, state: 'available' }, 2_000)).toBeNull();
});

test('set away for a missed offer is told from a reason that happens to be called so', () => {
  const missed: Presence = { state: 'away', since: 0, reason: 'missed' };
  expect([wasMissed(missed), wasMissed({ ...lunch, reason: 'missed' })]).toEqual([true, false]);
  expect(namePresence(say, self(missed))).toBe('presence.away');
});
