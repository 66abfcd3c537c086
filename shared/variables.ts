/** Variables in canned replies and macros, such as {{customer.firstName}}: which there are, and texts with them filled in. Pure. */

export const variableNames = [
  'customer.name',
  'customer.firstName',
  'customer.email',
  'agent.name',
  'agent.firstName',
  'conversation.number',
  'queue.name',
  'inbox.name',
] as const;
export type VariableName = (typeof variableNames)[number];

/** An empty string: nothing is known. */
export type VariableValues = Readonly<Record<VariableName, string>>;

/** `raw`: as it stands in the text, with its braces. `empty`: known, but without a value here. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'value'; raw: string; text: string; name: VariableName }
  | { kind: 'empty'; raw: string; name: VariableName }
  | { kind: 'unknown'; raw: string; name: string };

export interface VariableSources {
  customer: { name: string; email?: { value: string } };
  agentName: string;
  number: number;
  queueName: string;
  inboxName: string;
}

const pattern = /\{\{([^{}\n]{0,80})\}\}/g;

/** Values for one conversation and one author. */
export function valuesOf({ customer, agentName, number, queueName, inboxName }: VariableSources): VariableValues {
  const name = isPlaceholder(customer.name) ? '' : customer.name.trim();
  return {
    'customer.name': name,
    'customer.firstName': firstName(name),
    'customer.email': customer.email?.value ?? '',
    'agent.name': agentName,
    'agent.firstName': firstName(agentName),
    'conversation.number': `#${number}`,
    'queue.name': queueName,
    'inbox.name': inboxName,
  };
}

/** The text in pieces, so that what could not be filled in can be shown as such. */
export function splitVariables(text: string, values: VariableValues): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push(readPiece(match[0], (match[1] ?? '').trim(), values));
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** `missing`: what stands in the text with its braces still, each once. */
export function fillVariables(text: string, values: VariableValues): { text: string; missing: string[] } {
  const pieces = splitVariables(text, values);
  const missing = new Set<string>();
  const filled = pieces.map((piece) => {
    if (piece.kind === 'text' || piece.kind === 'value') return piece.text;
    missing.add(piece.raw);
    return piece.raw;
  });
  return { text: filled.join(''), missing: [...missing] };
}

export function isVariable(name: string): name is VariableName {
  return (variableNames as readonly string[]).includes(name);
}

function readPiece(raw: string, name: string, values: VariableValues): Piece {
  if (!isVariable(name)) return { kind: 'unknown', raw, name };
  const text = values[name];
  return text === '' ? { kind: 'empty', raw, name } : { kind: 'value', raw, text, name };
}

/** Names are written in many orders: only what has a space between its parts is taken apart, and an address or a number is no name. */
function firstName(name: string): string {
  const [first = '', ...rest] = name.trim().split(/\s+/u);
  if (/[@\d]/.test(first) || first.endsWith(',')) return rest.length > 0 && first.endsWith(',') ? (rest[0] ?? '') : '';
  return first;
}

/** "Visitor 4F2A", or an address in place of a name: nobody is greeted by that. */
function isPlaceholder(name: string): boolean {
  return /^Visitor [0-9A-Z]{4}$/.test(name) || /^\+?[\d ]+$/.test(name) || name.includes('@');
}
