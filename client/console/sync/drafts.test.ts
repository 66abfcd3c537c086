/** Two pages of one agent and a server that keeps the newest: nothing is lost, nothing of others is touched. */
import fc from 'fast-check';
import { fail, succeed } from '../../../shared/errors.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { Draft } from '../../../shared/model/writing.ts';
import { createDrafts, type Drafts, noWords } from './drafts.ts';
import type { KeyStore } from './pending.ts';
import type { Ask } from './transport.ts';

const id = 'a' as ConversationId;

function buildKeys(): KeyStore {
  const map = new Map<string, string>();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

function buildServer() {
  const kept = new Map<string, Draft>();
  const pages: { drafts: Drafts; isConnected: boolean }[] = [];
  let clock = 1_000;
  const tell = (draft: Draft) => {
    for (const page of pages) if (page.isConnected) page.drafts.hear(draft);
  };
  const save = (draft: Draft): Draft => {
    const name = `${draft.conversationId}.${draft.kind}`;
    const known = kept.get(name);
    if (known && known.version >= draft.version) return known;
    kept.set(name, draft);
    tell(draft);
    return draft;
  };
  return {
    kept,
    text: () => kept.get(`${id}.message`)?.text ?? '',
    /** as the server does when it has taken a send */
    clear(version: number) {
      const known = kept.get(`${id}.message`);
      if (known && known.version <= version) {
        const emptied = { ...known, ...noWords, letter: undefined, version };
        kept.set(`${id}.message`, emptied);
        tell(emptied);
      }
    },
    open(keys = buildKeys(), userId = 'maya') {
      const later: (() => void)[] = [];
      const ask = (async (name: string, payload: Record<string, unknown>) => {
        if (!page.isConnected) return fail({ code: 'not_ready', message: 'lost' });
        if (name === 'draft:list') return succeed([...kept.values()].filter((draft) => draft.text !== ''));
        const { mentions: _mentions, fileIds: _fileIds, ...draft } = payload;
        return succeed(save({ ...draft, mentions: [], files: [] } as unknown as Draft));
      }) as unknown as Ask;
      const drafts = createDrafts({
        keys,
        userId,
        transport: { ask, isConnected: () => page.isConnected },
        now: () => (clock += 1),
        after: (_ms, run) => void later.push(run),
      });
      const page = { drafts, isConnected: true };
      pages.push(page);
      return {
        page,
        drafts,
        keys,
        async push() {
          for (const run of later.splice(0)) run();
          await settle();
        },
        async reconnect() {
          page.isConnected = true;
          await drafts.sync();
          await settle();
        },
      };
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const say = (drafts: Drafts, text: string) => drafts.write(id, 'message', { ...noWords, text });
const read = (drafts: Drafts) => drafts.read(id, 'message').text;

test('what is written is here at once, survives a reload, and reaches the server and the other page', async () => {
  const server = buildServer();
  const [one, two] = [server.open(), server.open()];
  say(one.drafts, 'I am');
  say(one.drafts, 'I am calling');
  expect([...one.drafts.store.get()]).toEqual(['a']);
  expect(read(server.open(one.keys).drafts)).toBe('I am calling');
  expect(read(server.open(one.keys, 'ben').drafts)).toBe('');
  await one.push();
  expect(server.text()).toBe('I am calling');
  expect(read(two.drafts)).toBe('I am calling');
  const fresh = server.open();
  await fresh.drafts.sync();
  expect(read(fresh.drafts)).toBe('I am calling');
});

test('a send empties it here at once, and everywhere when it was taken', async () => {
  const server = buildServer();
  const [one, two] = [server.open(), server.open()];
  say(one.drafts, 'Done');
  await one.push();
  const version = one.drafts.take(id, 'message');
  await one.push();
  expect([read(one.drafts), read(two.drafts), server.text()]).toEqual(['', 'Done', 'Done']);
  const reloaded = server.open(one.keys);
  await reloaded.drafts.sync();
  expect(read(reloaded.drafts)).toBe('');
  server.clear(version);
  expect([read(two.drafts), server.text()]).toEqual(['', '']);
});

test('a send that was dropped empties it on the server too', async () => {
  const server = buildServer();
  const one = server.open();
  say(one.drafts, 'Never mind');
  await one.push();
  one.drafts.take(id, 'message');
  one.drafts.release(id, 'message');
  await one.push();
  expect(server.text()).toBe('');
});

test('of two pages that wrote apart the newer words stay, and the older ones are shown', async () => {
  const server = buildServer();
  const [one, two] = [server.open(), server.open()];
  one.page.isConnected = false;
  say(one.drafts, 'Written on the train');
  say(two.drafts, 'Written at the desk');
  await two.push();
  await one.reconnect();
  expect(read(one.drafts)).toBe('Written at the desk');
  expect(one.drafts.read(id, 'message').other).toBe('Written on the train');
  one.drafts.dismissOther(id, 'message');
  expect(one.drafts.read(id, 'message').other).toBeUndefined();
});

test('what was sent elsewhere while this page was away is not brought back', async () => {
  const server = buildServer();
  const [one, two] = [server.open(), server.open()];
  say(one.drafts, 'Sent from two');
  await one.push();
  one.page.isConnected = false;
  server.clear(two.drafts.take(id, 'message'));
  await one.reconnect();
  expect([read(one.drafts), server.text()]).toEqual(['', '']);
});

test('a damaged one is empty', () => {
  const keys = buildKeys();
  keys.setItem('parley.draft.maya.a.message', '{"tex');
  expect(read(buildServer().open(keys).drafts)).toBe('');
});

test('in whatever order pages write, lose the line and come back, they agree, and the last words are there', async () => {
  const step = fc.record({ page: fc.nat(1), what: fc.constantFrom('write', 'cut', 'back', 'push'), text: fc.string() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const server = buildServer();
      const pages = [server.open(), server.open()] as const;
      let last = '';
      for (const { page, what, text } of steps) {
        const one = pages[page === 0 ? 0 : 1];
        if (what === 'write') {
          say(one.drafts, text);
          last = text;
        } else if (what === 'cut') one.page.isConnected = false;
        else if (what === 'back') await one.reconnect();
        else await one.push();
      }
      for (let round = 0; round < 2; round += 1) {
        for (const one of pages) await one.reconnect();
        for (const one of pages) await one.push();
      }
      const isBlank = last.trim() === '';
      const found = [...pages.map((one) => read(one.drafts)), server.text()];
      expect(found.map((text) => (isBlank ? text.trim() : text))).toEqual(Array(3).fill(isBlank ? '' : last));
    }),
    { numRuns: 200 },
  );
});

test('a letter goes with its words to the server and the other page, and is gone with them when it is sent', async () => {
  const server = buildServer();
  const [one, two] = [server.open(), server.open()];
  const letter = { subject: 'Re: Rug', to: [{ name: '', address: 's@x.it' }], cc: [], bcc: [], html: '<p>Hello</p>' };
  one.drafts.write(id, 'message', { ...noWords, text: 'Hello', letter });
  await one.push();
  expect(server.kept.get(`${id}.message`)?.letter).toEqual(letter);
  expect(two.drafts.read(id, 'message').letter).toEqual(letter);
  expect(server.open(one.keys).drafts.read(id, 'message').letter).toEqual(letter);
  server.clear(one.drafts.take(id, 'message'));
  expect(one.drafts.read(id, 'message').letter).toBeUndefined();
  // What is passed on without a word of one's own is kept all the same.
  const html = '<div class="parley-quoted parley-forwarded"><p>x</p></div>';
  one.drafts.write(id, 'message', { ...noWords, letter: { ...letter, html } });
  expect(server.open(one.keys).drafts.store.get().has(id)).toBe(true);
});
