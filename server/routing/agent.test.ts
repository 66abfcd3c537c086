import type { OfferId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { type Agent, type AgentEvent, advanceAgent, createAgent } from './agent.ts';

const settings = { graceMs: 60_000, missesUntilAway: 2 };
const item = (name: string) => ({ itemId: name as WorkItemId, offerId: `offer-${name}` as OfferId });

function played(agent: Agent, now: number, ...events: AgentEvent[]): Agent {
  return events.reduce((state, event) => {
    const outcome = advanceAgent(state, event, now, settings);
    return outcome.kind === 'changed' ? outcome.next : state;
  }, agent);
}
const kindOf = (agent: Agent, event: AgentEvent, now = 5) => advanceAgent(agent, event, now, settings).kind;

const ready = played(
  createAgent('maya' as UserId, 100),
  1,
  { type: 'connect', socketId: 's', nodeId: 'n' },
  { type: 'choose', state: 'available' },
);
const reserve = (name: string, weight = 34): AgentEvent => ({ type: 'reserve', ...item(name), weight });
const take = (name: string, weight = 34): AgentEvent => ({ type: 'take', itemId: item(name).itemId, weight });

describe('reserving', () => {
  test('takes capacity once, however often it is said', () => {
    const reserved = played(ready, 2, reserve('x'));
    expect(reserved).toMatchObject({ used: 34, held: [{ ...item('x'), weight: 34 }] });
    expect(kindOf(reserved, reserve('x'))).toBe('same');
  });

  test.each<[string, Agent, AgentEvent]>([
    ['while another offer is open', played(ready, 2, reserve('x')), reserve('y')],
    ['beyond the capacity', played(ready, 2, reserve('x', 70), take('x', 70)), reserve('y')],
    ['what is held already under another offer', played(ready, 2, reserve('x'), take('x')), reserve('x')],
    ['while away', played(ready, 2, { type: 'choose', state: 'away' }), reserve('x')],
    ['without a socket', played(ready, 2, { type: 'disconnect', socketId: 's' }), reserve('x')],
  ])('is refused %s', (_name, agent, event) => {
    expect(kindOf(agent, event)).toBe('refused');
  });

  test('fills the capacity to the last unit', () => {
    const full = played(ready, 2, reserve('x', 66), take('x', 66), reserve('y', 34));
    expect(full.used).toBe(100);
  });
});

test('idle time begins with being given work and with the end of the last, not with an offer that came to nothing', () => {
  const offered = played(ready, 10, reserve('x'), { type: 'decline', ...item('x') });
  expect(offered.idleSince).toBe(1);
  const given = played(ready, 20, reserve('x'), take('x'));
  expect(given.idleSince).toBe(20);
  expect(played(given, 30, { type: 'release', itemId: item('x').itemId, offerId: null })).toMatchObject({
    idleSince: 30,
    used: 0,
  });
});

test('whether something can wait is as it is when it is taken, not as it was when its room was held', () => {
  const held = played(ready, 20, { type: 'hold', itemId: item('x').itemId, weight: 34, canWait: true });
  const taken = played(held, 30, take('x'));
  expect(taken.held).toEqual([{ itemId: 'x', offerId: null, weight: 34 }]);
  expect(taken.idleSince).toBe(held.idleSince);
  expect(kindOf(taken, take('x'))).toBe('same');
});

test('missing counts in a row only', () => {
  const once = played(ready, 2, reserve('x'), { type: 'miss', ...item('x') });
  expect(once).toMatchObject({ missedInRow: 1, presence: { state: 'available' } });
  expect(played(once, 3, reserve('y'), { type: 'decline', ...item('y') }).missedInRow).toBe(0);
  expect(played(once, 3, reserve('y'), { type: 'miss', ...item('y') })).toMatchObject({
    missedInRow: 0,
    presence: { state: 'away', reason: 'missed', since: 3 },
  });
});

test('an older word of the reconciler is not believed', () => {
  expect(kindOf(ready, { type: 'correct', held: [], rev: ready.rev - 1 })).toBe('refused');
});

test('ready in the moment the last socket went, the grace runs all the same', () => {
  const gone = played(ready, 2, { type: 'choose', state: 'away' }, { type: 'disconnect', socketId: 's' });
  expect(played(gone, 3, { type: 'choose', state: 'available' }).graceUntil).toBe(60_002);
});
