/** Names of files as strangers give them, made harmless to show, to save and to put into a header. */

const MAX_BYTES = 255;
/** Control characters, and the marks that turn the direction of text around ("exe.gpj" shown as "jpg.exe"). */
const INVISIBLE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const RESERVED = /[<>:"|?*]/g;

/** The last part of whatever path it was, at most 255 bytes with its ending kept; never empty. */
export function cleanFileName(raw: string): string {
  const last = Buffer.from(raw).toString().normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const visible = last.replace(INVISIBLE, '').replace(RESERVED, '_').trim().replace(/^\.+/, '').trim();
  return shorten(visible) || 'file';
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
  const stem = ending ? name.slice(0, dot) : name;
  let result = '';
  for (const character of stem) {
    if (Buffer.byteLength(result + character + ending) > MAX_BYTES) break;
    result += character;
  }
  return result + ending;
}
