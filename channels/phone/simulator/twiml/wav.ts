/** Reads a WAV file as the inside of the media plane wants it: 16 bit, mono, 48 kHz. */

const RATE = 48_000;

/** Null: not PCM of 16 bit, or µ-law. */
export function readWav(file: Buffer): { samples: Int16Array; seconds: number } | null {
  if (file.length < 44 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    return null;
  let format: { code: number; channels: number; rate: number; bits: number } | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ' && body.length >= 16) {
      format = {
        ...{ code: body.readUInt16LE(0), channels: body.readUInt16LE(2), rate: body.readUInt32LE(4) },
        bits: body.readUInt16LE(14),
      };
    }
    if (name === 'data' && format) return convert(body, format);
    at += 8 + size + (size % 2);
  }
  return null;
}

function convert(
  data: Buffer,
  { code, channels, rate, bits }: { code: number; channels: number; rate: number; bits: number },
): { samples: Int16Array; seconds: number } | null {
  const isPcm = code === 1 && bits === 16;
  if ((!isPcm && code !== 7) || channels < 1 || rate < 4_000) return null;
  const width = isPcm ? 2 : 1;
  const frames = Math.floor(data.length / (width * channels));
  const sample = (frame: number) => {
    const at = Math.min(frame, frames - 1) * channels * width;
    return isPcm ? data.readInt16LE(at) : fromMuLaw(data[at] ?? 0xff);
  };
  const samples = new Int16Array(Math.floor((frames * RATE) / rate));
  for (let index = 0; index < samples.length; index++) {
    const position = (index * rate) / RATE;
    const frame = Math.floor(position);
    const part = position - frame;
    samples[index] = Math.round(sample(frame) * (1 - part) + sample(frame + 1) * part);
  }
  return { samples, seconds: frames / rate };
}

/** ITU-T G.711. */
function fromMuLaw(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = (((value & 0x0f) << 3) + 0x84) << ((value & 0x70) >> 4);
  return value & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}
