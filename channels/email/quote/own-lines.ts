/** Which lines repeat what we wrote: we know our own words exactly, in whatever language their mail program introduces them. */

/** Shorter ones are said by everybody. */
const MIN_LENGTH = 14;
/** Characters that are looked through for all lines together; what is left over counts as theirs. */
const LOOKED_THROUGH = 300_000_000;

export function ownLines(lines: readonly string[], outgoing: string): boolean[] {
  const known = normalise(outgoing.split('\n').map(unmark).join(' ')).slice(0, 200_000);
  const most = LOOKED_THROUGH / Math.max(1, known.length);
  return lines.map((line, index) => {
    if (index >= most) return false;
    const text = normalise(unmark(line));
    return text.length >= MIN_LENGTH && text.length <= 2_000 && known.includes(text);
  });
}

function unmark(line: string): string {
  return line.replace(/^[\s>|]+/, '');
}

function normalise(text: string): string {
  return text
    .slice(0, 200_000)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[*_`’']/g, '')
    .replace(/<(?:https?|mailto):[^>]{1,500}>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
