/** Makes a stranger's text safe to keep and to show as text: what remains is what a person could have meant to write. */

const LONE_SURROGATES = /\p{Cs}/gu;
/** C0 and C1 controls but tab and line feed. */
const CONTROLS = /[\p{Cc}]/gu;
/** Characters that turn the direction of what follows, or hide in it: overrides, embeddings, isolates, marks, zero-width space, byte order mark. */
const INVISIBLE =
  /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;
/** More marks on one letter than any written language needs. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;
/** A joiner joins; two in a row join nothing. */
const PILED_JOINERS = /([\u200C\u200D])[\u200C\u200D]+/gu;
const BLANK = /^[\s\p{Z}\p{Cf}\p{M}\u2800\u3164\u115F\u1160\uFFA0]*$/u;

/** Several lines: line ends become \n, ends are trimmed. */
export function cleanText(text: string): string {
  return text
    .replace(LONE_SURROGATES, '\uFFFD')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(CONTROLS, (control) => (control === '\n' || control === '\t' ? control : ''))
    .replace(INVISIBLE, '')
    .replace(PILED_MARKS, '$1')
    .replace(PILED_JOINERS, '$1')
    .trim();
}

/** One line, such as a name or a title. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ');
}

/** Nothing that leaves ink. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}
