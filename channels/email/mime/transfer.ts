/** Undoes a content transfer encoding. Lenient: what is not of the encoding is left out or left alone, never a reason to fail. */

import { decodeUuencode } from './uuencode.ts';

export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
    case 'base-64':
    case 'b':
      return decodeBase64(body);
    case 'quoted-printable':
    case 'quotedprintable':
    case 'q':
      return decodeQuotedPrintable(body);
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
    case 'uue':
      return decodeUuencode(body);
    default:
      return body;
  }
}

/** Several padded runs one after another are one content; ordinary text behind the padding (a list's footer) is none of it. */
function decodeBase64(body: Buffer): Buffer {
  const text = body.toString('latin1');
  // Words with spaces and points between them are none, whatever the head says.
  if (/[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}/.test(text.slice(0, 300)) && /[^A-Za-z0-9+/=\s]/.test(text.slice(0, 300)))
    return body;
  const end = text.indexOf('=');
  if (end < 0 || !/[A-Za-z0-9+/]/.test(text.slice(end, end + 10_000))) return Buffer.from(text, 'base64');
  const runs: Buffer[] = [];
  for (const run of text.split(/=[=\s]*/)) {
    if (!/^[A-Za-z0-9+/\s]*$/.test(run)) {
      if (runs.length === 0) return Buffer.from(text, 'base64');
      break;
    }
    runs.push(Buffer.from(run, 'base64'));
  }
  return Buffer.concat(runs);
}

function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.alloc(body.length);
  let length = 0;
  // White space before a line's end was added on the way (RFC 2045 §6.7 rule 3).
  let firstBlank = -1;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] as number;
    if (byte === 0x3d) {
      const value = hexPair(body[index + 1], body[index + 2]);
      if (value >= 0) {
        out[length++] = value;
        index += 2;
        firstBlank = -1;
        continue;
      }
      const end = softBreakEnd(body, index + 1);
      if (end > 0) {
        index = end - 1;
        firstBlank = -1;
        continue;
      }
    }
    if (byte === 0x0a || byte === 0x0d) {
      if (firstBlank >= 0) length = firstBlank;
      firstBlank = -1;
    } else if (byte === 0x20 || byte === 0x09) {
      if (firstBlank < 0) firstBlank = length;
    } else firstBlank = -1;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

/** @returns the index after the line end that a `=` takes away, or -1 */
function softBreakEnd(body: Buffer, from: number): number {
  let index = from;
  while (index < body.length && index < from + 200 && (body[index] === 0x20 || body[index] === 0x09)) index += 1;
  if (index >= body.length) return index;
  if (body[index] === 0x0a) return index + 1;
  if (body[index] === 0x0d) return body[index + 1] === 0x0a ? index + 2 : index + 1;
  return -1;
}

function hexPair(high: number | undefined, low: number | undefined): number {
  const first = hexDigit(high);
  const second = hexDigit(low);
  return first < 0 || second < 0 ? -1 : first * 16 + second;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & ~0x20;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}
