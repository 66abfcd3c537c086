/** One interval of a day, from and to, by 24 hours whatever the browser's own habit: 24:00 is the end of the day. */
import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isInOrder, isTime, readTime } from './hours-form.ts';
import classes from './settings.module.css';

export interface IntervalInputProps {
  day: string;
  interval: { from: string; to: string };
  onChange(interval: { from: string; to: string }): void;
  onRemove(): void;
}

export function IntervalInput({ day, interval, onChange, onRemove }: IntervalInputProps) {
  const { t } = useTranslation();
  const { from, to } = interval;
  const isOrdered = !isTime(from) || !isTime(to) || isInOrder(interval);

  function renderTime(part: 'from' | 'to') {
    const value = interval[part];
    const problem = !isTime(value) ? t('hours.timeBad') : part === 'to' && !isOrdered ? t('hours.order') : undefined;
    return (
      <TextInput
        inputMode="numeric"
        autoComplete="off"
        maxLength={5}
        aria-label={t(`hours.${part}`, { day })}
        value={value}
        error={problem !== undefined}
        title={problem}
        onChange={(event) => onChange({ ...interval, [part]: event.currentTarget.value })}
        onBlur={() => readTime(value) !== value && onChange({ ...interval, [part]: readTime(value) })}
      />
    );
  }

  return (
    <span className={classes.interval}>
      {renderTime('from')}–{renderTime('to')}
      <ActionIcon size={24} aria-label={t('hours.removeInterval', { from, to, day })} onClick={onRemove}>
        <IconX size={14} stroke={1.75} />
      </ActionIcon>
    </span>
  );
}
