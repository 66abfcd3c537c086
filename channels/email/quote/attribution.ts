/** Lines that introduce a quote: who wrote when, in any language, in one line or broken into several. */
import { DATED, WROTE } from './quote-words.ts';

export const MARK = /^\s{0,3}(?:>|\|\s(?!.*\|))/;
/** A colon, whatever a program puts behind it. */
export const ENDS_INTRO = /[:：][\s\u200e\u200f\u202a-\u202e\u2066-\u2069]*(?:[*_"”»\-–—]|&gt;)*$/u;
export const ADDRESS = /[\w.+-]{1,64}@[\w.-]{1,253}/;
/** Shorter lines are broken by people. */
const WRAPPED = 45;
/** Whom a line without a verb is about stands last in it. */
const BRACKETED = /[<(\u202a]\s*(?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,253}[\s\u200f\u202c]*[>)][^\p{L}\p{N}]*$/u;
const CLOCK = /\d{1,2}\s?[:.h時点시]\s?\d{2}/u;

/** Whether a line, joined where it was wrapped, introduces a quote: it ends with a colon and names a time or an address. */
export function isAttributionLine(text: string): boolean {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 500 && ENDS_INTRO.test(line) && isAttribution(line);
}

/** @returns the index after an attribution that starts here, or null. It ends with a colon and may be wrapped. */
export function attributionAt(lines: readonly string[], index: number, isPage = false): number | null {
  let joined = '';
  for (let count = 0; count < 5 && index + count < lines.length; count += 1) {
    const line = (lines[index + count] as string).trim();
    if (line === '' || MARK.test(line)) return null;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (joined.length > 500) return null;
    if (!ENDS_INTRO.test(line)) continue;
    // A program breaks a long line, most often before an address; people break what they say at the end of a thought.
    const isFull = (lines[index] as string).trim().length >= WRAPPED;
    if (count > 1 && (!isFull || !ADDRESS.test(joined))) return null;
    const isBroken =
      ADDRESS.test(lines[index] as string) || /[<(]\s*[\w.+-]{1,64}@/.test(joined) || /^\S{1,64}@\S+$/.test(line);
    if (count === 1 && !isFull && !isBroken) return null;
    if (isPage && count > 0 && isWhole(lines[index] as string, line)) return null;
    return isAttribution(joined) ? index + count + 1 : null;
  }
  return null;
}

/** Pages break no lines, and their empty ones are not told: what says all by itself takes no line above it along. */
function isWhole(first: string, last: string): boolean {
  const isRest = startsAttribution(first) && !DATED.test(last) && !/^\s*[-_=]{2,}/.test(last);
  return isAttribution(last) && !isRest;
}

function isAttribution(text: string): boolean {
  const hasAddress = ADDRESS.test(text);
  const hasDate = DATED.test(text);
  if (WROTE.test(text)) return hasAddress || hasDate;
  return hasAddress && hasDate;
}

/** Nobody types it like that: an address, or the minute. `On 30 Nov your colleague wrote:` may be the writer's own sentence. */
export function attributionIsSure(text: string): boolean {
  return WROTE.test(text)
    ? ADDRESS.test(text) || CLOCK.test(text)
    : BRACKETED.test(text.trim()) && DATED.test(text) && text.length < 200;
}

/** Begins like one: a preposition with a date, a date, or a name with an address. */
export function startsAttribution(line: string): boolean {
  return (
    /^\s*(?:on|am|le|el|em|il|op|den|dne|w dniu|στις|в|у|på|vào|pada|fredag|at|a|tarihinde)\b/iu.test(line) ||
    DATED.test(line.slice(0, 40))
  );
}
