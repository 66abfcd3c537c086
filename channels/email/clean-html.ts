/**
 * Mail HTML made safe, with sanitize-html over explicit lists: nothing that runs, nothing that loads by itself, nothing that leaves
 * its place. It is shown in a sandboxed frame under a CSP as well; either alone should do.
 */
import sanitize from 'sanitize-html';
import { boundHtml } from './html/bound-html.ts';
import { cleanStyle } from './html/clean-style.ts';
import { isTracker } from './html/trackers.ts';

export interface CleanedHtml {
  html: string;
  /** remote images that wait in `data-blocked-src` until the agent asks for them */
  blocked: number;
  /** images that only report that the mail was opened; they are left out */
  trackers: number;
  /** Content-IDs that the page shows: the other inline parts are attachments */
  cids: string[];
  isCut: boolean;
}

const TAGS = (
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
  'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section ' +
  'small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
).split(' ');
/** Their content is no text for readers. */
const NO_TEXT =
  'script style textarea option xmp title iframe noembed noframes template object applet svg math select audio video canvas plaintext'.split(
    ' ',
  );
const CELL = ['align', 'valign', 'width', 'height', 'bgcolor', 'colspan', 'rowspan', 'nowrap'];
const EVERY = ['dir', 'lang', 'style', 'title', 'data-blocked-src', 'data-quoted'];
const MAX_HTML = 1_000_000;
const MAX_DATA_URI = 300_000;
const MAX_DATA_URIS = 2_000_000;
const DATA_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z\d+/=\s]*$/i;
const REMOTE = /^(?:https?:)?\/\/[^\s]/i;

/**
 * @param cid the address under which the caller serves an inline part, or null when there is none. It is written into `src` as it is.
 */
export function cleanHtml(source: string, cid: (cid: string) => string | null): CleanedHtml {
  const { html, isCut } = boundHtml(source, MAX_HTML);
  const cids = new Set<string>();
  let blocked = 0;
  let trackers = 0;
  let dataSize = 0;
  /** ours: whatever the mail itself wrote there is taken off first */
  const served = new Set<string>();

  const readImage = (attribs: Record<string, string>): Record<string, string> | null => {
    const { src: given, srcset, style, ...rest } = attribs;
    const src = (given ?? srcset?.trim().split(/[\s,]/)[0] ?? '').replace(/[\t\r\n]/g, '').trim();
    const shown = pick(rest, ['alt', 'width', 'height', 'align', 'border', 'hspace', 'vspace']);
    if (/^cid:/i.test(src)) {
      const id = decodeCid(src.slice(4));
      const address = cid(id);
      if (address === null) return shown;
      cids.add(id);
      served.add(address);
      return { ...shown, src: address };
    }
    if (DATA_IMAGE.test(src)) {
      dataSize += src.length;
      return src.length <= MAX_DATA_URI && dataSize <= MAX_DATA_URIS ? { ...shown, src } : shown;
    }
    if (!REMOTE.test(src)) return shown;
    if (isTracker(src, { ...attribs, style: style ?? '' })) {
      trackers += 1;
      return null;
    }
    blocked += 1;
    return { ...shown, 'data-blocked-src': absolute(src) };
  };

  const cleaned = sanitize(html, {
    allowedTags: TAGS,
    nonTextTags: NO_TEXT,
    disallowedTagsMode: 'discard',
    allowedAttributes: {
      '*': EVERY,
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'width', 'height', 'align', 'border', 'hspace', 'vspace'],
      table: [...CELL, 'border', 'cellpadding', 'cellspacing'],
      tr: CELL,
      td: CELL,
      th: CELL,
      col: ['span', ...CELL],
      colgroup: ['span', ...CELL],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
      ul: ['type'],
      li: ['value'],
      p: ['align'],
      div: ['align'],
      h1: ['align'],
      h2: ['align'],
      h3: ['align'],
      hr: ['align', 'width', 'size', 'color'],
      details: ['open'],
      blockquote: ['type'],
      time: ['datetime'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    // What stands in an image's src by now is ours or checked above.
    allowedSchemesByTag: { img: ['data', 'cid', 'blob', 'http', 'https'] },
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    enforceHtmlBoundary: false,
    transformTags: {
      '*': (tagName, given) => {
        const { style = '', background, 'data-blocked-src': _, ...rest } = given;
        const { style: kept, remote } = cleanStyle(style);
        let attribs: Record<string, string> = rest;
        if (tagName === 'img') attribs = readImage(given) ?? { 'data-tracker': '' };
        else if (tagName === 'a') attribs = readLink(rest);
        if (kept !== '') attribs.style = kept;
        for (const value of [...numbers, ...words])
          if (attribs[value[0]] !== undefined && !value[1].test(attribs[value[0]] ?? '')) delete attribs[value[0]];
        const behind =
          tagName === 'img' ? null : (remote ?? (REMOTE.test(background ?? '') ? (background ?? null) : null));
        if (behind !== null) {
          blocked += 1;
          attribs['data-blocked-src'] = absolute(behind);
        }
        return {
          tagName,
          attribs: tagName === 'img' ? { ...pick(rest, ['dir', 'lang', 'title']), ...attribs } : attribs,
        };
      },
    },
    exclusiveFilter: ({ tag, attribs }) =>
      tag === 'img' && (attribs['data-tracker'] !== undefined || isEmptyImage(attribs, served)),
  });
  return { html: cleaned, blocked, trackers, cids: [...cids], isCut };
}

/** What an attribute's value may be, where any text would be too much. */
const numbers = [
  'width',
  'height',
  'border',
  'cellpadding',
  'cellspacing',
  'colspan',
  'rowspan',
  'hspace',
  'vspace',
  'span',
  'start',
  'value',
].map((name) => [name, /^\d{1,5}(?:px|%)?$/] as const);
const words = [
  ['face', /^[\w\s,'-]{1,200}$/] as const,
  ['size', /^[+-]?\d{1,4}$/] as const,
  ['datetime', /^[\w:.+ -]{1,40}$/] as const,
  ...['align', 'valign', 'bgcolor', 'color', 'dir', 'lang', 'type'].map((name) => [name, /^[\w#-]{1,30}$/] as const),
];

function isEmptyImage(attribs: Record<string, string>, served: ReadonlySet<string>): boolean {
  const src = attribs.src ?? '';
  if (src !== '' && !served.has(src) && !DATA_IMAGE.test(src)) return true;
  return src === '' && attribs['data-blocked-src'] === undefined && (attribs.alt ?? '').trim() === '';
}

function readLink(attribs: Record<string, string>): Record<string, string> {
  const { href = '', ...rest } = attribs;
  const url = href.replace(/[\p{Cc}]/gu, '').trim();
  const kept = pick(rest, ['dir', 'lang', 'title', 'data-quoted']);
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(url) || url.length > 4_000) return kept;
  return { ...kept, href: url, target: '_blank', rel: 'noopener noreferrer nofollow' };
}

function decodeCid(text: string): string {
  const bare = text.trim().replace(/^<|>$/g, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

function absolute(url: string): string {
  return (url.startsWith('//') ? `https:${url}` : url).slice(0, 4_000);
}

function pick(from: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
