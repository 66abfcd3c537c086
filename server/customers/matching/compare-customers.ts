/**
 * How likely two customers are one person, and why. Addresses decide; a name needs something beside it, for many share one. A company's domain
 * says nothing. Pure.
 */
import type { Attribute } from '../../../shared/model/catalogue.ts';
import type { AttributeValue } from '../../../shared/model/customer.ts';
import type { MatchReason } from '../../../shared/model/customer-match.ts';
import type { AttributeId } from '../../../shared/model/ids.ts';
import { fold } from '../../../shared/search-text.ts';

/** What is compared: of a person, whoever has become part of them included. */
export interface Likeness {
  name: string | null;
  emails: readonly string[];
  phones: readonly string[];
  attributes: Readonly<Record<AttributeId, AttributeValue>>;
}

const points: Record<MatchReason['kind'], number> = {
  ...{ email: 0.9, phone: 0.8, name: 0.4, 'similar-name': 0.25, mailbox: 0.25, attribute: 0.2 },
};
/** A name alone is not enough, and neither are two weak signs. */
export const ENOUGH = 0.6;

/** Mailboxes that stand for an office, not for a person. */
const offices = new Set(
  'info contact office mail hello sales support service help admin team billing accounts noreply no-reply'.split(' '),
);

/** null where it is not likely enough to be said. */
export function compareCustomers(
  one: Likeness,
  other: Likeness,
  attributes: readonly Attribute[],
): { score: number; reasons: MatchReason[] } | null {
  const reasons = [
    ...shared(one.emails, other.emails, normaliseEmail).map((value): MatchReason => ({ kind: 'email', value })),
    ...shared(one.phones, other.phones, (phone) => phone).map((value): MatchReason => ({ kind: 'phone', value })),
    ...compareNames(one.name, other.name),
    ...compareMailboxes(one.emails, other.emails),
    ...attributes.flatMap((attribute) => compareAttribute(attribute, one, other)),
  ].sort((a, b) => points[b.kind] - points[a.kind]);
  const score = Math.min(1, Math.round(100 * reasons.reduce((sum, { kind }) => sum + points[kind], 0)) / 100);
  return score >= ENOUGH ? { score, reasons } : null;
}

/** Case means nothing, and neither does what some write behind a plus. */
export function normaliseEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, at).replace(/\+.*$/, '')}@${email.slice(at + 1)}`.toLowerCase();
}

/** Scripts without spaces between words: where somebody put one means nothing, and the order does. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function nameWords(name: string | null): string[] {
  if (name !== null && unspaced.test(name)) return [fold(name).replace(/[^\p{L}\p{N}]+/gu, '')];
  return fold(name ?? '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort();
}

function compareNames(one: string | null, other: string | null): MatchReason[] {
  const [a, b] = [nameWords(one), nameWords(other)];
  if (a.length === 0 || b.length === 0 || other === null) return [];
  if (a.join('') === b.join('')) return a.join('').length > 1 ? [{ kind: 'name', value: other }] : [];
  if (a.length < 2 || a.length !== b.length) return [];
  // "Sofia M." and "Sofia Marchetti", "Jon Smith" and "John Smith": one word is another one, all others are the same.
  const left = b.filter((word) => !a.includes(word));
  const right = a.filter((word) => !b.includes(word));
  const [x, y] = [left[0], right[0]];
  const isNear = left.length === 1 && right.length === 1 && !!x && !!y && (isInitial(x, y) || isOneStroke(x, y));
  return isNear ? [{ kind: 'similar-name', value: other }] : [];
}

const isInitial = (a: string, b: string): boolean =>
  (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));

/** One letter more, less, or another one; of short words nothing follows. */
function isOneStroke(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 3 || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (a[at] !== undefined && a[at] === b[at]) at += 1;
  const rests = [
    [a.slice(at + 1), b.slice(at + 1)],
    [a.slice(at + 1), b.slice(at)],
    [a.slice(at), b.slice(at + 1)],
  ];
  return rests.some(([x, y]) => x === y);
}

function compareMailboxes(one: readonly string[], other: readonly string[]): MatchReason[] {
  const mailbox = (email: string): string => normaliseEmail(email).split('@')[0] ?? '';
  const same = shared(one, other, normaliseEmail);
  const found = shared(one, other, mailbox).filter(
    (box) => box.length > 4 && !offices.has(box) && !same.some((email) => mailbox(email) === box),
  );
  return found.slice(0, 1).map((value) => ({ kind: 'mailbox', value: `${value}@` }));
}

/** What was chosen from a list, or is yes or no, says nothing of who somebody is. */
function compareAttribute(attribute: Attribute, one: Likeness, other: Likeness): MatchReason[] {
  if (attribute.type === 'choice' || attribute.type === 'yes-no') return [];
  const [a, b] = [one.attributes[attribute.id], other.attributes[attribute.id]];
  if (a === undefined || b === undefined || fold(String(a)) !== fold(String(b))) return [];
  return [{ kind: 'attribute', value: String(b), field: attribute.id }];
}

function shared(one: readonly string[], other: readonly string[], read: (text: string) => string): string[] {
  const known = new Set(one.map(read));
  return [...new Set(other.map(read))].filter((value) => known.has(value));
}

/** By which somebody like this is looked for: whoever shares none of them cannot be likely enough. */
export function matchKeysOf({ name, emails, phones }: Likeness): string[] {
  const words = nameWords(name);
  return [
    ...emails.map((email) => `email:${normaliseEmail(email)}`),
    ...phones.map((phone) => `phone:${phone}`),
    ...(words.length > 0 ? [`name:${words.join('')}`] : []),
    // With one word another, or cut short, the others are the same.
    ...(words.length > 1 ? words.filter((word) => word.length > 2).map((word) => `word:${word}`) : []),
  ].slice(0, MOST_KEYS);
}

const MOST_KEYS = 30;
