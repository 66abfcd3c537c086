/** Cuts plain text into text and safe links; nothing here ever makes HTML. */
import { parseUrl } from '../../shared/parse-url.ts';

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

// Only http(s) and addresses of mail become links: any other scheme stays text, whatever it looks like.
const CANDIDATE = /https?:\/\/[^\s<>"']+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
const TRAILING = /[.,;:!?…。，、！？)\]}»”’]+$/;

export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = trim(match[0]);
    const href = shown.includes('://') ? toHref(shown) : `mailto:${shown}`;
    if (!href) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'link', text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** Full stops and brackets after an address belong to the sentence, unless the bracket was opened inside. */
function trim(candidate: string): string {
  const tail = TRAILING.exec(candidate)?.[0] ?? '';
  if (tail.startsWith(')') && candidate.slice(0, -tail.length).includes('(')) {
    return candidate.slice(0, candidate.length - tail.length + 1);
  }
  return candidate.slice(0, candidate.length - tail.length);
}

/** The address itself when it is http or https, else nothing. */
export function toHref(address: string): string | null {
  const url = parseUrl(address);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : null;
}
