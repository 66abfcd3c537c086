/** Subjects of answers: one "Re:" or "Fwd:" in front, whatever program wrote those before. Pure. */
import { limits } from '../../../shared/limits.ts';

const answers = 're|aw|antw|antwort|sv|vs|odp|ynt|res|rif|回复|答复|回覆|答覆';
const forwards = 'fwd?|wg|tr|rv|enc|vl|转发|轉寄|转寄';
const sign = String.raw`\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*`;
const anyPrefix = new RegExp(`^\\s*(?:${answers}|${forwards})${sign}`, 'iu');
const answerPrefix = new RegExp(`^\\s*(?:${answers})${sign}`, 'iu');

/** What it is about, without what programs put in front. */
export function bareSubject(subject: string): string {
  return strip(subject, anyPrefix);
}

export function answerSubject(subject: string): string {
  return `Re: ${strip(subject, answerPrefix)}`.trim().slice(0, limits.subject);
}

export function forwardSubject(subject: string): string {
  return `Fwd: ${bareSubject(subject)}`.trim().slice(0, limits.subject);
}

function strip(subject: string, prefix: RegExp): string {
  let rest = subject.trim();
  while (prefix.test(rest)) rest = rest.replace(prefix, '');
  return rest.trim();
}
