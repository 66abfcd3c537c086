/** `value; name=value` headers (RFC 2045, RFC 2231), with what real senders make of them. */
import { decodeBytes } from './charset.ts';
import { decodeWords } from './header-words.ts';

export interface Structured {
  /** lower case */
  value: string;
  /** lower-case names; the first of two wins */
  params: ReadonlyMap<string, string>;
}

const MAX_PARAMS = 200;

export function readParameters(header: string | null): Structured {
  const pieces = split(header ?? '');
  const raw = new Map<string, string>();
  for (const piece of pieces.slice(1, MAX_PARAMS)) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (name !== '' && !raw.has(name)) raw.set(name, piece.slice(equals + 1).trim());
  }
  return { value: (pieces[0] ?? '').trim().toLowerCase().replace(/\s/g, ''), params: join(raw) };
}

/** By `;` outside of quotes; comments and quotes are taken off. */
function split(header: string): string[] {
  const pieces = [''];
  let isQuoted = false;
  let depth = 0;
  const add = (text: string): void => {
    pieces[pieces.length - 1] += text;
  };
  for (let index = 0; index < header.length; index += 1) {
    const char = header[index] as string;
    if (isQuoted) {
      if (char === '\\' && index + 1 < header.length) add(header[++index] as string);
      else if (char === '"') isQuoted = false;
      else add(char);
    } else if (depth > 0) {
      if (char === '\\') index += 1;
      else if (char === '(') depth += 1;
      else if (char === ')') depth -= 1;
    } else if (char === '"') isQuoted = true;
    // A parenthesis within a word is part of a file's name that someone forgot to quote.
    else if (char === '(' && /(^|\s|;)$/.test((pieces.at(-1) as string).slice(-1)) && header.indexOf(')', index) > 0)
      depth = 1;
    else if (char === ';') pieces.push('');
    else add(char);
  }
  return pieces;
}

/** Joins `name*0`, `name*1*` … and decodes `name*=charset'language'percent`. */
function join(raw: ReadonlyMap<string, string>): Map<string, string> {
  const params = new Map<string, string>();
  const sections = new Map<string, { index: number; text: string; isEncoded: boolean }[]>();
  for (const [name, value] of raw) {
    const match = /^([^*]+)\*(?:(\d{1,3})(\*?))?$/.exec(name);
    if (match === null) {
      // The extended form under the plain name.
      const extended = /^([\w-]{2,30})'[a-z-]{0,10}'(.*%[0-9a-f]{2}.*)$/i.exec(value);
      params.set(name, extended ? decodeBytes(percentBytes(extended[2] as string), extended[1]) : decodeWords(value));
      continue;
    }
    const list = sections.get(match[1] as string) ?? [];
    list.push({ index: Number(match[2] ?? 0), text: value, isEncoded: match[2] === undefined || match[3] === '*' });
    sections.set(match[1] as string, list);
  }
  for (const [name, list] of sections) {
    list.sort((a, b) => a.index - b.index);
    let charset: string | null = null;
    const bytes: Buffer[] = [];
    list.forEach(({ text, isEncoded }, place) => {
      let rest = text;
      if (place === 0 && isEncoded) {
        // Some leave out the language with its quote.
        const mark = /^([^']*)'[^']*'/.exec(text) ?? /^([\w-]{2,30})'/.exec(text);
        if (mark !== null) {
          charset = mark[1] as string;
          rest = text.slice(mark[0].length);
        }
      }
      bytes.push(isEncoded ? percentBytes(rest) : Buffer.from(rest, 'utf8'));
    });
    // The extended form is meant for those who can read it; the plain one beside it is the fallback.
    params.set(name, decodeWords(decodeBytes(Buffer.concat(bytes), charset)));
  }
  return params;
}

function percentBytes(text: string): Buffer {
  const escaped = Buffer.from(text, 'utf8').toString('latin1');
  return Buffer.from(
    escaped.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
