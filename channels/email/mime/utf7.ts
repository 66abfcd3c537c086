/** UTF-7 (RFC 2152): no longer in any standard library, still in old mail. */

const RUN = /\+([A-Za-z0-9+/]*)-?/g;

export function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(RUN, (run, base64: string) => {
    if (base64 === '') return run === '+-' ? '+' : run;
    const units = Buffer.from(base64, 'base64');
    // What is left over of a last half unit is padding.
    return units
      .subarray(0, units.length - (units.length % 2))
      .swap16()
      .toString('utf16le');
  });
}
