/** Inline styles of a stranger: a property and its value are kept when both are known to be harmless, and nothing else is. */

const LENGTH = '-?\\d{0,5}(?:\\.\\d{1,4})?(?:px|pt|em|rem|ex|ch|%|in|cm|mm|pc)?';
/** No negative lengths: text must not be moved over what is not its own. */
const SIZE = '(?:\\d{0,5}(?:\\.\\d{1,4})?(?:px|pt|em|rem|ex|ch|%|in|cm|mm|pc)?|auto|0)';
const COLOUR = '(?:#[\\da-f]{3,8}|(?:rgb|rgba|hsl|hsla)\\([\\d\\s.,%/]{3,40}\\)|[a-z]{3,24})';
const exactly = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'i');
const WORD = exactly('[a-z-]{2,20}');
const sizes = exactly(`${SIZE}(?:\\s+${SIZE}){0,3}`);
const colour = exactly(COLOUR);
const borderWord = exactly(`${LENGTH}|${COLOUR}`);
/** Each word by itself: one expression for all of them tries every way to divide what has no spaces. */
const border = {
  test(value: string): boolean {
    const words = value.split(/\s+(?![^(]*\))/);
    return words.length <= 4 && words.every((word) => borderWord.test(word));
  },
};

const ALLOWED: Record<string, Pick<RegExp, 'test'>> = {
  color: colour,
  'background-color': colour,
  background: colour,
  'font-family': /^[\w\s,'"-]{1,200}$/,
  'font-size': exactly(`${SIZE}|(?:x{1,3}-)?(?:small|large)|medium|smaller|larger`),
  'font-style': WORD,
  'font-weight': exactly('[a-z]{4,7}|[1-9]00'),
  'font-variant': WORD,
  'line-height': exactly(`${SIZE}|normal`),
  'letter-spacing': exactly(`${LENGTH}|normal`),
  'text-align': WORD,
  'text-decoration': exactly('[a-z-]+(?:\\s+[a-z-]+){0,3}'),
  'text-transform': WORD,
  'text-indent': exactly(SIZE),
  'vertical-align': exactly(`${LENGTH}|[a-z-]{3,12}`),
  'white-space': WORD,
  'word-break': WORD,
  'word-wrap': WORD,
  'overflow-wrap': WORD,
  direction: exactly('ltr|rtl'),
  'unicode-bidi': exactly('embed|isolate|plaintext|normal'),
  'list-style-type': WORD,
  'border-collapse': WORD,
  'border-spacing': sizes,
  'border-radius': sizes,
  'table-layout': WORD,
  // What is not displayed would be read by search and not by the agent.
  display: exactly('block|inline|inline-block|table|table-row|table-cell|list-item'),
  float: exactly('left|right|none'),
  clear: exactly('left|right|both|none'),
  ...Object.fromEntries(
    ['width', 'height', 'max-width', 'min-width', 'max-height', 'min-height'].map((name) => [
      name,
      exactly(`${SIZE}|none`),
    ]),
  ),
  ...Object.fromEntries(
    ['padding', 'margin']
      .flatMap((name) => [name, ...['top', 'right', 'bottom', 'left'].map((side) => `${name}-${side}`)])
      .map((name) => [name, sizes]),
  ),
  ...Object.fromEntries(
    [
      'border',
      'border-top',
      'border-right',
      'border-bottom',
      'border-left',
      'border-color',
      'border-style',
      'border-width',
    ].map((name) => [name, border]),
  ),
};
const MAX_DECLARATIONS = 60;
const REMOTE = /url\(\s*['"]?\s*((?:https?:)?\/\/[^'")\s]{1,2000})/i;

/** @returns the style that remains, and the address of an image that it would have loaded */
export function cleanStyle(style: string): { style: string; remote: string | null } {
  const text = style.slice(0, 5_000);
  const remote = REMOTE.exec(text)?.[1] ?? null;
  const kept: string[] = [];
  // Escapes and comments hide words from whoever reads them; honest mail has none.
  if (/[\\<>{}@]|\/\*/.test(text)) return { style: '', remote };
  for (const declaration of text.split(';').slice(0, MAX_DECLARATIONS)) {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration
      .slice(colon + 1)
      .replace(/\s*!\s*important\s*$/i, '')
      .trim();
    const rule = Object.hasOwn(ALLOWED, name) ? ALLOWED[name] : undefined;
    if (colon > 0 && value.length <= 200 && rule?.test(value)) kept.push(`${name}:${value}`);
  }
  return { style: kept.join(';'), remote };
}
