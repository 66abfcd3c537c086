/** One conversation in two lines: who and when, what was said last and how many are unread. */
import { IconClock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListView } from '../../../../shared/events.ts';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { ChannelDisc } from '../../../ui/ChannelDisc.tsx';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { countUnread, lastAt } from '../../sync/views.ts';
import classes from './inbox.module.css';

export interface ListCardProps {
  row: ConversationRow;
  view: ListView;
  isSelected: boolean;
  isTyping: boolean;
  hasDraft: boolean;
  now: number;
}

export function ListCard({ row, view, isSelected, isTyping, hasDraft, now }: ListCardProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const { conversation, preview } = row;
  const unread = isSelected ? 0 : countUnread(row);
  const isWaiting = conversation.work?.state === 'waiting' || conversation.work?.state === 'offered';
  return (
    <Link
      to="/console/$view/$conversationId"
      params={{ view, conversationId: conversation.id }}
      className={cx(classes.card, unread > 0 && classes.unread)}
      aria-current={isSelected ? 'true' : undefined}
    >
      <Avatar
        id={conversation.customer.id}
        name={conversation.customer.name}
        mark={<ChannelDisc channel={conversation.channel} />}
      />
      <span className={classes.words}>
        <span className={classes.top}>
          <span className={classes.name}>{conversation.customer.name}</span>
          {conversation.status === 'closed' && <span className={classes.tag}>{t('inbox.closed')}</span>}
          <time className={classes.age}>{times.age(lastAt(row), now)}</time>
        </span>
        <span className={classes.bottom}>
          <span className={classes.preview}>
            {isTyping && <b className={classes.typing}>{t('inbox.typing')} · </b>}
            {hasDraft && !isSelected && <b className={classes.draft}>{t('inbox.draft')} </b>}
            {preview?.from === 'agent' && `${t('inbox.you')} `}
            {preview?.text || t('inbox.noMessage')}
          </span>
          {isWaiting && conversation.work && (
            <span className={classes.wait}>
              <IconClock size={13} stroke={2} aria-hidden="true" />
              {times.span(now - conversation.work.enqueuedAt)}
            </span>
          )}
          {unread > 0 && (
            <span className={classes.count}>
              <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
              <span className="visually-hidden">{t('inbox.unread', { count: unread })}</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}
