/** The reader in a storm: lines that break, a keeper that fails, other UIDVALIDITYs, mails that vanish; all from a seed and in no time. */
import { readMailbox } from './mailbox.ts';
import type { MailboxConnection } from './mailbox-connection.ts';
import { advance, type CursorState, type MailboxCursor } from './mailbox-cursor.ts';
import { readImapFailure } from './mailbox-status.ts';

const cursor: MailboxCursor = { uidValidity: '1', lastUid: 4, attempts: {}, drops: {}, backlog: null };

describe('how the cursor moves', () => {
  it.each<[string, number[], number[], number]>([
    ['past all that is durable', [5, 7, 9], [5, 7, 9], 9],
    ['to the last before the first that is not', [5, 7, 9], [5, 9], 5],
    ['nowhere when the first is not', [5, 7], [7], 4],
    ['nowhere when there is nothing', [], [], 4],
  ])('%s', (_, uids, done, expected) => {
    expect(advance(cursor, uids, (uid) => done.includes(uid)).lastUid).toBe(expected);
  });

  it('forgets the counts of what it passed, and the backlog at its end', () => {
    const begun = { ...cursor, attempts: { 5: 1, 6: 2, 7: 3 }, drops: { 5: 1, 7: 1 }, backlog: { until: 6, since: 0 } };
    expect(advance(begun, [5, 6, 7], (uid) => uid < 7)).toMatchObject({
      lastUid: 6,
      attempts: { 7: 3 },
      drops: { 7: 1 },
      backlog: null,
    });
  });
});

it.each([
  [{ authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }, 'sign-in-refused', true],
  [{ authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, 'sign-in-refused', false],
  [{ authenticationFailed: true, message: 'Too many login attempts' }, 'throttled', false],
  [{ code: 'ECONNREFUSED' }, 'unreachable', false],
  [{ code: 'CONNECT_TIMEOUT' }, 'timeout', false],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tls', false],
  [{ mailboxMissing: true, message: 'x' }, 'folder-missing', false],
  [{ code: 'EConnectionClosed' }, 'dropped', false],
  [null, 'dropped', false],
])('reads %j as %s', (error, code, isFinal) => {
  expect(readImapFailure(error)).toMatchObject({ code, isFinal });
});

/** Mulberry32: the same storm for the same seed. */
function storm(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const seeds = process.env.SEED ? [Number(process.env.SEED)] : Array.from({ length: 8 }, (_, n) => n + 1);
it.each(seeds)('loses no mail and keeps none twice under one key (SEED=%d)', async (seed) => {
  const draw = storm(seed);
  const happens = (probability: number) => isStormy && draw() < probability;
  const box = { uidValidity: 1, next: 1, mails: new Map<number, string>() };
  const kept = new Map<string, string>();
  const ids = new Set<string>();
  const removed = new Set<string>();
  const stored = new Map<string, { value: string; version: number }>();
  const wrong: string[] = [];
  let isStormy = true;
  let sent = 0;
  let clock = 0;

  function arrive(): void {
    sent += 1;
    box.mails.set(box.next, `mail-${sent}`);
    box.next += 1 + Math.floor(draw() * 2);
  }
  function remove(uid: number): void {
    const id = box.mails.get(uid);
    if (id && !ids.has(id)) removed.add(id);
    box.mails.delete(uid);
  }
  /** Copies all under new uids, as a server does that lost its index. */
  function renumber(): void {
    const mails = [...box.mails.values()];
    box.uidValidity += 1;
    box.mails = new Map(mails.map((id, n) => [n + 1, id]));
    box.next = mails.length + 1;
  }

  const state: CursorState = {
    async get<T>(key: string) {
      const found = stored.get(key);
      return found ? { value: JSON.parse(found.value) as T, version: found.version } : null;
    },
    async put(key, value, expected) {
      if (happens(0.01)) throw new Error('no database');
      if ((stored.get(key)?.version ?? null) !== expected) return false;
      stored.set(key, { value: JSON.stringify(value), version: (expected ?? 0) + 1 });
      return true;
    },
  };
  async function connect(): Promise<MailboxConnection> {
    if (happens(0.1)) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const { uidValidity, next } = box;
    let end: (error: Error | null) => void = () => {};
    const ended = new Promise<Error | null>((resolve) => {
      end = resolve;
    });
    const break_ = () => {
      const error = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
      end(error);
      throw error;
    };
    async function step(): Promise<void> {
      await new Promise((resolve) => setImmediate(resolve));
      if (happens(0.05)) break_();
      if (happens(0.2)) arrive();
      if (happens(0.02) && box.mails.size > 0) remove([...box.mails.keys()][Math.floor(draw() * box.mails.size)] ?? 0);
      if (uidValidity !== box.uidValidity) break_();
      if (happens(0.01)) {
        renumber();
        break_();
      }
    }
    const there = (uids: readonly number[]) => uids.filter((uid) => box.mails.has(uid));
    return {
      uidValidity: String(uidValidity),
      uidNext: next,
      ended,
      async list(above) {
        await step();
        return [...box.mails.keys()].filter((uid) => uid > above).sort((a, b) => a - b);
      },
      async heads(uids) {
        await step();
        return there(uids).map((uid) => ({ uid, size: 10, at: 1 }));
      },
      async fetch(uids) {
        await step();
        return new Map(there(uids).map((uid) => [uid, Buffer.from(box.mails.get(uid) ?? '')]));
      },
      fetchEssence: async (uid) => Buffer.from(box.mails.get(uid) ?? ''),
      settle: () => step(),
      check: () => step(),
      onHint: () => {},
      close: () => end(null),
    };
  }

  for (let n = 0; n < 60; n += 1) arrive();
  const stopping = new AbortController();
  let pauses = 0;
  const reading = readMailbox(
    {
      mailboxId: 'm',
      connect,
      state,
      async take({ key, raw, unparsed }) {
        await new Promise((resolve) => setImmediate(resolve));
        const id = raw.toString();
        if (id === 'mail-7' && !unparsed) throw new Error('poison');
        if (happens(0.05)) throw Object.assign(new Error('no database'), { isTemporary: true });
        if (kept.get(key) !== undefined && kept.get(key) !== id) wrong.push(`${key}: ${id}`);
        if (unparsed && id !== 'mail-7') wrong.push(`${id} was blamed`);
        kept.set(key, id);
        ids.add(id);
        // Durable, and the word of it is lost.
        if (happens(0.05)) throw Object.assign(new Error('no answer'), { isTemporary: true });
      },
      importSince: 0,
      maxSize: 100,
      now: () => clock,
      chance: draw,
      pause: async (ms, signal) => {
        clock += ms;
        pauses += 1;
        if (pauses > 150) isStormy = false;
        if (pauses > 220) stopping.abort();
        await new Promise((resolve) => setImmediate(resolve));
        if (signal.aborted) return;
      },
      log: { info: () => {}, warn: () => {} },
    },
    stopping.signal,
  );
  await reading;

  const missing = Array.from({ length: sent }, (_, n) => `mail-${n + 1}`).filter(
    (id) => !ids.has(id) && !removed.has(id),
  );
  expect(missing).toEqual([]);
  expect(wrong).toEqual([]);
  const value = JSON.parse(stored.get('cursor:m')?.value ?? '{}') as MailboxCursor;
  expect(value.lastUid).toBeGreaterThanOrEqual(Math.max(0, ...box.mails.keys()));
  expect(value.attempts).toEqual({});
});
