/** Sets up the two languages and remembers the choice. */
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import type { enSettingsWords } from './en-settings-words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    // Those of the settings come with their pages, which are the only ones to say them.
    resources: { words: typeof en & typeof enSettingsWords };
    // Keys that are put together at run time (error codes, reasons) are checked by the test of the words.
    strictKeyChecks: false;
  }
}

export const languages = { en: 'English', zh: '简体中文' } as const;
export type Language = keyof typeof languages;

const storageKey = 'parley.language';

export function readLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (stored === 'en' || stored === 'zh') return stored;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'en' || base === 'zh') return base;
  }
  return 'en';
}

/** Chinese is loaded only by those who read it. */
async function loadWords(instance: i18n, language: Language): Promise<void> {
  if (language === 'zh' && !instance.hasResourceBundle('zh', 'words')) {
    const { zh } = await import('./zh.ts');
    instance.addResourceBundle('zh', 'words', zh);
  }
  for (const load of more.get(instance) ?? []) add(instance, language, await load(language));
}

type Loader = (language: Language) => Promise<object>;
/** what was added to the words from the start */
const more = new WeakMap<i18n, Set<Loader>>();

const add = (instance: i18n, language: Language, words: object) =>
  instance.addResourceBundle(language, 'words', words, true, true);

/** Words of a part that is loaded later: in English, in the language of the screen, and in whichever is chosen afterwards. */
export async function addWords(instance: i18n, load: Loader): Promise<void> {
  add(instance, 'en', await load('en'));
  const language = instance.language as Language;
  if (language !== 'en') add(instance, language, await load(language));
  more.set(instance, (more.get(instance) ?? new Set()).add(load));
}

export async function createWords(storage: Storage, preferred: readonly string[]): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    ns: ['words'],
    defaultNS: 'words',
    resources: { en: { words: en } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
  await changeLanguage(instance, readLanguage(storage.getItem(storageKey), preferred), null);
  return instance;
}

/** The other tabs of this browser speak the language that was chosen in one of them. */
export function followLanguage(instance: i18n, page: Window): void {
  page.addEventListener('storage', ({ key, newValue }) => {
    if (key === storageKey && (newValue === 'en' || newValue === 'zh')) void changeLanguage(instance, newValue, null);
  });
}

export async function changeLanguage(instance: i18n, language: Language, storage: Storage | null): Promise<void> {
  await loadWords(instance, language);
  await instance.changeLanguage(language);
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  storage?.setItem(storageKey, language);
}
