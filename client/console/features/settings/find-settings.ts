/** Finds pages of the settings and what stands on them by words, in whichever language they were typed. Pure. */

export interface Findable {
  /** unique among all */
  id: string;
  to: string;
  /** as it is called on screen */
  name: string;
  /** the page it stands on; empty for a page */
  where: string;
  /** its name in other languages, and whatever else it is known by */
  also: readonly string[];
  /** to be brought into sight on its page, by the words that stand there */
  reveal?: string;
}

const MOST = 14;

/** Every word typed has to stand in what it is called; pages before what stands on them, beginnings before middles. */
export function findSettings(all: readonly Findable[], typed: string): Findable[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return all
    .flatMap((one) => {
      const best = Math.max(...[one.name, ...one.also].map((text) => score(text, one.where, words)));
      return best < 0 ? [] : [{ one, score: best + (one.where === '' ? 1 : 0) }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ one }) => one);
}

/** The page's own name helps to find what is on it: "website colour". */
function score(text: string, where: string, words: readonly string[]): number {
  const [name, page] = [text.toLocaleLowerCase(), where.toLocaleLowerCase()];
  let sum = 0;
  let isNamed = false;
  for (const word of words) {
    if (name.startsWith(word)) sum += 4;
    else if (name.includes(` ${word}`)) sum += 3;
    else if (name.includes(word)) sum += 2;
    else if (page.includes(word)) {
      sum += 1;
      continue;
    } else return -1;
    isNamed = true;
  }
  return isNamed ? sum : -1;
}
