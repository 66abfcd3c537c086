/** The modifiers of single values: `$set`, `$inc`, `$min`, `$currentDate`, `$rename`, `$bit` and their kin. */
import { Long, Timestamp } from 'bson';
import { addNumbers, combineBits, multiplyNumbers } from './arithmetic.ts';
import { compareValues } from './compare.ts';
import type { Doc, NumberValue, Value } from './document.ts';
import { badValue, failedToParse, typeMismatch } from './errors.ts';
import { getField } from './field.ts';
import { formatField } from './format.ts';
import { isDoc, isNumber, numberTypeOf, typeNameOf } from './kind.ts';
import { getPath, parsePath } from './path.ts';
import { ARRAY_MODIFIERS } from './update-array-modifiers.ts';

export interface UpdateContext {
  now: Date;
  isInsert: boolean;
  matchedIndex?: number;
  /** The document before the update, for messages and `$rename`. */
  root: Doc;
  /** Tests of arrayFilters by identifier. */
  filters: ReadonlyMap<string, (item: Value) => boolean>;
}

export interface Modifier {
  /** Whether a missing path is brought into being. */
  creates: boolean;
  /** Whether the modifier does nothing at all in this run. */
  skip?: (context: UpdateContext) => boolean;
  /** @returns the new value, undefined to remove it or leave it missing; never changes the old one */
  apply: (old: Value | undefined, context: UpdateContext) => Value | undefined;
}

export type ModifierCompiler = (field: string, argument: Value) => Modifier;

const COMPILERS: Readonly<Record<string, ModifierCompiler>> = {
  $set: (_field, argument) => ({ creates: true, apply: () => argument }),
  $setOnInsert: (_field, argument) => ({ creates: true, skip: (context) => !context.isInsert, apply: () => argument }),
  $unset: () => ({ creates: false, apply: () => undefined }),
  $inc: compileInc,
  $mul: compileMul,
  $min: (_field, argument) => compileExtreme(argument, -1),
  $max: (_field, argument) => compileExtreme(argument, 1),
  $currentDate: compileCurrentDate,
  $bit: compileBit,
  ...ARRAY_MODIFIERS,
};

export function isModifierName(name: string): boolean {
  return name === '$rename' || Object.hasOwn(COMPILERS, name);
}

export function compileModifier(operator: string, field: string, argument: Value): Modifier {
  const compile = COMPILERS[operator];
  if (compile === undefined) throw failedToParse(`Unknown modifier: ${operator}`);
  return compile(field, argument);
}

function lastPart(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1);
}

/** `_id: 1`, as messages name the document. */
export function nameDocument(context: UpdateContext): string {
  const id = getField(context.root, '_id');
  return id === undefined ? '' : formatField('_id', id);
}

function needNumber(operator: string, field: string, old: Value, context: UpdateContext): NumberValue {
  if (isNumber(old)) return old;
  throw typeMismatch(
    `Cannot apply ${operator} to a value of non-numeric type. {${nameDocument(context)}} has the field '${lastPart(field)}' of non-numeric type ${typeNameOf(old)}`,
  );
}

function needFit(
  result: NumberValue | undefined,
  operator: string,
  old: NumberValue,
  context: UpdateContext,
): NumberValue {
  if (result !== undefined) return result;
  const type = old instanceof Long ? 'NumberLong' : 'NumberInt';
  throw badValue(
    `Failed to apply ${operator} operations to current value ((${type})${old.toString()}) for document {${nameDocument(context)}}`,
  );
}

function compileInc(field: string, argument: Value): Modifier {
  if (!isNumber(argument))
    throw typeMismatch(`Cannot increment with non-numeric argument: {${formatField(field, argument)}}`);
  return {
    creates: true,
    apply: (old, context) => {
      if (old === undefined) return argument;
      const number = needNumber('$inc', field, old, context);
      return needFit(addNumbers(number, argument), '$inc', number, context);
    },
  };
}

function compileMul(field: string, argument: Value): Modifier {
  if (!isNumber(argument))
    throw typeMismatch(`Cannot multiply with non-numeric argument: {${formatField(field, argument)}}`);
  return {
    creates: true,
    apply: (old, context) => {
      // A missing field counts as a zero of the argument's type.
      const number = old === undefined ? 0 : needNumber('$mul', field, old, context);
      return needFit(multiplyNumbers(number, argument), '$mul', number, context);
    },
  };
}

function compileExtreme(argument: Value, sign: 1 | -1): Modifier {
  return {
    creates: true,
    apply: (old) => (old === undefined || compareValues(argument, old) * sign > 0 ? argument : old),
  };
}

function compileCurrentDate(field: string, argument: Value): Modifier {
  if (typeof argument === 'boolean') return { creates: true, apply: (_old, context) => context.now };
  if (!isDoc(argument)) {
    throw badValue(
      `${typeNameOf(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  for (const key of Object.keys(argument))
    if (key !== '$type') throw badValue(`Unrecognized $currentDate option: ${key}`);
  const type = argument.$type;
  if (type === 'date') return { creates: true, apply: (_old, context) => context.now };
  if (type === 'timestamp') return { creates: true, apply: (_old, context) => toTimestamp(context.now) };
  throw badValue(
    `The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {${field} : {$type: 'date'}}}`,
  );
}

function toTimestamp(now: Date): Timestamp {
  return new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
}

type BitOperation = { name: 'and' | 'or' | 'xor'; operand: number | Long };

function compileBit(_field: string, argument: Value): Modifier {
  const operations = readBitOperations(argument);
  return {
    creates: true,
    apply: (old, context) => {
      const start = old ?? 0;
      if (!isInteger(start)) {
        throw badValue(
          `Cannot apply $bit to a value of non-integral type.${nameDocument(context)} has the field ${lastPart(_field)} of non-integer type ${typeNameOf(start)}`,
        );
      }
      return operations.reduce<number | Long>((value, { name, operand }) => combineBits(value, operand, name), start);
    },
  };
}

function readBitOperations(argument: Value): BitOperation[] {
  if (!isDoc(argument)) {
    throw badValue(
      `The $bit modifier is not compatible with a ${typeNameOf(argument)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  const operations = Object.entries(argument).map(([name, operand]): BitOperation => {
    if (name !== 'and' && name !== 'or' && name !== 'xor') {
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${formatField(name, operand)}}`,
      );
    }
    if (!isInteger(operand)) {
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeNameOf(operand)}' is not supported here: {${formatField(name, operand)}}`,
      );
    }
    return { name, operand };
  });
  if (operations.length === 0) {
    throw badValue('You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}');
  }
  return operations;
}

function isInteger(value: Value): value is number | Long {
  return value instanceof Long || (typeof value === 'number' && numberTypeOf(value) === 'int');
}

/** `$rename` is a removal and a setting; both do nothing when the source is missing. */
export function compileRename(from: string, to: Value): { source: Modifier; target: Modifier; targetField: string } {
  if (typeof to !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${formatField(from, to)}`);
  if (from === to) throw badValue(`The source and target field for $rename must differ: ${formatField(from, to)}`);
  if (to.includes('\0')) throw badValue("The 'to' field for $rename cannot contain an embedded null byte");
  for (const [role, path] of [
    ['source', from],
    ['destination', to],
  ] as const) {
    if (/(^|\.)\$/.test(path)) throw badValue(`The ${role} field for $rename may not be dynamic: ${path}`);
  }
  const path = parsePath(from);
  const skip = (context: UpdateContext): boolean => getPath(context.root, path) === undefined;
  const source: Modifier = {
    creates: false,
    skip,
    apply: (_old, context) => {
      checkNoArray(context, 'source', from);
      return undefined;
    },
  };
  const target: Modifier = {
    creates: true,
    skip,
    apply: (_old, context) => {
      checkNoArray(context, 'destination', to);
      return getPath(context.root, path);
    },
  };
  return { source, target, targetField: to };
}

function checkNoArray(context: UpdateContext, role: 'source' | 'destination', field: string): void {
  const path = parsePath(field);
  for (let i = 1; i < path.length; i++) {
    if (!Array.isArray(getPath(context.root, path.slice(0, i)))) continue;
    throw badValue(
      `The ${role} field cannot be an array element, '${field}' in doc with ${nameDocument(context)} has an array field called '${path[i - 1]}'`,
    );
  }
}
