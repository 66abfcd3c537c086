import type { ConversationId } from '../../../../shared/model/ids.ts';
import { createOutbox } from './outbox.ts';
import { type KeyStore, openKeyStore } from './storage.ts';

const draft = { conversationId: null, text: 'Hello', files: [], answers: {}, context: {} };

/** As much of a browser's storage as is used. */
function fakeArea(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (at) => [...kept.keys()][at] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

function setOut(keys: KeyStore, now = () => 1_000) {
  const ids = [1, 2, 3, 4].values();
  return createOutbox(keys, 'inbox', now, () => `client-${ids.next().value}`);
}

test('items come back in the order they were written, though the clock stands still', () => {
  const outbox = setOut(openKeyStore(fakeArea));
  for (const text of ['one', 'two', 'three']) outbox.add({ ...draft, text });
  expect(outbox.list().map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  expect(new Set(outbox.list().map(({ at }) => at)).size).toBe(3);
});

test('another page on the same storage finds them, and none of another inbox', () => {
  const area = fakeArea();
  setOut(openKeyStore(() => area)).add({ ...draft, conversationId: '01' as ConversationId });
  expect(setOut(openKeyStore(() => area)).list()).toHaveLength(1);
  expect(
    createOutbox(
      openKeyStore(() => area),
      'other',
      Date.now,
      String,
    ).list(),
  ).toEqual([]);
});

test('what somebody has scribbled into the storage is not sent', () => {
  const keys = openKeyStore(fakeArea);
  keys.set('parley:inbox:out:a', 'not json');
  keys.set('parley:inbox:out:b', '{"clientId":7}');
  expect(setOut(keys).list()).toEqual([]);
});

test('a refused item stays until it is tried again or discarded', () => {
  const outbox = setOut(openKeyStore(fakeArea));
  const item = outbox.add(draft);
  outbox.put({ ...item, failure: { code: 'invalid' } });
  expect(outbox.list()[0]?.failure).toEqual({ code: 'invalid' });
  outbox.remove(item.clientId);
  expect(outbox.list()).toEqual([]);
});

test('blocked and full storage are memory for as long as the page lives', () => {
  const blocked = openKeyStore(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  const full = openKeyStore(() => ({
    ...fakeArea(),
    length: 0,
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  }));
  for (const keys of [blocked, full]) {
    const outbox = setOut(keys);
    outbox.add(draft);
    expect(outbox.list()).toHaveLength(1);
    outbox.clear();
    expect(outbox.list()).toEqual([]);
  }
});
