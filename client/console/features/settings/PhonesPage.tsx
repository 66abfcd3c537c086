/** Phone numbers: each inbox of calls with its number, who carries it, and how it does. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { cx } from '../../../ui/cx.ts';
import { CallServers } from './CallServers.tsx';
import { Empty } from './Empty.tsx';
import mail from './mailbox.module.css';
import { useAccountState } from './mailbox-queries.ts';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { isPhone, toDraft } from './phone-draft.ts';
import classes from './settings.module.css';
import { useAccountWords } from './use-account-words.ts';
import work from './workspace.module.css';
import { useInboxes, useQueues } from './workspace-queries.ts';

const one = '/console/settings/phones/$inboxId';

export function PhonesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const inboxes = useInboxes();
  const queues = useQueues();
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: one, params: { inboxId: 'new' } })}>
      {t('phoneLine.add')}
    </Button>
  );
  return (
    <PageFrame title={t('phoneLine.title')} lead={t('phoneLine.lead')} action={add}>
      <Loaded query={inboxes}>
        {(list) => (
          <Loaded query={queues}>
            {(board) => (
              <Cards
                inboxes={list.inboxes
                  .filter(isPhone)
                  .sort((a, b) => Number(a.archived ?? false) - Number(b.archived ?? false))}
                nameQueue={(id) => board.queues.find((queue) => queue.id === id)?.name ?? ''}
              />
            )}
          </Loaded>
        )}
      </Loaded>
      <CallServers />
    </PageFrame>
  );
}

function Cards({ inboxes, nameQueue }: { inboxes: Inbox[]; nameQueue(id: string): string }) {
  const { t } = useTranslation();
  if (inboxes.length === 0) return <Empty title={t('phoneLine.none')} text={t('phoneLine.noneText')} />;
  return (
    <ul className={work.cards}>
      {inboxes.map((inbox) => {
        const { provider, account } = toDraft(inbox);
        return (
          <li key={inbox.id} className={classes.card}>
            <div className={classes.cardHead}>
              <Link className={work.cardLink} to={one} params={{ inboxId: inbox.id }}>
                {inbox.name}
              </Link>
              {provider === 'twilio' && <span className={classes.quiet}>{showNumber(account.number)}</span>}
            </div>
            <dl className={work.flow}>
              <div>
                <dt>{t('phoneLine.provider')}</dt>
                <dd>{t(`phoneLine.providers.${provider}`)}</dd>
              </div>
              <div>
                <dt>{t('workspace.websites.queue')}</dt>
                <dd>{nameQueue(inbox.queueId)}</dd>
              </div>
              <div>
                <dt>{t('phoneLine.state')}</dt>
                <dd>{inbox.archived ? t('phoneLine.archived') : <State inboxId={inbox.id} />}</dd>
              </div>
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

function State({ inboxId }: { inboxId: string }) {
  const { t } = useTranslation();
  const words = useAccountWords();
  const { data } = useAccountState(inboxId);
  // A server that cannot say yet is no fault of the number.
  if (!data) return null;
  const { receiving } = data;
  return (
    <p className={work.state}>
      <span className={cx(work.dot, mail[receiving.state])} aria-hidden="true" />
      {receiving.state === 'failed' ? words.code(receiving) : t(`mailbox.state.${receiving.state}`)}
    </p>
  );
}
