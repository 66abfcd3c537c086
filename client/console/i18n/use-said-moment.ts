/** A moment as somebody writes it, read while they write: what it means, or why it means none. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadWords, type MomentWords, readMoment } from './said-moment.ts';

export interface SaidMoment {
  said: string;
  say(text: string): void;
  /** ms since 1970, to come; null where none is meant */
  at: number | null;
  /** in words; null while nothing is wrong */
  problem: string | null;
}

export function useSaidMoment(now: number): SaidMoment {
  const { t } = useTranslation();
  const [said, say] = useState('');
  const [words, setWords] = useState<MomentWords | null>(null);
  useEffect(() => {
    let isHere = true;
    void loadWords().then((loaded) => isHere && setWords(loaded));
    return () => {
      isHere = false;
    };
  }, []);
  const meant = words && said.trim() ? readMoment(said, now, words) : null;
  const isPast = meant !== null && meant <= now;
  const isUnclear = words !== null && said.trim() !== '' && meant === null;
  return {
    ...{ said, say, at: isPast ? null : meant },
    problem: isPast ? t('moment.past') : isUnclear ? t('moment.unclear') : null,
  };
}
