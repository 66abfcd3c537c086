/** How a CSV file was most probably written: its encoding and what stands between its cells. Pure. */
import { type Delimiter, delimiters, type Encoding } from '../../../shared/model/import.ts';

/** @param start the first bytes of the file, at least a few lines */
export function guessEncoding(start: Uint8Array): Encoding {
  const [a, b] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  // Of what is written in Latin letters every other byte is 0, and of Chinese still the line ends and delimiters.
  const [even = 0, odd = 0] = zeros;
  if (odd > even && odd > 2) return 'utf-16le';
  if (even > odd && even > 2) return 'utf-16be';
  if (isUtf8(start)) return 'utf-8';
  return looksChinese(start) ? 'gb18030' : 'windows-1252';
}

function isUtf8(start: Uint8Array): boolean {
  try {
    // In a stream: its last letter may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** GB 18030 writes a common character as two bytes, both of them high; in Western letters a high byte stands alone. */
function looksChinese(start: Uint8Array): boolean {
  let [high, paired] = [0, 0];
  for (let at = 0; at < start.length; at += 1) {
    const [byte = 0, next = 0] = [start[at], start[at + 1]];
    if (byte < 0x80) continue;
    high += 1;
    if (byte >= 0xb0 && byte <= 0xf7 && next >= 0xa1 && next <= 0xfe) {
      paired += 2;
      high += 1;
      at += 1;
    }
  }
  return high > 0 && paired / high > 0.9;
}

/** The sign that stands as often in each of the first lines, and often; a comma where none does. */
export function guessDelimiter(text: string): Delimiter {
  const lines = unquoted(text)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 10);
  const [heading = ''] = lines;
  const scores = delimiters.map((sign) => {
    const wanted = heading.split(sign).length - 1;
    const same = lines.filter((line) => line.split(sign).length - 1 === wanted).length;
    return wanted === 0 ? 0 : wanted + (100 * same) / lines.length;
  });
  return delimiters[scores.indexOf(Math.max(...scores))] ?? ',';
}

const unquoted = (text: string): string => text.replace(/"(?:[^"]|"")*"/g, '');
