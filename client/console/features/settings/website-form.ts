/** The website inbox's form: from its settings to fields and back, with what is wrong in them. Pure. */
import type { FormField, Inbox, WebsiteSettings } from '../../../../shared/model/inbox.ts';

/** A question as it is edited: choices are one text, a line each. */
export interface QuestionDraft {
  key: string;
  label: string;
  type: FormField['type'];
  choices: string;
  required: boolean;
}

export type WebsiteDraft = Omit<WebsiteSettings, 'allowedOrigins' | 'form'> & {
  name: string;
  calendarId: Inbox['calendarId'];
  reopenHours: number;
  abandonAfterSeconds: number;
  origins: string;
  questions: QuestionDraft[];
};

export type DraftProblem =
  | { field: 'origins'; line: number }
  | { field: 'privacyUrl' | 'accent' | 'name' | 'siteName' }
  | { field: 'choices' | 'label'; question: number };

export const readLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export function toDraft(inbox: Inbox): WebsiteDraft {
  // Checked by the server's schema of the channel when it was saved.
  const settings = inbox.settings as WebsiteSettings;
  const { allowedOrigins, form, ...rest } = settings;
  return {
    ...rest,
    name: inbox.name,
    calendarId: inbox.calendarId,
    reopenHours: inbox.reopenHours,
    abandonAfterSeconds: inbox.abandonAfterSeconds,
    origins: allowedOrigins.join('\n'),
    questions: form.map((field) => ({
      key: field.key,
      label: field.label,
      type: field.type,
      choices: field.type === 'choice' ? field.choices.join('\n') : '',
      required: field.required,
    })),
  };
}

export function toInbox(inbox: Inbox, draft: WebsiteDraft): Inbox {
  const { name, calendarId, reopenHours, abandonAfterSeconds, origins, questions, ...settings } = draft;
  const form = questions.map((question): FormField => {
    const { key, label, required, type } = question;
    if (type === 'choice') return { type, key, label: label.trim(), required, choices: readLines(question.choices) };
    return { type, key, label: label.trim(), required };
  });
  return {
    ...inbox,
    name: name.trim(),
    calendarId,
    reopenHours,
    abandonAfterSeconds,
    settings: { ...inbox.settings, ...settings, allowedOrigins: readLines(origins), form },
  };
}

/** The first thing that is wrong, or null. */
export function findProblem(draft: WebsiteDraft): DraftProblem | null {
  if (draft.name.trim() === '') return { field: 'name' };
  if (draft.siteName.trim() === '') return { field: 'siteName' };
  if (!/^#[0-9a-f]{6}$/i.test(draft.accent)) return { field: 'accent' };
  const line = readLines(draft.origins).findIndex((origin) => !isOrigin(origin));
  if (line >= 0) return { field: 'origins', line: line + 1 };
  if (draft.privacyUrl !== '' && !isWebAddress(draft.privacyUrl)) return { field: 'privacyUrl' };
  for (const [question, { type, choices, label }] of draft.questions.entries()) {
    if (label.trim() === '') return { field: 'label', question };
    const count = readLines(choices).length;
    if (type === 'choice' && (count < 2 || count > 12)) return { field: 'choices', question };
  }
  return null;
}

/** A key that no other question has: q1, q2, … */
export function pickKey(questions: readonly QuestionDraft[]): string {
  for (let number = 1; ; number += 1) {
    const key = `q${number}`;
    if (!questions.some((question) => question.key === key)) return key;
  }
}

function isOrigin(text: string): boolean {
  return isWebAddress(text) && new URL(text).origin === text.replace(/\/$/, '');
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
