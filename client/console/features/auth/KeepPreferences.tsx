/** Language and scheme belong to the person: taken from their account when they come in, and kept there when they choose. */
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Here, Preferences } from '../../../../shared/api.ts';
import { callApi } from '../../http/api.ts';
import { changeLanguage } from '../../i18n/i18n.ts';

export function KeepPreferences({ preferences }: { preferences: Here['preferences'] }) {
  const { i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  /** what the account holds as far as this browser knows */
  const known = useRef<Preferences | null>(null);

  useEffect(() => {
    if (known.current === null) {
      known.current = { language: preferences.language ?? language, scheme: preferences.scheme ?? colorScheme };
      if (preferences.language && preferences.language !== language) {
        void changeLanguage(i18n, preferences.language, localStorage);
      }
      if (preferences.scheme && preferences.scheme !== colorScheme) setColorScheme(preferences.scheme);
      return;
    }
    const change = {
      ...(language === known.current.language ? {} : { language }),
      ...(colorScheme === known.current.scheme ? {} : { scheme: colorScheme }),
    };
    if (Object.keys(change).length === 0) return;
    known.current = { language, scheme: colorScheme };
    // This browser keeps it anyway; another choice tries again.
    callApi('PATCH', '/api/me', { preferences: change }).catch(() => null);
  }, [preferences, language, colorScheme, i18n, setColorScheme]);

  return null;
}
