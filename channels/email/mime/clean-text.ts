/** Makes what a stranger wrote safe to keep and to show as text. Bodies keep what languages need; single lines lose whatever can hide or turn. */

const LONE_SURROGATES = /\p{Cs}/gu;
const CONTROLS = /\p{Cc}/gu;
/** Turn the direction of all that follows, whatever its own script: no language needs them. */
const OVERRIDES = /[\u202D\u202E]/g;
/** All that turns direction or cannot be seen; not the joiners, which Persian and emoji need. */
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;
/** More marks on one letter than any written language needs. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** Lines end with \n; NUL and other controls go. The ends are kept: the caller trims. */
export function cleanBody(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029\f\v]/g, '\n')
    .replace(LONE_SURROGATES, '\uFFFD')
    .replace(CONTROLS, (control) => (control === '\n' || control === '\t' ? control : ''))
    .replace(OVERRIDES, '')
    .replace(PILED_MARKS, '$1');
}

/** A subject, a name, a file's name. */
export function cleanLine(text: string, length: number): string {
  // Cut before and after: the first bounds the work, the second the result.
  return text
    .slice(0, length * 4)
    .replace(LONE_SURROGATES, '\uFFFD')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(PILED_MARKS, '$1')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, length)
    .replace(LONE_SURROGATES, '')
    .trim();
}
