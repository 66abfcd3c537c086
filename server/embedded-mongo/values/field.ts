/** Own fields of documents, safe for names that `Object.prototype` knows. */
import type { Doc, Value } from './document.ts';

/** An own field, never what `Object.prototype` would lend (`constructor`, `__proto__`). */
export function getField(doc: Doc, field: string): Value | undefined {
  const value: unknown = doc[field];
  if (value === undefined || typeof value === 'function' || value === Object.prototype) return undefined;
  return value as Value;
}

/** Sets an own field even when it is called `__proto__`. */
export function setField(doc: Doc, field: string, value: Value): void {
  if (field === '__proto__') {
    Object.defineProperty(doc, field, { value, writable: true, enumerable: true, configurable: true });
  } else {
    doc[field] = value;
  }
}

/** A copy without one field; cheaper than `delete`, which makes V8 give up the object's shape. */
export function omitField(doc: Doc, field: string): Doc {
  const copy: Doc = {};
  for (const key of Object.keys(doc)) if (key !== field) setField(copy, key, doc[key] as Value);
  return copy;
}
