/** On top of a thread: who, since when, with whom; the actions are put in by the page. */
import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconClock, IconUserCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { ReplyDue } from '../../../../shared/model/entry.ts';
import { ReplyClock } from '../../clock/ReplyClock.tsx';
import { useTimes } from '../../i18n/times.ts';
import { useInboxFormat } from '../../letters/use-letter-inbox.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import classes from './header.module.css';
import { OthersHere } from './OthersHere.tsx';

const readMe = (state: DeskState) => state.me?.id;
const readOnline = (state: DeskState) => state.online;
const readQueues = (state: DeskState) => state.queues;

export interface ThreadHeaderProps {
  conversation: AgentConversation;
  /** by when it is to be answered; null while nobody owes an answer */
  due: ReplyDue | null;
  onBack(): void;
  onPanel(): void;
  /** what can be done with it */
  actions: ReactNode;
}

export function ThreadHeader({ conversation, due, onBack, onPanel, actions }: ThreadHeaderProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(10_000);
  const me = useDeskState(readMe);
  const online = useDeskState(readOnline)[conversation.id];
  const queues = useDeskState(readQueues);
  const format = useInboxFormat(conversation.inboxId);
  const { work } = conversation;
  const isOpen = conversation.status === 'open' && work?.state !== 'wrap-up';
  const queue = queues.find((each) => each.id === work?.queueId)?.name;
  const facts = [
    conversation.subject ? conversation.customer.name : null,
    queue,
    isOpen
      ? t('thread.openSince', { time: times.when(conversation.createdAt, now) })
      : t('thread.closedAt', { time: times.when(conversation.closedAt ?? now, now) }),
    isOpen && work?.ownerId
      ? work.ownerId === me
        ? t('thread.ownedByYou')
        : t('thread.ownedBy', { name: work.ownerName })
      : null,
    // Whoever writes letters or calls is on no page.
    isOpen && online !== undefined && format === 'chat' ? t(online ? 'thread.online' : 'thread.away') : null,
  ].filter(Boolean);
  const isWaiting = work?.state === 'waiting' || work?.state === 'offered';
  return (
    <header className={classes.header}>
      <ActionIcon className={classes.back} size={44} aria-label={t('thread.backToList')} onClick={onBack}>
        <IconArrowLeft size={20} stroke={1.75} />
      </ActionIcon>
      <div className={classes.words}>
        <h1 dir="auto">{conversation.subject || conversation.customer.name}</h1>
        <p data-due={(isOpen && due?.at) || undefined}>
          <span className={classes.facts}>{facts.join(' · ')}</span>
          {isOpen && due && due.at !== null ? (
            <>
              <span aria-hidden="true">·</span>
              <ReplyClock at={due.at} minutes={due.minutes} which={due.which} inWords />
            </>
          ) : isWaiting && work ? (
            <span className={classes.waits}>
              <span aria-hidden="true">· </span>
              <IconClock size={13} stroke={2} aria-hidden="true" />{' '}
              {t('thread.waits', { time: times.span(now - work.enqueuedAt) })}
            </span>
          ) : null}{' '}
          <OthersHere id={conversation.id} />
        </p>
      </div>
      <ActionIcon className={classes.panelButton} size={32} aria-label={t('thread.details')} onClick={onPanel}>
        <IconUserCircle size={18} stroke={1.75} />
      </ActionIcon>
      {actions}
    </header>
  );
}
