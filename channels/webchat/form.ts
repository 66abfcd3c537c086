/** Checks the answers of a pre-chat form against the questions that the inbox asks. Pure. */
import { z } from 'zod';
import { limits } from '../../shared/limits.ts';
import type { FormAnswer } from '../../shared/model/entry.ts';
import type { FormField } from '../../shared/model/inbox.ts';
import { cleanLine, cleanText, isBlank } from './clean.ts';

export interface ReadForm {
  /** in the order of the questions; unanswered ones are left out */
  answers: FormAnswer[];
  name?: string;
  email?: string;
  /** what is wrong, by `answers.<key>` */
  fields: Record<string, string>;
}

const emailSchema = z.email().max(254);
const ANSWER_LENGTH = 1_000;

/** Required questions are required only where a conversation starts: later ones bring no form. */
export function readForm(
  questions: readonly FormField[],
  given: Readonly<Record<string, string>>,
  { isStarting }: { isStarting: boolean },
): ReadForm {
  const read: ReadForm = { answers: [], fields: {} };
  const known = new Set(questions.map(({ key }) => key));
  for (const key of Object.keys(given)) if (!known.has(key)) read.fields[`answers.${key}`] = 'is not asked here';
  for (const question of questions) {
    const value = readAnswer(question, Object.hasOwn(given, question.key) ? given[question.key] : undefined);
    if (value === '') {
      if (question.required && isStarting) read.fields[`answers.${question.key}`] = 'is needed';
      continue;
    }
    const problem = findProblem(question, value);
    if (problem !== null) {
      read.fields[`answers.${question.key}`] = problem;
      continue;
    }
    read.answers.push({ label: question.label, value });
    if (question.type === 'name') read.name ??= value;
    if (question.type === 'email') read.email ??= value;
  }
  return read;
}

function readAnswer(question: FormField, given: string | undefined): string {
  if (given === undefined) return '';
  switch (question.type) {
    case 'choice':
      return given;
    case 'name':
      return blankToNothing(cleanLine(given));
    case 'email':
      return given.trim().toLowerCase();
    case 'text':
      return blankToNothing(cleanText(given));
  }
}

function findProblem(question: FormField, value: string): string | null {
  switch (question.type) {
    case 'choice':
      return question.choices.includes(value) ? null : 'is not one of the choices';
    case 'name':
      return value.length <= limits.name ? null : `is longer than ${limits.name} characters`;
    case 'email':
      return emailSchema.safeParse(value).success ? null : 'is not an email address';
    case 'text':
      return value.length <= ANSWER_LENGTH ? null : `is longer than ${ANSWER_LENGTH} characters`;
  }
}

function blankToNothing(text: string): string {
  return isBlank(text) ? '' : text;
}
