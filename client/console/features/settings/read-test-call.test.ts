/** A test call tells where it stands: the own device first, then the number, and how it ended. */
import type { CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { readTestCall } from './read-test-call.ts';

const me = 'me' as UserId;
const party = (state: 'ringing' | 'joined') => ({ userId: me, state });
const call = (over: object) =>
  ({ parties: [], answeredAt: null, endedAt: null, ending: null, ...over }) as unknown as CallView;
const told = (view: CallView | null) => readTestCall(view, me).map(({ step, state }) => `${step} ${state}`);

it('tells each step as it comes', () => {
  expect(told(null)).toEqual(['asked ok']);
  expect(told(call({ parties: [party('ringing')] }))).toEqual(['asked ok', 'own running']);
  expect(told(call({ parties: [party('joined')] }))).toEqual(['asked ok', 'own ok', 'rings running']);
  const talking = call({ parties: [party('joined')], answeredAt: 1_000 });
  expect(told(talking)).toEqual(['asked ok', 'own ok', 'rings ok', 'answered running']);
  const over = { answeredAt: 1_000, endedAt: 4_000, ending: 'talked' };
  expect(readTestCall(call(over), me).at(-1)).toEqual({ step: 'over', state: 'ok', talked: 3_000 });
});

it('tells which side failed', () => {
  expect(told(call({ endedAt: 1, ending: 'abandoned' }))).toEqual(['asked ok', 'own failed']);
  expect(told(call({ endedAt: 1, ending: 'busy' }))).toEqual(['asked ok', 'own ok', 'rings failed']);
});
