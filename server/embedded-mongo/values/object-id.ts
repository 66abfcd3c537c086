/** Fast access to ObjectIds: bson 7.3 keeps one as four 24-bit integers, and falls back to public methods otherwise. */
import { ObjectId } from 'bson';

interface PackedId {
  i0: number;
  i1: number;
  i2: number;
  i3: number;
}
type OffsetConstructor = new (source: Uint8Array, offset: number) => ObjectId;

const HAS_PACKED_IDS = typeof (new ObjectId('0'.repeat(24)) as unknown as Partial<PackedId>).i0 === 'number';
const HAS_OFFSETS = HAS_PACKED_IDS && takesOffset();

function takesOffset(): boolean {
  try {
    const bytes = Buffer.from('000102030405060708090a0b0c0d0e', 'hex');
    return new (ObjectId as unknown as OffsetConstructor)(bytes, 2).toHexString() === '02030405060708090a0b0c0d';
  } catch {
    return false;
  }
}

/** Reads twelve bytes, without keeping the buffer. */
export function readObjectId(buffer: Buffer, offset: number): ObjectId {
  if (HAS_OFFSETS) return new (ObjectId as unknown as OffsetConstructor)(buffer, offset);
  return new ObjectId(Uint8Array.from(buffer.subarray(offset, offset + 12)));
}

/** Writes twelve bytes; the buffer must have the room. */
export function writeObjectId(id: ObjectId, buffer: Uint8Array, offset: number): void {
  if (!HAS_PACKED_IDS) {
    buffer.set(id.id, offset);
    return;
  }
  const { i0, i1, i2, i3 } = id as unknown as PackedId;
  writeThree(buffer, offset, i0);
  writeThree(buffer, offset + 3, i1);
  writeThree(buffer, offset + 6, i2);
  writeThree(buffer, offset + 9, i3);
}

function writeThree(buffer: Uint8Array, offset: number, value: number): void {
  buffer[offset] = value >> 16;
  buffer[offset + 1] = value >> 8;
  buffer[offset + 2] = value;
}

export function compareObjectIds(a: ObjectId, b: ObjectId): number {
  if (!HAS_PACKED_IDS) return Buffer.compare(a.id, b.id);
  const left = a as unknown as PackedId;
  const right = b as unknown as PackedId;
  return left.i0 - right.i0 || left.i1 - right.i1 || left.i2 - right.i2 || left.i3 - right.i3;
}

/** A small integer that is equal for equal ids. */
export function hashObjectId(id: ObjectId): number {
  if (!HAS_PACKED_IDS) return Number.parseInt(id.toHexString().slice(18), 16);
  const packed = id as unknown as PackedId;
  return packed.i3 ^ packed.i0;
}
