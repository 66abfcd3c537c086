/** A recording as it comes: looked at by its first bytes, bounded, and never held as a whole. */
import { Readable } from 'node:stream';

/** Four hours of both sides. */
export const LARGEST_RECORDING = 500 * 1_048_576;

/** Breaks off where it is no WAV file, or longer than any call; whatever length was announced is not believed. */
export function readSound(body: AsyncIterable<Uint8Array>, most = LARGEST_RECORDING): Readable {
  return Readable.from(checked(body, most), { objectMode: false });
}

async function* checked(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  let head = '';
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > most) throw new Error('The recording is too large.');
    if (head.length < 4) {
      head += Buffer.from(chunk.subarray(0, 4 - head.length)).toString('latin1');
      if (!'RIFF'.startsWith(head)) throw new Error('The recording is no WAV file.');
    }
    yield chunk;
  }
  if (head !== 'RIFF') throw new Error('The recording is no WAV file.');
}
