/** The few things a new website needs before its chat works: a name, a queue, its hours, and where it stands. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { Inbox, WebsiteSettings } from '../../../../shared/model/inbox.ts';
import { readOrigin } from '../../../../shared/model/origin.ts';
import { toWireError } from '../../http/api.ts';
import { useFieldError } from './feedback.tsx';
import classes from './settings.module.css';
import { useLanguages, useSave } from './workspace-queries.ts';

export interface NewWebsiteProps {
  board: QueueBoard;
  calendars: Calendar[];
  onClose(): void;
}

const plain: Omit<WebsiteSettings, 'siteName' | 'allowedOrigins'> = {
  greeting: '',
  accent: '#3f53db',
  position: 'right',
  form: [],
  identityRequired: false,
  typingPreview: false,
  privacyUrl: '',
};

export function NewWebsite({ board, calendars, onClose }: NewWebsiteProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSave<Inbox>('inboxes');
  const languages = useLanguages();
  const problem = useFieldError(save.error);
  const queues = board.queues.filter((queue) => !queue.archived);
  const [name, setName] = useState('');
  const [origin, setOrigin] = useState('');
  const [queueId, setQueueId] = useState(queues[0]?.id ?? null);
  const [calendarId, setCalendarId] = useState<Calendar['id'] | null>(null);
  const read = origin.trim() === '' ? null : readOrigin(origin);
  const isSound = name.trim() !== '' && queueId !== null && (read === null || 'origin' in read);

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (!isSound || queueId === null) return;
    const allowedOrigins = read && 'origin' in read ? [read.origin] : [];
    const input: Omit<Inbox, 'id'> = {
      ...{ name: name.trim(), channel: 'webchat', queueId, calendarId, reopenHours: 24, abandonAfterSeconds: 120 },
      settings: { ...plain, siteName: name.trim(), allowedOrigins, writtenIn: languages.data?.fallback ?? 'en' },
    };
    save.mutate(
      { id: undefined, ...input },
      { onSuccess: ({ id }) => void navigate({ to: '/console/settings/websites/$inboxId', params: { inboxId: id } }) },
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('workspace.websites.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={classes.fields} onSubmit={handleSubmit}>
        <TextInput
          label={t('website.siteName')}
          description={t('website.siteNameHint')}
          value={name}
          maxLength={80}
          required
          withAsterisk={false}
          data-autofocus
          error={problem('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('workspace.websites.address')}
          description={t('workspace.websites.addressHint')}
          placeholder="https://www.example.com"
          inputMode="url"
          value={origin}
          error={read && 'problem' in read ? t(`workspace.origins.${read.problem}`) : undefined}
          onChange={(event) => setOrigin(event.currentTarget.value)}
        />
        <Select
          label={t('workspace.websites.queue')}
          description={t('workspace.websites.queueHint')}
          value={queueId}
          error={problem('queueId')}
          data={queues.map((queue) => ({ value: queue.id, label: queue.name }))}
          onChange={(value) => setQueueId(queues.find((queue) => queue.id === value)?.id ?? null)}
        />
        <Select
          label={t('website.calendar')}
          value={calendarId ?? ''}
          data={[
            { value: '', label: t('website.always') },
            ...calendars.map((calendar) => ({ value: calendar.id, label: calendar.name })),
          ]}
          onChange={(value) => setCalendarId(calendars.find((calendar) => calendar.id === value)?.id ?? null)}
        />
        {save.error && !toWireError(save.error).fields && (
          <p role="alert" className={classes.error}>
            {t('settings.saveFailed', { why: t(`error.${toWireError(save.error).code}`) })}
          </p>
        )}
        <div>
          <Button type="submit" loading={save.isPending} disabled={!isSound}>
            {t('workspace.websites.create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
