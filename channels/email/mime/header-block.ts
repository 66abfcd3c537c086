/** The head of a mail or of a part: its fields, unfolded, and where the body starts. Bounded, whatever the sender piled up. */
import { decodeBytes } from './charset.ts';

/** RFC 5322 knows no limit; honest mail stays far below these. */
const MAX_HEAD_BYTES = 1024 * 1024;
const MAX_FIELDS = 2_000;
const MAX_FIELD_BYTES = 64 * 1024;

export interface HeaderField {
  /** lower case */
  name: string;
  /** unfolded; 8-bit bytes are read as UTF-8 or as the fallback charset */
  value: string;
}

export interface Head {
  fields: HeaderField[];
  bodyStart: number;
  /** something was left out because of its size */
  isCut: boolean;
}

const LF = 0x0a;
const FIELD = /^([!-9;-~]+)[ \t]*:/;

export function readHead(raw: Buffer, start: number, end: number, fallbackCharset?: string): Head {
  const fields: HeaderField[] = [];
  let open: { name: string; bytes: Buffer[]; size: number } | null = null;
  let isCut = false;
  let position = skipLeading(raw, start, end);
  const close = (): void => {
    if (open !== null) fields.push({ name: open.name, value: textOf(Buffer.concat(open.bytes), fallbackCharset) });
    open = null;
  };
  while (position < end) {
    const lineFeed = raw.indexOf(LF, position);
    const next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
    const line = trimEnd(raw, position, next);
    position = next;
    if (line.length === 0) break;
    if (position - start > MAX_HEAD_BYTES || fields.length >= MAX_FIELDS) {
      isCut = true;
      continue;
    }
    const isFolded = line[0] === 0x20 || line[0] === 0x09;
    if (isFolded) {
      if (open === null) continue;
      const kept: { bytes: Buffer[]; size: number } = open;
      if (kept.size + line.length > MAX_FIELD_BYTES) isCut = true;
      else kept.bytes.push(line);
      kept.size += line.length;
      continue;
    }
    const name = FIELD.exec(line.subarray(0, 200).toString('latin1'));
    // A line that is no field and continues none (a broken fold, a stray mbox line) is passed over.
    if (name === null) continue;
    close();
    const value = line.subarray(name[0].length);
    if (value.length > MAX_FIELD_BYTES) isCut = true;
    open = {
      name: (name[1] as string).toLowerCase(),
      bytes: [value.subarray(0, MAX_FIELD_BYTES)],
      size: value.length,
    };
  }
  close();
  return { fields, bodyStart: position, isCut };
}

export function firstField(fields: readonly HeaderField[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null;
}

function textOf(bytes: Buffer, fallbackCharset: string | undefined): string {
  return decodeBytes(bytes, fallbackCharset)
    .replace(/[\r\n\0]+/g, ' ')
    .trim();
}

/** Empty lines and an mbox line before the first field. */
function skipLeading(raw: Buffer, start: number, end: number): number {
  let position = start;
  while (position < end && (raw[position] === LF || raw[position] === 0x0d)) {
    // A part may have no head at all: its first line is empty. Only the top of a mail is forgiven this.
    if (start !== 0) return position;
    position += 1;
  }
  if (start === 0 && raw.subarray(position, position + 5).toString('latin1') === 'From ') {
    const lineFeed = raw.indexOf(LF, position);
    return lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
  }
  return position;
}

function trimEnd(raw: Buffer, from: number, to: number): Buffer {
  let end = to;
  while (end > from && (raw[end - 1] === LF || raw[end - 1] === 0x0d)) end -= 1;
  return raw.subarray(from, end);
}
