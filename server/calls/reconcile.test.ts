/** What a line says is going on, matched with our calls: a room in which only an agent rings is no sign that its customer has left. */
import type { LiveCall } from '../../channels/voice.ts';
import type { CallId, LegId } from '../../shared/model/ids.ts';
import { findLive } from './reconcile.ts';

const call = { id: 'call' as CallId, externalId: 'CA1' };
const leg = { legId: 'leg' as LegId, externalId: 'CA2', state: 'ringing' as const };
const room: LiveCall = { externalId: 'call', callId: call.id, customer: 'left', legs: [leg] };
const waiting: LiveCall = { externalId: 'CA1', callId: null, customer: 'waiting', legs: [] };

test('a customer who waits on the line is there, whoever is rung into the room meanwhile', () => {
  expect(findLive([room, waiting], call)).toEqual({ ...room, customer: 'waiting' });
  expect(findLive([waiting, room], call)).toEqual({ ...room, customer: 'waiting' });
});

test('without the customer on the line the room is all there is', () => {
  expect(findLive([room], call)).toEqual(room);
  expect(findLive([waiting], call)).toEqual(waiting);
  expect(findLive([], call)).toBeNull();
  expect(findLive([waiting], { ...call, externalId: null })).toBeNull();
});
