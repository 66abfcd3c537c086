/**
 * A text read as a URL, or null where it is none.
 *
 * Not `URL.canParse`: on Node 20 its optimised form takes Latin-1 text for UTF-8, so that after some thousands of calls it
 * refuses `https://münchen.example`, which the constructor reads well.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
