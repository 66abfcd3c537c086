import type { Result } from '../../../../shared/errors.ts';
import { createFlusher, pickDelay } from './flush.ts';
import { createOutbox, type OutboxItem } from './outbox.ts';
import { openKeyStore } from './storage.ts';

const ok: Result<unknown> = { ok: true, value: null };
const refuse = (code: 'invalid' | 'rate_limited', retryAfter?: number): Result<unknown> => ({
  ok: false,
  error: { code, message: '', retryAfter },
});

function setUp(answers: (Result<unknown> | null)[]) {
  const keys = openKeyStore(() => {
    throw new Error('none');
  });
  const ids = [1, 2, 3, 4].values();
  const outbox = createOutbox(
    keys,
    'i',
    () => 0,
    () => `c${ids.next().value}`,
  );
  const sent: string[] = [];
  const waits: { delay: number; work: () => void }[] = [];
  const flusher = createFlusher({
    outbox,
    isOnline: () => true,
    async deliver(item: OutboxItem) {
      sent.push(item.text);
      return answers.length > 0 ? (answers.shift() ?? null) : ok;
    },
    lock: (work) => work(),
    later(delay, work) {
      waits.push({ delay, work });
      return () => undefined;
    },
    chance: () => 0,
    changed: () => undefined,
  });
  const write = (text: string) => outbox.add({ conversationId: null, text, files: [], answers: {}, context: {} });
  return { outbox, sent, waits, flusher, write };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('everything leaves in order and the outbox is empty', async () => {
  const { outbox, sent, flusher, write } = setUp([]);
  for (const text of ['a', 'b', 'c']) write(text);
  flusher.flush();
  await settle();
  expect(sent).toEqual(['a', 'b', 'c']);
  expect(outbox.list()).toEqual([]);
});

test('no answer holds the ones behind it back until the same one has been answered', async () => {
  const { sent, waits, flusher, write } = setUp([null]);
  write('a');
  write('b');
  flusher.flush();
  await settle();
  expect(sent).toEqual(['a']);
  waits[0]?.work();
  await settle();
  expect(sent).toEqual(['a', 'a', 'b']);
});

test('too fast waits at least as long as the server says', async () => {
  const { waits, flusher, write } = setUp([refuse('rate_limited', 9)]);
  write('a');
  flusher.flush();
  await settle();
  expect(waits.map(({ delay }) => delay)).toEqual([9_000]);
});

test('a refused one is marked and lets the next ones go', async () => {
  const { outbox, sent, flusher, write } = setUp([refuse('invalid')]);
  write('bad');
  write('good');
  flusher.flush();
  await settle();
  expect(sent).toEqual(['bad', 'good']);
  expect(outbox.list().map(({ text, failure }) => [text, failure?.code])).toEqual([['bad', 'invalid']]);
});

test('delays double up to half a minute and differ by chance', () => {
  expect([1, 2, 3, 10].map((failures) => pickDelay(failures, 1))).toEqual([2_000, 4_000, 8_000, 30_000]);
  expect(pickDelay(10, 0)).toBe(15_000);
});
