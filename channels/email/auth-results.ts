/** Authentication-Results (RFC 8601), as far as we may believe them: what our own receiver put on top, and nothing below it. */
import { firstField, readHead } from './mime/header-block.ts';

export interface MethodResult {
  method: string;
  result: string;
  /** `header.d`, `smtp.mailfrom` … in lower case */
  props: ReadonlyMap<string, string>;
  comment: string;
}

export interface AuthResults {
  authservId: string;
  methods: MethodResult[];
}

/**
 * The topmost header, when a trusted server wrote it; further ones only where they stand right below it and above the first Received,
 * so that nothing which the sender brought along can be among them.
 */
export function trustedResults(raw: Buffer, trusted: readonly string[]): AuthResults | null {
  const known = new Set(trusted.map((id) => id.toLowerCase()));
  const { fields } = readHead(raw, 0, Math.min(raw.length, 200_000));
  const first = fields.findIndex(({ name }) => name === 'authentication-results');
  const top = parseAuthResults(fields[first]?.value ?? '');
  if (first < 0 || top === null || !known.has(top.authservId)) return null;
  const isAboveReceived = firstField(fields.slice(0, first), 'received') === null;
  const methods = [...top.methods];
  for (const field of isAboveReceived ? fields.slice(first + 1) : []) {
    const next = field.name === 'authentication-results' ? parseAuthResults(field.value) : null;
    if (next?.authservId !== top.authservId) break;
    methods.push(...next.methods.filter(({ method }) => !top.methods.some((one) => one.method === method)));
  }
  return { authservId: top.authservId, methods };
}

export function parseAuthResults(value: string): AuthResults | null {
  const [head, ...rest] = splitOutside(value.slice(0, 20_000));
  const authservId = /^\s*([^\s;()]+)/.exec(head?.text ?? '')?.[1]?.toLowerCase() ?? '';
  if (authservId === '') return null;
  const methods: MethodResult[] = [];
  for (const { text, comment } of rest.slice(0, 50)) {
    const match = /^\s*([a-z][\w-]*)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(text);
    if (match === null) continue;
    const props = new Map<string, string>();
    for (const [, name, quoted, bare] of text
      .slice(match[0].length)
      .matchAll(/([a-z][\w.-]{0,40})\s*=\s*(?:"([^"]{0,500})"|([^\s;]{1,500}))/gi))
      if (name !== undefined && !props.has(name.toLowerCase()))
        props.set(name.toLowerCase(), (quoted ?? bare ?? '').toLowerCase());
    methods.push({
      method: (match[1] as string).toLowerCase(),
      result: (match[2] as string).toLowerCase(),
      props,
      comment,
    });
  }
  return { authservId, methods };
}

/** By `;` outside of comments and quotes; comments are set apart. */
function splitOutside(value: string): { text: string; comment: string }[] {
  const pieces = [{ text: '', comment: '' }];
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < value.length; index += 1) {
    const char = value[index] as string;
    const piece = pieces.at(-1) as { text: string; comment: string };
    if (char === '\\') {
      index += 1;
      continue;
    }
    if (!isQuoted && char === '(') depth += 1;
    else if (!isQuoted && char === ')' && depth > 0) depth -= 1;
    else if (depth > 0) piece.comment += char;
    else if (char === '"') {
      isQuoted = !isQuoted;
      piece.text += char;
    } else if (char === ';' && !isQuoted) pieces.push({ text: '', comment: '' });
    else piece.text += char;
  }
  return pieces;
}
