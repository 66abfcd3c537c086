/** `$inc`, `$mul` and `$bit` arithmetic with MongoDB's promotion: int32 → long → double → decimal. */
import { Decimal128, Long } from 'bson';
import { type NumberValue, toDouble } from './document.ts';
import { isInt32, numberTypeOf } from './kind.ts';
import { type Decimal, type Parts, readDecimal, toNumber } from './number.ts';

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;
const DECIMAL_DIGITS = 34;

/** @returns undefined when the sum of integers does not fit in a Long */
export function addNumbers(a: NumberValue, b: NumberValue): NumberValue | undefined {
  if (typeof a === 'number' && typeof b === 'number' && isInt32(a) && isInt32(b)) {
    const sum = a + b;
    return isInt32(sum) ? sum : Long.fromNumber(sum);
  }
  return combine(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
    addParts,
  );
}

/** @returns undefined when the product of integers does not fit in a Long */
export function multiplyNumbers(a: NumberValue, b: NumberValue): NumberValue | undefined {
  return combine(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
    multiplyParts,
  );
}

/** `and`, `or`, `xor` of integers; the result is a Long when either is. */
export function combineBits(a: number | Long, b: number | Long, operation: 'and' | 'or' | 'xor'): number | Long {
  const left = toBigInt(a);
  const right = toBigInt(b);
  const result = operation === 'and' ? left & right : operation === 'or' ? left | right : left ^ right;
  return a instanceof Long || b instanceof Long ? Long.fromBigInt(result) : Number(result);
}

function combine(
  a: NumberValue,
  b: NumberValue,
  onDoubles: (x: number, y: number) => number,
  onIntegers: (x: bigint, y: bigint) => bigint,
  onDecimals: (x: Parts, y: Parts) => Decimal128,
): NumberValue | undefined {
  const left = numberTypeOf(a);
  const right = numberTypeOf(b);
  if (left === 'decimal' || right === 'decimal') return onDecimals(toDecimalParts(a), toDecimalParts(b));
  if (left === 'double' || right === 'double') return toDouble(onDoubles(toNumber(a), toNumber(b)));
  const result = onIntegers(toBigInt(a), toBigInt(b));
  if (left === 'int' && right === 'int' && result >= -(2n ** 31n) && result < 2n ** 31n) return Number(result);
  return result < LONG_MIN || result > LONG_MAX ? undefined : Long.fromBigInt(result);
}

function toBigInt(value: NumberValue): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(toNumber(value));
}

// MongoDB reads a double as decimal with the 15 digits that are certain.
function toDecimalParts(value: NumberValue): Parts {
  if (value instanceof Decimal128) return readDecimal(value);
  if (numberTypeOf(value) !== 'double') {
    const integer = toBigInt(value);
    return { negative: integer < 0n, digits: integer < 0n ? -integer : integer, exponent: 0 };
  }
  const number = toNumber(value);
  if (!Number.isFinite(number)) return number;
  return readDecimal(Decimal128.fromString(String(Number(number.toPrecision(15)))));
}

function signed(parts: Decimal): bigint {
  return parts.negative ? -parts.digits : parts.digits;
}

function addParts(a: Parts, b: Parts): Decimal128 {
  if (typeof a === 'number' || typeof b === 'number') return toSpecial(toRough(a) + toRough(b));
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = signed(a) * 10n ** BigInt(a.exponent - exponent) + signed(b) * 10n ** BigInt(b.exponent - exponent);
  return toDecimal128(sum, exponent);
}

function multiplyParts(a: Parts, b: Parts): Decimal128 {
  if (typeof a === 'number' || typeof b === 'number') return toSpecial(toRough(a) * toRough(b));
  return toDecimal128(signed(a) * signed(b), a.exponent + b.exponent);
}

/** Enough to combine with NaN or an infinity. */
function toRough(parts: Parts): number {
  if (typeof parts === 'number') return parts;
  return parts.digits === 0n ? 0 : parts.negative ? -1 : 1;
}

function toSpecial(value: number): Decimal128 {
  return Decimal128.fromString(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');
}

function toDecimal128(value: bigint, exponent: number): Decimal128 {
  const magnitude = value < 0n ? -value : value;
  const excess = magnitude.toString().length - DECIMAL_DIGITS;
  const digits = excess > 0 ? roundHalfEven(magnitude, excess) : magnitude;
  return Decimal128.fromStringWithRounding(`${value < 0n ? '-' : ''}${digits}E${exponent + Math.max(0, excess)}`);
}

function roundHalfEven(magnitude: bigint, excess: number): bigint {
  const unit = 10n ** BigInt(excess);
  const quotient = magnitude / unit;
  const twice = (magnitude % unit) * 2n;
  return twice > unit || (twice === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
