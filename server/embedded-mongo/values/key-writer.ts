/** A growing byte buffer with the order-preserving primitives of index keys. */
import type { ObjectId } from 'bson';
import { writeObjectId } from './object-id.ts';

const scratch = new DataView(new ArrayBuffer(8));

export class KeyWriter {
  length = 0;
  private buffer = Buffer.allocUnsafe(4096);

  reset(): void {
    this.length = 0;
  }

  /** The bytes so far, valid until the next write. */
  view(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  copy(): Buffer {
    const copy = Buffer.allocUnsafe(this.length);
    this.buffer.copy(copy, 0, 0, this.length);
    return copy;
  }

  byte(value: number): void {
    if (this.length >= this.buffer.length) this.grow(1);
    this.buffer[this.length++] = value;
  }

  bytes(value: Uint8Array): void {
    this.grow(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  objectId(id: ObjectId): void {
    this.grow(12);
    writeObjectId(id, this.buffer, this.length);
    this.length += 12;
  }

  uint32(value: number): void {
    this.grow(4);
    this.length = this.buffer.writeUInt32BE(value >>> 0, this.length);
  }

  /** Eight bytes that sort like the doubles; NaN first, -0 as 0. */
  double(value: number): void {
    this.grow(8);
    if (Number.isNaN(value)) {
      this.buffer.fill(0, this.length, this.length + 8);
      this.length += 8;
      return;
    }
    scratch.setFloat64(0, value === 0 ? 0 : value);
    const high = scratch.getInt32(0);
    const low = scratch.getInt32(4);
    // Positive: only the sign bit flips; negative: all bits, so that greater magnitudes come first.
    this.uint32(high < 0 ? ~high : high ^ 0x8000_0000);
    this.uint32(high < 0 ? ~low : low);
  }

  /** UTF-8 and a zero; zero and one inside are escaped as 1,1 and 1,2. */
  text(value: string): void {
    this.grow(value.length * 3 + 1);
    const start = this.length;
    const end = start + this.buffer.write(value, start, 'utf8');
    this.length = end;
    for (let i = start; i < end; i++) {
      if ((this.buffer[i] as number) <= 1) {
        this.escape(start, end);
        break;
      }
    }
    this.byte(0);
  }

  /** Turns the order of everything from `start` on around. */
  invert(start: number): void {
    for (let i = start; i < this.length; i++) this.buffer[i] = 255 - (this.buffer[i] as number);
  }

  private escape(start: number, end: number): void {
    const plain = Uint8Array.from(this.buffer.subarray(start, end));
    this.length = start;
    for (const byte of plain) {
      if (byte <= 1) {
        this.byte(1);
        this.byte(byte + 1);
      } else {
        this.byte(byte);
      }
    }
  }

  private grow(extra: number): void {
    if (this.length + extra <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe((this.length + extra) * 2);
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
