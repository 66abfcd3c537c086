/** Under the words of a text: until when they may go, and in how many parts. */
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './composer.module.css';
import { countParts } from './text-parts.ts';
import type { TextingNow } from './use-texting.ts';

export function TextingLine({ texting: { rules, stop }, text }: { texting: TextingNow; text: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  if (stop !== null) return null;
  const { freeUntil, counting } = rules;
  const { parts, left, special } = countParts(text);
  const isCounted = counting === 'sms' && text !== '';
  if (freeUntil === null && !isCounted) return null;
  return (
    <p className={classes.texting}>
      {freeUntil !== null && <span>{t('text.freeUntil', { time: times.when(freeUntil, now) })}</span>}
      {isCounted && (
        <span>
          {t('text.parts', { count: parts })} · {t('text.left', { count: left })}
          {special !== null && ` · ${t('text.special', { character: special.trim() === '' ? '␣' : special })}`}
        </span>
      )}
    </p>
  );
}
