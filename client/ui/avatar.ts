/** Which letters and which of the six colours stand for a person. */

/** One or two letters; a number shows as #; Chinese and the like as their first character. */
export function readInitials(name: string): string {
  const clean = name.trim();
  if (/^[+\d]/.test(clean)) return '#';
  const words = clean.split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '')][0];
  if (!first) return '?';
  if (/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(first)) return first;
  const second = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ([...(words[0] ?? '')][1] ?? '');
  return (first + second).toUpperCase();
}

/** 0 to 5, the same for the same id everywhere. */
export function pickAvatarColour(id: string): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % 6;
}
