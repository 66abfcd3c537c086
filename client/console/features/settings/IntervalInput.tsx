/** One interval of a day, from and to; the end of the day is 24:00, which browsers write as 00:00. */
import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isInOrder } from './hours-form.ts';
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
  return (
    <span className={classes.interval}>
      <TextInput
        type="time"
        aria-label={t('hours.from', { day })}
        value={from}
        onChange={(event) => onChange({ from: event.currentTarget.value, to })}
      />
      –
      <TextInput
        type="time"
        aria-label={t('hours.to', { day })}
        value={to === '24:00' ? '00:00' : to}
        error={!isInOrder(interval)}
        title={isInOrder(interval) ? undefined : t('hours.order')}
        onChange={(event) =>
          onChange({ from, to: event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value })
        }
      />
      <ActionIcon size={24} aria-label={t('hours.removeInterval', { from, to, day })} onClick={onRemove}>
        <IconX size={14} stroke={1.75} />
      </ActionIcon>
    </span>
  );
}
