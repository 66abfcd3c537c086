/** Many random updates against a small model that applies one modifier at a time. */
import fc from 'fast-check';
import type { Doc, Value } from './document.ts';
import { compileUpdate } from './update.ts';

/** The model: JSON in and out, one modifier at a time, written with plain recursion. */
type Json = number | string | null | Json[] | { [key: string]: Json };
const REFUSED = Symbol('refused');

function modelSet(
  doc: Json | undefined,
  path: string[],
  change: (old: Json | undefined) => Json | undefined,
  creates: boolean,
): Json | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return change(doc);
  if (Array.isArray(doc)) {
    if (!/^\d+$/.test(part)) {
      if (creates) throw REFUSED;
      return doc;
    }
    const changed = modelSet(doc[Number(part)], rest, change, creates);
    if (changed === undefined) return doc.map((item, i) => (i === Number(part) ? null : item));
    const copy = [...doc];
    while (copy.length < Number(part)) copy.push(null);
    copy[Number(part)] = changed;
    return copy;
  }
  if (doc !== undefined && (doc === null || typeof doc !== 'object')) {
    if (creates) throw REFUSED;
    return doc;
  }
  const changed = modelSet(doc?.[part], rest, change, creates);
  if (changed === undefined && doc === undefined) return undefined;
  const entries = Object.entries(doc ?? {}).filter(([key]) => changed !== undefined || key !== part);
  return changed === undefined ? Object.fromEntries(entries) : { ...Object.fromEntries(entries), [part]: changed };
}

function modelChange(operator: string, argument: Json, old: Json | undefined): Json | undefined {
  const items = old === undefined ? [] : old;
  const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);
  switch (operator) {
    case '$set':
      return argument;
    case '$unset':
      return undefined;
    case '$inc':
    case '$mul':
      if (old !== undefined && typeof old !== 'number') throw REFUSED;
      return operator === '$inc' ? (old ?? 0) + (argument as number) : (old ?? 0) * (argument as number) + 0;
    case '$push':
      if (!Array.isArray(items)) throw REFUSED;
      return [...items, argument];
    case '$addToSet':
      if (!Array.isArray(items)) throw REFUSED;
      return items.some((item) => same(item, argument)) ? items : [...items, argument];
    case '$pullAll':
      if (!Array.isArray(items)) throw REFUSED;
      return old === undefined ? undefined : items.filter((item) => !same(item, argument));
    default:
      if (!Array.isArray(items)) throw REFUSED;
      return old === undefined ? undefined : items.slice(0, -1);
  }
}

const CREATES = new Set(['$set', '$inc', '$mul', '$push', '$addToSet']);

describe('updates and the model', () => {
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 2, arbitrary: fc.constantFrom<Json>(0, 1, 2, 'p', null) },
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  const docs = fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree, { maxKeys: 3, noNullPrototype: true });
  const path = fc.array(fc.constantFrom('a', 'b', 'c', '0', '2'), { minLength: 0, maxLength: 2 });
  const operator = fc.constantFrom('$set', '$unset', '$inc', '$mul', '$push', '$addToSet', '$pullAll', '$pop');
  // Different first parts cannot conflict, so the model may apply one after the other.
  const changes = fc.uniqueArray(
    fc.tuple(operator, fc.constantFrom('a', 'b', 'c'), path, tree, fc.integer({ min: -3, max: 3 })),
    {
      minLength: 1,
      maxLength: 3,
      selector: ([, first]) => first,
    },
  );

  it('give the same documents and refuse the same ones', () => {
    fc.assert(
      fc.property(docs, changes, (doc, list) => {
        const update: Record<string, Record<string, Value>> = {};
        let expected: Json | typeof REFUSED = doc;
        // New fields are added in the order of their names.
        for (const [name, first, rest, argument, amount] of [...list].sort((x, y) => (x[1] < y[1] ? -1 : 1))) {
          const full = [first, ...rest];
          const number = name === '$inc' || name === '$mul';
          const value: Json = name === '$pop' ? 1 : number ? amount : argument;
          update[name] = { ...update[name], [full.join('.')]: name === '$pullAll' ? [value] : value };
          try {
            if (expected !== REFUSED) {
              expected = modelSet(expected, full, (old) => modelChange(name, value, old), CREATES.has(name)) ?? {};
            }
          } catch (error) {
            if (error !== REFUSED) throw error;
            expected = REFUSED;
          }
        }
        const before = JSON.stringify(doc);
        const run = (): { doc: Doc; modified: boolean } =>
          compileUpdate(update)(doc, { now: new Date(0), isInsert: false });
        if (expected === REFUSED) {
          expect(run).toThrow(expect.objectContaining({ name: 'StoreError' }));
        } else {
          const result = run();
          expect(JSON.stringify(result.doc)).toBe(JSON.stringify(expected));
          expect(JSON.stringify(doc)).toBe(before);
          expect(result.modified).toBe(JSON.stringify(doc) !== JSON.stringify(expected));
        }
      }),
      { numRuns: 4000 },
    );
  });
});
