/** Single cases of reading and writing BSON; order.test.ts tries documents of all types. */
import { Double, Long, serialize } from 'bson';
import { type Doc, decode, encode } from './document.ts';

describe('decode and encode', () => {
  it('write long and short texts, wide and narrow, beyond the first buffer', () => {
    const texts = ['', 'x'.repeat(24), 'é'.repeat(24), 'x'.repeat(25), 'é'.repeat(200_000), 'a\0b'];
    const original = Object.fromEntries(texts.map((t, i) => [`k${i}é`.repeat(i + 1), [t, { [t.length]: t }]]));
    expect(Buffer.from(encode(original)).equals(Buffer.from(serialize(original)))).toBe(true);
    expect(decode(encode(original))).toEqual(original);
  });

  it('refuse null bytes in names and circles', () => {
    const circle: Doc = {};
    circle.self = circle;
    expect(() => encode(circle)).toThrow(expect.objectContaining({ code: 15 }));
    expect(() => encode({ 'a\0b': 1 })).toThrow(expect.objectContaining({ code: 22 }));
  });

  it('keep Long and integral Double apart from Int32', () => {
    const back = decode(encode({ i: 1, d: new Double(1), l: Long.fromNumber(1), f: 1.5, z: -0, big: 2 ** 40 }));
    expect(back.i).toBe(1);
    expect(back.d).toBeInstanceOf(Double);
    expect(back.l).toBeInstanceOf(Long);
    expect([back.f, back.z, back.big]).toEqual([1.5, -0, 2 ** 40]);
  });

  it('keep awkward field names as fields', () => {
    const awkward = Object.fromEntries([
      ['__proto__', 1],
      ['constructor', 2],
      ['', 3],
      ['x'.repeat(60), 4],
    ]);
    const back = decode(encode(awkward));
    expect(Object.entries(back)).toEqual(Object.entries(awkward));
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });
});
