/** Where a website's chats go, when somebody is there for them, and how long a silence lasts. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import { Block } from './PageFrame.tsx';
import classes from './settings.module.css';
import type { PartProps } from './WebsiteForm.tsx';

export interface WebsiteRoutingProps extends PartProps {
  queues: QueueBoard['queues'];
  calendars: Calendar[];
}

export function WebsiteRouting({ draft, set, error, queues, calendars }: WebsiteRoutingProps) {
  const { t } = useTranslation();
  const open = queues.filter((queue) => !queue.archived || queue.id === draft.queueId);
  return (
    <Block title={t('website.routing')}>
      <TextInput
        label={t('website.name')}
        value={draft.name}
        maxLength={120}
        error={error('name')}
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <Select
        label={t('workspace.websites.queue')}
        description={t('workspace.websites.queueHint')}
        value={draft.queueId}
        error={error('queueId')}
        data={open.map((queue) => ({ value: queue.id, label: queue.name }))}
        onChange={(value) => set('queueId', open.find((queue) => queue.id === value)?.id ?? draft.queueId)}
      />
      <Select
        label={t('website.calendar')}
        value={draft.calendarId ?? ''}
        onChange={(value) => set('calendarId', calendars.find((calendar) => calendar.id === value)?.id ?? null)}
        data={[
          { value: '', label: t('website.always') },
          ...calendars.map((calendar) => ({ value: calendar.id, label: calendar.name })),
        ]}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('website.reopen')}
          description={t('website.reopenHint')}
          value={draft.reopenHours}
          min={0}
          max={2160}
          suffix={` ${t('workspace.units.hours')}`}
          onChange={(value) => set('reopenHours', Math.min(2_160, Math.max(0, Number(value) || 0)))}
        />
        <NumberInput
          label={t('website.abandon')}
          description={t('website.abandonHint')}
          value={draft.abandonAfterSeconds}
          min={10}
          max={86_400}
          suffix={` ${t('workspace.units.seconds')}`}
          onChange={(value) => set('abandonAfterSeconds', Math.min(86_400, Math.max(10, Number(value) || 10)))}
        />
      </div>
      <p className={classes.hint}>
        <Link to="/console/settings/capacity">{t('workspace.websites.capacity')}</Link>
      </p>
    </Block>
  );
}
