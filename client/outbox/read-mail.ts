/** A mail's source, taken apart for showing: its headers, its text, and its HTML as a page that can do nothing. */
import PostalMime, { type Address, type Attachment } from 'postal-mime';

export interface ReadMail {
  subject: string;
  from: string;
  to: string[];
  cc: string[];
  date: string;
  text: string;
  /** a whole document for a frame without scripts; null: the mail has none */
  page: string | null;
  headers: { name: string; value: string }[];
  attachments: { name: string; type: string; bytes: ArrayBuffer }[];
}

export async function readMail(source: ArrayBuffer): Promise<ReadMail> {
  const mail = await PostalMime.parse(source, { attachmentEncoding: 'arraybuffer' });
  const isInline = ({ contentId, disposition }: Attachment) => contentId !== undefined && disposition !== 'attachment';
  return {
    subject: mail.subject ?? '',
    from: mail.from ? nameOf(mail.from) : '',
    to: (mail.to ?? []).map(nameOf),
    cc: (mail.cc ?? []).map(nameOf),
    date: mail.date ?? '',
    text: mail.text ?? '',
    page: mail.html ? toPage(mail.html, mail.attachments.filter(isInline)) : null,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: mail.attachments
      .filter((one) => !isInline(one))
      .map(({ filename, mimeType, content }) => ({
        name: filename ?? mimeType,
        type: mimeType,
        bytes: content as ArrayBuffer,
      })),
  };
}

const nameOf = ({ name, address }: Address): string => (name ? `${name} <${address ?? ''}>` : (address ?? ''));

/** Sources are this page's own policy once more, from within: pictures that came along, styles, and nothing else. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function toPage(html: string, pictures: Attachment[]): string {
  const whole = pictures.reduce((known, { contentId = '', mimeType, content }) => {
    const id = contentId.replace(/^<|>$/g, '');
    if (id === '' || !/^image\/(png|jpeg|gif|webp)$/.test(mimeType)) return known;
    return known.replaceAll(`cid:${id}`, `data:${mimeType};base64,${toBase64(content as ArrayBuffer)}`);
  }, html);
  return [
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<base target="_blank">',
    // A mail is written for white paper, whatever the page around it looks like.
    '<style>html{color-scheme:light;background:#fff}body{margin:16px;font:14px/1.5 system-ui,sans-serif;color:#1d1d1b;overflow-wrap:anywhere}img{max-width:100%}</style>',
    whole,
  ].join('');
}

function toBase64(bytes: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}
