/** From the tree of parts to what is shown: one text, one HTML, and the rest as attachments. */
import { htmlToText } from '../html-text.ts';
import type { MailPart } from '../model.ts';
import { textToHtml } from '../text-html.ts';
import { decodeBytes } from './charset.ts';
import { cleanBody } from './clean-text.ts';
import { safeFileName } from './file-name.ts';
import { unflow } from './flowed.ts';
import type { MimePart } from './mime-tree.ts';
import { decodeTransfer } from './transfer.ts';
import { takeUuencoded } from './uuencode.ts';

const MAX_KEPT_PARTS = 50;
const MAX_TEXT = 500_000;
const MAX_HTML = 2_000_000;
/** At most so many of the encoded body make one character: bounds what is decoded at all. */
const BYTES_PER_CHARACTER = 12;

export interface MailContent {
  text: string;
  html: string | null;
  parts: MailPart[];
  dropped: number;
  isCut: boolean;
  encrypted: 'pgp' | 'smime' | null;
  signed: 'pgp' | 'smime' | null;
}

interface Body {
  text: string | null;
  html: string | null;
}

/** No body of the message but something beside it. */
const NOTHING: Body = { text: null, html: null };

export function collectContent(root: MimePart): MailContent {
  const content: MailContent = {
    text: '',
    html: null,
    parts: [],
    dropped: 0,
    isCut: false,
    encrypted: null,
    signed: null,
  };
  let hasBody = false;
  /** for all texts of the mail together: each may be as long as one may be, and there may be a thousand */
  let left = MAX_HTML;

  const keep = (part: MimePart): Body => {
    if (content.parts.length >= MAX_KEPT_PARTS) content.dropped += 1;
    else {
      const named = part.disposition.params.get('filename') ?? part.type.params.get('name') ?? null;
      const subject = part.type.value === 'message/rfc822' && named === null ? nestedSubject(part) : null;
      content.parts.push({
        name: safeFileName(subject ?? named, part.type.value, content.parts.length + 1),
        type: part.type.value,
        bytes: decodeTransfer(part.body, part.encoding),
        cid: part.cid,
        inline: part.disposition.value === 'inline' || (part.cid !== null && part.disposition.value !== 'attachment'),
      });
    }
    return NOTHING;
  };

  const takeFiles = (part: MimePart): MimePart => {
    if (!/^(?:|7bit|8bit|binary)$/.test(part.encoding)) return part;
    const { body, files } = takeUuencoded(part.body);
    for (const { name, bytes } of files) {
      if (content.parts.length >= MAX_KEPT_PARTS) content.dropped += 1;
      else {
        const type = 'application/octet-stream';
        const shown = safeFileName(name, type, content.parts.length + 1);
        content.parts.push({ name: shown, type, bytes, cid: null, inline: false });
      }
    }
    return { ...part, body };
  };

  const readLeaf = (part: MimePart, isAlternative: boolean): Body => {
    const { value, params } = part.type;
    markSealed(part, content);
    const isFile = part.disposition.params.has('filename') || params.has('name');
    const isText =
      value === 'text/plain' || value === 'text/html' || value === 'text/enriched' || value === 'text/richtext';
    if (value === 'text/x-amp-html') return NOTHING;
    if (!isText && !isUndivided(part)) return keep(part);
    if (part.disposition.value === 'attachment' || (isFile && hasBody && !isAlternative)) return keep(part);
    if (left <= 0) return keep(part);
    const text = readText(value === 'text/plain' ? takeFiles(part) : part, left);
    left -= text.value.length;
    if (text.isCut) content.isCut = true;
    if (text.value.trim() !== '') hasBody = true;
    if (value === 'text/html' || (value !== 'text/plain' && /^\s*<(!doctype|html|body)\b/i.test(text.value)))
      return { text: null, html: text.value };
    const plain = value === 'text/plain' || !isText ? text.value : fromEnriched(text.value);
    return { text: plain, html: null };
  };

  const read = (part: MimePart, isAlternative: boolean): Body => {
    if (part.children.length === 0) return readLeaf(part, isAlternative);
    markSealed(part, content);
    if (part.type.value === 'multipart/alternative') return choose(part.children.map((child) => read(child, true)));
    if (part.type.value === 'multipart/related') return readRelated(part, read, isAlternative);
    return concat(part.children.map((child) => read(child, false)));
  };

  const body = read(root, false);
  content.html = body.html === null || body.html.trim() === '' ? null : body.html.slice(0, MAX_HTML);
  const text =
    body.text !== null && body.text.trim() !== '' ? body.text : content.html === null ? '' : htmlToText(content.html);
  content.text = trimEnds(text.slice(0, MAX_TEXT));
  if ((body.html?.length ?? 0) > MAX_HTML || text.length > MAX_TEXT) content.isCut = true;
  if (content.encrypted === null && /^-----BEGIN PGP MESSAGE-----/m.test(content.text)) content.encrypted = 'pgp';
  if (content.signed === null && /^-----BEGIN PGP SIGNED MESSAGE-----/m.test(content.text)) content.signed = 'pgp';
  return content;
}

/** The last form of each kind is the richest (RFC 2046 §5.1.4). */
function choose(bodies: Body[]): Body {
  const last = (pick: (body: Body) => string | null): string | null =>
    bodies.map(pick).findLast((value) => value !== null && value.trim() !== '') ?? null;
  return { text: last((body) => body.text), html: last((body) => body.html) };
}

function concat(bodies: Body[]): Body {
  const shown = bodies.filter((body) => body.text !== null || body.html !== null);
  const [only] = shown;
  if (only === undefined) return NOTHING;
  if (shown.length === 1) return only;
  const hasHtml = shown.some((body) => body.html !== null);
  return {
    text: shown
      .map((body) => (body.text !== null && body.text.trim() !== '' ? body.text : htmlToText(body.html ?? '')))
      .filter((text) => text.trim() !== '')
      .join('\n\n'),
    html: hasHtml ? shown.map((body) => body.html ?? textToHtml(body.text ?? '')).join('\n') : null,
  };
}

/** The root is the first part or the one named by `start`; what it refers to are attachments. */
function readRelated(
  part: MimePart,
  read: (part: MimePart, isAlternative: boolean) => Body,
  isAlternative: boolean,
): Body {
  const start = part.type.params.get('start')?.replace(/[<>\s]/g, '');
  const root = part.children.find((child) => start !== undefined && child.cid === start) ?? part.children[0];
  const body = root === undefined ? NOTHING : read(root, isAlternative);
  const others = part.children.filter((child) => child !== root).map((child) => read(child, false));
  return concat([body, ...others]);
}

function readText(part: MimePart, left: number): { value: string; isCut: boolean } {
  const isHtml = part.type.value === 'text/html';
  const max = Math.min(left, isHtml ? MAX_HTML : MAX_TEXT);
  const bytes = decodeTransfer(part.body.subarray(0, max * BYTES_PER_CHARACTER), part.encoding);
  const charset = part.type.params.get('charset') ?? (isHtml ? metaCharset(bytes) : null);
  const decoded = decodeBytes(bytes, charset);
  const text = cleanBody(decoded.slice(0, max));
  const isFlowed = !isHtml && /^flowed$/i.test(part.type.params.get('format') ?? '');
  return {
    value: isFlowed ? unflow(text, /^yes$/i.test(part.type.params.get('delsp') ?? '')) : text,
    isCut: decoded.length > max || part.body.length > max * BYTES_PER_CHARACTER,
  };
}

function metaCharset(bytes: Buffer): string | null {
  return (
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})/i.exec(bytes.subarray(0, 4_000).toString('latin1'))?.[1] ?? null
  );
}

/** A multipart without its boundaries is only text. */
function isUndivided(part: MimePart): boolean {
  return part.type.value.startsWith('multipart/');
}

/** text/enriched (RFC 1896): the words without the commands. */
function fromEnriched(text: string): string {
  return text
    .replace(/<param>.{0,200}?<\/param>/gis, '')
    .replace(/<<|<[^<>\n]{0,100}>/g, (tag) => (tag === '<<' ? '<' : ''));
}

function markSealed(part: MimePart, content: MailContent): void {
  const { value, params } = part.type;
  const protocol = params.get('protocol') ?? '';
  if (value === 'multipart/encrypted' || value === 'application/pgp-encrypted') content.encrypted = 'pgp';
  if (value === 'multipart/signed') content.signed = /pkcs7/i.test(protocol) ? 'smime' : 'pgp';
  if (/^application\/(x-)?pkcs7-mime$/.test(value)) {
    if (/signed-data|certs-only/i.test(params.get('smime-type') ?? '')) content.signed = 'smime';
    else content.encrypted = 'smime';
  }
}

function nestedSubject(part: MimePart): string | null {
  const head = decodeTransfer(part.body, part.encoding).subarray(0, 20_000).toString('latin1');
  const subject = /^subject:[ \t]*([^\r\n]{1,200})/im.exec(head)?.[1];
  if (subject === undefined || subject.includes('=?')) return null;
  return `${Buffer.from(subject, 'latin1').toString('utf8').replace(/[/\\]/g, '-')}.eml`;
}

function trimEnds(text: string): string {
  return text.replace(/^(?:[ \t\u00a0]*\n)+/, '').trimEnd();
}
