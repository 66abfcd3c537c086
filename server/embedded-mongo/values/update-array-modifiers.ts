/** The modifiers of arrays: `$push`, `$addToSet`, `$pull`, `$pullAll`, `$pop`. */
import { BSONRegExp } from 'bson';
import { compareValues, equalValues } from './compare.ts';
import type { Value } from './document.ts';
import { badValue, failedToParse, typeMismatch } from './errors.ts';
import { getField } from './field.ts';
import { formatField } from './format.ts';
import { isDoc, isNumber, typeNameOf } from './kind.ts';
import { compileFilter, isElementOperatorDoc } from './match.ts';
import { toNumber } from './number.ts';
import { compileSort } from './sort.ts';
import type { Modifier, ModifierCompiler, UpdateContext } from './update-modifiers.ts';

export const ARRAY_MODIFIERS: Readonly<Record<string, ModifierCompiler>> = {
  $push: compilePush,
  $addToSet: compileAddToSet,
  $pull: compilePull,
  $pullAll: compilePullAll,
  $pop: compilePop,
};

interface PushPlan {
  items: Value[];
  position: number | undefined;
  slice: number | undefined;
  order: ((a: Value, b: Value) => number) | undefined;
}

function compilePush(field: string, argument: Value): Modifier {
  const plan = readPush(argument);
  return {
    creates: true,
    apply: (old, context) => {
      if (old !== undefined && !Array.isArray(old)) {
        throw badValue(
          `The field '${field}' must be an array but is of type ${typeNameOf(old)} in document {${nameOf(context)}}`,
        );
      }
      return push(old ?? [], plan);
    },
  };
}

function nameOf(context: UpdateContext): string {
  const id = getField(context.root, '_id');
  return id === undefined ? '' : formatField('_id', id);
}

function push(old: Value[], plan: PushPlan): Value[] {
  const at = plan.position ?? old.length;
  const start = at < 0 ? Math.max(0, old.length + at) : Math.min(at, old.length);
  const items = [...old.slice(0, start), ...plan.items, ...old.slice(start)];
  if (plan.order !== undefined) items.sort(plan.order);
  if (plan.slice === undefined) return items;
  if (plan.slice === 0) return [];
  return plan.slice < 0 ? items.slice(plan.slice) : items.slice(0, plan.slice);
}

function readPush(argument: Value): PushPlan {
  if (!isDoc(argument) || getField(argument, '$each') === undefined) {
    return { items: [argument], position: undefined, slice: undefined, order: undefined };
  }
  const each = argument.$each as Value;
  if (!Array.isArray(each)) {
    throw badValue(`The argument to $each in $push must be an array but it was of type: ${typeNameOf(each)}`);
  }
  for (const clause of Object.keys(argument)) {
    if (!['$each', '$slice', '$sort', '$position'].includes(clause))
      throw badValue(`Unrecognized clause in $push: ${clause}`);
  }
  return {
    items: each,
    position: readInteger('$position', getField(argument, '$position')),
    slice: readInteger('$slice', getField(argument, '$slice')),
    order: readOrder(getField(argument, '$sort')),
  };
}

function readInteger(clause: string, value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (isNumber(value) && Number.isInteger(toNumber(value))) return toNumber(value);
  throw badValue(`The value for ${clause} must be an integer value but was given type: ${typeNameOf(value)}`);
}

function readOrder(sort: Value | undefined): PushPlan['order'] {
  if (sort === undefined) return undefined;
  if (isDoc(sort)) {
    if (Object.keys(sort).length === 0) throw badValue('The $sort pattern is empty when it should be a set of fields.');
    const compare = compileSort(sort);
    // Elements that are no documents have none of the fields.
    return (a, b) => compare(isDoc(a) ? a : {}, isDoc(b) ? b : {});
  }
  if (!isNumber(sort))
    throw badValue('The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  const direction = toNumber(sort);
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1');
  return (a, b) => compareValues(a, b) * direction;
}

function compileAddToSet(field: string, argument: Value): Modifier {
  const items = readSetItems(argument);
  return {
    creates: true,
    apply: (old) => {
      if (old !== undefined && !Array.isArray(old)) {
        throw badValue(
          `Cannot apply $addToSet to non-array field. Field named '${field.slice(field.lastIndexOf('.') + 1)}' has non-array type ${typeNameOf(old)}`,
        );
      }
      const result = old === undefined ? [] : old.slice();
      for (const item of items) if (!result.some((other) => equalValues(other, item))) result.push(item);
      return result;
    },
  };
}

function readSetItems(argument: Value): Value[] {
  if (!isDoc(argument) || Object.keys(argument)[0] !== '$each') return [argument];
  const each = argument.$each as Value;
  if (!Array.isArray(each)) {
    throw typeMismatch(`The argument to $each in $addToSet must be an array but it was of type ${typeNameOf(each)}`);
  }
  const other = Object.keys(argument)[1];
  if (other !== undefined)
    throw badValue(`Found unexpected fields after $each in $addToSet: ${formatField(other, argument[other] as Value)}`);
  return each;
}

function compilePull(_field: string, argument: Value): Modifier {
  return removeItems('$pull', compilePullTest(argument));
}

// As MongoDB's PullNode: a document is a query on elements that are documents, operators look at each element itself.
function compilePullTest(condition: Value): (item: Value) => boolean {
  if (condition instanceof BSONRegExp || isElementOperatorDoc(condition)) {
    const match = compileFilter({ element: condition });
    return (item) => match({ element: item });
  }
  if (!isDoc(condition)) return (item) => equalValues(item, condition);
  const match = compileFilter(condition);
  return (item) => isDoc(item) && match(item);
}

function compilePullAll(_field: string, argument: Value): Modifier {
  if (!Array.isArray(argument)) {
    throw badValue(`$pullAll requires an array argument but was given a ${typeNameOf(argument)}`);
  }
  return removeItems('$pullAll', (item) => argument.some((other) => equalValues(other, item)));
}

function removeItems(operator: string, test: (item: Value) => boolean): Modifier {
  return {
    creates: false,
    apply: (old) => {
      if (old === undefined) return undefined;
      if (!Array.isArray(old)) throw badValue(`Cannot apply ${operator} to a non-array value`);
      return old.some(test) ? old.filter((item) => !test(item)) : old;
    },
  };
}

function compilePop(field: string, argument: Value): Modifier {
  const direction = isNumber(argument) ? toNumber(argument) : Number.NaN;
  if (direction !== 1 && direction !== -1) {
    throw failedToParse(
      isNumber(argument)
        ? `$pop expects 1 or -1, found: ${argument}`
        : `Expected a number in: ${formatField(field, argument)}`,
    );
  }
  return {
    creates: false,
    apply: (old) => {
      if (old === undefined) return undefined;
      if (!Array.isArray(old)) {
        throw typeMismatch(`Path '${field}' contains an element of non-array type '${typeNameOf(old)}'`);
      }
      return direction === 1 ? old.slice(0, -1) : old.slice(1);
    },
  };
}
