/** The order of values, their index keys and their bytes, tried against each other on values of all types. */
import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  deserialize,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import { compareValues, equalValues, identicalValues } from './compare.ts';
import { type Doc, decode, encode, type Value } from './document.ts';
import { type Direction, encodeKey, keyPrefixRange, keyValueRange, MAX_KEY_BYTES } from './key.ts';

const RUNS = { numRuns: 2000 };
const sign = (n: number): number => Math.sign(n);

const long = fc
  .oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -3n, max: 3n }).map((n) => 2n ** 53n + n),
    fc.bigInt({ min: -3n, max: 3n }).map((n) => -(2n ** 53n) + n),
    fc.bigInt({ min: -3n, max: 3n }),
  )
  .map((n) => Long.fromBigInt(n));
const double = fc
  .oneof(
    fc.double(),
    fc.constantFrom(
      0,
      -0,
      0.1,
      0.5,
      2 ** 53,
      2 ** 53 + 2,
      -(2 ** 53),
      Infinity,
      -Infinity,
      NaN,
      Number.MIN_VALUE,
      Number.MAX_VALUE,
    ),
  )
  .map((n) => ((n | 0) === n && !Object.is(n, -0) ? new Double(n) : n));
const decimal = fc
  .oneof(
    fc.constantFrom(
      'NaN',
      'Infinity',
      '-Infinity',
      '0',
      '-0',
      '0E+100',
      '0.1',
      '0.10',
      '0.5',
      '1',
      '1.0',
      '-1E-400',
      '1E-400',
      '1E+400',
    ),
    fc.constantFrom(
      '-1E+400',
      '9007199254740993',
      '9007199254740993.0',
      '9007199254740992.5',
      '-9007199254740993',
      '2E+308',
      '-2E+308',
    ),
    fc
      .tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.integer({ min: -40, max: 20 }))
      .map(([d, e]) => `${d}E${e}`),
    fc.tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -2, max: 1 })).map(([d, e]) => `${d}E${e}`),
  )
  .map((text) => Decimal128.fromString(text));
const number: fc.Arbitrary<Value> = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer(), double, long, decimal);
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', '\0', '\u0001', '\u0002', 'é', '\uffff', '\ue000', '😀', '\u{10ffff}'),
    maxLength: 4,
  }),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const field = fc.constantFrom('a', 'b', 'aa', 'ab', 'é', '😀', '\uffff');
const bytes = fc.uint8Array({ maxLength: 4 });
const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: number },
  { weight: 2, arbitrary: text },
  fc.constantFrom<Value>(null, true, false, new MinKey(), new MaxKey()),
  fc.date({ noInvalidDate: true }),
  fc.tuple(fc.nat(3), fc.nat(2)).map(([a, b]) => new ObjectId(Buffer.from([0, a, 0, 0, b, 0, 0, 0, 0, 0, 0, a]))),
  fc.tuple(bytes, fc.constantFrom(0, 4, 5, 128)).map(([b, subtype]) => new Binary(b, subtype)),
  fc.tuple(fc.nat(0xffffffff), fc.nat(3)).map(([t, i]) => new Timestamp({ t, i })),
  fc.tuple(fc.constantFrom('a', 'b', 'ab'), fc.constantFrom('', 'i')).map(([p, o]) => new BSONRegExp(p, o)),
  fc.tuple(fc.constantFrom('f', 'g'), fc.constantFrom(undefined, { a: 1 })).map(([c, s]) => new Code(c, s)),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(field, tie('value')), { maxLength: 3, selector: ([f]) => f })
      .map((e): Value => Object.fromEntries(e)),
  ),
}));
const doc = fc
  .uniqueArray(fc.tuple(field, value), { maxLength: 4, selector: ([f]) => f })
  .map((e): Doc => Object.fromEntries(e));

function compareKeys(a: Value[], b: Value[], directions: Direction[]): number {
  return Buffer.compare(encodeKey(a, directions).key, encodeKey(b, directions).key);
}

describe('compareValues', () => {
  it('is a total order', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(compareValues(a, a)).toBe(0);
        expect(sign(compareValues(a, b)) + sign(compareValues(b, a))).toBe(0);
        const [x, y, z] = [a, b, c].sort(compareValues) as [Value, Value, Value];
        expect(compareValues(x, y)).toBeLessThanOrEqual(0);
        expect(compareValues(y, z)).toBeLessThanOrEqual(0);
        expect(compareValues(x, z)).toBeLessThanOrEqual(0);
        if (equalValues(x, z)) expect(equalValues(x, y) && equalValues(y, z)).toBe(true);
      }),
      RUNS,
    );
  });

  it('orders types as the manual lists them', () => {
    const ordered: Value[] = [
      new MinKey(),
      null,
      Number.NaN,
      -Infinity,
      Long.MIN_VALUE,
      -1.5,
      0,
      new Double(1),
      Long.fromNumber(2),
      Decimal128.fromString('2.5'),
      Infinity,
      '',
      'a',
      '\uffff',
      '😀',
      {},
      { a: 1 },
      { b: 1 },
      { a: 'x' },
      [],
      [1],
      [1, 2],
      [2],
      new Binary(Buffer.from([9]), 0),
      new Binary(Buffer.from([9]), 5),
      new Binary(Buffer.from([0, 0]), 0),
      new ObjectId('000000000000000000000001'),
      new ObjectId('100000000000000000000000'),
      false,
      true,
      new Date(-1),
      new Date(0),
      new Timestamp({ t: 0, i: 1 }),
      new Timestamp({ t: 0xffffffff, i: 0 }),
      new BSONRegExp('a'),
      new BSONRegExp('a', 'i'),
      new Code('f'),
      new MaxKey(),
    ];
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) {
        expect([i, j, sign(compareValues(a, b))]).toEqual([i, j, sign(i - j)]);
        expect([i, j, compareKeys([a], [b], [1])]).toEqual([i, j, sign(i - j)]);
      }
    }
  });

  it('finds equal numbers equal whatever their type, and exactly', () => {
    for (const one of [1, new Double(1), Long.ONE, Decimal128.fromString('1.00')])
      expect(equalValues(one, 1)).toBe(true);
    const big = Long.fromString('9007199254740993');
    expect(compareValues(big, 9007199254740992)).toBeGreaterThan(0);
    expect(compareValues(Decimal128.fromString('0.1'), 0.1)).toBeLessThan(0);
    expect(compareValues(Decimal128.fromString('9007199254740993'), big)).toBe(0);
    expect(identicalValues(1, new Double(1))).toBe(false);
    expect(identicalValues(Decimal128.fromString('1.0'), Decimal128.fromString('1.00'))).toBe(false);
    expect(identicalValues({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
    expect(identicalValues([new Double(2)], [new Double(2)])).toBe(true);
  });

  it('takes a missing value for null', () => {
    expect(compareValues(undefined, null)).toBe(0);
    expect(encodeKey([undefined], [1])).toEqual(encodeKey([null], [1]));
  });
});

describe('encodeKey', () => {
  it('sorts bytes as compareValues sorts numbers', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(compareKeys([a], [b], [1])).toBe(sign(compareValues(a, b)));
        expect(compareKeys([a], [b], [-1])).toBe(sign(compareValues(b, a)));
      }),
      { numRuns: 5000 },
    );
  });

  it('sorts neighbours that share a double, above and below zero', () => {
    const stem = fc.constantFrom('0.1', '9007199254740993', '1E-400', '1E+400', '123456789012345678');
    const near = fc.tuple(stem, fc.nat(3), fc.boolean()).map(([base, step, negative]): Value => {
      const text = base.includes('E')
        ? base.replace('1E', `1.0${step}E`)
        : `${base}${base.includes('.') ? '' : '.'}0000${step}`;
      return Decimal128.fromString(`${negative ? '-' : ''}${text}`);
    });
    const longs = fc
      .tuple(fc.bigInt({ min: 0n, max: 5n }), fc.boolean())
      .map(([n, negative]): Value => Long.fromBigInt((2n ** 62n + n) * (negative ? -1n : 1n)));
    fc.assert(
      fc.property(fc.oneof(near, longs), fc.oneof(near, longs), (a, b) => {
        expect(compareKeys([a], [b], [1])).toBe(sign(compareValues(a, b)));
      }),
      RUNS,
    );
  });

  it('sorts bytes as compareValues sorts texts with control characters', () => {
    const low = fc.string({ unit: fc.constantFrom('\0', '\u0001', '\u0002', 'a'), maxLength: 3 });
    fc.assert(
      fc.property(low, low, (a, b) => {
        expect(compareKeys([a], [b], [1])).toBe(sign(compareValues(a, b)));
        expect(compareKeys([a, 1], [b, 1], [1, 1])).toBe(sign(compareValues(a, b)));
      }),
      RUNS,
    );
  });

  it('sorts bytes as compareValues sorts values, in compound keys of all directions', () => {
    const direction = fc.constantFrom<Direction>(1, -1);
    const tuple = fc.array(value, { minLength: 3, maxLength: 3 });
    const shared = fc
      .tuple(tuple, tuple, fc.nat(3))
      .map(([a, b, n]) => [a, [...a.slice(0, n), ...b.slice(n)]] as [Value[], Value[]]);
    fc.assert(
      fc.property(shared, fc.array(direction, { minLength: 3, maxLength: 3 }), ([a, b], directions) => {
        let expected = 0;
        for (let i = 0; i < 3 && expected === 0; i++) expected = sign(compareValues(a[i], b[i])) * (directions[i] ?? 1);
        expect(compareKeys(a, b, directions) + 0).toBe(expected + 0);
      }),
      RUNS,
    );
  });

  it('cuts long keys, keeps them apart, and says so', () => {
    const stem = 'x'.repeat(3000);
    const first = encodeKey([`${stem}a`], [1]);
    const second = encodeKey([`${stem}b`], [1]);
    expect(first.key.length).toBe(MAX_KEY_BYTES);
    expect([first.exact, encodeKey(['x'], [1]).exact]).toEqual([false, true]);
    expect(Buffer.compare(first.key, second.key)).not.toBe(0);
    expect(encodeKey([`${stem}a`], [1])).toEqual(first);
    expect(Buffer.compare(encodeKey(['w'], [1]).key, first.key)).toBe(-1);
    expect(Buffer.compare(encodeKey(['y'], [1]).key, first.key)).toBe(1);
  });
});

describe('key ranges', () => {
  const within = (key: Uint8Array, range: { start: Uint8Array; end: Uint8Array }): boolean =>
    Buffer.compare(key, range.start) >= 0 && Buffer.compare(key, range.end) < 0;

  it('hold exactly the values between the bounds, of their type, behind the prefix', () => {
    const direction = fc.constantFrom<Direction>(1, -1);
    const inclusive = fc.boolean();
    const few = fc.oneof(
      fc.integer({ min: -2, max: 2 }),
      fc.constantFrom<Value>('a', 'aa', 'b', null, 1.5, true),
      value,
    );
    fc.assert(
      fc.property(
        few,
        few,
        few,
        few,
        inclusive,
        inclusive,
        direction,
        direction,
        (prefix, min, max, candidate, low, high, d1, d2) => {
          fc.pre(typeof min === typeof max && min !== null && max !== null && typeof min !== 'object');
          fc.pre(!Number.isNaN(min) && !Number.isNaN(max));
          const directions: Direction[] = [d1, d2, 1];
          const range = keyValueRange(
            { prefix: [prefix], directions },
            { min, minInclusive: low, max, maxInclusive: high },
          );
          const above = compareValues(candidate, min);
          const below = compareValues(candidate, max);
          const expected = (low ? above >= 0 : above > 0) && (high ? below <= 0 : below < 0);
          const key = encodeKey([prefix, candidate, 'tail'], directions).key;
          expect(range.exact).toBe(true);
          expect(within(key, range)).toBe(expected);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('reach to the end of the type when one side is open', () => {
    for (const directions of [[1], [-1]] as Direction[][]) {
      const range = keyValueRange({ directions }, { min: 5 });
      const inside = [5, Infinity, Long.MAX_VALUE, Decimal128.fromString('5.5')];
      const outside = [4, Number.NaN, 'a', null, new Date(9)];
      for (const v of inside) expect(within(encodeKey([v], directions).key, range)).toBe(true);
      for (const v of outside) expect(within(encodeKey([v], directions).key, range)).toBe(false);
    }
  });

  it('leave NaN out of ranges without lower end', () => {
    for (const directions of [[1], [-1]] as Direction[][]) {
      const range = keyValueRange({ directions }, { max: 5 });
      expect(within(encodeKey([Number.NaN], directions).key, range)).toBe(false);
      for (const v of [-Infinity, 5, Long.MIN_VALUE]) expect(within(encodeKey([v], directions).key, range)).toBe(true);
    }
    expect(keyValueRange({ directions: [1] }, { min: Number.NaN }).exact).toBe(false);
  });

  it('hold all keys that begin with given values and nothing else', () => {
    fc.assert(
      fc.property(value, value, value, fc.constantFrom<Direction>(1, -1), (a, b, c, d) => {
        const range = keyPrefixRange([a], [d, 1]);
        expect(within(encodeKey([a, b], [d, 1]).key, range)).toBe(true);
        expect(within(encodeKey([c, b], [d, 1]).key, range)).toBe(equalValues(a, c));
      }),
      { numRuns: 1000 },
    );
  });

  it('keep cut keys inside', () => {
    const stem = 'x'.repeat(3000);
    const key = encodeKey([`${stem}m`], [1]).key;
    expect(
      within(key, keyValueRange({ directions: [1] }, { min: `${stem}a`, max: `${stem}z`, minInclusive: false })),
    ).toBe(true);
    expect(keyPrefixRange([stem], [1]).exact).toBe(false);
    expect(within(key, keyValueRange({ directions: [1] }, { min: 'a' }))).toBe(true);
  });
});

describe('decode and encode', () => {
  it('give back the same bytes for every type', () => {
    fc.assert(
      fc.property(doc, (original) => {
        const first = encode(original);
        const back = decode(first);
        expect(Buffer.from(encode(back)).toString('hex')).toBe(Buffer.from(first).toString('hex'));
        expect(identicalValues(back, original)).toBe(true);
      }),
      RUNS,
    );
  });

  it('agree with the bson package', () => {
    fc.assert(
      fc.property(doc, (original) => {
        const bytes = encode(original);
        expect(Buffer.from(bytes).toString('hex')).toBe(Buffer.from(serialize(original)).toString('hex'));
        const theirs = deserialize(bytes, { promoteValues: false, bsonRegExp: true });
        expect(Buffer.from(encode(decode(bytes))).toString('hex')).toBe(Buffer.from(serialize(theirs)).toString('hex'));
      }),
      RUNS,
    );
  });

  it('refuse every cut or bent document', () => {
    fc.assert(
      fc.property(doc, fc.nat(), fc.nat(255), (original, at, byte) => {
        const bytes = Uint8Array.from(encode(original));
        expect(() => decode(bytes.subarray(0, bytes.length - 1))).toThrow(expect.objectContaining({ code: 22 }));
        bytes[at % bytes.length] = byte;
        try {
          decode(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StoreError' });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
