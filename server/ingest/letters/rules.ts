/** What an inbox's rules make of a letter that came in. Pure: nothing is looked up, and no rule can take long. */
import type { MailCondition, MailOutcome, MailRule, RuleVerdict } from '../../../shared/model/mail-rule.ts';
import { detectLanguage } from './language.ts';

/** A letter as far as rules can ask about it. */
export interface LetterFacts {
  from: Correspondent | null;
  /** to and in copy */
  to: readonly Correspondent[];
  subject: string;
  /** without what it quotes */
  body: string;
  /** of the whole letter, in bytes */
  size: number;
  /** by lower-case name */
  headers: ReadonlyMap<string, readonly string[]>;
}

interface Correspondent {
  name: string;
  address: string;
}

export interface RuleOutcome extends MailOutcome {
  /** the rules that applied, in their order */
  ruleIds: string[];
}

/** In the order of the rules: the first that names a queue, a priority or a reply is heeded; tags add up. */
export function applyRules(rules: readonly MailRule[], letter: LetterFacts): RuleOutcome {
  const met = judgeRules(rules, letter).filter(({ state }) => state === 'met');
  return { ...met.reduce((known, { takes }) => add(known, takes), nothing), ruleIds: met.map(({ ruleId }) => ruleId) };
}

/** What comes of each, and why. */
export function judgeRules(rules: readonly MailRule[], letter: LetterFacts): RuleVerdict[] {
  const asked = prepare(letter);
  let known = nothing;
  let isStopped = false;
  return rules.map((rule): RuleVerdict => {
    const unasked = { ruleId: rule.id, conditions: [], takes: nothing };
    if (!rule.on) return { ...unasked, state: 'off' };
    if (isStopped) return { ...unasked, state: 'stopped' };
    const conditions = rule.conditions.map((condition) => isTrue(condition, asked));
    const isMet = rule.match === 'all' ? conditions.every(Boolean) : conditions.some(Boolean);
    if (!isMet) return { ...unasked, state: 'unmet', conditions };
    const takes = leftOf(rule.outcome, known);
    known = add(known, takes);
    isStopped = rule.stop;
    return { ruleId: rule.id, state: 'met', conditions, takes };
  });
}

const nothing: MailOutcome = { queueId: null, tagIds: [], priority: null, suggestedReplyId: null };

const add = (known: MailOutcome, more: MailOutcome): MailOutcome => ({
  queueId: known.queueId ?? more.queueId,
  priority: known.priority ?? more.priority,
  suggestedReplyId: known.suggestedReplyId ?? more.suggestedReplyId,
  tagIds: [...known.tagIds, ...more.tagIds],
});

/** What is not decided yet. */
const leftOf = (outcome: MailOutcome, known: MailOutcome): MailOutcome => ({
  queueId: known.queueId === null ? outcome.queueId : null,
  priority: known.priority === null ? outcome.priority : null,
  suggestedReplyId: known.suggestedReplyId === null ? outcome.suggestedReplyId : null,
  tagIds: [...new Set(outcome.tagIds)].filter((id) => !known.tagIds.includes(id)),
});

/** What conditions ask of, spelt for comparing once for all rules. */
interface Asked {
  letter: LetterFacts;
  texts: Record<'from' | 'to' | 'subject' | 'body', string[]>;
  language(): string | null;
}

function prepare(letter: LetterFacts): Asked {
  let language: string | null | undefined;
  const { from, to, subject, body } = letter;
  return {
    letter,
    texts: {
      from: from ? spellings(from) : [],
      to: to.flatMap(spellings),
      subject: [fold(subject)],
      body: [fold(body)],
    },
    language: () => {
      if (language === undefined) language = detectLanguage(`${subject}\n${body}`);
      return language;
    },
  };
}

const spellings = ({ name, address }: Correspondent): string[] => [fold(name), fold(address)];

function isTrue(condition: MailCondition, asked: Asked): boolean {
  switch (condition.field) {
    case 'size':
      return condition.is === 'over' ? asked.letter.size > condition.bytes : asked.letter.size < condition.bytes;
    case 'language':
      return condition.languages.some((language) => language === asked.language()) !== condition.not;
    case 'header':
      return compare(condition, (asked.letter.headers.get(condition.name.toLowerCase()) ?? []).map(fold));
    default:
      return compare(condition, asked.texts[condition.field]);
  }
}

type TextTest = Exclude<MailCondition, { field: 'size' | 'language' }>;

function compare({ is, text, not }: TextTest, values: readonly string[]): boolean {
  const wanted = fold(text);
  const test = { contains, equals, starts, ends }[is];
  return values.some((value) => test(value, wanted)) !== not;
}

const contains = (value: string, wanted: string): boolean => value.includes(wanted);
const equals = (value: string, wanted: string): boolean => value === wanted;
const starts = (value: string, wanted: string): boolean => value.startsWith(wanted);
const ends = (value: string, wanted: string): boolean => value.endsWith(wanted);

/** Alike whatever the case, the width of the letters and the kind of the spaces. */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
