/** A digest of an entry's body, so that a repeat under the same key can be told from another message. */
import { hash } from 'node:crypto';
import type { AgentEntryBody } from '../../shared/model/entry.ts';
import type { Letter } from '../../shared/model/letter.ts';

/** Files count by id: their other fields are what the server found out, and may be found out better later. */
export function digestOf(body: AgentEntryBody): string {
  return hash('sha1', JSON.stringify(essenceOf(body)), 'base64url' as 'base64');
}

function essenceOf(body: AgentEntryBody): unknown[] {
  switch (body.kind) {
    case 'message':
      return ['m', body.text, body.files.map((file) => file.id), body.choices ?? [], ...essenceOfLetter(body.letter)];
    case 'note':
      return ['n', body.text, body.files.map((file) => file.id), ...(body.mentions ?? []).map(({ id }) => id)];
    case 'event':
      return ['e', sortKeys(body.event)];
  }
}

/** Its HTML says what the text says. */
function essenceOfLetter(letter: Letter | undefined): unknown[] {
  if (letter === undefined) return [];
  const { subject, to, cc, bcc = [] } = letter;
  return [subject, ...[to, cc, bcc].map((addresses) => addresses.map(({ address }) => address))];
}

function sortKeys(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
