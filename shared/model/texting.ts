/** What may be written to a customer at this moment, where their channel has rules for it, and the templates that may go at any time. */
import { z } from 'zod';

/** A text that the provider has approved; `{{1}}` or `{{name}}` stands for what is filled in. */
export const messageTemplateSchema = z.object({
  /** as the provider knows it */
  id: z.string().regex(/^HX[0-9a-f]{32}$/i, 'begins with HX and has 34 characters'),
  name: z.string().trim().min(1).max(120),
  /** BCP 47 */
  language: z.string().trim().min(2).max(35),
  text: z.string().trim().min(1).max(1_024),
});
export type MessageTemplate = z.infer<typeof messageTemplateSchema>;

/** A template with what is filled in, by the name of the variable. */
export const filledTemplateSchema = z.object({
  id: z.string().min(1).max(64),
  values: z
    .record(z.string().max(32), z.string().trim().min(1).max(500))
    .refine((values) => Object.keys(values).length <= 20, 'too many values'),
});
export type FilledTemplate = z.infer<typeof filledTemplateSchema>;

/** Why nothing is sent, or not this. */
export const textRefusals = ['opted-out', 'too-late', 'too-long', 'files', 'template'] as const;
export type TextRefusal = (typeof textRefusals)[number];

export interface TextFileRules {
  most: number;
  /** of all of them together */
  bytes: number;
}

/** What a channel of texts asks of what is written to an address. */
export interface TextRules {
  /** free words go for so long after the customer's newest message, ms; null: always */
  windowMs: number | null;
  /** what goes at any time */
  templates: MessageTemplate[];
  /** `sms`: it travels in parts, each of which costs */
  counting: 'sms' | null;
  longest: number;
  files: TextFileRules;
}

/** The same at a moment, for the composer. Times in ms since 1970. */
export interface Texting extends Omit<TextRules, 'windowMs'> {
  /** they asked for no more */
  optedOutAt: number | null;
  /** null: always; a moment that is over: only templates */
  freeUntil: number | null;
}

const variable = /\{\{\s*([\p{L}\p{N}_]{1,32})\s*\}\}/gu;

/** Names of what is filled in, each once, as they first stand in the text. */
export const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(variable)].flatMap(([, name]) => name ?? [])),
];

/** What has no value stays as it stands. */
export const fillTemplate = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(variable, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? whole) : whole));
