/** Which entries a placement means, and where an entry is read. Pure. */
import type { ConversationId } from './model/ids.ts';
import type { PlacedPart, Placement } from './model/placement.ts';

type Range = PlacedPart['ranges'][number];

/** An entry by its home. */
export interface EntryPlace {
  of: ConversationId;
  seq: number;
}

export function covers(parts: readonly PlacedPart[], { of, seq }: EntryPlace): boolean {
  return parts.some((part) => part.of === of && part.ranges.some(([first, last]) => first <= seq && seq <= last));
}

/** The placement by which an entry that was read in `here` is read elsewhere. */
export function leavesBy(
  placements: readonly Placement[],
  here: ConversationId,
  entry: EntryPlace,
): Placement | undefined {
  return placements.find((placement) => placement.from.id === here && covers(placement.parts, entry));
}

/** Entries as stretches; neighbours become one. */
export function partsOf(entries: readonly EntryPlace[]): PlacedPart[] {
  const homes = new Map<ConversationId, number[]>();
  for (const { of, seq } of entries) homes.set(of, [...(homes.get(of) ?? []), seq]);
  return [...homes].map(([of, seqs]) => ({ of, ranges: rangesOf(seqs) }));
}

function rangesOf(seqs: readonly number[]): Range[] {
  const ranges: Range[] = [];
  for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === seq - 1) last[1] = seq;
    else ranges.push([seq, seq]);
  }
  return ranges;
}

/** All that is read in a conversation whose log ends at `head`: its own, and what was placed there, without what went on from there. */
export function readIn(here: ConversationId, head: number, placements: readonly Placement[]): PlacedPart[] {
  const gone = placements.filter(({ from }) => from.id === here).flatMap(({ parts }) => parts);
  const came = placements.filter(({ to }) => to.id === here).flatMap(({ parts }) => parts);
  const own: PlacedPart = { of: here, ranges: head > 0 ? [[1, head]] : [] };
  return [own, ...came].flatMap((part) => {
    const taken = gone.filter(({ of }) => of === part.of).flatMap(({ ranges }) => ranges);
    const ranges = part.ranges.flatMap((range) => without(range, taken));
    return ranges.length > 0 ? [{ of: part.of, ranges }] : [];
  });
}

/** What of a stretch the others leave over. */
function without(range: Range, taken: readonly Range[]): Range[] {
  let left: Range[] = [range];
  for (const [first, last] of taken) {
    left = left.flatMap(([from, to]): Range[] => {
      if (last < from || to < first) return [[from, to]];
      return [...(from < first ? [[from, first - 1] as Range] : []), ...(last < to ? [[last + 1, to] as Range] : [])];
    });
  }
  return left;
}
