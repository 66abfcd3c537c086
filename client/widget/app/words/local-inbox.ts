/** An inbox's own texts in the language that is spoken; what was not translated stays as it was written. Pure. */
import type { FormField, WidgetInbox, WidgetLanguage } from '../../../../shared/model/inbox.ts';

/** `shown`: what a choice is called here, in the order of `choices`, which stay the answers. */
export type LocalField = FormField & { shown?: string[] };
export type LocalInbox = Omit<WidgetInbox, 'form'> & { form: LocalField[] };

/** `wish` is a BCP 47 tag; an inbox that speaks one language only goes before it. */
export function pickLanguage(inbox: Pick<WidgetInbox, 'language'> | null, wish: string): string {
  return inbox && inbox.language !== 'auto' ? inbox.language : wish;
}

export function localize(inbox: WidgetInbox, language: string): LocalInbox {
  const base = language.toLowerCase().split('-')[0] as WidgetLanguage;
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
