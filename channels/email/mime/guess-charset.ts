/** The charset of bytes that say nothing of theirs, by the habits of languages: Western text has single high bytes among plain ones. */

const MOST = 20_000;

/** @returns null for Western text, and where there is too little to tell */
export function guessCharset(bytes: Uint8Array): string | null {
  const runs = highRuns(bytes.subarray(0, MOST));
  const high = runs.reduce((sum, run) => sum + run.length, 0);
  if (high < 6 || high < runs.length * 2.5) return null;
  const first = runs.flatMap((run) => run.filter((_, at) => at % 2 === 0));
  const share = (from: number, to: number): number =>
    first.filter((byte) => byte >= from && byte <= to).length / first.length;
  // Characters of two high bytes each: no run is odd, and the first bytes are those of the common ones.
  if (runs.every((run) => run.length % 2 === 0 && run.every((byte) => byte > 0xa0))) {
    if (share(0xa4, 0xa5) > 0.3) return 'euc-jp';
    if (share(0xa1, 0xa3) + share(0xb0, 0xc8) === 1 && first.length >= 8) return 'euc-kr';
    if (share(0xa1, 0xa3) + share(0xb0, 0xd7) > 0.9) return 'gb18030';
  }
  return cyrillic(bytes.subarray(0, MOST), high);
}

/** Whole words of high bytes; the small letters, which are most of them, lie in different places. */
function cyrillic(bytes: Uint8Array, high: number): string | null {
  const count = (from: number, to: number): number => bytes.filter((byte) => byte >= from && byte <= to).length;
  const plain = count(0x41, 0x5a) + count(0x61, 0x7a);
  const [koi, windows] = [count(0xc0, 0xdf), count(0xe0, 0xff)];
  if (plain > high || koi + windows < high * 0.9) return null;
  return koi > windows ? 'koi8-r' : 'windows-1251';
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
