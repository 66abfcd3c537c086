import { readImageSize } from './image-size.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replace(/\s/g, '').padEnd(80, '0'), 'hex');

test.each([
  ['image/png', '89504e470d0a1a0a 0000000d 49484452 00000280 000001e0', 640, 480],
  ['image/gif', '474946383961 8002 e001', 640, 480],
  ['image/jpeg', 'ffd8 ffe0 0004 0000 ff ffc2 0011 08 01e0 0280', 640, 480],
  ['image/webp', '52494646 00000000 57454250 56503858 0a000000 00000000 7f0200 df0100', 640, 480],
  ['image/webp', '52494646 00000000 57454250 5650384c 00000000 2f 7fc27700', 640, 480],
  ['image/webp', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e001', 640, 480],
])('%s', (type, hex, width, height) => {
  expect(readImageSize(type, bytes(hex))).toEqual({ width, height });
});

test('damaged heads, other types and sizes that no browser should decode have none', () => {
  for (const type of ['image/png', 'image/gif', 'image/jpeg', 'image/webp', 'image/tiff']) {
    expect(readImageSize(type, Buffer.alloc(0))).toBeNull();
    expect(readImageSize(type, Buffer.alloc(200, 0xff))).toBeNull();
  }
  expect(readImageSize('image/png', bytes('89504e470d0a1a0a 0000000d 49484452 00004e20 00004e20'))).toBeNull();
  expect(readImageSize('image/png', bytes('89504e470d0a1a0a 0000000d 49484452 00000000 00000010'))).toBeNull();
});
