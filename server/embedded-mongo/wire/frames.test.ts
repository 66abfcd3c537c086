/** Messages come out whole however their bytes arrive. */
import { FrameReader, ProtocolError } from './frames.ts';

function makeFrame(length: number, fill: number): Buffer {
  const frame = Buffer.alloc(length, fill);
  frame.writeInt32LE(length, 0);
  return frame;
}

const frames = [makeFrame(16, 1), makeFrame(17, 2), makeFrame(300, 3), makeFrame(16, 4)];
const stream = Buffer.concat(frames);

test.each([1, 2, 3, 5, 16, 40, 349])('in chunks of %i bytes', (size) => {
  const reader = new FrameReader();
  const found: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size) found.push(...reader.push(stream.subarray(at, at + size)));
  expect(found).toEqual(frames);
  expect(reader.buffered).toBe(0);
});

test.each([-1, 0, 15, 48_000_001])('a length of %i ends the connection', (length) => {
  const header = Buffer.alloc(16);
  header.writeInt32LE(length, 0);
  expect(() => new FrameReader().push(header)).toThrow(ProtocolError);
});
