/** What is being asked for at the caret: a canned reply by "/", a colleague by "@"; and who or what fits. Pure. */
import type { CannedReply } from '../../../../shared/model/catalogue.ts';

export interface Trigger {
  sign: '/' | '@';
  /** where the sign stands, and where the words after it end */
  start: number;
  end: number;
  query: string;
}

/** At most so many characters after the sign; what is longer is a sentence. */
const QUERY = 40;
const SHOWN = 8;

/** A sign counts at the beginning or after a space, and in Chinese and Japanese after any character, where no spaces are written. */
export function findTrigger(text: string, caret: number, signs: readonly Trigger['sign'][]): Trigger | null {
  const before = text.slice(Math.max(0, caret - QUERY - 1), caret);
  const match =
    /(^|[\s(（“"\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。：；])([/@])([\p{L}\p{N}_\-.]*)$/u.exec(before);
  const sign = match?.[2] as Trigger['sign'] | undefined;
  if (!match || !sign || !signs.includes(sign)) return null;
  const query = match[3] ?? '';
  return { sign, start: caret - query.length - 1, end: caret, query };
}

/** Shortcuts that begin with the query first, then those that contain it, then texts that do. */
export function rankReplies(replies: readonly CannedReply[], query: string): CannedReply[] {
  const wanted = query.toLowerCase();
  return rank(replies, ({ shortcut, text }) => {
    const name = shortcut.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return text.toLowerCase().includes(wanted) ? 2 : null;
  });
}

/** Names of which any part begins with the query, then names that contain it. */
export function rankPeople<P extends { name: string }>(people: readonly P[], query: string): P[] {
  const wanted = query.toLowerCase();
  return rank(people, (person) => {
    const name = person.name.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(/\s+/u).some((part) => part.startsWith(wanted))) return 1;
    return name.includes(wanted) ? 2 : null;
  });
}

function rank<T>(items: readonly T[], place: (item: T) => number | null): T[] {
  const placed = items.flatMap((item) => {
    const at = place(item);
    return at === null ? [] : [{ item, at }];
  });
  return placed
    .sort((a, b) => a.at - b.at)
    .slice(0, SHOWN)
    .map(({ item }) => item);
}
