import type { AgentEntryBody, ConversationEvent, ReplyDue, Tally } from '../../shared/model/entry.ts';
import type { IdentityId, UserId } from '../../shared/model/ids.ts';
import type { Author } from './model.ts';
import { nextReplyDue, waitsSince } from './reply-due.ts';

const customer: Author = { kind: 'customer', identityId: 'i1' as IdentityId, name: 'Jonas' };
const maya: Author = { kind: 'agent', id: 'u1' as UserId, name: 'Maya' };
const system: Author = { kind: 'system' };
const says: AgentEntryBody = { kind: 'message', text: 'Hello', files: [] };
const note: AgentEntryBody = { kind: 'note', text: 'Hm', files: [] };
const automatic: AgentEntryBody = { ...says, aside: true };
const tells = (event: ConversationEvent): AgentEntryBody => ({ kind: 'event', event });
const snoozed = tells({ type: 'snoozed', byId: 'u1' as UserId, byName: 'Maya', until: 99 });
const woken = tells({ type: 'woken', reason: 'due' });
const closed = tells({ type: 'closed', by: 'agent', reason: 'done' });

type Step = [at: number, author: Author, body: AgentEntryBody];

/** The first answer within 10, every other within 3. */
function live(steps: Step[], hasTarget = true): ReplyDue | null {
  let replyDue: ReplyDue | null = null;
  const tally: Tally = { customer: 0, agent: 0 };
  for (const [at, author, body] of steps) {
    replyDue = nextReplyDue({ replyDue, tally }, { author, body }, at, (from, which) =>
      hasTarget ? { at: from + (which === 'first' ? 10 : 3), minutes: which === 'first' ? 10 : 3 } : null,
    );
    if (body === says) tally[author.kind === 'customer' ? 'customer' : 'agent'] += 1;
  }
  return replyDue;
}

test.each<[string, Step[], Pick<ReplyDue, 'which' | 'at'> | null]>([
  ['nothing said', [], null],
  ['the first word', [[100, customer, says]], { which: 'first', at: 110 }],
  [
    'more words do not begin it anew',
    [
      [100, customer, says],
      [105, customer, says],
    ],
    { which: 'first', at: 110 },
  ],
  [
    'a note answers nobody',
    [
      [100, customer, says],
      [101, maya, note],
    ],
    { which: 'first', at: 110 },
  ],
  [
    'nor does an automatic answer',
    [
      [100, customer, says],
      [100, system, automatic],
    ],
    { which: 'first', at: 110 },
  ],
  [
    'nor does the system',
    [
      [100, customer, says],
      [100, system, says],
    ],
    { which: 'first', at: 110 },
  ],
  [
    'an answer ends it',
    [
      [100, customer, says],
      [101, maya, says],
    ],
    null,
  ],
  [
    'the next one',
    [
      [100, customer, says],
      [101, maya, says],
      [200, customer, says],
    ],
    { which: 'next', at: 203 },
  ],
  [
    'put aside',
    [
      [100, customer, says],
      [101, maya, snoozed],
    ],
    { which: 'first', at: null },
  ],
  [
    'woken',
    [
      [100, customer, says],
      [101, maya, snoozed],
      [200, system, woken],
    ],
    { which: 'first', at: 210 },
  ],
  [
    'woken with nothing owed',
    [
      [100, customer, says],
      [101, maya, says],
      [102, maya, snoozed],
      [200, system, woken],
    ],
    null,
  ],
  [
    'the customer writes while it is aside',
    [
      [100, customer, says],
      [101, maya, snoozed],
      [150, customer, says],
      [150, system, woken],
    ],
    { which: 'first', at: 160 },
  ],
  [
    'closed unanswered',
    [
      [100, customer, says],
      [101, maya, closed],
    ],
    { which: 'first', at: null },
  ],
  [
    'reopened',
    [
      [100, customer, says],
      [101, maya, closed],
      [102, maya, tells({ type: 'reopened' })],
    ],
    { which: 'first', at: 112 },
  ],
  [
    'other events',
    [
      [100, customer, says],
      [101, system, tells({ type: 'requeued', reason: 'owner-gone' })],
    ],
    { which: 'first', at: 110 },
  ],
])('%s', (_name, steps, due) => {
  const now = live(steps);
  expect(now && { which: now.which, at: now.at }).toEqual(due);
});

test('without a target there is no clock, and one that was begun under a target ends where that was taken away', () => {
  expect(live([[100, customer, says]], false)).toBeNull();
  const steps: Step[] = [
    [100, customer, says],
    [101, maya, snoozed],
  ];
  const before = { replyDue: live(steps), tally: { customer: 1, agent: 0 } };
  expect(nextReplyDue(before, { author: system, body: woken }, 200, () => null)).toBeNull();
});

describe('a target that is changed', () => {
  const tally = { customer: 2, agent: 1 };
  const retargeted = tells({ type: 'retargeted', from: 100, tally });
  const shorter = (from: number) => ({ at: from + 2, minutes: 2 });
  const set = (replyDue: ReplyDue | null, now: Tally = tally, target: typeof shorter | (() => null) = shorter) =>
    nextReplyDue({ replyDue, tally: now }, { author: system, body: retargeted }, 500, target);
  const running: ReplyDue = { which: 'next', at: 103, minutes: 3 };

  test('counts from the word that began the turn', () =>
    expect(set(running)).toEqual({ ...running, at: 102, minutes: 2 }));
  test('begins where there was none', () => expect(set(null)).toEqual({ which: 'next', at: 102, minutes: 2 }));
  test('ends with the target', () => expect(set(running, tally, () => null)).toBeNull());
  test('comes too late for who was answered meanwhile', () => expect(set(null, { customer: 2, agent: 2 })).toBeNull());
  test('leaves a clock that stands still', () =>
    expect(set({ ...running, at: null })).toEqual({ ...running, at: null }));
});

test.each<[string, Step[], number | null]>([
  ['nothing said', [], null],
  [
    'who wrote twice',
    [
      [100, customer, says],
      [105, customer, says],
    ],
    100,
  ],
  [
    'who was answered',
    [
      [100, customer, says],
      [101, maya, says],
    ],
    null,
  ],
  [
    'who wrote again',
    [
      [100, customer, says],
      [101, maya, says],
      [200, customer, says],
    ],
    200,
  ],
  [
    'what is put aside',
    [
      [100, customer, says],
      [101, maya, snoozed],
    ],
    null,
  ],
  [
    'what came back',
    [
      [100, customer, says],
      [101, maya, snoozed],
      [150, system, woken],
    ],
    150,
  ],
])('waits since, without any target: %s', (_name, steps, since) => {
  const tally: Tally = { customer: 0, agent: 0 };
  const entries = steps.map(([at, author, body]) => {
    if (body === says) tally[author.kind === 'customer' ? 'customer' : 'agent'] += 1;
    return { at, author, body, tally: { ...tally } };
  });
  expect(waitsSince(entries)).toBe(since);
});
