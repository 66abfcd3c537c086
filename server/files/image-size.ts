/** Width and height of PNG, GIF, JPEG and WebP from their first bytes (formats: RFC 2083, GIF89a, ITU T.81, RFC 9649). */

export interface ImageSize {
  width: number;
  height: number;
}

/** Larger ones are offered as a download only: decoding them could take a browser down. */
const MAX_SIDE = 20_000;
const MAX_PIXELS = 80_000_000;

/** Null for other types, for damaged heads and for pictures too large to show. */
export function readImageSize(type: string, head: Buffer): ImageSize | null {
  const size = measure(type, head);
  if (size === null || size.width < 1 || size.height < 1) return null;
  if (size.width > MAX_SIDE || size.height > MAX_SIDE || size.width * size.height > MAX_PIXELS) return null;
  return size;
}

function measure(type: string, head: Buffer): ImageSize | null {
  switch (type) {
    case 'image/png':
      return head.length >= 24 ? { width: head.readUInt32BE(16), height: head.readUInt32BE(20) } : null;
    case 'image/gif':
      return head.length >= 10 ? { width: head.readUInt16LE(6), height: head.readUInt16LE(8) } : null;
    case 'image/jpeg':
      return measureJpeg(head);
    case 'image/webp':
      return measureWebp(head);
    default:
      return null;
  }
}

/** Walks the segments up to the frame header (SOF0 … SOF15 without the three that are none). */
function measureJpeg(head: Buffer): ImageSize | null {
  let at = 2;
  while (at + 9 <= head.length) {
    if (head[at] !== 0xff) return null;
    const marker = head.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += isBare ? 2 : 2 + head.readUInt16BE(at + 2);
  }
  return null;
}

function measureWebp(head: Buffer): ImageSize | null {
  if (head.length < 30) return null;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: 1 + head.readUIntLE(24, 3), height: 1 + head.readUIntLE(27, 3) };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}
