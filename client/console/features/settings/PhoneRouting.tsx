/** Where a number's calls go, and when somebody is there for them. */
import { Select, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PhonePart } from './PhoneForm.tsx';
import { WayFields } from './WayFields.tsx';

export function PhoneRouting({ draft, set, setMenu, error, queues, calendars }: PhonePart) {
  const { t } = useTranslation();
  const { closed } = draft.menu;
  const open = queues.filter((queue) => !queue.archived || queue.id === draft.queueId);
  return (
    <>
      <Select
        label={t('workspace.websites.queue')}
        value={draft.queueId}
        allowDeselect={false}
        error={error('queueId')}
        data={open.map((queue) => ({ value: queue.id, label: queue.name }))}
        onChange={(value) => set({ queueId: open.find((queue) => queue.id === value)?.id ?? draft.queueId })}
      />
      <Select
        label={t('website.calendar')}
        value={draft.calendarId ?? ''}
        allowDeselect={false}
        data={[
          { value: '', label: t('website.always') },
          ...calendars.map((calendar) => ({ value: calendar.id, label: calendar.name })),
        ]}
        onChange={(value) => set({ calendarId: calendars.find((calendar) => calendar.id === value)?.id ?? null })}
      />
      {draft.calendarId !== null && (
        <>
          <Textarea
            label={t('phoneLine.closed.say')}
            value={closed.say}
            maxLength={1_000}
            autosize
            minRows={2}
            onChange={(event) => setMenu({ closed: { ...closed, say: event.currentTarget.value } })}
          />
          <WayFields
            label={t('phoneLine.closed.leads')}
            way={closed.way}
            menu={draft.menu}
            queues={queues}
            error={error('menu.closed.way.number')}
            onChange={(way) => setMenu({ closed: { ...closed, way } })}
          />
        </>
      )}
    </>
  );
}
