/** Mailboxes: each address with its state, the queue it feeds and the hours it keeps, and a way to a new one. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { Empty } from './Empty.tsx';
import { MailboxState } from './MailboxState.tsx';
import { isMailbox, toDraft } from './mailbox-draft.ts';
import { Loaded, PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useCalendars, useInboxes, useQueues } from './workspace-queries.ts';

const one = '/console/settings/mailboxes/$inboxId';

export function MailboxesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const inboxes = useInboxes();
  const queues = useQueues();
  const calendars = useCalendars();
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: one, params: { inboxId: 'new' } })}>
      {t('mailbox.add')}
    </Button>
  );
  return (
    <PageFrame title={t('mailbox.title')} lead={t('mailbox.lead')} action={add}>
      <Loaded query={inboxes}>
        {(list) => (
          <Loaded query={queues}>
            {(board) => (
              <Loaded query={calendars}>
                {(hours) => (
                  <Cards
                    inboxes={list.inboxes
                      .filter(isMailbox)
                      .sort((a, b) => Number(a.archived ?? false) - Number(b.archived ?? false))}
                    nameQueue={(id) => board.queues.find((queue) => queue.id === id)?.name ?? ''}
                    nameHours={(id) =>
                      hours.calendars.find((calendar) => calendar.id === id)?.name ?? t('website.always')
                    }
                  />
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </PageFrame>
  );
}

interface CardsProps {
  inboxes: Inbox[];
  nameQueue(id: string): string;
  nameHours(id: string | null): string;
}

function Cards({ inboxes, nameQueue, nameHours }: CardsProps) {
  const { t } = useTranslation();
  if (inboxes.length === 0) return <Empty title={t('mailbox.none')} text={t('mailbox.noneText')} />;
  return (
    <ul className={work.cards}>
      {inboxes.map((inbox) => {
        const { address, rules } = toDraft(inbox).settings;
        return (
          <li key={inbox.id} className={classes.card}>
            <div className={classes.cardHead}>
              <Link className={work.cardLink} to={one} params={{ inboxId: inbox.id }}>
                {inbox.name}
              </Link>
              {inbox.name !== address && <span className={classes.quiet}>{address}</span>}
            </div>
            {inbox.archived ? <p className={classes.quiet}>{t('mailbox.archived')}</p> : <MailboxState inbox={inbox} />}
            <dl className={work.flow}>
              <div>
                <dt>{t('workspace.websites.queue')}</dt>
                <dd>{nameQueue(inbox.queueId)}</dd>
              </div>
              <div>
                <dt>{t('website.calendar')}</dt>
                <dd>{nameHours(inbox.calendarId)}</dd>
              </div>
              <div>
                <dt>{t('mailbox.rules.title')}</dt>
                <dd>{t('mailbox.rules.count', { count: rules.length })}</dd>
              </div>
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
