/** Opening hours: several calendars, whether each is open now, and what goes by it: inboxes, and the reply targets of queues. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import type { Queue } from '../../../../shared/model/queue.ts';
import { Empty } from './Empty.tsx';
import { useFeedback } from './feedback.tsx';
import { HoursState } from './HoursState.tsx';
import { freeName, officeHours } from './hours-form.ts';
import { Loaded, PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useCalendars, useInboxes, useQueues, useRemove, useSave } from './workspace-queries.ts';

const page = '/console/settings/hours/$calendarId';

export function HoursPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const calendars = useCalendars();
  const inboxes = useInboxes();
  const queues = useQueues();
  const create = useSave<Calendar>('calendars');
  const feedback = useFeedback();

  function add() {
    const name = freeName(t('workspace.calendars.newName'), calendars.data?.calendars ?? []);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const input: Omit<Calendar, 'id'> = { name, timeZone, weekly: officeHours(), holidays: [] };
    create.mutate(
      { id: undefined, ...input },
      {
        onSuccess: ({ id }) => void navigate({ to: page, params: { calendarId: id } }),
        onError: feedback.failed,
      },
    );
  }

  return (
    <PageFrame
      title={t('settings.calendars')}
      lead={t('hours.lead')}
      action={
        <Button leftSection={<IconPlus size={16} />} loading={create.isPending} onClick={add}>
          {t('workspace.calendars.add')}
        </Button>
      }
    >
      <Loaded query={calendars}>
        {(known) => (
          <Loaded query={inboxes}>
            {(list) => (
              <Loaded query={queues}>
                {(board) => <Cards calendars={known.calendars} inboxes={list.inboxes} queues={board.queues} />}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Cards({ calendars, inboxes, queues }: { calendars: Calendar[]; inboxes: Inbox[]; queues: Queue[] }) {
  const { t } = useTranslation();
  if (calendars.length === 0) return <Empty title={t('hours.none')} text={t('workspace.calendars.emptyText')} />;
  return (
    <ul className={work.cards}>
      {calendars.map((calendar) => (
        <Card
          key={calendar.id}
          calendar={calendar}
          users={[
            ...inboxes.filter((inbox) => inbox.calendarId === calendar.id),
            ...queues.filter((queue) => queue.reply?.calendarId === calendar.id),
          ].map(({ name }) => name)}
        />
      ))}
    </ul>
  );
}

function Card({ calendar, users }: { calendar: Calendar; users: string[] }) {
  const { t } = useTranslation();
  const remove = useRemove('calendars');
  const create = useSave<Calendar>('calendars');
  const feedback = useFeedback();

  function handleRemove() {
    const restore = () => create.mutate({ ...calendar, id: undefined }, { onError: feedback.failed });
    remove.mutate(calendar.id, {
      onSuccess: () => feedback.undoable(t('workspace.removedToast', { name: calendar.name }), restore),
      onError: feedback.failed,
    });
  }

  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <Link className={work.cardLink} to={page} params={{ calendarId: calendar.id }}>
          {calendar.name}
        </Link>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={28} aria-label={t('workspace.actionsFor', { name: calendar.name })}>
              <IconDots size={16} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={Link} to={`/console/settings/hours/${calendar.id}`}>
              {t('workspace.edit')}
            </Menu.Item>
            <Menu.Item disabled={users.length > 0} onClick={handleRemove}>
              {users.length > 0 ? t('workspace.calendars.inUse') : t('common.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <dl className={work.flow}>
        <div>
          <dt>{t('workspace.calendars.state')}</dt>
          <dd>
            <HoursState calendar={calendar} />
          </dd>
        </div>
        <div>
          <dt>{t('hours.timeZone')}</dt>
          <dd>{calendar.timeZone}</dd>
        </div>
        <div>
          <dt>{t('workspace.calendars.usedBy')}</dt>
          <dd>{users.length > 0 ? users.join(', ') : t('workspace.calendars.unused')}</dd>
        </div>
      </dl>
    </li>
  );
}
