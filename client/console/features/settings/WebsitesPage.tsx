/** Website inboxes: each chat bubble with the queue it feeds and the hours it keeps, and a way to a new one. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inbox, WebsiteSettings } from '../../../../shared/model/inbox.ts';
import { Empty } from './Empty.tsx';
import { NewWebsite } from './NewWebsite.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useCalendars, useInboxes, useQueues } from './workspace-queries.ts';

export function WebsitesPage() {
  const { t } = useTranslation();
  const inboxes = useInboxes();
  const queues = useQueues();
  const calendars = useCalendars();
  const [isAdding, setAdding] = useState(false);
  return (
    <PageFrame
      title={t('settings.websites')}
      lead={t('website.lead')}
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {t('workspace.websites.add')}
        </Button>
      }
    >
      <Loaded query={inboxes}>
        {(list) => (
          <Loaded query={queues}>
            {(board) => (
              <Loaded query={calendars}>
                {(hours) => (
                  <>
                    <Lists
                      inboxes={list.inboxes.filter(isWebsite)}
                      nameQueue={(id) => board.queues.find((queue) => queue.id === id)?.name ?? ''}
                      nameHours={(id) =>
                        hours.calendars.find((calendar) => calendar.id === id)?.name ?? t('website.always')
                      }
                    />
                    {isAdding && (
                      <NewWebsite board={board} calendars={hours.calendars} onClose={() => setAdding(false)} />
                    )}
                  </>
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </PageFrame>
  );
}

/** Only inboxes whose settings are a website's have this form. */
export const isWebsite = (inbox: Inbox): boolean => 'siteName' in inbox.settings;

interface CardsProps {
  inboxes: Inbox[];
  nameQueue(id: string): string;
  nameHours(id: string | null): string;
}

/** Archived ones stand apart, out of sight until they are asked for. */
function Lists(props: CardsProps) {
  const { t } = useTranslation();
  const [hasArchived, setArchived] = useState(false);
  const active = props.inboxes.filter((inbox) => !inbox.archived);
  const archived = props.inboxes.filter((inbox) => inbox.archived);
  return (
    <>
      {active.length > 0 ? (
        <Cards {...props} inboxes={active} />
      ) : (
        <Empty title={t('website.none')} text={t('workspace.websites.emptyText')} />
      )}
      {archived.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          mt={16}
          aria-expanded={hasArchived}
          onClick={() => setArchived(!hasArchived)}
        >
          {t('workspace.archived', { count: archived.length })}
        </Button>
      )}
      {hasArchived && <Cards {...props} inboxes={archived} />}
    </>
  );
}

function Cards({ inboxes, nameQueue, nameHours }: CardsProps) {
  const { t } = useTranslation();
  return (
    <ul className={work.cards}>
      {inboxes.map((inbox) => {
        const { accent, allowedOrigins } = inbox.settings as WebsiteSettings;
        return (
          <li key={inbox.id} className={classes.card}>
            <div className={classes.cardHead}>
              <span className={classes.row}>
                <span className={work.accent} style={{ background: accent }} aria-hidden="true" />
                <Link className={work.cardLink} to="/console/settings/websites/$inboxId" params={{ inboxId: inbox.id }}>
                  {inbox.name}
                </Link>
              </span>
            </div>
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
                <dt>{t('website.origins')}</dt>
                <dd>{allowedOrigins.length > 0 ? allowedOrigins.join(', ') : t('workspace.websites.nowhere')}</dd>
              </div>
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
