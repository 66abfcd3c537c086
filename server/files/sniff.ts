/** What a file is, judged by its bytes alone; whatever a browser could run as a page is plain bytes to us. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { type ImageSize, readImageSize } from './image-size.ts';

/** Enough for every signature, and for a JPEG's size behind a long comment; bounds the time a hostile file can take. */
const HEAD_BYTES = 256 * 1024;
const UNKNOWN = 'application/octet-stream';
/** Markup of any kind: a page, a picture with scripts, or something that turns into one. */
const MARKUP = /^\s*<|<(?:!doctype|html|head|body|script|svg|iframe|\?xml)/i;

export interface Sniffed {
  type: string;
  image?: ImageSize;
}

export async function sniffFile(path: string): Promise<Sniffed> {
  return sniff(await readHead(path), () => isPlainText(createReadStream(path)));
}

/** The same of bytes that are here. */
export function sniffBytes(bytes: Buffer): Promise<Sniffed> {
  return sniff(bytes.subarray(0, HEAD_BYTES), () => isPlainText(slicesOf(bytes)));
}

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += HEAD_BYTES) yield bytes.subarray(at, at + HEAD_BYTES);
}

async function sniff(head: Buffer, isText: () => Promise<boolean>): Promise<Sniffed> {
  const found = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime;
  if (found === undefined) return { type: !isMarkup(head) && (await isText()) ? 'text/plain' : UNKNOWN };
  if (/(?:^text\/html|[/+]xml)$/.test(found)) return { type: UNKNOWN };
  const image = readImageSize(found, head);
  return image ? { type: found, image } : { type: found };
}

/** Raster pictures that no browser runs code from. */
export const picturesShown: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** The type of a picture that may be shown, of a sane size; null for anything else. */
export async function sniffPicture(bytes: Buffer): Promise<string | null> {
  const head = bytes.subarray(0, HEAD_BYTES);
  const type = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime;
  return type !== undefined && picturesShown.has(type) && readImageSize(type, head) ? type : null;
}

const isMarkup = (head: Buffer): boolean => MARKUP.test(head.toString('utf8', 0, 4096).replace(/^\uFEFF/, ''));

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** UTF-8 throughout, with no control characters but tab, line feed, form feed and carriage return. */
async function isPlainText(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) if (hasControl(decoder.decode(chunk, { stream: true }))) return false;
    return !hasControl(decoder.decode());
  } catch {
    return false;
  }
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x7f || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d)) return true;
  }
  return false;
}
