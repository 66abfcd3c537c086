/** The page in which a letter's HTML is shown: nothing in it runs, and nothing but our own pictures is loaded (ADR on letters in frames). */
import { quotedClass } from '../../../shared/letter-parts.ts';
import { escapeHtml } from './escape-html.ts';
import { findOddLink } from './odd-links.ts';

export interface FrameOptions {
  /** of this page, where files and guarded pictures lie */
  origin: string;
  withImages: boolean;
  /** ids of the files that came along: by these pictures within the words are named in letters of our own */
  files: readonly string[];
  isFolded: boolean;
  /** what stands beside a link that deceives */
  oddLinkWords(host: string): string;
}

export const foldedMark = 'data-folded';
/** on links that are asked about before they are opened */
export const oddMark = 'data-odd';
const blockedSource = 'data-blocked-src';
/** Marked by our composer, or by the server in what came. */
const quotedParts = `.${quotedClass},[data-quoted]`;

/** Never let in, whatever came through the cleaning at the server. */
const forbidden =
  'script, iframe, object, embed, form, meta, base, link, frame, frameset, template, noscript, style[src]';

/** Mail is made for white paper; what it does not set itself reads like the rest of the thread. */
const styles = `
html{color-scheme:light;background:#fff;overflow-x:auto;overflow-y:hidden}
body{margin:0;padding:1px;color:#1d1d1b;font:14px/20px "Inter Variable",system-ui,-apple-system,"Segoe UI","PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
body>:first-child{margin-top:0}body>:last-child{margin-bottom:0}
p{margin:0 0 10px}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}
a{color:#3344be}blockquote{margin:8px 0;padding-inline-start:12px;border-inline-start:2px solid #d2d2ca;color:#55554f}
img[${blockedSource}]{display:inline-block;min-width:24px;min-height:24px;border:1px dashed #8a8a82;border-radius:5px;background:#f1f1ed;color:#6a6a63;font-size:12px}
html[${foldedMark}] :is(${quotedParts}){display:none}
.parley-odd{margin-inline-start:4px;padding:0 5px;border-radius:5px;background:#fbefd3;color:#855400;font-size:12px}`;

/** What may be loaded: kept files and pictures that the server fetched. Scripts, frames, fonts and forms have no source at all. */
export function framePolicy(origin: string): string {
  return [
    "default-src 'none'",
    `img-src ${origin}/files/ ${origin}/api/images data:`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

export const countBlocked = (html: string): number =>
  html.match(new RegExp(`<\\w+\\b[^>]*\\s${blockedSource}=`, 'gi'))?.length ?? 0;

export const hasQuoted = (html: string): boolean =>
  new RegExp(`<[^>]+(?:\\sclass="[^"]*\\b${quotedClass}\\b|\\sdata-quoted\\b)`).test(html);

/** Pictures go through the server, which tells the sender neither who looks nor from where. */
export const guardedImage = (url: string): string => `/api/images?url=${encodeURIComponent(url)}`;

export function buildFrame(html: string, options: FrameOptions): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const element of page.querySelectorAll(forbidden)) element.remove();
  for (const image of page.querySelectorAll('img[src^="cid:"]')) showAttached(image, options.files);
  for (const link of page.querySelectorAll('a[href], area[href]')) guardLink(link, options);
  if (options.withImages) {
    for (const element of page.querySelectorAll<HTMLElement>(`[${blockedSource}]`)) loadImage(element);
  }
  const own = [...page.head.querySelectorAll('style')].map((style) => style.outerHTML).join('');
  const policy = `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(framePolicy(options.origin))}">`;
  const head = `<meta charset="utf-8">${policy}<meta name="referrer" content="no-referrer"><style>${styles}</style>${own}`;
  return `<!doctype html><html${options.isFolded ? ` ${foldedMark}` : ''}><head>${head}</head><body dir="auto"${bodyStyle(page)}>${page.body.innerHTML}</body></html>`;
}

/** Whether anything but the repeated letters is said: else folding would leave nothing to read. */
export function saysNothingElse(html: string): boolean {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const element of page.querySelectorAll(`${quotedParts},style`)) element.remove();
  return page.body.textContent?.trim() === '' && page.querySelector('img') === null;
}

/** What of it is repeated below an answer: without pictures, which would be sent along. */
export function readForQuote(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const element of page.querySelectorAll(`${forbidden}, style`)) element.remove();
  for (const image of page.querySelectorAll('img')) image.replaceWith(image.getAttribute('alt') ?? '');
  return page.body.innerHTML;
}

function showAttached(image: Element, files: readonly string[]): void {
  const id = image.getAttribute('src')?.slice('cid:'.length) ?? '';
  if (files.includes(id)) image.setAttribute('src', `/files/${id}`);
}

/** On anything but a picture it lies behind the words. */
function loadImage(element: HTMLElement): void {
  const address = guardedImage(element.getAttribute(blockedSource) ?? '');
  if (element.tagName === 'IMG') element.setAttribute('src', address);
  else element.style.backgroundImage = `url("${address}")`;
  element.removeAttribute(blockedSource);
}

function guardLink(link: Element, { oddLinkWords }: FrameOptions): void {
  const href = link.getAttribute('href') ?? '';
  if (!/^(?:https?:|mailto:|tel:|#)/i.test(href.trim())) {
    link.removeAttribute('href');
    return;
  }
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer nofollow');
  const odd = findOddLink(link.textContent ?? '', href);
  if (!odd) return;
  link.setAttribute(oddMark, '');
  const hint = link.ownerDocument.createElement('span');
  hint.className = 'parley-odd';
  hint.textContent = oddLinkWords(odd.host);
  link.after(hint);
}

/** Senders colour the whole page by its body. */
function bodyStyle(page: Document): string {
  const style = page.body.getAttribute('style');
  const colour = page.body.getAttribute('bgcolor');
  const all = [style, colour && `background-color:${colour}`].filter(Boolean).join(';');
  return all === '' ? '' : ` style="${escapeHtml(all)}"`;
}
