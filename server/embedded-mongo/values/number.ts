/** Exact comparison of numbers across Int32, Long, Double and Decimal128. */
import { Decimal128, Long } from 'bson';
import type { NumberValue } from './document.ts';

/** sign * digits * 10^exponent, exactly. */
export interface Decimal {
  negative: boolean;
  digits: bigint;
  exponent: number;
}
/** A number as exact decimal, or as the JS number that says NaN or ±Infinity. */
export type Parts = Decimal | number;

const EXPONENT_BIAS = 6176;

/** Reads IEEE 754-2008 decimal128 (binary integer coding, as BSON stores it). */
export function readDecimal(value: Decimal128): Parts {
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, 16);
  const high = view.getBigUint64(8, true);
  const low = view.getBigUint64(0, true);
  const negative = high >> 63n === 1n;
  const combination = (high >> 58n) & 31n;
  if (combination === 31n) return Number.NaN;
  if (combination === 30n) return negative ? -Infinity : Infinity;
  // The second form could only code coefficients above 10^34, which count as zero.
  if (combination >> 3n === 3n)
    return { negative, digits: 0n, exponent: Number((high >> 47n) & 0x3fffn) - EXPONENT_BIAS };
  const exponent = Number((high >> 49n) & 0x3fffn) - EXPONENT_BIAS;
  const digits = ((high & 0x1_ffff_ffff_ffffn) << 64n) | low;
  return { negative, digits: digits < 10n ** 34n ? digits : 0n, exponent };
}

/** The number as JS number when that loses nothing worth comparing: NaN, ±Infinity, all doubles, small longs. */
export function toExactNumber(value: NumberValue): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Long) {
    const high = value.high;
    if (high < 0x20_0000 && high >= -0x20_0000) return high * 0x1_0000_0000 + (value.low >>> 0);
    return undefined;
  }
  if (value instanceof Decimal128) {
    const parts = readDecimal(value);
    if (typeof parts === 'number') return parts;
    if (parts.digits === 0n) return 0;
    if (parts.exponent === 0 && parts.digits <= 9007199254740991n)
      return Number(parts.negative ? -parts.digits : parts.digits);
    return undefined;
  }
  return value.value;
}

/** The JS number exactly equal to the value, if there is one; equal values of different types give the same. */
export function toCanonicalNumber(value: NumberValue): number | undefined {
  const exact = toExactNumber(value);
  if (exact !== undefined) return exact;
  const nearest = toNumber(value);
  return compareParts(toParts(nearest), toParts(value)) === 0 ? nearest : undefined;
}

/** The nearest JS number; not exact for large longs and most decimals. */
export function toNumber(value: NumberValue): number {
  if (typeof value === 'number') return value;
  if (value instanceof Long) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  return value.value;
}

/** Splits a finite double exactly: every double is an integer times a power of two, so also of ten. */
function splitDouble(value: number): Parts {
  if (!Number.isFinite(value)) return value;
  let magnitude = Math.abs(value);
  let shift = 0;
  while (!Number.isInteger(magnitude)) {
    magnitude *= 2;
    shift++;
  }
  return { negative: value < 0, digits: BigInt(magnitude) * 5n ** BigInt(shift), exponent: -shift };
}

export function toParts(value: NumberValue): Parts {
  if (typeof value === 'number') return splitDouble(value);
  if (value instanceof Long) {
    const integer = value.toBigInt();
    return { negative: integer < 0n, digits: integer < 0n ? -integer : integer, exponent: 0 };
  }
  return value instanceof Decimal128 ? readDecimal(value) : splitDouble(value.value);
}

/** NaN is below every other number and equal to itself; -0 equals 0. */
export function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : 1;
}

export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b);
  const left = toExactNumber(a);
  const right = toExactNumber(b);
  if (left !== undefined && right !== undefined) return compareDoubles(left, right);
  return compareParts(toParts(a), toParts(b));
}

export function compareParts(a: Parts, b: Parts): number {
  if (typeof a === 'number') return typeof b === 'number' ? compareDoubles(a, b) : a === Infinity ? 1 : -1;
  if (typeof b === 'number') return b === Infinity ? -1 : 1;
  if (a.digits === 0n || b.digits === 0n || a.negative !== b.negative)
    return signOf(a) - signOf(b) < 0 ? -1 : signOf(a) > signOf(b) ? 1 : 0;
  return a.negative ? compareMagnitudes(b, a) : compareMagnitudes(a, b);
}

function signOf(parts: Decimal): number {
  return parts.digits === 0n ? 0 : parts.negative ? -1 : 1;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  const least = Math.min(a.exponent, b.exponent);
  const left = a.digits * 10n ** BigInt(a.exponent - least);
  const right = b.digits * 10n ** BigInt(b.exponent - least);
  return left < right ? -1 : left > right ? 1 : 0;
}
