/** A call's webhooks as the simulated network recorded them, told in any order, again, or not at all: what is known in the end is the same. */
import fc from 'fast-check';
import { OUR_NUMBER } from '../../channels/phone/simulator/testing.ts';
import { createHooks } from '../../channels/phone/twilio/hooks.ts';
import { access, CALL_ID, INBOX_ID, inbox, startTestLine } from '../../channels/phone/twilio/testing.ts';
import type { CallRef, CallStep, NewLeg } from '../../channels/voice.ts';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import type { LegId, QueueId, UserId } from '../../shared/model/ids.ts';
import { beginLeg } from './change.ts';
import { hear } from './hear.ts';
import { type Call, type CallWorld, callSettings, silence, usualPolicy } from './model.ts';

const CALLER = '+4915112345678';
const agents = ['01JDPHQ000000000000000000A', '01JDPHQ000000000000000000B'] as UserId[];
const legIds = ['01JDPHQ000000000000000000C', '01JDPHQ000000000000000000D'] as LegId[];

interface Told {
  target: string;
  signature: string;
  body: string;
}

/** One agent rings in vain, another answers and is recorded, the customer puts it down. */
async function recordCall(): Promise<{ told: Told[]; publicUrl: string; customer: string }> {
  const line = await startTestLine();
  line.sim.phones.plug(`client:${agents[0]}`, 'rings');
  line.sim.phones.plug(`client:${agents[1]}`, 'itself');
  const wait: CallStep = { do: 'wait', say: [], hearsKeys: false };
  line.step = wait;
  const { callSid } = await line.sim.phones.call(CALLER, OUR_NUMBER);
  await line.sim.clock.pass(50);
  const ref: CallRef = { callId: CALL_ID, inbox, externalId: callSid };
  for (const [at, legId] of legIds.entries()) {
    const to = { kind: 'agent', userId: agents[at], params: {} };
    await line.provider.begin(ref, { legId, ringSeconds: 15, as: { mode: 'talk' }, to } as NewLeg);
    await line.sim.clock.pass(20_000);
  }
  line.step = { do: 'talk', say: [], record: true };
  await line.provider.move(ref, line.step);
  await line.sim.clock.pass(9_000);
  line.sim.phones.hangUp(callSid);
  await line.sim.clock.pass(5_000);
  const told = line.sim.webhooks
    .log()
    .filter(({ url }) => /\/(leg|conference|recording|status)(\?|$)/.test(url))
    .map(({ url, params, signature }) => ({
      ...{ target: url.slice(line.publicUrl.length), signature, body: new URLSearchParams(params).toString() },
    }));
  await line.stop();
  return { told, publicUrl: line.publicUrl, customer: callSid };
}

function start(customer: string): Call {
  const world = worldOf();
  const call: Call = {
    ...{ id: CALL_ID, version: 1, inboxId: INBOX_ID, direction: 'in', by: 'phone', externalId: customer },
    ...{
      from: { kind: 'phone', value: CALLER },
      fromText: CALLER,
      to: OUR_NUMBER,
      attested: false,
      menu: usualCallMenu,
    },
    ...{ queueId: 'queue' as QueueId, startedIn: null, conversationId: null, identityId: null, customerName: '' },
    ...{ workItemId: null, dialledBy: null, callbackOf: null, callbackId: null, startedAt: 0 },
    until: null,
    stage: { kind: 'talking' },
    customer: { ...silence, legId: null, held: false },
    ...{ heldSince: null, legs: [], transfer: null, returning: null, handedOut: false },
    recording: { on: true, pausedAt: null, pausedUntil: null, ranOut: false },
    ...{ recordings: [], intro: [], followed: [], endedBy: null, endedAt: null, ending: null },
    ...{ commands: [], log: [], told: 0, dirty: false },
  };
  return legIds.reduce(
    (next, id, at) =>
      beginLeg(next, world, {
        ...{ id, role: 'offer', name: id, ringSeconds: 15 },
        to: { kind: 'agent', userId: agents[at] as UserId, params: {} },
      }),
    call,
  );
}

const worldOf = (): CallWorld => ({
  ...{ now: Date.UTC(2026, 10, 30, 9), nextLegId: () => 'next' as LegId, settings: callSettings, ours: OUR_NUMBER },
  policy: usualPolicy,
  mayCallBack: true,
  refuses: () => null,
});

/** The facts, without the story of how they became known. */
const factsOf = ({ stage, ending, customer, legs, recordings }: Call) => ({
  ...{ stage: stage.kind, ending },
  customer: { joined: customer.joinedAt, left: customer.leftAt, end: customer.end },
  legs: legs.map(({ id, joinedAt, leftAt, end }) => ({ id, joinedAt, leftAt, end })),
  recordings: recordings.map(({ id, state, seconds }) => ({ id, state, seconds })),
});

test('the end is the same, whatever the order', async () => {
  const { told, publicUrl, customer } = await recordCall();
  async function replay(order: readonly Told[]): Promise<Call> {
    let call = start(customer);
    const seen = new Set<string>();
    const answer = createHooks({
      ...{
        publicUrl,
        now: () => worldOf().now,
        bytes: async () => null,
        refused: () => undefined,
        log: { warn: () => undefined },
      },
      find: async () => ({ inbox, access }),
      voice: {
        async callEvent(event) {
          if (!seen.has(event.key)) call = hear(call, event, worldOf());
          seen.add(event.key);
          return null;
        },
        stepOf: async () => null,
      },
      message: async () => undefined,
      messageStatus: async () => undefined,
    });
    for (const { target, signature, body } of order) {
      const path = (target.split('?')[0] ?? '').replace('/hooks/phone', '');
      const headers = { 'x-twilio-signature': signature };
      expect((await answer({ method: 'POST', target, path, headers, body: Buffer.from(body) })).status).toBe(204);
    }
    return call;
  }
  const expected = factsOf(await replay(told));
  expect(expected).toMatchObject({
    ...{ stage: 'ended', ending: 'talked', customer: { end: 'hung-up' } },
    legs: [{ end: 'no-answer', joinedAt: null }, { end: 'hung-up' }],
    recordings: [{ state: 'done', seconds: 9 }],
  });
  const all = told.map((_one, at) => at);
  const shuffled = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
  await fc.assert(
    fc.asyncProperty(shuffled, async (order) => {
      expect(factsOf(await replay(order.map((at) => told[at] as Told)))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  // Some of it lost: of whatever came nothing is contradicted, and what the reconciler finds gone ends it all the same.
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all), async (order) => {
      const part = await replay(order.map((at) => told[at] as Told));
      const { inboxId, id: callId, externalId } = part;
      const gone = hear(
        part,
        {
          ...{ type: 'customer', state: 'left', end: 'lost', detail: '', key: 'reconciled', at: worldOf().now },
          ...{ inboxId, callId, externalId: externalId ?? '' },
        },
        worldOf(),
      );
      expect(gone.stage.kind).toBe('ended');
      for (const [at, leg] of part.legs.entries()) {
        expect([null, expected.legs[at]?.joinedAt]).toContain(leg.joinedAt);
        expect([null, expected.legs[at]?.end]).toContain(leg.end);
      }
    }),
    { numRuns: 60 },
  );
});
