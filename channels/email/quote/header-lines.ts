/** The block of headers that programs put above what they repeat: From, Sent, To, Subject, in any language. */
import { ADDRESS } from './attribution.ts';
import { DATED, inlineLabels, labelsOf } from './quote-words.ts';

/** From:, Sent:, To:, Subject: below each other, in any language; also the four in one line, as pages without breaks become. */
export function headerBlockAt(lines: readonly string[], index: number): boolean {
  const line = lines[index] as string;
  const first = labelsOf(line);
  if (!first.includes('from') && !first.includes('date') && !first.includes('subject')) return false;
  if (
    line.length < 600 &&
    first.includes('from') &&
    inlineLabels(line) >= 3 &&
    (ADDRESS.test(line) || DATED.test(line))
  )
    return true;
  const seen = new Set(first.length > 0 ? [first[0]] : []);
  let block = line.slice(0, 300);
  let blanks = 0;
  let others = 0;
  for (let next = index + 1; next < Math.min(lines.length, index + 12); next += 1) {
    const following = lines[next] as string;
    if (following.trim() === '') {
      blanks += 1;
      if (blanks > 4) break;
      continue;
    }
    const labels = labelsOf(following).filter((label) => !seen.has(label));
    if (labels.length > 0) {
      seen.add(labels[0]);
      block += following.slice(0, 300);
    } else {
      // A long list of recipients goes on in the next line.
      others += 1;
      if (others > 2) break;
    }
  }
  if (seen.size < 3 || !(seen.has('from') || first.includes('from'))) return false;
  // From, to and a date are also said of a journey or a parcel.
  const isDetailed = ADDRESS.test(block) || DATED.test(block);
  return (seen.has('subject') && (seen.size > 3 || isDetailed)) || (seen.has('date') && ADDRESS.test(block));
}

/** Above a header block the writer's own last line may look like one of its lines: the block begins where it holds without that. */
export function beginsLater(lines: readonly string[], index: number): boolean {
  const [first] = labelsOf(lines[index] as string);
  for (let later = index + 1; later < Math.min(lines.length, index + 8); later += 1) {
    if (!headerBlockAt(lines, later)) continue;
    const between = lines.slice(index + 1, later).filter((line) => line.trim() !== '');
    if (headerBlockAt(lines.slice(0, later), index)) return false;
    const isTorn = between.some((line) => labelsOf(line).length === 0);
    return isTorn || lines.slice(later, later + 6).some((line) => labelsOf(line)[0] === first);
  }
  return false;
}

/** The rule of underscores or dashes above a header block belongs to it. */
export function startWithRule(lines: readonly string[], index: number): number {
  for (let back = index - 1; back >= Math.max(0, index - 3); back -= 1) {
    const line = (lines[back] as string).trim();
    if (/^[_\-=—–*]{3,}$/.test(line)) return back;
    if (line !== '') break;
  }
  return index;
}
