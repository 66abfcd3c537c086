/** Where a text was passed on to us: at the divider that programs put above it. In what a reply quotes there may be one too, and that is an old story. */
import { attributionAt } from './attribution.ts';
import { headerBlockAt } from './header-lines.ts';
import { FORWARDED, ORIGINAL } from './quote-words.ts';

/** @returns the divider's line, or -1 where there is none above everything that is quoted */
export function passedOnAt(lines: readonly string[]): number {
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] as string).slice(0, 200);
    if (line.trim() === '') continue;
    if (FORWARDED.test(line)) return index;
    if (ORIGINAL.test(line) || attributionAt(lines, index) !== null || headerBlockAt(lines, index)) return -1;
  }
  return -1;
}
