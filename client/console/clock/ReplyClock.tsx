/** How long there is to answer a customer, or how late it is: icon, words and colour. It ticks by itself. */
import { IconClock, IconFlame } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { useTimes } from '../i18n/times.ts';
import { useDeskState } from '../sync/use-desk.ts';
import { type DueState, type DueTime, describeDue } from './describe-due.ts';
import classes from './reply-clock.module.css';
import { useTicked } from './use-ticked.ts';

const readOffset = (state: { clockOffset: number }) => state.clockOffset;

export interface ReplyClockProps {
  /** ms since 1970 */
  at: number;
  minutes: number;
  which: 'first' | 'next';
  /** in a sentence of facts: "reply in 1:48" */
  inWords?: boolean;
}

export function ReplyClock({ at, minutes, which, inWords = false }: ReplyClockProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const offset = useDeskState(readOffset);
  const write = useCallback(
    (time: DueTime): string => {
      switch (time.kind) {
        case 'running':
          return time.text;
        case 'minutes':
          return t('time.minutes', { count: time.count });
        case 'hours':
          return t('time.hoursMinutes', { hours: time.hours, minutes: String(time.minutes).padStart(2, '0') });
        case 'days':
          return t('time.days', { count: time.count });
      }
    },
    [t],
  );
  const read = useCallback(
    (now: number): string => {
      const { state, time } = describeDue({ at, minutes }, now);
      return `${state} ${write(time)}`;
    },
    [at, minutes, write],
  );
  const said = useTicked(read);
  const gap = said.indexOf(' ');
  const state = said.slice(0, gap) as DueState;
  const time = said.slice(gap + 1);
  const isLate = state === 'late';
  const Icon = isLate ? IconFlame : IconClock;
  const title = t(which === 'first' ? 'due.firstBy' : 'due.nextBy', { time: times.when(at, Date.now() + offset) });
  return (
    <span className={cx(classes.clock, classes[state])} title={title} data-due={state}>
      <Icon size={13} stroke={2} aria-hidden="true" />
      {inWords || isLate ? (
        t(inWords ? (isLate ? 'due.late' : 'due.in') : 'due.over', { time })
      ) : (
        <>
          <span className="visually-hidden">{t('due.left')} </span>
          {time}
        </>
      )}
    </span>
  );
}
