/** Message-IDs of a raw header: parsers glue them together, drop them or return comments as ids, so they are looked for here. */

const BRACKETED = /<([^<>]{1,998})>/g;
const BARE = /[^\s<>,;"()]{1,500}@[^\s<>,;"()]{1,500}/g;
const MAX_LENGTH = 500;

/** @returns in the order of the header, each once, with angle brackets; folds inside an id are mended */
export function readIds(values: readonly string[]): string[] {
  const ids = new Set<string>();
  for (const value of values) {
    const found = [...value.matchAll(BRACKETED)].map((match) => (match[1] as string).replace(/\s+/g, ''));
    // Without any bracket an id may still stand there alone.
    for (const id of found.length > 0 ? found : [...value.slice(0, 10_000).matchAll(BARE)].map((match) => match[0]))
      if (id !== '' && id.length <= MAX_LENGTH) ids.add(`<${id}>`);
  }
  return [...ids];
}
