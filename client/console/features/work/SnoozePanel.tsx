/** When it comes back: a few likely moments, or in words of one's own. */
import { Button, TextInput, UnstyledButton } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../i18n/times.ts';
import { useSaidMoment } from '../../i18n/use-said-moment.ts';
import { listMoments } from './moments.ts';
import classes from './work.module.css';

export function SnoozePanel({ now, onSnooze }: { now: number; onSnooze(until: number): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { said, say, at: until, problem } = useSaidMoment(now);

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (until !== null) onSnooze(until);
  }

  return (
    <form onSubmit={handleSubmit}>
      <ul className={classes.moments}>
        {listMoments(now).map(({ key, at }, index) => (
          <li key={key}>
            <UnstyledButton
              className={classes.row}
              onClick={() => onSnooze(at)}
              data-autofocus={index === 0 || undefined}
            >
              <span>{t(`work.snooze.${key}`)}</span>
              <span className={classes.quiet}>{times.when(at, now)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <div className={classes.body}>
        <TextInput
          label={t('moment.label')}
          placeholder={t('moment.placeholder')}
          value={said}
          error={problem}
          autoComplete="off"
          maxLength={100}
          onChange={(event) => say(event.currentTarget.value)}
        />
        <p className={classes.says}>{t('work.snooze.effect')}</p>
        <Button type="submit" disabled={until === null} fullWidth>
          {until === null ? t('work.snooze.doNone') : t('work.snooze.do', { time: times.when(until, now) })}
        </Button>
      </div>
    </form>
  );
}
