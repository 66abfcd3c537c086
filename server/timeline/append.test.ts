/** Whatever senders do, and on whichever of two nodes: the log is gapless, each audience's chain holds, the counts are right, nothing is doubled. */
import fc from 'fast-check';
import type { AgentEntryBody } from '../../shared/model/entry.ts';
import {
  draftConversation,
  draftEntry,
  message,
  note,
  openTestStore,
  startTimeline,
  type TestStore,
} from '../../tests/contract/test-store.ts';
import type { Audience, Conversation, Entry } from './model.ts';
import { isVisible } from './visible.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const bodies: Record<'message' | 'note' | 'hidden' | 'shown', (text: string) => AgentEntryBody> = {
  message,
  note,
  hidden: (queueName) => ({ kind: 'event', event: { type: 'queued', queueId: 'q' as never, queueName } }),
  shown: () => ({ kind: 'event', event: { type: 'reopened' } }),
};

const send = fc.record({
  conversation: fc.nat(3),
  node: fc.nat(1),
  /** few keys, so that repeats and conflicts are common */
  key: fc.nat(12),
  text: fc.constantFrom('same', 'other'),
  kind: fc.constantFrom('message' as const, 'message' as const, 'note' as const, 'hidden' as const, 'shown' as const),
  by: fc.constantFrom('customer' as const, 'agent' as const),
  /** wait for what is under way before this one */
  pause: fc.boolean(),
});

it('keeps every promise of the log under any interleaving', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(send, { minLength: 1, maxLength: 60 }), async (sends) => {
      const nodes = [startTimeline(test), startTimeline(test)] as const;
      const [a, b] = nodes;
      const opened = await Promise.all([0, 1, 2, 3].map(() => a.timeline.open(draftConversation(test))));
      const conversations = opened.map(({ conversation }) => conversation);
      const run = test.ids.next();

      const sending: Promise<unknown>[] = [];
      const answered: { key: string; text: string; kind: string; entry?: Entry; isNew?: boolean; code?: string }[] = [];
      for (const { conversation, node, key, text, kind, by, pause } of sends) {
        const target = conversations[conversation];
        if (target === undefined) continue;
        const whole = `${run}:${conversation}:${key}`;
        const draft = draftEntry(target, whole, by, bodies[kind](text));
        if (pause) await Promise.all(sending);
        sending.push(
          (node === 0 ? a : b).timeline.append(draft).then(
            ({ entry, isNew }) => answered.push({ key: whole, text, kind, entry, isNew }),
            (error: { code: string }) => answered.push({ key: whole, text, kind, code: error.code }),
          ),
        );
      }
      await Promise.all(sending);

      const logs = await Promise.all(conversations.map(({ id }) => a.timeline.after(id, 'agent', 0, 1_000)));
      for (const [index, log] of logs.entries()) {
        const conversation = conversations[index];
        if (conversation) await expectGoodLog(conversation, log);
      }
      const stored = new Map(logs.flat().map((entry) => [entry.key, entry]));
      expect(stored.size).toBe(logs.flat().length);
      expect(new Set(answered.map(({ key }) => key))).toEqual(new Set(stored.keys()));
      expect(answered.filter(({ isNew }) => isNew)).toHaveLength(stored.size);
      for (const { key, entry, code } of answered) {
        if (entry) expect(entry).toEqual(stored.get(key));
        else expect(code).toBe('conflict');
      }
      for (const { facts } of nodes) expectOrder(facts.flatMap((fact) => (fact.type === 'entry' ? fact.entry : [])));
      const told = nodes.flatMap(({ facts }) => facts).length;
      expect(told).toBe(stored.size);
      await Promise.all(nodes.map(({ timeline }) => timeline.stop()));
    }),
    { numRuns: 40 },
  );
}, 60_000);

/** The conversation's derived fields must say what a walk over its log finds. */
async function expectGoodLog(conversation: Conversation, log: readonly Entry[]): Promise<void> {
  const heads: Record<Audience, number> = { agent: 0, visitor: 0 };
  const tally = { customer: 0, agent: 0 };
  let preview: string | null = null;
  for (const [index, entry] of log.entries()) {
    expect(entry.seq).toBe(index + 1);
    expect(entry.prev).toEqual(heads);
    if (entry.body.kind === 'message') {
      tally[entry.author.kind === 'customer' ? 'customer' : 'agent'] += 1;
      preview = entry.body.text;
    }
    expect(entry.tally).toEqual(tally);
    for (const audience of ['agent', 'visitor'] as const) {
      if (isVisible(entry.body, audience)) heads[audience] = entry.seq;
    }
  }
  const [stored] = await test.store.conversations.findMany([conversation.id]);
  expect(stored).toMatchObject({ heads, tally, rev: 1 });
  expect(stored?.preview?.text ?? null).toBe(preview);
}

function expectOrder(entries: readonly Entry[]): void {
  const last = new Map<string, number>();
  for (const { conversationId, seq } of entries) {
    expect(seq).toBeGreaterThan(last.get(conversationId) ?? 0);
    last.set(conversationId, seq);
  }
}

it('writes nothing that was written against an older thread, whoever races, and repeats what was in time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ node: fc.nat(1), by: fc.constantFrom('customer' as const, 'agent' as const), seen: fc.nat(6) }),
        {
          minLength: 2,
          maxLength: 24,
        },
      ),
      async (sends) => {
        const nodes = [startTimeline(test), startTimeline(test)] as const;
        const { conversation } = await nodes[0].timeline.open(draftConversation(test));
        const run = test.ids.next();
        const drafts = sends.map(({ node, by, seen }, index) => ({
          node: nodes[node === 0 ? 0 : 1].timeline,
          draft: {
            ...draftEntry(conversation, `${run}:${index}`, by, message(`${index}`)),
            ...(by === 'agent' ? { customerSeen: seen } : null),
          },
        }));
        const codes = await Promise.all(
          drafts.map(({ node, draft }) =>
            node.append(draft).then(
              ({ isNew }) => (isNew ? 'written' : 'repeated'),
              (error: { code: string }) => error.code,
            ),
          ),
        );
        const log = await nodes[0].timeline.after(conversation.id, 'agent', 0, 100);
        const written = new Map(log.map((entry) => [entry.key, entry]));
        for (const [index, { draft }] of drafts.entries()) {
          const entry = written.get(draft.key);
          expect(codes[index]).toBe(entry ? 'written' : 'stale');
          const seen = 'customerSeen' in draft ? draft.customerSeen : undefined;
          if (entry && seen !== undefined) expect(entry.tally.customer).toBeLessThanOrEqual(seen);
        }
        for (const { node, draft } of drafts) {
          if (written.has(draft.key)) expect(await node.append(draft)).toMatchObject({ isNew: false });
        }
        await Promise.all(nodes.map(({ timeline }) => timeline.stop()));
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);
