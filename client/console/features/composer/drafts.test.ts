import type { KeyStore } from '../../sync/pending.ts';
import { createDrafts, emptyDraft } from './drafts.ts';

function buildKeys(): KeyStore {
  const map = new Map<string, string>();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

test('drafts are kept per conversation and person, and an emptied one is gone', () => {
  const keys = buildKeys();
  const drafts = createDrafts(keys, 'maya');
  drafts.write('a', { ...emptyDraft, message: 'I am calling' });
  drafts.write('b', { ...emptyDraft, note: '  ' });
  expect([...drafts.store.get()]).toEqual(['a']);
  expect(createDrafts(keys, 'maya').read('a').message).toBe('I am calling');
  expect(createDrafts(keys, 'ben').read('a')).toEqual(emptyDraft);
  drafts.write('a', emptyDraft);
  expect(drafts.store.get().size).toBe(0);
  expect(keys.keys()).toEqual([]);
});

test('a damaged draft is an empty one', () => {
  const keys = buildKeys();
  keys.setItem('parley.draft.maya.a', '{"mess');
  expect(createDrafts(keys, 'maya').read('a')).toEqual(emptyDraft);
});
