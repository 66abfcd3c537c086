/** Days that replace the weekly hours: closed, or open at hours of their own. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import { cx } from '../../../ui/cx.ts';
import { IntervalInput } from './IntervalInput.tsx';
import classes from './settings.module.css';

type Holiday = Calendar['holidays'][number];

export function Holidays({ calendar, onChange }: { calendar: Calendar; onChange(calendar: Calendar): void }) {
  const { t } = useTranslation();
  const { holidays } = calendar;
  const put = (next: Holiday[]) => onChange({ ...calendar, holidays: next });
  const change = (at: number, part: Partial<Holiday>) =>
    put(holidays.map((holiday, index) => (index === at ? { ...holiday, ...part } : holiday)));
  return (
    <>
      {holidays.length === 0 && <p className={classes.quiet}>{t('hours.noHolidays')}</p>}
      {holidays.map((holiday, at) => (
        <div key={`holiday-${String(at)}`} className={cx(classes.row, classes.holiday)}>
          <TextInput
            type="date"
            aria-label={t('hours.date')}
            value={holiday.date}
            onChange={(event) => change(at, { date: event.currentTarget.value })}
          />
          <TextInput
            className={classes.holidayName}
            aria-label={t('hours.name')}
            placeholder={t('hours.name')}
            value={holiday.name}
            maxLength={120}
            onChange={(event) => change(at, { name: event.currentTarget.value })}
          />
          {holiday.open.map((interval, index) => (
            <IntervalInput
              key={`open-${String(index)}`}
              day={holiday.name || holiday.date}
              interval={interval}
              onChange={(next) => change(at, { open: holiday.open.map((each, i) => (i === index ? next : each)) })}
              onRemove={() => change(at, { open: holiday.open.filter((_, i) => i !== index) })}
            />
          ))}
          {holiday.open.length === 0 && (
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              onClick={() => change(at, { open: [{ from: '10:00', to: '14:00' }] })}
            >
              {t('hours.closed')}
            </Button>
          )}
          <ActionIcon
            size={28}
            aria-label={t('hours.removeHoliday', { name: holiday.name || holiday.date })}
            onClick={() => put(holidays.filter((_, index) => index !== at))}
          >
            <IconTrash size={16} stroke={1.75} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => put([...holidays, { date: '', name: '', open: [] }])}
        >
          {t('hours.addHoliday')}
        </Button>
      </div>
    </>
  );
}
