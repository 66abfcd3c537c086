/** Files as they were written before MIME, and as some gateways still write them: between `begin 644 lamp.jpg` and `end`, in the midst of a text. */

export interface UuFile {
  name: string;
  bytes: Buffer;
}

const BEGIN = /^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n/;
const MOST_FILES = 50;
const MOST_TRIES = 500;

/** The whole is one such file. */
export function decodeUuencode(body: Buffer): Buffer {
  const lines = body.toString('latin1').split(/\r?\n/);
  const begin = lines.findIndex((line) => /^begin \d{3,4} /.test(line));
  if (begin < 0) return body;
  const out: Buffer[] = [];
  for (const line of lines.slice(begin + 1)) {
    if (line === 'end' || line === '') break;
    const bytes = decodeLine(line);
    if (bytes === null || bytes.length === 0) break;
    out.push(bytes);
  }
  return Buffer.concat(out);
}

/** What begins like a file, and is none to its end, stays in the text. */
export function takeUuencoded(body: Buffer): { body: Buffer; files: UuFile[] } {
  const files: UuFile[] = [];
  const texts: Buffer[] = [];
  let from = 0;
  let at = nextBegin(body, 0);
  for (let tries = 0; at >= 0 && files.length < MOST_FILES && tries < MOST_TRIES; tries += 1) {
    const found = readBlock(body, at);
    if (found !== null) {
      texts.push(body.subarray(from, at));
      files.push(found.file);
      from = found.end;
    }
    at = nextBegin(body, found?.end ?? at + 1);
  }
  return files.length === 0 ? { body, files } : { body: Buffer.concat([...texts, body.subarray(from)]), files };
}

function nextBegin(body: Buffer, from: number): number {
  for (let at = body.indexOf('begin ', from); at >= 0; at = body.indexOf('begin ', at + 1))
    if (at === 0 || body[at - 1] === 0x0a) return at;
  return -1;
}

function readBlock(body: Buffer, at: number): { file: UuFile; end: number } | null {
  const begin = BEGIN.exec(body.subarray(at, at + 230).toString('latin1'));
  if (begin === null) return null;
  const lines: Buffer[] = [];
  for (let start = at + begin[0].length; start < body.length; ) {
    const feed = body.indexOf(0x0a, start);
    const stop = feed < 0 ? body.length : feed;
    if (stop - start > 100) return null;
    const line = body.subarray(start, stop).toString('latin1').replace(/\r$/, '');
    start = stop + 1;
    if (line === 'end') return { file: { name: begin[1] as string, bytes: Buffer.concat(lines) }, end: start };
    const bytes = decodeLine(line);
    if (bytes === null) return null;
    lines.push(bytes);
  }
  return null;
}

/** @returns null for what is no such line; spaces at its end may have been lost */
function decodeLine(line: string): Buffer | null {
  const length = (line.charCodeAt(0) - 32) & 63;
  if (line === '' || length > 45 || !/^[ -`]*$/.test(line)) return null;
  const bytes: number[] = [];
  for (let index = 1; bytes.length < length; index += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((step) => ((line.charCodeAt(index + step) || 32) - 32) & 63) as [
      number,
      number,
      number,
      number,
    ];
    bytes.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
  }
  return Buffer.from(bytes.slice(0, length));
}
