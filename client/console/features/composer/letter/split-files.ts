/** Which of some files are shown within the words, and which go along beside them. Pure. */

/** What every mail program shows; others would be a gap in the words. */
const shownTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function splitFiles<F extends { type: string }>(files: readonly F[]): { shown: F[]; attached: F[] } {
  return {
    shown: files.filter((file) => shownTypes.has(file.type)),
    attached: files.filter((file) => !shownTypes.has(file.type)),
  };
}
