/** The seven days with their intervals. */
import { ActionIcon, Button } from '@mantine/core';
import { IconCopy, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import { useTimes } from '../../i18n/times.ts';
import { copyMonday, intervalsOf, nextInterval, replaceDay, weekDays } from './hours-form.ts';
import { IntervalInput } from './IntervalInput.tsx';
import classes from './settings.module.css';

export function Week({ calendar, onChange }: { calendar: Calendar; onChange(calendar: Calendar): void }) {
  const { t } = useTranslation();
  const { locale } = useTimes();
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  return (
    <div>
      {weekDays.map((day) => {
        // 1 January 2024 was a Monday.
        const name = weekday.format(Date.UTC(2024, 0, day));
        const intervals = intervalsOf(calendar, day);
        return (
          <div key={day} className={classes.day}>
            <strong>{name}</strong>
            <div className={classes.row}>
              {intervals.length === 0 && <span className={classes.quiet}>{t('hours.closed')}</span>}
              {intervals.map((interval, at) => (
                <IntervalInput
                  key={`interval-${String(at)}`}
                  day={name}
                  interval={interval}
                  onChange={(next) =>
                    onChange(
                      replaceDay(
                        calendar,
                        day,
                        intervals.map((each, index) => (index === at ? next : each)),
                      ),
                    )
                  }
                  onRemove={() =>
                    onChange(
                      replaceDay(
                        calendar,
                        day,
                        intervals.filter((_, index) => index !== at),
                      ),
                    )
                  }
                />
              ))}
            </div>
            <ActionIcon
              size={28}
              disabled={intervals.at(-1)?.to === '24:00'}
              aria-label={t('hours.addInterval', { day: name })}
              onClick={() => onChange(replaceDay(calendar, day, [...intervals, nextInterval(intervals)]))}
            >
              <IconPlus size={16} stroke={1.75} />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        mt={8}
        leftSection={<IconCopy size={14} />}
        onClick={() => onChange(copyMonday(calendar))}
      >
        {t('hours.copyDown')}
      </Button>
    </div>
  );
}
