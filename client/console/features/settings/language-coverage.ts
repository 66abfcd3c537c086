/** How far the websites' own texts go in a language: what is missing, and who speaks one language only. Pure. */
import type { Inbox, WebsiteSettings, WidgetLanguage } from '../../../../shared/model/inbox.ts';

export interface Coverage {
  /** websites that speak the visitor's language */
  following: number;
  /** those of them that lack texts, with how many */
  missing: { inbox: Inbox; count: number }[];
}

const settingsOf = (inbox: Inbox): WebsiteSettings => inbox.settings as WebsiteSettings;

/** What the website says that it does not say in this language; a choice counts as one text. */
export function countMissing(settings: WebsiteSettings, language: WidgetLanguage): number {
  if ((settings.writtenIn ?? 'en') === language) return 0;
  const texts = settings.texts?.[language];
  const said = [[settings.greeting, texts?.greeting] as const];
  for (const field of settings.form) {
    const own = texts?.form?.[field.key];
    said.push([field.label, own?.label]);
    if (field.type === 'choice')
      for (const [at, choice] of field.choices.entries()) said.push([choice, own?.choices?.[at]]);
  }
  return said.filter(([written, translated]) => written.trim() !== '' && !translated?.trim()).length;
}

export function coverLanguage(websites: readonly Inbox[], language: WidgetLanguage): Coverage {
  const following = websites.filter((inbox) => (settingsOf(inbox).language ?? 'auto') === 'auto');
  const missing = following.map((inbox) => ({ inbox, count: countMissing(settingsOf(inbox), language) }));
  return { following: following.length, missing: missing.filter(({ count }) => count > 0) };
}

export function findFixed(websites: readonly Inbox[]): { inbox: Inbox; language: WidgetLanguage }[] {
  return websites.flatMap((inbox) => {
    const language = settingsOf(inbox).language ?? 'auto';
    return language === 'auto' ? [] : [{ inbox, language }];
  });
}
