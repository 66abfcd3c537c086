/** An inbox's own texts in the language that is spoken; what was not translated stays as it was written. Pure. */
import type { FormField, WidgetInbox, WidgetLanguage } from '../../../../shared/model/inbox.ts';

/** `shown`: what a choice is called here, in the order of `choices`, which stay the answers. */
export type LocalField = FormField & { shown?: string[] };
export type LocalInbox = Omit<WidgetInbox, 'form'> & { form: LocalField[] };

/**
 * `wish` is a BCP 47 tag. An inbox that speaks one language only goes before it; otherwise it is granted where the workspace serves it, or where
 * nothing but English could be spoken anyhow: times and direction follow it then.
 */
export function pickLanguage(inbox: Pick<WidgetInbox, 'language' | 'languages'> | null, wish: string): string {
  if (!inbox) return wish;
  if (inbox.language !== 'auto') return inbox.language;
  const { served, fallback } = inbox.languages;
  const base = baseOf(wish);
  if (served.some((language) => language === base)) return wish;
  return fallback === 'en' && base !== 'zh' ? wish : fallback;
}

const baseOf = (language: string): string => language.toLowerCase().split('-')[0] ?? '';

export function localize(inbox: WidgetInbox, language: string): LocalInbox {
  const base = baseOf(language) as WidgetLanguage;
  const texts = base === inbox.writtenIn ? undefined : inbox.texts[base];
  if (!texts) return inbox;
  return {
    ...inbox,
    greeting: texts.greeting?.trim() || inbox.greeting,
    form: inbox.form.map((field): LocalField => {
      const own = texts.form?.[field.key];
      const label = own?.label?.trim() || field.label;
      if (field.type !== 'choice') return { ...field, label };
      return { ...field, label, shown: field.choices.map((choice, at) => own?.choices?.[at]?.trim() || choice) };
    }),
  };
}
