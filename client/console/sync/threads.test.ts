import { fail, type Result, succeed } from '../../../shared/errors.ts';
import type { AgentThread } from '../../../shared/events.ts';
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { startDesk } from './desk-state.ts';
import { createStore } from './store.ts';
import { createThreads } from './threads.ts';
import type { Ask } from './transport.ts';

const id = 'c' as ConversationId;
const tally = { customer: 0, agent: 0 };

const buildEntry = (seq: number, prev = seq - 1): AgentEntry =>
  ({ id: `e${seq}`, conversationId: id, seq, prev, tally, body: { kind: 'message' } }) as unknown as AgentEntry;

const buildConversation = (rev: number): AgentConversation => ({ id, rev }) as unknown as AgentConversation;

const buildSnapshot = (upTo: number, rev = 1): AgentThread => ({
  conversation: buildConversation(rev),
  entries: Array.from({ length: upTo }, (_, at) => buildEntry(at + 1)),
  earlier: false,
});

/** Questions are answered one by one, whenever a test says so. */
function buildScene() {
  const asked: { name: string; payload: unknown; answer(value: unknown): Promise<void> }[] = [];
  const ask = ((name: string, payload: unknown) =>
    new Promise<Result<unknown>>((resolve) => {
      asked.push({
        name,
        payload,
        async answer(value) {
          resolve(value as Result<unknown>);
          await new Promise((done) => setImmediate(done));
        },
      });
    })) as unknown as Ask;
  const store = createStore(startDesk(0));
  const threads = createThreads(store, { ask, isConnected: () => true });
  const answerNext = async (value: unknown) => {
    const question = asked.shift();
    if (!question) throw new Error('nothing was asked');
    await question.answer(value);
    return question;
  };
  const read = () => {
    const slot = store.get().threads[id];
    if (slot?.status !== 'open') return slot?.status ?? 'none';
    return { rev: slot.thread.conversation.rev, seqs: slot.thread.entries.map((entry) => entry.seq) };
  };
  return { asked, threads, answerNext, read };
}

test('what arrives while a thread is being opened is applied after its snapshot', async () => {
  const { threads, answerNext, asked, read } = buildScene();
  void threads.open(id);
  threads.hear(id, { type: 'entry:appended', entry: buildEntry(3) });
  threads.hear(id, { type: 'conversation:changed', conversation: buildConversation(2) });
  expect(read()).toBe('loading');
  await answerNext(succeed(buildSnapshot(2)));
  expect(read()).toEqual({ rev: 2, seqs: [1, 2, 3] });
  expect(asked).toEqual([]);
});

test('what the snapshot has already is not shown twice, and older state does not come back', async () => {
  const { threads, answerNext, read } = buildScene();
  void threads.open(id);
  threads.hear(id, { type: 'entry:appended', entry: buildEntry(2) });
  threads.hear(id, { type: 'conversation:changed', conversation: buildConversation(2) });
  await answerNext(succeed(buildSnapshot(2, 5)));
  expect(read()).toEqual({ rev: 5, seqs: [1, 2] });
});

test('an early entry with a gap before it is followed by a sync', async () => {
  const { threads, answerNext, read } = buildScene();
  void threads.open(id);
  threads.hear(id, { type: 'entry:appended', entry: buildEntry(4) });
  await answerNext(succeed(buildSnapshot(2)));
  expect(read()).toEqual({ rev: 1, seqs: [1, 2] });
  const { name, payload } = await answerNext(succeed({ kind: 'entries', entries: [buildEntry(3)], more: false }));
  expect([name, payload]).toEqual(['conversation:sync', { conversationId: id, after: 2, rev: 1 }]);
  expect(read()).toEqual({ rev: 1, seqs: [1, 2, 3, 4] });
});

test('one sync runs at a time; what is noticed meanwhile is asked for after it, and pages until nothing is left', async () => {
  const { threads, answerNext, asked, read } = buildScene();
  void threads.open(id);
  await answerNext(succeed(buildSnapshot(1)));
  threads.catchUp(id, 3, 1);
  threads.catchUp(id, 4, 1);
  expect(asked).toHaveLength(1);
  await answerNext(succeed({ kind: 'entries', entries: [buildEntry(2)], more: true }));
  await answerNext(succeed({ kind: 'entries', entries: [buildEntry(3)], more: false }));
  expect(read()).toEqual({ rev: 1, seqs: [1, 2, 3] });
  expect(asked).toHaveLength(0);
  threads.catchUp(id, 3, 1);
  expect(asked).toHaveLength(0);
});

test('a reset replaces what was there', async () => {
  const { threads, answerNext, read } = buildScene();
  void threads.open(id);
  await answerNext(succeed(buildSnapshot(1)));
  threads.catchUp(id, 9, 9);
  await answerNext(succeed({ kind: 'reset', snapshot: buildSnapshot(9, 9) }));
  expect(read()).toEqual({ rev: 9, seqs: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
});

test('a refused thread says so, forgets what came early, and is asked for again when it is opened again', async () => {
  const { threads, answerNext, read } = buildScene();
  void threads.open(id);
  threads.hear(id, { type: 'entry:appended', entry: buildEntry(1) });
  await answerNext(fail({ code: 'not_found', message: 'no' }));
  expect(read()).toBe('refused');
  void threads.open(id);
  await answerNext(succeed(buildSnapshot(0)));
  expect(read()).toEqual({ rev: 1, seqs: [] });
});

test('without an answer a thread stays loading and is opened after the next connection, with what came meanwhile', async () => {
  const { threads, answerNext, read } = buildScene();
  void threads.open(id);
  await answerNext(fail({ code: 'not_ready', message: 'lost' }));
  threads.hear(id, { type: 'entry:appended', entry: buildEntry(2) });
  expect(read()).toBe('loading');
  threads.rejoin();
  await answerNext(succeed(buildSnapshot(1)));
  expect(read()).toEqual({ rev: 1, seqs: [1, 2] });
});

test('a thread that was left while it was being opened does not look open', async () => {
  const { threads, answerNext, asked, read } = buildScene();
  void threads.open(id);
  const opening = asked[0];
  for (let at = 0; at < 8; at += 1) void threads.open(`other${at}` as ConversationId);
  expect(read()).toBe('none');
  expect(asked.map(({ name }) => name)).toContain('conversation:leave');
  await opening?.answer(succeed(buildSnapshot(1)));
  expect(read()).toBe('none');
  void threads.open(id);
  while (asked.length > 0) await answerNext(succeed(buildSnapshot(2)));
  expect(read()).toEqual({ rev: 1, seqs: [1, 2] });
});
