/** Finds ends of data that only some servers would see: what follows one is a second mail to them (SMTP smuggling, VU#302671). */

const DOT = 0x2e;
const CR = 0x0d;
const LF = 0x0a;

/**
 * A lone dot on a line is an end of data where servers take a bare LF or CR for a line end. Told by the bytes after dot-unstuffing, so
 * an honest lone dot between two CRLF does not count.
 */
export function hasStrayEndOfData(raw: Buffer): boolean {
  for (let dot = raw.indexOf(DOT); dot >= 0; dot = raw.indexOf(DOT, dot + 1)) {
    const before = raw[dot - 1];
    const after = raw[dot + 1];
    if ((before !== LF && before !== CR) || (after !== LF && after !== CR)) continue;
    const isHonest = before === LF && raw[dot - 2] === CR && after === CR && raw[dot + 2] === LF;
    if (!isHonest) return true;
  }
  return false;
}
