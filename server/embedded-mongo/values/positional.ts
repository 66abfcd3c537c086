/** Finds the array element a query matched, which the positional operator `$` of an update stands for. */
import type { Doc } from './document.ts';
import { compileDetailedFilter } from './match.ts';
import type { MatchDetails } from './path.ts';

/** @returns a function that gives the index for a document which matches the filter, or undefined */
export function compilePositional(filter: Doc): (doc: Doc) => number | undefined {
  const match = compileDetailedFilter(filter);
  return (doc) => {
    const details: MatchDetails = {};
    return match(doc, details) ? details.index : undefined;
  };
}
