/** Cuts what somebody wrote into text, links and mentions. Pure. */
import { linkify, type TextPart } from '../../../ui/linkify.ts';

export type Piece = TextPart | { kind: 'mention'; text: string; id: string };

/** `mentions`: those that the note's author chose; the same name elsewhere in a text is one too, and any other @ is text. */
export function cutWords(text: string, mentions: readonly { id: string; name: string }[] = []): Piece[] {
  const parts = linkify(text);
  if (mentions.length === 0) return parts;
  // Longer names first, so that "Ben Okafor" is not taken for "Ben".
  const known = [...mentions].sort((a, b) => b.name.length - a.name.length);
  return parts.flatMap((part) => (part.kind === 'text' ? cutMentions(part.text, known) : [part]));
}

function cutMentions(text: string, known: readonly { id: string; name: string }[]): Piece[] {
  const pieces: Piece[] = [];
  let rest = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const who = known.find(
      ({ name }) => text.startsWith(name, at + 1) && !/^[\p{L}\p{N}]/u.test(text.slice(at + 1 + name.length)),
    );
    if (!who) continue;
    if (at > rest) pieces.push({ kind: 'text', text: text.slice(rest, at) });
    rest = at + 1 + who.name.length;
    pieces.push({ kind: 'mention', text: text.slice(at, rest), id: who.id });
  }
  if (rest < text.length) pieces.push({ kind: 'text', text: text.slice(rest) });
  return pieces;
}
