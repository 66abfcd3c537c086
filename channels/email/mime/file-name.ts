/** A stranger's file name as it may be shown and offered: no path, no direction tricks, no device names, never empty. */
import { cleanLine } from './clean-text.ts';

const MAX = 120;
const EXTENSIONS: Record<string, string> = {
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/json': 'json',
  'application/pgp-signature': 'asc',
  'application/pgp-encrypted': 'txt',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/x-pkcs7-mime': 'p7m',
  'application/ms-tnef': 'dat',
  'application/ics': 'ics',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/svg+xml': 'svg',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/rfc822-headers': 'txt',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'video/mp4': 'mp4',
};
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** @param place counts from 1; names what has none */
export function safeFileName(raw: string | null, type: string, place: number): string {
  const base = (raw ?? '').slice(-1_000).split(/[/\\]/).at(-1) ?? '';
  const name = cleanLine(base, 1_000)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (name === '') return `attachment-${place}.${Object.hasOwn(EXTENSIONS, type) ? EXTENSIONS[type] : 'bin'}`;
  return shorten(DEVICES.test(name) ? `_${name}` : name);
}

/** Keeps the extension, which says what it is. */
function shorten(name: string): string {
  if (name.length <= MAX) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return `${name
    .slice(0, MAX - extension.length)
    .replace(/\p{Cs}/gu, '')
    .trim()}${extension}`;
}
