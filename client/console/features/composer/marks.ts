/** Which stretches of a text are marked while it is written: mentions, and variables that have no value. Pure. */
import type { Mention } from '../../../../shared/model/writing.ts';
import { splitVariables, type VariableValues } from '../../../../shared/variables.ts';

export interface Stretch {
  /** where it begins */
  at: number;
  text: string;
  mark: 'mention' | 'missing' | null;
}

/** The whole text in order; a mention is its name after an "@". */
export function markText(text: string, mentions: readonly Mention[], values: VariableValues): Stretch[] {
  const stretches = splitVariables(text, values).flatMap((piece): Omit<Stretch, 'at'>[] =>
    piece.kind === 'text' ? markMentions(piece.text, mentions) : [{ text: piece.raw, mark: 'missing' }],
  );
  let at = 0;
  return stretches.map((stretch) => {
    const from = at;
    at += stretch.text.length;
    return { at: from, ...stretch };
  });
}

/** Those that are still in the text. */
export function keptMentions(text: string, mentions: readonly Mention[]): Mention[] {
  const byId = new Map(mentions.map((mention) => [mention.id, mention]));
  return [...byId.values()].filter(({ name }) => text.includes(`@${name}`));
}

function markMentions(text: string, mentions: readonly Mention[]): Omit<Stretch, 'at'>[] {
  // Longer names first, so that "Ann Lee" is not taken for "Ann".
  const names = [...mentions].map(({ name }) => `@${name}`).sort((a, b) => b.length - a.length);
  const stretches: Omit<Stretch, 'at'>[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const found = names.find((name) => text.startsWith(name, at));
    if (found) {
      if (plain !== '') stretches.push({ text: plain, mark: null });
      stretches.push({ text: found, mark: 'mention' });
      plain = '';
      at += found.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain !== '') stretches.push({ text: plain, mark: null });
  return stretches;
}
