/** Whatever order the events of a call come in, and however often, what is known of it in the end is the same. */
import fc from 'fast-check';
import type { CallEvent } from '../../channels/voice.ts';
import { callMenuSchema, usualCallMenu } from '../../shared/model/call-menu.ts';
import type { CallId, InboxId, LegId, QueueId } from '../../shared/model/ids.ts';
import { beginLeg } from './change.ts';
import { dueOf } from './due.ts';
import { hear } from './hear.ts';
import { type Call, type CallWorld, callSettings, silence, usualPolicy } from './model.ts';
import { stepOf } from './step.ts';

const world: CallWorld = {
  now: 1_000,
  nextLegId: () => 'next' as LegId,
  settings: callSettings,
  ours: '+49',
  policy: usualPolicy,
  mayCallBack: true,
  refuses: () => null,
};
const base = {
  inboxId: 'inbox' as InboxId,
  externalId: 'line',
  callId: 'call' as CallId,
  detail: '',
  legExternalId: 'x',
};
const legs = ['a', 'b'] as LegId[];

function start(): Call {
  const call: Call = {
    ...{ id: 'call' as CallId, version: 1, inboxId: base.inboxId, direction: 'in', by: 'phone', externalId: 'line' },
    ...{ from: { kind: 'phone', value: '+1' }, fromText: '+1', to: '+49', attested: false, menu: usualCallMenu },
    ...{ queueId: 'queue' as QueueId, startedIn: null, conversationId: null, identityId: null, customerName: '' },
    ...{ workItemId: null, dialledBy: null, callbackOf: null, callbackId: null, startedAt: 0 },
    until: null,
    stage: { kind: 'queued', round: 0, place: null, since: 0 },
    customer: { ...silence, legId: null, held: false },
    ...{ heldSince: null, legs: [], transfer: null, returning: null, handedOut: false },
    recording: { on: false, pausedAt: null, pausedUntil: null, ranOut: false },
    ...{ recordings: [], intro: [], followed: [], endedBy: null, endedAt: null, ending: null },
    ...{ commands: [], log: [], told: 0, dirty: false },
  };
  return legs.reduce(
    (next, id) =>
      beginLeg(next, world, {
        ...{ id, role: 'offer', name: id, ringSeconds: 20 },
        to: { kind: 'agent', userId: id as never, params: {} },
      }),
    call,
  );
}

/** What was recorded of a call: one agent rings in vain, another talks, the customer puts it down. */
const recorded: CallEvent[] = [
  { type: 'leg', legId: legs[0] as LegId, state: 'ringing' },
  { type: 'leg', legId: legs[0] as LegId, state: 'left', end: 'no-answer' },
  { type: 'waited' },
  { type: 'leg', legId: legs[1] as LegId, state: 'ringing' },
  { type: 'leg', legId: legs[1] as LegId, state: 'joined' },
  { type: 'customer', state: 'joined' },
  { type: 'recording', purpose: 'call', recordingId: 'R1', state: 'started' },
  { type: 'recording', purpose: 'call', recordingId: 'R1', state: 'paused' },
  { type: 'recording', purpose: 'call', recordingId: 'R2', state: 'absent' },
  { type: 'customer', state: 'left', end: 'hung-up' },
  { type: 'customer', state: 'left', end: 'lost' },
  { type: 'leg', legId: legs[1] as LegId, state: 'left', end: 'removed' },
  { type: 'recording', purpose: 'call', recordingId: 'R1', state: 'done', seconds: 12 },
].map((event, index) => ({ ...base, ...event, key: `k${index}`, at: 100 + index * 10 }) as CallEvent);

/** What is known of a call, without how it came to be known. */
function known({ stage, customer, legs: parties, recordings, ending }: Call) {
  const heard = parties.map(({ id, ringingAt, joinedAt, leftAt, end }) => ({ id, ringingAt, joinedAt, leftAt, end }));
  const { joinedAt, leftAt, end } = customer;
  return {
    stage: stage.kind,
    customer: { joinedAt, leftAt, end },
    heard,
    recordings: recordings.map(({ dueAt: _, ...one }) => one),
    ending,
  };
}

const play = (events: readonly CallEvent[]) => events.reduce((call, event) => hear(call, event, world), start());

test('any order and repetition of a call’s events ends in the same', () => {
  const expected = known(play(recorded));
  expect(expected).toMatchObject({
    stage: 'ended',
    ending: 'talked',
    customer: { joinedAt: 150, leftAt: 190, end: 'hung-up' },
  });
  fc.assert(
    fc.property(
      fc.shuffledSubarray(recorded, { minLength: recorded.length }),
      fc.array(fc.constantFrom(...recorded), { maxLength: 10 }),
      (order, again) => {
        expect(known(play([...order, ...again]))).toEqual(expected);
      },
    ),
    { numRuns: 300, seed: 20_261_130 },
  );
});

test('whatever is lost but that the customer left, it has ended, and no leg is left to itself', () => {
  const left = recorded[9] as CallEvent;
  fc.assert(
    fc.property(fc.shuffledSubarray(recorded), (some) => {
      const call = play([...some, left]);
      expect(call.stage.kind).toBe('ended');
      expect(call.legs.every((leg) => leg.leftAt !== null || leg.dropped)).toBe(true);
      expect(stepOf(call, world).do).toBe('hang-up');
      // A leg that joins after the end comes too late to open it again.
      const late = hear(
        call,
        { ...base, key: 'late', at: 999, type: 'leg', legId: 'a' as LegId, state: 'joined' } as CallEvent,
        world,
      );
      expect(late.stage.kind).toBe('ended');
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('keys end somewhere, whatever is pressed', () => {
  const keys = ['a', 'b', 'c'];
  const way = fc.oneof(
    fc.constantFrom(...keys).map((key) => ({ to: 'menu' as const, key })),
    fc.constant({ to: 'queue' as const, queueId: null }),
    fc.constant({ to: 'voicemail' as const }),
    fc.constant({ to: 'callback' as const, queueId: null }),
    fc.constant({ to: 'hang-up' as const }),
  );
  const choice = fc.record({ digit: fc.constantFrom('1', '2', '*'), label: fc.constant('x'), way });
  const menus = fc.tuple(
    ...keys.map((key) =>
      fc.uniqueArray(choice, { minLength: 1, maxLength: 3, selector: ({ digit }) => digit }).map((choices) => ({
        ...{ key, say: key, choices },
      })),
    ),
  );
  const unclear = fc.record({ say: fc.constantFrom('', 'What?'), tries: fc.integer({ min: 1, max: 5 }), way });
  const pressed = fc.array(fc.constantFrom('1', '2', '', '*', '99', 'x', '🙂'), { minLength: 130, maxLength: 130 });
  fc.assert(
    fc.property(fc.record({ menus, unclear, pressed }), ({ pressed: presses, ...random }) => {
      const menu = callMenuSchema.parse({ ...usualCallMenu, start: 'a', ...random });
      let call: Call = {
        ...start(),
        menu,
        legs: [],
        commands: [],
        stage: { kind: 'menu', menu: 'a', invalid: 0, turns: 0 },
      };
      for (const [at, digits] of presses.entries()) {
        call = hear(call, { ...base, key: `p${at}`, at, type: 'keys', digits } as CallEvent, world);
      }
      expect(call.stage.kind).not.toBe('menu');
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('what nobody has followed is due at once, and a call at rest never', () => {
  const call = play(recorded);
  expect(dueOf({ ...call, dirty: true })).toBe(0);
  const kept = call.recordings.map((one) => ({ ...one, kept: true }));
  expect(dueOf({ ...call, dirty: false, commands: [], recordings: kept })).toBeNull();
});
