/** Putting something in where the cursor is, with a space where words would run together. Pure. */
export function insertAt(
  text: string,
  piece: string,
  start: number | undefined = text.length,
  end: number | undefined = start,
): { text: string; caret: number } {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const gap = /[\p{L}\p{N}.,;:!?]$/u.test(before) && !/[\p{Script=Han}]$/u.test(before) ? ' ' : '';
  return { text: `${before}${gap}${piece}${after}`, caret: before.length + gap.length + piece.length };
}
