/** Rules on letters that come in: what has to be true of one, and what is done with it. */
import { z } from 'zod';
import { priorities } from './conversation.ts';
import { type CannedReplyId, type ConversationId, type InboxId, idSchema, type QueueId, type TagId } from './ids.ts';
import type { Address } from './letter.ts';

/** Languages that are told apart by their script or by their commonest words. */
export const letterLanguages = [
  ...['en', 'zh', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl', 'tr'],
  ...['ru', 'uk', 'el', 'ar', 'fa', 'he', 'hi', 'th', 'ja', 'ko'],
] as const;
export type LetterLanguage = (typeof letterLanguages)[number];

const text = z.string().trim().min(1).max(200);
/** compared without case; `not` turns the answer round */
const textTest = {
  is: z.enum(['contains', 'equals', 'starts', 'ends']).default('contains'),
  text,
  not: z.boolean().default(false),
};

export const mailConditionSchema = z.discriminatedUnion('field', [
  /** the sender's name or address */
  z.object({ field: z.literal('from'), ...textTest }),
  /** any of the recipients, also those in copy */
  z.object({ field: z.literal('to'), ...textTest }),
  z.object({ field: z.literal('subject'), ...textTest }),
  z.object({ field: z.literal('body'), ...textTest }),
  z.object({
    field: z.literal('header'),
    /** RFC 5322 §2.2: printable ASCII without the colon */
    name: z.string().regex(/^[!-9;-~]{1,100}$/),
    ...textTest,
  }),
  /** the whole mail, in bytes */
  z.object({
    field: z.literal('size'),
    is: z.enum(['over', 'under']),
    bytes: z.number().int().min(1).max(1_000_000_000),
  }),
  z.object({
    field: z.literal('language'),
    languages: z.array(z.enum(letterLanguages)).min(1).max(letterLanguages.length),
    not: z.boolean().default(false),
  }),
]);
export type MailCondition = z.infer<typeof mailConditionSchema>;

/** What is done with a letter. */
export const mailOutcomeSchema = z.object({
  queueId: idSchema<QueueId>().nullable().default(null),
  tagIds: z.array(idSchema<TagId>()).max(20).default([]),
  priority: z.enum(priorities).nullable().default(null),
  /** a canned reply that is suggested to whoever answers */
  suggestedReplyId: idSchema<CannedReplyId>().nullable().default(null),
});

export type MailOutcome = z.infer<typeof mailOutcomeSchema>;

export const mailRuleSchema = z.object({
  /** of the editor; unique within its mailbox */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  name: z.string().trim().min(1).max(80),
  on: z.boolean().default(true),
  match: z.enum(['all', 'any']).default('all'),
  conditions: z.array(mailConditionSchema).min(1).max(20),
  outcome: mailOutcomeSchema,
  /** the rules after it are not looked at */
  stop: z.boolean().default(false),
});
export type MailRule = z.infer<typeof mailRuleSchema>;

/** A letter that nobody sent, to see what rules would make of it; addresses as people write them. */
export const ruleTrialSchema = z.object({
  rules: z.array(mailRuleSchema).max(100),
  letter: z.object({
    from: z.string().trim().max(300).default(''),
    /** several with commas between them */
    to: z.string().trim().max(2_000).default(''),
    subject: z.string().max(300).default(''),
    body: z.string().max(20_000).default(''),
  }),
});
export type RuleTrial = z.infer<typeof ruleTrialSchema>;

/** The newest letters of a mailbox instead of one that is made up. */
export const newestTrialSchema = ruleTrialSchema.pick({ rules: true }).extend({ inboxId: idSchema<InboxId>() });
export type NewestTrial = z.infer<typeof newestTrialSchema>;

/** What came of one rule; a rule that is off, or that another one stopped before, asks nothing of the letter. */
export interface RuleVerdict {
  ruleId: string;
  state: 'met' | 'unmet' | 'off' | 'stopped';
  /** whether each condition holds, in their order */
  conditions: boolean[];
  /** what of its outcome is heeded: the rest was decided by rules before it */
  takes: MailOutcome;
}

/** A letter that came, and what rules would make of it. */
export interface TriedLetter extends RuleTrialResult {
  conversationId: ConversationId;
  number: number;
  at: number;
  from: Address | null;
  subject: string;
}

export interface RuleTrialResult {
  verdicts: RuleVerdict[];
  /** that the letter seems to be written in */
  language: LetterLanguage | null;
}
