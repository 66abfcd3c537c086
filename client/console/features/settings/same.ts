/** Whether two values say the same, in whatever order their keys stand: what the server answers is put in its own order. Pure. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(saidOf(a)), new Map(saidOf(b))];
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && isSame(value, right.get(key)));
}

/** A key without a value says nothing. */
const saidOf = (value: object): [string, unknown][] => Object.entries(value).filter(([, one]) => one !== undefined);
