/** Which language the widget speaks; every one but English is loaded only when it is spoken. */
import { en, type Words } from './en.ts';

export interface Spoken {
  words: Words;
  /** BCP 47, for the page and for times */
  language: string;
  direction: 'ltr' | 'rtl';
}

const rightToLeft = new Set(['ar', 'he', 'fa', 'ur']);

/** The first language that is known; times and direction follow the wish even where the words fall back to English. */
export async function pickWords(wish: string): Promise<Spoken> {
  const language = toLanguage(wish);
  const base = language.split('-')[0] ?? 'en';
  const direction = rightToLeft.has(base) ? 'rtl' : 'ltr';
  if (base === 'zh') return { words: (await import('./zh.ts')).zh, language: 'zh-CN', direction };
  return { words: en, language: base === 'en' ? language : 'en', direction };
}

function toLanguage(wish: string): string {
  try {
    return Intl.getCanonicalLocales(wish)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
