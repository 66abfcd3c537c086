/** Where entries of another conversation begin: which one, by what channel, how it stands, since when and with whom. */
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HistoryConversation, LockedConversation } from '../../../../../shared/events-history.ts';
import { ChannelIcon } from '../../../../ui/ChannelIcon.tsx';
import { useShell } from '../../../app/shell-context.ts';
import { useTimes } from '../../../i18n/times.ts';
import { useNow } from '../../../sync/use-now.ts';
import classes from './history.module.css';

export function ConversationLine({ conversation, isHere }: { conversation: HistoryConversation; isHere: boolean }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const shell = useShell();
  const { id, number, channel, subject, status, closedAt, createdAt, queueName, ownerName, mayVisit } = conversation;
  const facts = [
    t(`channel.${channel}` as 'channel.webchat', channel),
    status === 'open' ? t('thread.openSince', { time: times.when(createdAt, now) }) : null,
    status === 'closed' ? t('thread.closedAt', { time: times.when(closedAt ?? createdAt, now) }) : null,
    queueName,
    ownerName,
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.conversation} data-here={isHere || undefined}>
      <ChannelIcon channel={channel} size={14} />
      {mayVisit && !isHere ? (
        <button type="button" onClick={() => shell.openConversation(id)} title={t('person.goThere')}>
          #{number}
        </button>
      ) : (
        <b>#{number}</b>
      )}
      {subject && (
        <b className={classes.subject} dir="auto">
          {subject}
        </b>
      )}
      <span>{facts.join(' · ')}</span>
    </div>
  );
}

export function LockedLine({ locked: { channel, createdAt } }: { locked: LockedConversation }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  return (
    <p className={classes.conversation}>
      <ChannelIcon channel={channel} size={14} />
      <span>
        {t(`channel.${channel}` as 'channel.webchat', channel)} · {times.when(createdAt, now)} · {t('person.locked')}
      </span>
      <IconLock size={14} stroke={1.75} aria-hidden="true" />
    </p>
  );
}
