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
/** `30.11.2026 05:00 zoe@x:`, the minute and nothing but the address. */
const BARE = /^\S{0,30}\d.{0,40}?\d{1,2}\s?[:.h時点시]\s?\d{2}\s{1,3}[\w.+-]{1,64}@[\w.-]{1,253}\s?[:：]$/u;
const CLOCK = /\d{1,2}\s?[:.h時点시]\s?\d{2}/u;

/** Whether a line, joined where it was wrapped, introduces a quote: it ends with a colon and names a time or an address. */
export function isAttributionLine(text: string): boolean {
  const line = text.replace(/\s+/g, ' ').trim();
  return (
    line.length <= 500 && ((ENDS_INTRO.test(line) && isAttribution(line)) || (DASHED.test(line) && standsAlone(line)))
  );
}

/** `---- On Mon, 30 Nov 2026 10:00:00 +0100 Zoe <zoe@x> wrote ----`: between dashes it needs no colon. */
const DASHED = /^\s*[-–—_=~]{2,}\s*([^-–—_=~\s].{8,300}?)\s*[-–—_=~]{2,}\s*$/u;
/** Some phones begin the quote in the same line: `On Mon, 30 Nov 2026 at 10:00, Zoe<zoe@x> wrote:   Hello`. */
const RUNS_ON = /^(.{10,300}?[:：])\s{2,}\S/u;

function standsAlone(line: string): boolean {
  if (line.length > 2_000) return false;
  const [, dashed] = DASHED.exec(line) ?? [];
  if (dashed !== undefined) return WROTE.test(dashed) && DATED.test(dashed) && attributionIsSure(dashed);
  const [, intro] = RUNS_ON.exec(line) ?? [];
  return (
    intro !== undefined && startsAttribution(intro) && WROTE.test(intro) && DATED.test(intro) && ADDRESS.test(intro)
  );
}

/** The writer's last line right above is none of it: where what follows begins like one and says all. */
function beginsBelow(lines: readonly string[], from: number, to: number): boolean {
  if (startsAttribution(lines[from] as string)) return false;
  for (let start = from + 1; start <= to; start += 1) {
    const rest = lines.slice(start, to + 1).join(' ');
    if (startsAttribution(rest) && isAttribution(rest)) return true;
  }
  return false;
}

/** @returns the index after an attribution that starts here, or null. It ends with a colon and may be wrapped. */
export function attributionAt(lines: readonly string[], index: number, isPage = false): number | null {
  if (standsAlone(lines[index] as string)) return index + 1;
  let joined = '';
  for (let count = 0; count < 5 && index + count < lines.length; count += 1) {
    const line = (lines[index + count] as string).trim();
    if (line === '' || MARK.test(line)) return null;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (joined.length > 500) return null;
    if (!ENDS_INTRO.test(line)) continue;
    // A program breaks a long line, most often before an address; people break what they say at the end of a thought.
    const first = (lines[index] as string).trim();
    const isFull = first.length >= WRAPPED || /[<(]$/.test(first);
    if (count > 1 && (!isFull || !ADDRESS.test(joined))) return null;
    const isBroken =
      ADDRESS.test(lines[index] as string) || /[<(]\s*[\w.+-]{1,64}@/.test(joined) || /^\S{1,64}@\S+$/.test(line);
    if (count === 1 && !isFull && !isBroken) return null;
    if (isPage && count > 0 && isWhole(lines[index] as string, line)) return null;
    if (count > 0 && beginsBelow(lines, index, index + count)) return null;
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
    : (BRACKETED.test(text.trim()) || BARE.test(text.trim())) && DATED.test(text) && text.length < 200;
}

/** Begins like one: a preposition with a date, a date, or a name with an address. */
export function startsAttribution(line: string): boolean {
  return (
    /^\s*(?:on|am|le|el|em|il|op|den|dne|w dniu|στις|в|у|på|vào|pada|fredag|at|a|tarihinde)\b/iu.test(line) ||
    DATED.test(line.slice(0, 40))
  );
}
