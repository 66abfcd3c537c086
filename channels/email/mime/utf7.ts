/** UTF-7 (RFC 2152): no longer in any standard library, still in old mail. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const RUN = /\+([A-Za-z0-9+/]*)-?/g;

export function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(RUN, (run, base64: string) => {
    if (base64 === '') return run === '+-' ? '+' : run;
    // Where the label lies, a plus sign of the text begins what is no such run.
    if (!isWhole(base64)) return run;
    const units = Buffer.from(base64, 'base64');
    // What is left over of a last half unit is padding.
    return units
      .subarray(0, units.length - (units.length % 2))
      .swap16()
      .toString('utf16le');
  });
}

/** Units of 16 bits, and zeros up to the end of the last character (RFC 2152, rule 2). */
function isWhole(base64: string): boolean {
  const bits = base64.length * 6;
  const over = bits % 16;
  if (bits < 16 || over >= 6) return false;
  const last = ALPHABET.indexOf(base64.at(-1) as string);
  return (last & ((1 << over) - 1)) === 0;
}
