/** One calendar: its name and zone, a week of intervals, and holidays. */
import { Select, TextInput } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import { useFeedback, useFieldError } from './feedback.tsx';
import { Holidays } from './Holidays.tsx';
import { HoursState } from './HoursState.tsx';
import { isSound, isTimeZone } from './hours-form.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import { NotHere } from './NotHere.tsx';
import { Block, Loaded, PageFrame, SaveBar } from './PageFrame.tsx';
import { isSame } from './same.ts';
import classes from './settings.module.css';
import { Week } from './Week.tsx';
import { useCalendars, useSave } from './workspace-queries.ts';

const list = '/console/settings/hours';

export function CalendarPage() {
  const { t } = useTranslation();
  const { calendarId } = useParams({ strict: false });
  const calendars = useCalendars();
  return (
    <Loaded query={calendars}>
      {(known) => {
        const calendar = known.calendars.find((each) => each.id === calendarId);
        if (!calendar) return <NotHere back={list} title={t('settings.calendars')} />;
        return <CalendarForm key={calendar.id} saved={calendar} />;
      }}
    </Loaded>
  );
}

/** The browser's own list, with UTC and whatever is set, which may be an older name. */
const listZones = (set: string): string[] => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), set])];

function CalendarForm({ saved }: { saved: Calendar }) {
  const { t } = useTranslation();
  const save = useSave<Calendar>('calendars');
  const feedback = useFeedback();
  const problem = useFieldError(save.error);
  const [calendar, setCalendar] = useState(saved);
  const isChanged = !isSame(calendar, saved);
  return (
    <PageFrame
      title={saved.name}
      back={{ to: list, label: t('settings.calendars') }}
      action={
        <SaveBar
          isChanged={isChanged}
          isValid={isSound(calendar)}
          isBusy={save.isPending}
          onSave={() => save.mutate(calendar, { onSuccess: feedback.saved, onError: feedback.failed })}
        />
      }
    >
      <LeaveGuard isChanged={isChanged} />
      <Block title={t('workspace.calendars.which')}>
        <HoursState calendar={calendar} />
        <div className={classes.pair}>
          <TextInput
            label={t('hours.name')}
            value={calendar.name}
            maxLength={120}
            error={problem('name')}
            onChange={(event) => setCalendar({ ...calendar, name: event.currentTarget.value })}
          />
          <Select
            label={t('hours.timeZone')}
            value={calendar.timeZone}
            searchable
            limit={60}
            nothingFoundMessage={t('hours.timeZoneBad')}
            data={listZones(calendar.timeZone)}
            error={isTimeZone(calendar.timeZone) ? undefined : t('hours.timeZoneBad')}
            onChange={(timeZone) => {
              if (timeZone) setCalendar({ ...calendar, timeZone });
            }}
          />
        </div>
      </Block>
      <Block title={t('hours.week')}>
        <Week calendar={calendar} onChange={setCalendar} />
      </Block>
      <Block title={t('hours.holidays')} hint={t('hours.holidaysHint')}>
        <Holidays calendar={calendar} onChange={setCalendar} />
      </Block>
    </PageFrame>
  );
}
