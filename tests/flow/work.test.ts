/** Work that changes hands, rests and ends, between two agents and a supervisor, over restarts. */
import type { ErrorCode, Result } from '../../shared/errors.ts';
import type { TypingFact } from '../../shared/events.ts';
import type { Offer } from '../../shared/model/agent.ts';
import type { AgentConversation } from '../../shared/model/conversation.ts';
import type { ConversationEvent } from '../../shared/model/entry.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Notice } from '../../shared/model/notice.ts';
import { askRaw } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { closeEverything } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import { dispositionId, stockCatalogue, tagId } from '../support/work-cases.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(60_000);

let stage: Stage;
let maya: ConsoleClient;
let ben: ConsoleClient;
let ines: ConsoleClient;
let ada: ConsoleClient;

/** The moment that the server goes by; a test may set it ahead instead of waiting. */
let ahead = 0;
const clock = { now: () => Date.now() + ahead };

beforeAll(async () => {
  stage = await startStage({ clock, routing: { capacity: 34 * 3, pollMs: 50 } });
  await stockCatalogue(stage.parley);
}, 30_000);
afterAll(() => stage.stop(), 30_000);
beforeEach(async () => {
  const { world } = stage;
  [maya, ben, ines, ada] = [
    await world.console('maya'),
    await world.console('ben'),
    await world.console('ines'),
    await world.console('ada'),
  ];
});
afterEach(async () => {
  await wrapUpFor(0);
  await closeEverything(await stage.world.console('ada'));
  for (const one of [maya, ben, ines]) await askRaw(one.connection.socket, 'presence:set', { state: 'away' });
  stage.world.closeClients();
});

const idOf = (client: ConsoleClient) => client.me?.id ?? ('' as NonNullable<ConsoleClient['me']>['id']);
const ready = (client: ConsoleClient) => client.ask('presence:set', { state: 'available' });
const codeOf = async (answer: Promise<Result<unknown>>): Promise<ErrorCode | 'ok'> => {
  const result = await answer;
  return result.ok ? 'ok' : result.error.code;
};
const tries = (client: ConsoleClient, event: string, payload: unknown) =>
  codeOf(askRaw(client.connection.socket, event, payload));

async function wrapUpFor(wrapUpSeconds: number): Promise<void> {
  const { directory } = stage.parley.app.store;
  const queue = await directory.queue(stage.company.north.queueId);
  if (queue) await directory.saveQueue({ ...queue, wrapUpSeconds });
}

/** A conversation that maya has, and its customer. */
async function begin(): Promise<{ id: ConversationId; visitor: VisitorClient }> {
  const visitor = await stage.world.visitor();
  const id = await visitor.start('Hello');
  await maya.ask('work:take', { conversationId: id });
  return { id, visitor };
}

async function stateOf(id: ConversationId): Promise<AgentConversation> {
  return (await ada.ask('conversation:open', { conversationId: id })).conversation;
}
async function eventsOf(id: ConversationId): Promise<ConversationEvent['type'][]> {
  const { entries } = await ada.ask('conversation:open', { conversationId: id });
  return entries.flatMap((entry) => (entry.body.kind === 'event' ? [entry.body.event.type] : []));
}
const offerTo = async (client: ConsoleClient, id: ConversationId, known: readonly string[] = []): Promise<Offer> =>
  (
    await client.facts.wait<{ offer: Offer }>(
      'offer:made',
      ({ offer }) => offer.conversationId === id && !known.includes(offer.id),
    )
  ).offer;
const noticesOf = async (client: ConsoleClient, id: ConversationId): Promise<Notice['kind'][]> =>
  (await client.ask('notices:list', {})).notices.filter((one) => one.conversationId === id).map((one) => one.kind);
const used = (client: ConsoleClient) => stage.parley.app.routing.agent(idOf(client)).then((agent) => agent.used);

describe('handing over to a colleague', () => {
  const hand = (id: ConversationId, note?: string) =>
    maya.ask('work:transfer', { conversationId: id, to: { kind: 'agent', id: idOf(ben) }, note });

  test('stays with its owner until it is accepted, and holds room with both', async () => {
    const { id, visitor } = await begin();
    await ready(ben);
    await hand(id, 'She knows you');
    const offer = await offerTo(ben, id);
    expect(offer.handover).toEqual({ byName: 'Maya Keller', note: 'She knows you' });
    expect((await stateOf(id)).work).toMatchObject({
      state: 'active',
      ownerName: 'Maya Keller',
      handingTo: { name: 'Ben Okafor' },
    });
    expect([await used(maya), await used(ben)]).toEqual([34, 34]);
    expect(visitor.thread(id).conversation).toMatchObject({ status: 'active', agent: { name: 'Maya Keller' } });
    await ben.ask('offer:accept', { offerId: offer.id, workItemId: offer.workItemId });
    expect((await stateOf(id)).work).toMatchObject({ ownerName: 'Ben Okafor', handingTo: null });
    expect([await used(maya), await used(ben)]).toEqual([0, 34]);
    await eventually(() => expect(visitor.thread(id).conversation.agent?.name).toBe('Ben Okafor'));
    expect(await eventsOf(id)).toEqual(['opened', 'queued', 'taken-over', 'transferred', 'assigned']);
    expect(await noticesOf(ben, id)).toEqual(['handed-over']);
  });

  test('declined, it is its owner’s as before, who is told', async () => {
    const { id } = await begin();
    await ready(ben);
    await hand(id);
    const offer = await offerTo(ben, id);
    await ben.ask('offer:decline', { offerId: offer.id, workItemId: offer.workItemId });
    expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller', handingTo: null });
    expect([await used(maya), await used(ben)]).toEqual([34, 0]);
    expect((await eventsOf(id)).slice(-2)).toEqual(['transferred', 'transfer-refused']);
    await eventually(async () => expect(await noticesOf(maya, id)).toEqual(['handed-back']));
  });

  test('left to lapse, it goes back as well, and counts as missed', async () => {
    const { id } = await begin();
    await ready(ben);
    await hand(id);
    await offerTo(ben, id);
    ahead += 31_000;
    await ben.facts.wait<{ why: string }>('offer:ended', ({ why }) => why === 'timeout');
    await eventually(async () => expect((await eventsOf(id)).at(-1)).toBe('transfer-refused'));
    expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller' });
    await eventually(async () => expect(await noticesOf(ben, id)).toContain('offer-missed'));
  });

  test('taken back before it is accepted, it is as it was, and nothing is held out to the other any more', async () => {
    const { id } = await begin();
    await ready(ben);
    await hand(id, 'Take it');
    const offer = await offerTo(ben, id);
    const recall = { workItemId: offer.workItemId };
    for (const one of [ben, ines, ada]) expect(await tries(one, 'work:recall', recall)).toBe('not_found');
    await maya.ask('work:recall', recall);
    await ben.facts.wait<{ offerId: string; why: string }>(
      'offer:ended',
      ({ offerId, why }) => offerId === offer.id && why === 'withdrawn',
    );
    expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller', handingTo: null });
    expect([await used(maya), await used(ben)]).toEqual([34, 0]);
    // Said again, nothing more is told.
    await maya.ask('work:recall', recall);
    expect((await eventsOf(id)).slice(-2)).toEqual(['transferred', 'transfer-recalled']);
    expect(await tries(ben, 'offer:accept', { offerId: offer.id, workItemId: offer.workItemId })).toBe('offer_gone');
    expect(await noticesOf(ben, id)).toEqual([]);

    await hand(id);
    const second = await offerTo(ben, id, [offer.id]);
    await ben.ask('offer:accept', { offerId: second.id, workItemId: second.workItemId });
    expect(await tries(maya, 'work:recall', recall)).toBe('conflict');
    expect((await stateOf(id)).work?.ownerName).toBe('Ben Okafor');
  });

  test('snoozed, it stays so until it is accepted', async () => {
    const { id } = await begin();
    await ready(ben);
    await maya.ask('work:snooze', { conversationId: id, until: clock.now() + 3_600_000 });
    await hand(id);
    const first = await offerTo(ben, id);
    expect(await stateOf(id)).toMatchObject({
      snooze: { byName: 'Maya Keller' },
      work: { state: 'snoozed', ownerName: 'Maya Keller', handingTo: { name: 'Ben Okafor' } },
    });
    expect([await used(maya), await used(ben)]).toEqual([0, 34]);
    await ben.ask('offer:decline', { offerId: first.id, workItemId: first.workItemId });
    expect((await stateOf(id)).work).toMatchObject({ state: 'snoozed', ownerName: 'Maya Keller', handingTo: null });
    await hand(id);
    const second = await offerTo(ben, id, [first.id]);
    await ben.ask('offer:accept', { offerId: second.id, workItemId: second.workItemId });
    expect(await stateOf(id)).toMatchObject({ snooze: null, work: { state: 'active', ownerName: 'Ben Okafor' } });
    expect([await used(maya), await used(ben)]).toEqual([0, 34]);
  });

  test('is refused where nobody can take it, and to oneself', async () => {
    const { id } = await begin();
    const to = (agentId: string) => ({ conversationId: id, to: { kind: 'agent', id: agentId } });
    expect(await tries(maya, 'work:transfer', to(idOf(ben)))).toBe('conflict');
    expect(await tries(maya, 'work:transfer', to(idOf(maya)))).toBe('invalid');
    expect(await tries(ben, 'work:transfer', to(idOf(ben)))).toBe('forbidden');
    expect((await stateOf(id)).work?.ownerName).toBe('Maya Keller');
  });
});

test('sent back into its queue it keeps its place, and its old owner is asked only after the others', async () => {
  const { id } = await begin();
  await ready(maya);
  await ready(ben);
  const before = (await stateOf(id)).work?.enqueuedAt;
  await maya.ask('work:transfer', { conversationId: id, to: { kind: 'queue', id: stage.company.north.queueId } });
  const offer = await offerTo(ben, id);
  expect(offer.waitingSince).toBe(before);
  expect(maya.facts.of<{ offer: Offer }>('offer:made').filter((one) => one.offer.conversationId === id)).toEqual([]);
  await ben.ask('offer:decline', { offerId: offer.id, workItemId: offer.workItemId });
  ahead += 11_000;
  await Promise.race([offerTo(maya, id), offerTo(ben, id, [offer.id])]);
});

test('to a team of another queue it leaves the sight of those who had it, and comes into that of the others', async () => {
  const { id } = await begin();
  await maya.open(id);
  const otto = await stage.world.console('otto');
  await ready(otto);
  await maya.ask('work:transfer', { conversationId: id, to: { kind: 'team', id: stage.company.south.teamId } });
  const offer = await offerTo(otto, id);
  expect(offer.queueName).toBe('south');
  await maya.facts.wait('conversation:revoked');
  expect(await tries(maya, 'conversation:open', { conversationId: id })).toBe('not_found');
  await otto.ask('presence:set', { state: 'away' });
});

test('snoozed work goes to a queue without being woken first, and what was sent away comes back asleep', async () => {
  const { id } = await begin();
  const until = clock.now() + 3_600_000;
  await maya.ask('work:snooze', { conversationId: id, until });
  const workItemId = (await stateOf(id)).work?.id ?? ('' as never);
  const { queueId } = stage.company.north;
  await maya.ask('work:transfer', { conversationId: id, to: { kind: 'queue', id: queueId } });
  expect(await stateOf(id)).toMatchObject({ snooze: null, work: { state: 'waiting', ownerId: null } });
  await maya.ask('work:recall', { workItemId });
  expect(await stateOf(id)).toMatchObject({ snooze: { until }, work: { state: 'snoozed', ownerName: 'Maya Keller' } });
  expect(await used(maya)).toBe(0);
});

describe('sent on, and wanted back', () => {
  const send = async (id: ConversationId) => {
    const workItemId = (await stateOf(id)).work?.id ?? ('' as never);
    await maya.ask('work:transfer', { conversationId: id, to: { kind: 'team', id: stage.company.south.teamId } });
    return { workItemId };
  };

  test('it is its owner’s again, though they could not even see it any more', async () => {
    const { id } = await begin();
    const sent = await send(id);
    expect(await tries(maya, 'conversation:open', { conversationId: id })).toBe('not_found');
    expect(await tries(ben, 'work:recall', sent)).toBe('not_found');
    await maya.ask('work:recall', sent);
    expect((await stateOf(id)).work).toMatchObject({
      ...{ state: 'active', ownerName: 'Maya Keller', queueId: stage.company.north.queueId },
    });
    expect(await used(maya)).toBe(34);
    expect((await eventsOf(id)).slice(-2)).toEqual(['transferred', 'transfer-recalled']);
  });

  test('not once somebody has it, nor long after', async () => {
    const { id } = await begin();
    const otto = await stage.world.console('otto');
    const sent = await send(id);
    await otto.ask('work:take', { conversationId: id });
    expect(await tries(maya, 'work:recall', sent)).toBe('conflict');
    const late = await send((await begin()).id);
    ahead += 61_000;
    expect(await tries(maya, 'work:recall', late)).toBe('conflict');
  });

  test('without room for its owner it waits where it was', async () => {
    const { id } = await begin();
    const sent = await send(id);
    expect(await Promise.all([begin(), begin(), begin()])).toHaveLength(3);
    await maya.ask('work:recall', sent);
    expect((await stateOf(id)).work).toMatchObject({ state: 'waiting', queueId: stage.company.north.queueId });
  });
});

describe('by those who run the floor', () => {
  test('given to somebody who is away but here, never beyond their room', async () => {
    const { id, visitor } = await begin();
    expect(await tries(ben, 'work:give', { conversationId: id, agentId: idOf(ben) })).toBe('forbidden');
    await ines.ask('work:give', { conversationId: id, agentId: idOf(ben) });
    expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Ben Okafor' });
    expect(await noticesOf(ben, id)).toEqual(['assigned']);
    await eventually(() => expect(visitor.thread(id).conversation.agent?.name).toBe('Ben Okafor'));
    const others = [await begin(), await begin(), await begin()];
    for (const other of others.slice(0, 2))
      await ines.ask('work:give', { conversationId: other.id, agentId: idOf(ben) });
    const [, , last] = others;
    expect(await tries(ines, 'work:give', { conversationId: last?.id, agentId: idOf(ben) })).toBe('conflict');
    expect([await used(maya), await used(ben)]).toEqual([34, 102]);
  });

  test('taken over from a colleague, not by just anybody', async () => {
    const { id } = await begin();
    expect(await tries(ben, 'work:take', { conversationId: id })).toBe('forbidden');
    await ines.ask('work:take', { conversationId: id });
    expect((await stateOf(id)).work?.ownerName).toBe('Ines Duarte');
    expect((await eventsOf(id)).at(-1)).toBe('taken-over');
    expect([await used(maya), await used(ines)]).toEqual([0, 34]);
  });

  test('a state is set for people of one’s teams who are here', async () => {
    await ready(ben);
    expect(await tries(maya, 'presence:force', { agentId: idOf(ben), state: 'away' })).toBe('forbidden');
    await ines.ask('presence:force', { agentId: idOf(ben), state: 'away' });
    await eventually(() => expect(ben.me?.presence).toMatchObject({ state: 'away', byName: 'Ines Duarte' }));
    expect(await tries(ines, 'presence:force', { agentId: stage.company.users.otto, state: 'away' })).toBe('not_found');
    expect(await tries(ada, 'presence:force', { agentId: stage.company.users.otto, state: 'away' })).not.toBe(
      'not_found',
    );
  });
});

describe('put aside', () => {
  test('takes no room, and comes back to its owner when it is time, even after a restart', async () => {
    const { id, visitor } = await begin();
    await maya.ask('work:snooze', { conversationId: id, until: clock.now() + 3_600_000 });
    expect((await stateOf(id)).snooze).toMatchObject({ byName: 'Maya Keller' });
    expect(await used(maya)).toBe(0);
    expect(visitor.thread(id).conversation.status).toBe('active');
    await stage.parley.restart();
    ahead += 3_600_001;
    ada = await stage.world.console('ada');
    maya = await stage.world.console('maya');
    await eventually(async () => expect(await stateOf(id)).toMatchObject({ snooze: null }));
    await eventually(async () => expect((await stateOf(id)).work?.state).not.toBe('snoozed'));
    expect((await eventsOf(id)).slice(-2)).toContain('woken');
    const { work } = await stateOf(id);
    // The time it slept is no time of waiting.
    expect(work && clock.now() - work.enqueuedAt).toBeLessThan(600_000);
  });

  test('a message of the customer brings it back at once', async () => {
    const { id, visitor } = await begin();
    await maya.ask('work:snooze', { conversationId: id, until: clock.now() + 3_600_000 });
    await visitor.send(id, 'I found it');
    await eventually(async () =>
      expect(await stateOf(id)).toMatchObject({ snooze: null, work: { state: 'active', ownerName: 'Maya Keller' } }),
    );
    expect((await eventsOf(id)).at(-1)).toBe('woken');
    expect(await used(maya)).toBe(34);
  });

  test('without room for its owner it waits, with them preferred', async () => {
    const { id } = await begin();
    await maya.ask('work:snooze', { conversationId: id, until: clock.now() + 3_600_000 });
    const others = [await begin(), await begin(), await begin()];
    expect(others).toHaveLength(3);
    await maya.ask('work:snooze', { conversationId: id, until: null });
    expect((await stateOf(id)).work).toMatchObject({ state: 'waiting', ownerId: null });
    expect(await used(maya)).toBe(102);
  });

  test('only until a time to come', async () => {
    const { id } = await begin();
    for (const until of [clock.now() - 1, clock.now() + 400 * 24 * 3_600_000]) {
      expect(await tries(maya, 'work:snooze', { conversationId: id, until })).toBe('invalid');
    }
    expect(await tries(ben, 'work:snooze', { conversationId: id, until: clock.now() + 60_000 })).toBe('forbidden');
  });
});

describe('wrap-up', () => {
  test('holds the room while the customer sees it closed, and ends with an outcome', async () => {
    await wrapUpFor(60);
    const { id, visitor } = await begin();
    await maya.ask('conversation:close', { conversationId: id });
    const { work } = await stateOf(id);
    expect(work).toMatchObject({ state: 'wrap-up', ownerName: 'Maya Keller' });
    expect((work?.wrapUpUntil ?? 0) - clock.now()).toBeGreaterThan(50_000);
    await eventually(() => expect(visitor.thread(id).conversation.status).toBe('closed'));
    expect(await used(maya)).toBe(34);
    expect(await tries(ben, 'work:wrap-up', { conversationId: id, dispositionId: null })).toBe('forbidden');
    await maya.ask('work:wrap-up', { conversationId: id, dispositionId, note: 'Sent a new one' });
    expect(await stateOf(id)).toMatchObject({ status: 'closed', outcome: { name: 'Solved', note: 'Sent a new one' } });
    expect(await used(maya)).toBe(0);
    expect((await eventsOf(id)).slice(-2)).toEqual(['closed', 'wrapped-up']);
    // Said again, nothing more is told.
    await maya.ask('work:wrap-up', { conversationId: id, dispositionId, note: 'Sent a new one' });
    expect((await eventsOf(id)).slice(-2)).toEqual(['closed', 'wrapped-up']);
  });

  test('ends by itself, though the server was restarted; whoever was too slow may still say how it ended', async () => {
    await wrapUpFor(45);
    const { id } = await begin();
    await maya.ask('conversation:close', { conversationId: id });
    await stage.parley.restart();
    ahead += 46_000;
    maya = await stage.world.console('maya');
    ada = await stage.world.console('ada');
    await eventually(async () => expect((await stateOf(id)).status).toBe('closed'));
    expect((await stateOf(id)).outcome).toBeNull();
    await eventually(async () => expect(await used(maya)).toBe(0));
    await maya.ask('work:wrap-up', { conversationId: id, dispositionId });
    expect((await stateOf(id)).outcome?.name).toBe('Solved');
  });

  test('goes on where it was when the customer writes, or the agent thinks better of it', async () => {
    await wrapUpFor(60);
    const { id, visitor } = await begin();
    await maya.ask('conversation:close', { conversationId: id });
    await visitor.send(id, 'Wait');
    await eventually(async () =>
      expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller' }),
    );
    await eventually(() => expect(visitor.thread(id).conversation.status).toBe('active'));
    await maya.ask('conversation:close', { conversationId: id });
    await maya.ask('conversation:reopen', { conversationId: id });
    expect((await stateOf(id)).work).toMatchObject({ state: 'active', ownerName: 'Maya Keller' });
    expect(await used(maya)).toBe(34);
  });

  test('is left out when it was said on closing, and only what is of this queue may be said', async () => {
    await wrapUpFor(60);
    const { id } = await begin();
    const wrong = { conversationId: id, dispositionId: tagId };
    expect(await tries(maya, 'conversation:close', wrong)).toBe('invalid');
    await maya.ask('conversation:close', { conversationId: id, dispositionId, note: 'Done' });
    expect(await stateOf(id)).toMatchObject({ status: 'closed', outcome: { name: 'Solved', note: 'Done' } });
    expect(await used(maya)).toBe(0);
  });
});

test('closing is undone by reopening: it is whose it was, and what waited waits with its place', async () => {
  const { id } = await begin();
  await ines.ask('conversation:close', { conversationId: id });
  await ines.ask('conversation:reopen', { conversationId: id });
  expect(await stateOf(id)).toMatchObject({ status: 'open', work: { state: 'active', ownerName: 'Maya Keller' } });
  expect([await used(maya), await used(ines)]).toEqual([34, 0]);
  const waiting = await (await stage.world.visitor()).start('I wait');
  const before = (await stateOf(waiting)).work?.enqueuedAt;
  await maya.ask('conversation:close', { conversationId: waiting });
  await maya.ask('conversation:reopen', { conversationId: waiting });
  expect((await stateOf(waiting)).work).toMatchObject({ state: 'waiting', ownerId: null, enqueuedAt: before });
});

test('a reply clock runs while the team owes an answer, stands still while it is put aside, and lists sort by it', async () => {
  const { queueId } = stage.company.north;
  const { directory } = stage.parley.app.store;
  const queue = await directory.queue(queueId);
  if (!queue) throw new Error('The queue is gone.');
  await directory.saveQueue({ ...queue, reply: { firstMinutes: 5, nextMinutes: 2, calendarId: null } });
  try {
    const { id, visitor } = await begin();
    const later = await begin();
    const dueOf = async (one: ConversationId) => {
      const { rows } = await maya.ask('list:open', { view: 'mine', sort: 'due' });
      return rows.find(({ conversation }) => conversation.id === one)?.replyDue ?? null;
    };
    const writtenAt = async (one: ConversationId) => {
      const { entries } = await maya.ask('conversation:open', { conversationId: one });
      return entries.findLast(({ body, author }) => body.kind === 'message' && author.kind === 'customer')?.at ?? 0;
    };
    expect(await dueOf(id)).toEqual({ which: 'first', at: (await writtenAt(id)) + 300_000, minutes: 5 });
    await maya.send(id, 'Hello Jonas');
    expect(await dueOf(id)).toBeNull();
    await visitor.send(id, 'One more thing');
    expect(await dueOf(id)).toEqual({ which: 'next', at: (await writtenAt(id)) + 120_000, minutes: 2 });
    const { rows } = await maya.ask('list:open', { view: 'mine', sort: 'due' });
    expect(rows.map(({ conversation }) => conversation.id)).toEqual([id, later.id]);

    await maya.ask('work:snooze', { conversationId: id, until: clock.now() + 3_600_000 });
    await eventually(async () => expect(await dueOf(id)).toEqual({ which: 'next', at: null, minutes: 2 }));
    await maya.ask('work:snooze', { conversationId: id, until: null });
    await eventually(async () => expect((await dueOf(id))?.at ?? 0).toBeGreaterThan(await writtenAt(id)));
    const answer = await maya.ask('conversation:open', { conversationId: id });
    expect(answer.entries.at(-1)?.replyDue).toEqual(await dueOf(id));
  } finally {
    await directory.saveQueue(queue);
  }
});

test('what is urgent is offered first, and says so', async () => {
  const [first, second] = [await stage.world.visitor(), await stage.world.visitor()];
  const calm = await first.start('Whenever you like');
  const urgent = await second.start('The flat is flooded');
  await maya.ask('work:prioritise', { conversationId: urgent, priority: 'urgent' });
  await ready(ben);
  expect((await offerTo(ben, urgent)).conversationId).toBe(urgent);
  expect((await stateOf(urgent)).priority).toBe('urgent');
  expect((await eventsOf(calm)).at(-1)).toBe('queued');
});

describe('somebody who was asked in', () => {
  test('sees it, is told, writes notes, and may do nothing else; until it ends', async () => {
    const { id, visitor } = await begin();
    const otto = await stage.world.console('otto');
    expect(await tries(otto, 'conversation:open', { conversationId: id })).toBe('not_found');
    const asking = { conversationId: id, agentId: idOf(otto), clientId: nextClientId(), text: 'What would you do?' };
    await maya.ask('guest:ask', asking);
    await maya.ask('guest:ask', asking);
    expect(await noticesOf(otto, id)).toEqual(['asked-in']);
    await otto.open(id);
    const { entries } = await otto.ask('conversation:open', { conversationId: id });
    expect(entries.filter((entry) => entry.body.kind === 'note')).toHaveLength(1);
    expect((await otto.ask('list:open', { view: 'all' })).rows.map((row) => row.conversation.id)).toContain(id);
    await otto.ask('note:add', { conversationId: id, clientId: nextClientId(), text: 'Psst: refund it' });
    for (const [event, rest] of [
      ['message:send', { clientId: nextClientId(), text: 'Hello from me' }],
      ['conversation:close', {}],
      ['work:take', {}],
      ['work:tag', { add: [tagId] }],
      ['work:snooze', { until: clock.now() + 60_000 }],
      ['guest:ask', { agentId: idOf(ben), clientId: nextClientId(), text: 'You too' }],
      ['typing:set', { typing: true }],
      ['read:mark', { upTo: 1 }],
    ] as const) {
      expect([event, await tries(otto, event, { conversationId: id, ...rest })]).toEqual([event, 'forbidden']);
    }
    await maya.open(id);
    for (const [one, other] of [
      [otto, maya],
      [maya, otto],
    ] as const) {
      await one.ask('typing:set', { conversationId: id, typing: true, as: 'note' });
      await other.facts.wait<TypingFact>(
        'typing:changed',
        ({ from, typing, as }) => typing && as === 'note' && from.kind === 'agent' && from.id === idOf(one),
      );
    }
    await otto.ask('typing:set', { conversationId: id, typing: false, as: 'note' });
    expect(visitor.facts.of('typing:changed')).toEqual([]);
    await visitor.send(id, 'Still there?');
    await eventually(() => expect(otto.thread(id).entries.at(-1)?.body).toMatchObject({ text: 'Still there?' }));
    otto.facts.clear();
    await maya.ask('guest:end', { conversationId: id, agentId: idOf(otto) });
    await otto.facts.wait('conversation:revoked');
    expect(await tries(otto, 'conversation:open', { conversationId: id })).toBe('not_found');
    expect(JSON.stringify(visitor.facts.all)).not.toContain('Psst');
  });

  test('may leave by themselves', async () => {
    const { id } = await begin();
    const otto = await stage.world.console('otto');
    await maya.ask('guest:ask', { conversationId: id, agentId: idOf(otto), clientId: nextClientId(), text: 'Look' });
    await otto.ask('guest:end', { conversationId: id, agentId: idOf(otto) });
    expect((await stateOf(id)).guestIds).toEqual([]);
  });
});

test('a raised hand is told to those who run the floor and may see it, and to nobody else', async () => {
  const { id } = await begin();
  await maya.ask('hand:raise', { conversationId: id, text: 'He shouts' });
  await maya.ask('hand:raise', { conversationId: id, text: 'He shouts' });
  expect((await stateOf(id)).help).toMatchObject({ byName: 'Maya Keller', text: 'He shouts' });
  expect(await noticesOf(ines, id)).toEqual(['hand-raised']);
  expect(await noticesOf(ada, id)).toEqual(['hand-raised']);
  expect(await noticesOf(ben, id)).toEqual([]);
  await ines.ask('hand:lower', { conversationId: id });
  expect((await stateOf(id)).help).toBeNull();
  expect((await eventsOf(id)).slice(-2)).toEqual(['hand-raised', 'hand-lowered']);
});

test('two who tag at once lose neither’s tag', async () => {
  const { id } = await begin();
  const second = `${tagId.slice(0, -1)}1` as typeof tagId;
  const { catalogue } = stage.parley.app.store;
  await catalogue.insert({
    ...{ id: second, kind: 'tag', keys: [`tag:${second}`], circles: [] },
    value: { id: second, name: 'Refund', colour: 'blue', archived: false },
  });
  await eventually(
    async () => expect(await tries(maya, 'work:tag', { conversationId: id, add: [second] })).toBe('ok'),
    7_000,
  );
  await maya.ask('work:tag', { conversationId: id, remove: [second] });
  await Promise.all([
    maya.ask('work:tag', { conversationId: id, add: [tagId] }),
    ben.ask('work:tag', { conversationId: id, add: [second] }),
  ]);
  expect(new Set((await stateOf(id)).tagIds)).toEqual(new Set([tagId, second]));
  expect(await tries(maya, 'work:tag', { conversationId: id, add: ['01NONE00000000000000000000'] })).toBe('invalid');
}, 15_000);
