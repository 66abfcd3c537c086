/** Opening hours: a week of intervals in a time zone, and holidays. */
import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import { toWireError } from '../../http/api.ts';
import { Holidays } from './Holidays.tsx';
import { isSound, isTimeZone } from './hours-form.ts';
import { Block, Loaded, PageFrame } from './PageFrame.tsx';
import { useCalendars, useSaveCalendar } from './queries.ts';
import classes from './settings.module.css';
import { Week } from './Week.tsx';

export function HoursPage() {
  const { t } = useTranslation();
  const calendars = useCalendars();
  const [id, setId] = useState<string | null>(null);
  return (
    <Loaded query={calendars}>
      {(all) => {
        const calendar = all.find((each) => each.id === id) ?? all[0];
        if (!calendar) {
          return (
            <PageFrame title={t('settings.calendars')} lead={t('hours.lead')}>
              <p className={classes.quiet}>{t('hours.none')}</p>
            </PageFrame>
          );
        }
        const picker = all.length > 1 && (
          <Select
            aria-label={t('settings.calendars')}
            mb={20}
            maw={280}
            value={calendar.id}
            onChange={setId}
            data={all.map((each) => ({ value: each.id, label: each.name }))}
          />
        );
        return <HoursForm key={calendar.id} saved={calendar} picker={picker} />;
      }}
    </Loaded>
  );
}

function HoursForm({ saved, picker }: { saved: Calendar; picker: ReactNode }) {
  const { t } = useTranslation();
  const save = useSaveCalendar();
  const [calendar, setCalendar] = useState(saved);
  const isChanged = JSON.stringify(calendar) !== JSON.stringify(saved);

  function handleSave() {
    save.mutate(calendar, {
      onSuccess: () => notifications.show({ message: t('common.saved') }),
      onError: (fault) =>
        notifications.show({ message: t('settings.saveFailed', { why: t(`error.${toWireError(fault).code}`) }) }),
    });
  }

  return (
    <PageFrame
      title={t('settings.calendars')}
      lead={t('hours.lead')}
      action={
        <div className={classes.bar}>
          {isChanged && <span>{t('common.unsaved')}</span>}
          <Button onClick={handleSave} loading={save.isPending} disabled={!isChanged || !isSound(calendar)}>
            {t('common.save')}
          </Button>
        </div>
      }
    >
      {picker}
      <Block title={calendar.name || t('hours.name')}>
        <div className={classes.pair}>
          <TextInput
            label={t('hours.name')}
            value={calendar.name}
            maxLength={120}
            onChange={(event) => setCalendar({ ...calendar, name: event.currentTarget.value })}
          />
          <Autocomplete
            label={t('hours.timeZone')}
            value={calendar.timeZone}
            limit={30}
            data={Intl.supportedValuesOf('timeZone')}
            error={isTimeZone(calendar.timeZone) ? undefined : t('hours.timeZoneBad')}
            onChange={(timeZone) => setCalendar({ ...calendar, timeZone })}
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
