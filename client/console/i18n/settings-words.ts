/** Adds the words of the settings to those that are there from the start. */
import type { i18n } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enSettingsWords } from './en-settings-words.ts';
import { addWords, type Language } from './i18n.ts';

const load = async (language: Language): Promise<object> =>
  language === 'en' ? enSettingsWords : (await import('./zh-settings-words.ts')).zhSettingsWords;

/** In the language of the screen, in English to fall back to, and in whatever language comes later. */
export const addSettingsWords = (instance: i18n): Promise<void> => addWords(instance, load);

/** In every language, for whoever looks for something by the name it has in another one. */
export async function readSettingsWords(): Promise<Record<Language, object>> {
  return { en: enSettingsWords, zh: await load('zh') };
}

/** Whether they are there yet. */
export function useSettingsWords(): boolean {
  const { i18n } = useTranslation();
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    let isWanted = true;
    void addSettingsWords(i18n).then(() => isWanted && setThere(true));
    return () => {
      isWanted = false;
    };
  }, [i18n]);
  return isThere;
}
