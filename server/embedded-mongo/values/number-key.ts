/** Order-preserving bytes for numbers of all types, exact also where a double is not. */
import type { NumberValue } from './document.ts';
import type { KeyWriter } from './key-writer.ts';
import { compareParts, type Decimal, type Parts, toExactNumber, toParts } from './number.ts';

/** Above every exponent that Decimal128 or Long can have, so that the sum is positive. */
const EXPONENT_OFFSET = 16384;

/**
 * Nine bytes for what a double can hold: the greatest double not above the value, and 0. Other values (longs beyond
 * 2^53, most decimals) have 1 there and then their decimal digits, which order the values between two doubles.
 */
export function writeNumber(writer: KeyWriter, value: NumberValue): void {
  const exact = toExactNumber(value);
  if (exact !== undefined) {
    writer.double(exact);
    writer.byte(0);
    return;
  }
  const parts = toParts(value);
  const floor = typeof parts === 'number' ? parts : floorDouble(parts);
  writer.double(floor);
  if (typeof parts === 'number' || compareParts(toParts(floor), parts) === 0) {
    writer.byte(0);
    return;
  }
  writer.byte(1);
  const start = writer.length;
  writeDigits(writer, parts);
  if (parts.negative) writer.invert(start);
}

// Of two positive numbers the one with more digits before the point is greater, then digits decide from the left.
function writeDigits(writer: KeyWriter, parts: Decimal): void {
  const digits = parts.digits.toString();
  const exponent = digits.length + parts.exponent + EXPONENT_OFFSET;
  writer.byte(exponent >> 8);
  writer.byte(exponent & 255);
  for (const digit of digits.replace(/0+$/, '')) writer.byte(digit.charCodeAt(0));
  writer.byte(0);
}

function floorDouble(parts: Decimal): number {
  const nearest = Number(`${parts.negative ? '-' : ''}${parts.digits}e${parts.exponent}`);
  return compareParts(toParts(nearest), parts as Parts) > 0 ? previousDouble(nearest) : nearest;
}

const view = new DataView(new ArrayBuffer(8));

function previousDouble(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return view.getFloat64(0);
}
