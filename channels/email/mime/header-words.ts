/** Encoded words of header text (RFC 2047), also where senders break the rules: split characters, spaces inside, wrong charsets. */
import { decodeBytes } from './charset.ts';
import { decodeTransfer } from './transfer.ts';

const WORD = /=\?([^?\s]{1,60})\?([bq])\?(.{0,20000}?)\?=/gi;

export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  let out = '';
  let last = 0;
  let run: { charset: string; bytes: Buffer[] } | null = null;
  const flush = (): void => {
    if (run !== null) out += decodeBytes(Buffer.concat(run.bytes), run.charset);
    run = null;
  };
  for (const match of text.matchAll(WORD)) {
    const between = text.slice(last, match.index);
    const charset = (match[1] as string).replace(/\*.*$/, '').toLowerCase();
    const bytes = wordBytes(match[2] as string, match[3] as string);
    // White space between two encoded words is no text, and a character may be split over both.
    const isAdjacent: boolean = run !== null && /^\s*$/.test(between);
    if (isAdjacent && run !== null && (run as { charset: string }).charset === charset) {
      (run as { bytes: Buffer[] }).bytes.push(bytes);
    } else {
      flush();
      if (!isAdjacent) out += between;
      run = { charset, bytes: [bytes] };
    }
    last = match.index + match[0].length;
  }
  flush();
  return out + text.slice(last);
}

function wordBytes(encoding: string, payload: string): Buffer {
  if (encoding.toLowerCase() === 'b')
    return decodeTransfer(Buffer.from(payload.replace(/\s/g, ''), 'latin1'), 'base64');
  const spaced = Buffer.from(payload.replaceAll('_', '=20'), 'utf8');
  return decodeTransfer(spaced, 'quoted-printable');
}
