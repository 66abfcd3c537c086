/** Bytes to text, whatever charset they claim: mail lies about it often enough that the bytes are asked first. */
import { guessCharset } from './guess-charset.ts';
import { decodeUtf7 } from './utf7.ts';

/** Labels beyond those of the WHATWG Encoding Standard, without punctuation. */
const ALIASES: Record<string, string> = {
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  mskanji: 'shift_jis',
  shiftjisx0213: 'shift_jis',
  cp936: 'gb18030',
  ms936: 'gb18030',
  gb: 'gb18030',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  xgbk: 'gb18030',
  gb231280: 'gb18030',
  euccn: 'gb18030',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  ksc56011987: 'euc-kr',
  ksc5601: 'euc-kr',
  cp950: 'big5',
  ms950: 'big5',
  eucjp: 'euc-jp',
  cp51932: 'euc-jp',
  iso2022jp1: 'iso-2022-jp',
  iso2022jp2: 'iso-2022-jp',
  iso2022jpms: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  tis620: 'windows-874',
  cp874: 'windows-874',
  iso88598e: 'iso-8859-8',
  iso88598i: 'iso-8859-8',
  unicode11utf8: 'utf-8',
  utf8mb4: 'utf-8',
  koi8: 'koi8-r',
  xmaccyrillic: 'x-mac-cyrillic',
  macroman: 'macintosh',
  xmacroman: 'macintosh',
  ansi: 'windows-1252',
  latin1: 'windows-1252',
  88591: 'windows-1252',
};
/** Says nothing about bytes above 127. */
const SAYS_NOTHING = new Set([
  '',
  'usascii',
  'ascii',
  'ansix341968',
  'ansix341986',
  'iso646us',
  'unknown',
  'unknown8bit',
  '8bit',
  'default',
  'xunknown',
  'binary',
  '7bit',
  'none',
]);

export function decodeBytes(bytes: Uint8Array, label: string | null | undefined): string {
  const marked = decodeMarked(bytes);
  if (marked !== null) return marked;
  const name = (label ?? '')
    .toLowerCase()
    .replace(/^["'\s]+|["'\s]+$/g, '')
    .slice(0, 60);
  const plain = name.replace(/[^a-z0-9]/g, '');
  if (plain.endsWith('utf7')) return decodeUtf7(bytes);
  if (plain === 'iso2022kr') return decodeShifted(bytes, 'euc-kr', 0x0e, 0x0f);
  if (plain === 'hzgb2312' || plain === 'hz') return decodeHz(bytes);
  const known = SAYS_NOTHING.has(plain) ? null : encodingOf(name, plain);
  if (known === null) return guess(bytes);
  if (known === 'utf-16le' && /^(utf16|ucs2|csunicode)$/.test(plain)) return decodeUtf16(bytes);
  return decodeClaimed(bytes, known);
}

function encodingOf(name: string, plain: string): string | null {
  const alias = Object.hasOwn(ALIASES, plain) ? ALIASES[plain] : undefined;
  if (alias !== undefined) return alias;
  const page = /^(?:cp|win|windows|ms|xcp|ibm)(125[0-8])$/.exec(plain);
  for (const candidate of [
    name,
    page ? `windows-${page[1]}` : '',
    plain.replace(/^iso8859(\d+)$/, 'iso-8859-$1'),
    plain,
  ]) {
    if (candidate === '') continue;
    try {
      return new TextDecoder(candidate).encoding;
    } catch {
      // not a name of it
    }
  }
  return null;
}

function decodeClaimed(bytes: Uint8Array, encoding: string): string {
  const claimed = decode(bytes, encoding);
  if (encoding.startsWith('utf-16')) return claimed;
  if (encoding === 'utf-8') return claimed.includes('\uFFFD') ? mendUtf8(bytes, claimed) : claimed;
  if (!hasHighBytes(bytes)) return claimed;
  // Text of another charset is next to never valid UTF-8 by accident: where it is, the label lies.
  return strictUtf8(bytes) ?? claimed;
}

/** Claims UTF-8 and is not: Latin-1 under a wrong label, or UTF-8 with some broken bytes. */
function mendUtf8(bytes: Uint8Array, claimed: string): string {
  const broken = claimed.match(/\uFFFD/g)?.length ?? 0;
  const whole = claimed.match(/[^\0-\x7f\uFFFD]/g)?.length ?? 0;
  return broken > whole ? decode(bytes, 'windows-1252') : claimed;
}

function guess(bytes: Uint8Array): string {
  if (!hasHighBytes(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const isJapanese = text.includes('\x1b$@') || text.includes('\x1b$B');
    return isJapanese ? new TextDecoder('iso-2022-jp').decode(bytes) : text;
  }
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return utf8;
  const guessed = guessCharset(bytes);
  return guessed === null ? mendUtf8(bytes, new TextDecoder('utf-8').decode(bytes)) : decode(bytes, guessed);
}

/** What windows-1252 has where Latin-1 has controls. Node 20's own decoder leaves the controls there. */
const WESTERN = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decode(bytes: Uint8Array, encoding: string): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding).decode(bytes);
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin.replace(/[\u0080-\u009f]/g, (control) => WESTERN[control.charCodeAt(0) - 0x80] as string);
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decodeMarked(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  if (bytes.length % 2 !== 0 || bytes.length < 4) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return null;
}

/** Without a mark: Latin text has its zero bytes on the side that is high. */
function decodeUtf16(bytes: Uint8Array): string {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < Math.min(bytes.length, 2_000); index += 1)
    if (bytes[index] === 0) {
      if (index % 2 === 0) even += 1;
      else odd += 1;
    }
  return new TextDecoder(even > odd ? 'utf-16be' : 'utf-16le').decode(bytes);
}

/** Seven-bit forms of a double-byte charset: between the marks every byte has its high bit taken off. */
function decodeShifted(bytes: Uint8Array, encoding: string, on: number, off: number): string {
  const out: number[] = [];
  let isShifted = false;
  for (const byte of bytes) {
    if (byte === on) isShifted = true;
    else if (byte === off) isShifted = false;
    else out.push(isShifted && byte > 0x20 ? byte | 0x80 : byte);
  }
  return new TextDecoder(encoding).decode(Uint8Array.from(out)).replaceAll('\x1b$)C', '');
}

function decodeHz(bytes: Uint8Array): string {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/~~/g, '~')
    .replace(/~\r?\n/g, '');
  const shifted = text.replaceAll('~{', '\x0e').replaceAll('~}', '\x0f');
  return decodeShifted(Buffer.from(shifted, 'latin1'), 'gb18030', 0x0e, 0x0f);
}

function hasHighBytes(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return true;
  return false;
}
