/** The charset of bytes that say nothing of theirs, by the habits of languages: Western text has single high bytes among plain ones. */

const MOST = 20_000;

/** @returns null for Western text, and where there is too little to tell */
export function guessCharset(bytes: Uint8Array): string | null {
  const runs = highRuns(bytes.subarray(0, MOST));
  const high = runs.reduce((sum, run) => sum + run.length, 0);
  if (high < 4 || high < runs.length * 2.5) return null;
  // In two bytes each, next to none would have all of them in one half of the high ones.
  const isHalf = (from: number, to: number): boolean =>
    runs.flat().filter((byte) => byte >= from && byte <= to).length >= high * 0.85;
  const letters = isHalf(0xc0, 0xdf) || isHalf(0xe0, 0xff) ? alphabet(bytes.subarray(0, MOST), high) : null;
  if (letters !== null || high < 6) return letters;
  const first = runs.flatMap((run) => run.filter((_, at) => at % 2 === 0));
  const share = (from: number, to: number): number =>
    first.filter((byte) => byte >= from && byte <= to).length / first.length;
  // Characters of two high bytes each: no run is odd, and the first bytes are those of the common ones.
  if (runs.every((run) => run.length % 2 === 0 && run.every((byte) => byte > 0xa0))) {
    if (share(0xa4, 0xa5) > 0.3) return 'euc-jp';
    if (share(0xa1, 0xa3) + share(0xb0, 0xc8) === 1 && first.length >= 8) return 'euc-kr';
    if (share(0xa1, 0xa3) + share(0xb0, 0xd7) > 0.9) return 'gb18030';
  }
  return alphabet(bytes.subarray(0, MOST), high);
}

/** By the letters that are most of what is written in a language: the same bytes are rare ones in the others. */
const COMMON = [
  ['koi8-r', 'cfc5c1c9ced4d3d2d7cccbcdc4d0d5'],
  ['koi8-r', 'efe5e1e9eef4f3f2f7ecebede4f0f5'],
  ['windows-1251', 'eee5e0e8edf2f1f0e2ebeaece4eff3'],
  ['windows-1251', 'cec5c0c8cdd2d1d0c2cbcaccc4cfd3'],
  ['windows-1253', 'e1efe9e5f4ede7f3f1eaf0f2dffcdcddf5fdecebfe'],
  ['windows-1255', 'e9e5e4ece0f8fae1f9eef0ede3'],
  ['windows-1256', 'c7e1ede3e6e4d1cacac8c9dacfd3'],
] as const;
const common = COMMON.map(([charset, hex]) => ({ charset, letters: new Set(Buffer.from(hex, 'hex')) }));

/** Whole words of high bytes, of an alphabet that has one byte for each letter. */
function alphabet(bytes: Uint8Array, high: number): string | null {
  const plain = bytes.filter((byte) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)).length;
  const letters = bytes.filter((byte) => byte >= 0xc0);
  if (plain > high || letters.length < high * 0.85) return null;
  const shares = common.map((one) => ({ ...one, share: letters.filter((byte) => one.letters.has(byte)).length }));
  const [best] = shares.sort((a, b) => b.share - a.share);
  return best && best.share >= letters.length * 0.6 ? best.charset : null;
}

function highRuns(bytes: Uint8Array): number[][] {
  const runs: number[][] = [];
  let open: number[] = [];
  for (const byte of bytes) {
    if (byte < 0x80) open = [];
    else {
      if (open.length === 0) runs.push(open);
      open.push(byte);
    }
  }
  return runs;
}
