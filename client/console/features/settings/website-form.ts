/** The website inbox's form: from its settings to fields and back, with what is wrong in them. Pure. */
import {
  type FormField,
  type Inbox,
  type ServedLanguages,
  type WebsiteSettings,
  type WidgetInbox,
  type WidgetLanguage,
  type WidgetTexts,
  widgetLanguages,
} from '../../../../shared/model/inbox.ts';
import { type OriginProblem, readOrigin } from '../../../../shared/model/origin.ts';

/** A question as it is edited: choices are one text, a line each. */
export interface QuestionDraft {
  key: string;
  label: string;
  type: FormField['type'];
  choices: string;
  required: boolean;
}

/** Texts in one more language as they are edited: by the question's key, choices a line each. */
export interface TextsDraft {
  greeting: string;
  labels: Record<string, string>;
  choices: Record<string, string>;
}

export type WebsiteDraft = Omit<WebsiteSettings, 'allowedOrigins' | 'form' | 'texts' | 'calls'> & {
  name: string;
  queueId: Inbox['queueId'];
  language: 'auto' | WidgetLanguage;
  writtenIn: WidgetLanguage;
  texts: Record<WidgetLanguage, TextsDraft>;
  calendarId: Inbox['calendarId'];
  reopenHours: number;
  abandonAfterSeconds: number;
  calls: NonNullable<WebsiteSettings['calls']>;
  origins: string;
  questions: QuestionDraft[];
};

export type DraftProblem =
  | { field: 'origins'; line: number; why: OriginProblem }
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
  const { allowedOrigins, form, texts, ...rest } = settings;
  return {
    ...rest,
    language: settings.language ?? 'auto',
    writtenIn: settings.writtenIn ?? 'en',
    calls: settings.calls ?? { on: false, queueId: null },
    texts: { en: draftTexts(texts?.en), zh: draftTexts(texts?.zh) },
    name: inbox.name,
    queueId: inbox.queueId,
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
  const { name, queueId, calendarId, reopenHours, abandonAfterSeconds, origins, questions, texts, ...settings } = draft;
  return {
    ...inbox,
    name: name.trim(),
    queueId,
    calendarId,
    reopenHours,
    abandonAfterSeconds,
    settings: {
      ...inbox.settings,
      ...settings,
      allowedOrigins: readLines(origins).map(spellOrigin),
      form: toForm(questions),
      texts: toTexts(draft),
    },
  };
}

/** The first thing that is wrong, or null. */
export function findProblem(draft: WebsiteDraft): DraftProblem | null {
  if (draft.name.trim() === '') return { field: 'name' };
  if (draft.siteName.trim() === '') return { field: 'siteName' };
  if (!/^#[0-9a-f]{6}$/i.test(draft.accent)) return { field: 'accent' };
  for (const [at, origin] of readLines(draft.origins).entries()) {
    const read = readOrigin(origin);
    if ('problem' in read) return { field: 'origins', line: at + 1, why: read.problem };
  }
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

/** As the server will keep it, so that what was saved equals what is on screen. */
function spellOrigin(text: string): string {
  const read = readOrigin(text);
  return 'origin' in read ? read.origin : text;
}

function toForm(questions: readonly QuestionDraft[]): FormField[] {
  return questions.map(({ key, label, required, type, choices }): FormField => {
    if (type === 'choice') return { type, key, label: label.trim(), required, choices: readLines(choices) };
    return { type, key, label: label.trim(), required };
  });
}

function draftTexts(texts: WidgetTexts | undefined): TextsDraft {
  const form = Object.entries(texts?.form ?? {});
  return {
    greeting: texts?.greeting ?? '',
    labels: Object.fromEntries(form.map(([key, { label = '' }]) => [key, label])),
    choices: Object.fromEntries(form.map(([key, { choices = [] }]) => [key, choices.join('\n')])),
  };
}

/** Only what says something, only of questions that are still asked, and not in the language it is written in. */
function toTexts({ texts, questions, writtenIn }: Pick<WebsiteDraft, 'texts' | 'questions' | 'writtenIn'>) {
  const all: WebsiteSettings['texts'] = {};
  for (const language of widgetLanguages) {
    if (language === writtenIn) continue;
    const { greeting, labels, choices } = texts[language];
    const form = questions.flatMap(({ key, type }) => {
      const label = (labels[key] ?? '').trim();
      // An empty line keeps the place of a choice that has no translation yet.
      const own = type === 'choice' ? (choices[key] ?? '').split('\n').map((line) => line.trim()) : [];
      const said = { ...(label && { label }), ...(own.some(Boolean) && { choices: own.slice(0, 12) }) };
      return Object.keys(said).length > 0 ? [[key, said] as const] : [];
    });
    const said = {
      ...(greeting.trim() && { greeting: greeting.trim() }),
      ...(form.length > 0 && { form: Object.fromEntries(form) }),
    };
    if (Object.keys(said).length > 0) all[language] = said;
  }
  return all;
}

/** What a visitor's widget would be told of it now; with a colour that is none yet the saved one stays. */
export function toWidgetInbox(inbox: Inbox, draft: WebsiteDraft, languages: ServedLanguages): WidgetInbox {
  const isColour = /^#[0-9a-f]{6}$/i.test(draft.accent);
  return {
    id: inbox.id,
    siteName: draft.siteName,
    greeting: draft.greeting,
    accent: isColour ? draft.accent : (inbox.settings as WebsiteSettings).accent,
    position: draft.position,
    form: toForm(draft.questions),
    typingPreview: draft.typingPreview,
    privacyUrl: draft.privacyUrl,
    language: draft.language,
    languages,
    writtenIn: draft.writtenIn,
    texts: toTexts(draft),
    calls: draft.calls.on,
  };
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
