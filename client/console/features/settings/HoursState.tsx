/** Whether a calendar is open right now by its own clock, and when that changes. */
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { stateAt, type WallTime, wallTimeIn } from './hours-state.ts';
import work from './workspace.module.css';

export function HoursState({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation();
  const { locale } = useTimes();
  const now = useNow(20_000);
  const wall = wallTimeIn(calendar.timeZone, now);
  const state = stateAt(calendar, wall);

  function say({ date, time }: WallTime): string {
    if (date === wall.date) return time;
    const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
    return `${day.format(Date.parse(`${date}T12:00:00Z`))} ${time}`;
  }

  const words = state.open
    ? state.until
      ? t('workspace.calendars.openUntil', { time: say(state.until) })
      : t('website.always')
    : state.from
      ? t('workspace.calendars.opensAt', { time: say(state.from) })
      : t('workspace.calendars.never');
  return (
    <span className={work.state}>
      <span className={cx(work.dot, state.open && work.dotOpen)} aria-hidden="true" />
      {words}
      <small>{t('workspace.calendars.there', { time: wall.time })}</small>
    </span>
  );
}
