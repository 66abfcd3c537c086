/** Plain text as safe HTML: its lines, its quotes and its links, and nothing that it did not say. */

const LINK =
  /\b(?:https?:\/\/|www\.)[^\s<>"'`\u00a0]{2,1000}|\b[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}/gi;
const MAX_DEPTH = 20;

export function textToHtml(text: string): string {
  const out: string[] = [];
  let depth = 0;
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) out.push(`<div>${paragraph.join('<br>')}</div>`);
    paragraph = [];
  };
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const marks = /^(?:> ?)+/.exec(line)?.[0] ?? '';
    const wanted = Math.min(marks.replaceAll(' ', '').length, MAX_DEPTH);
    if (wanted !== depth) flush();
    for (; depth < wanted; depth += 1) out.push('<blockquote type="cite">');
    for (; depth > wanted; depth -= 1) out.push('</blockquote>');
    paragraph.push(linkify(line.slice(marks.length)));
  }
  flush();
  for (; depth > 0; depth -= 1) out.push('</blockquote>');
  return out.join('');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function linkify(line: string): string {
  let out = '';
  let last = 0;
  for (const match of line.matchAll(LINK)) {
    // A sentence's end is none of the address.
    const shown = trimLink(match[0]);
    const href = shown.includes('://') ? shown : /^www\./i.test(shown) ? `https://${shown}` : `mailto:${shown}`;
    out += spaced(line.slice(last, match.index));
    out += `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer nofollow">${escapeHtml(shown)}</a>`;
    last = match.index + shown.length;
  }
  return out + spaced(line.slice(last));
}

function trimLink(link: string): string {
  const trimmed = link.replace(/[.,;:!?\u3002\uff0c\uff01\uff1f]{1,20}$/, '');
  return trimmed.endsWith(')') && !trimmed.includes('(') ? trimmed.slice(0, -1) : trimmed;
}

/** Runs of spaces are what the writer aligned with. */
function spaced(text: string): string {
  return escapeHtml(text).replace(/\t/g, '&nbsp;&nbsp; ').replace(/ {2}/g, ' &nbsp;').replace(/^ /, '&nbsp;');
}
