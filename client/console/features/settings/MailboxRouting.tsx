/** Where a mailbox's letters go, when somebody is there for them, and for how long an answer belongs to what was closed. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { MailboxPart } from './MailboxForm.tsx';

export interface MailboxRoutingProps extends MailboxPart {
  queues: QueueBoard['queues'];
  calendars: Calendar[];
}

export function MailboxRouting({ draft, setOwn, error, queues, calendars }: MailboxRoutingProps) {
  const { t } = useTranslation();
  const open = queues.filter((queue) => !queue.archived || queue.id === draft.queueId);
  return (
    <>
      <TextInput
        label={t('website.name')}
        placeholder={draft.settings.address}
        value={draft.name}
        maxLength={120}
        error={error('name')}
        onChange={(event) => setOwn({ name: event.currentTarget.value })}
      />
      <Select
        label={t('workspace.websites.queue')}
        description={t('mailbox.queueHint')}
        value={draft.queueId}
        allowDeselect={false}
        error={error('queueId')}
        data={open.map((queue) => ({ value: queue.id, label: queue.name }))}
        onChange={(value) => setOwn({ queueId: open.find((queue) => queue.id === value)?.id ?? draft.queueId })}
      />
      <Select
        label={t('website.calendar')}
        value={draft.calendarId ?? ''}
        allowDeselect={false}
        data={[
          { value: '', label: t('website.always') },
          ...calendars.map((calendar) => ({ value: calendar.id, label: calendar.name })),
        ]}
        onChange={(value) => setOwn({ calendarId: calendars.find((calendar) => calendar.id === value)?.id ?? null })}
      />
      <NumberInput
        label={t('website.reopen')}
        description={t('mailbox.reopenHint')}
        value={Math.round((draft.reopenHours / 24) * 10) / 10}
        min={0}
        max={90}
        decimalScale={1}
        suffix={` ${t('mailbox.days')}`}
        onChange={(value) => setOwn({ reopenHours: Math.min(90, Math.max(0, Number(value) || 0)) * 24 })}
      />
    </>
  );
}
