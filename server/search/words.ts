/** The dictionary: every word that somebody might have mistyped, found by what is left of it without one letter. */
import type { SearchIndexStore } from '../store/search-index.ts';
import type { NewRow } from './segments.ts';
import { isNear, mayBeTypo, variantsOf } from './typos.ts';

export interface Dictionary {
  learn(batch: { rows: readonly Pick<NewRow, 'terms'>[]; names: ReadonlySet<string> }): Promise<void>;
  /** Others that this one may have been meant to be. */
  near(word: string): Promise<string[]>;
  drop(words: readonly string[]): Promise<void>;
}

type Store = Pick<SearchIndexStore, 'addWords' | 'knownWords' | 'wordsNear' | 'dropWords'>;

/** Words that were learnt lately need not be asked for. */
const REMEMBERED = 20_000;
const LOOKED_AT = 200;
const MOST = 12;

export function createDictionary(store: Store): Dictionary {
  const known = new Set<string>();

  async function learnWords(words: Iterable<string>): Promise<void> {
    const fresh = new Set<string>();
    for (const word of words) if (!known.has(word) && mayBeTypo(word)) fresh.add(word);
    if (fresh.size === 0) return;
    const there = await store.knownWords([...fresh]);
    await store.addWords(
      [...fresh].filter((word) => !there.has(word)).map((word) => ({ word, near: variantsOf(word) })),
    );
    if (known.size > REMEMBERED) known.clear();
    for (const word of fresh) known.add(word);
  }

  return {
    async learn({ rows, names }) {
      const words = new Set(names);
      for (const { terms } of rows) for (const term of terms) words.add(term);
      await learnWords(words);
    },
    async near(word) {
      if (!mayBeTypo(word)) return [];
      const found = await store.wordsNear(variantsOf(word), LOOKED_AT);
      return found.filter((other) => other !== word && isNear(word, other)).slice(0, MOST);
    },
    async drop(words) {
      for (const word of words) known.delete(word);
      await store.dropWords(words);
    },
  };
}
