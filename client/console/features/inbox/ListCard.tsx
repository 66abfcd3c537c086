/** One conversation in two lines, or in one: who and when, what was said last, and whatever makes it stand out. */
import {
  IconAlarmSnooze,
  IconArrowUp,
  IconChevronsUp,
  IconEye,
  IconHandStop,
  IconHourglass,
  IconMailX,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Viewer } from '../../../../shared/events-thread.ts';
import type { Tag } from '../../../../shared/model/catalogue.ts';
import type { AgentConversation, ConversationRow } from '../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { ChannelDisc } from '../../../ui/ChannelDisc.tsx';
import { cx } from '../../../ui/cx.ts';
import { TagBadge } from '../../../ui/TagBadge.tsx';
import { ReplyClock } from '../../clock/ReplyClock.tsx';
import { useTimes } from '../../i18n/times.ts';
import { useInboxFormat } from '../../letters/use-letter-inbox.ts';
import { useLiveCall } from '../../sync/calls.ts';
import { countUnread, isYourTurn, lastAt, runningDue, type ViewAddress, type ViewKey } from '../../sync/views.ts';
import classes from './card.module.css';

export interface ListCardProps {
  row: ConversationRow;
  /** where it opens beside its list */
  address: ViewAddress;
  view: ViewKey;
  /** id of who looks at it */
  me: string | undefined;
  isSelected: boolean;
  isCompact: boolean;
  isTyping: boolean;
  hasDraft: boolean;
  /** colleagues who look at it too */
  others: readonly Viewer[];
  tag: Tag | undefined;
  now: number;
  isPicked: boolean;
  /** `withRange`: everything from the one picked before */
  onPick(id: ConversationId, withRange: boolean): void;
}

/** What is on its way, or may have arrived, needs nobody yet. */
const hasFailed = ({ deliveries }: AgentConversation): boolean =>
  deliveries.some(({ state }) => state === 'failed' || state === 'bounced');

const firstName = (name: string): string => name.split(' ')[0] ?? name;

export const ListCard = memo(function ListCard(props: ListCardProps) {
  const { row, address, view, me, isSelected, isCompact, isTyping, hasDraft, others, tag, now, isPicked, onPick } =
    props;
  const { t } = useTranslation();
  const times = useTimes();
  const { conversation, preview } = row;
  const format = useInboxFormat(conversation.inboxId);
  const { id, customer, work, snooze, help, priority } = conversation;
  const unread = isSelected ? 0 : countUnread(row);
  const isWaiting = work?.state === 'waiting' || work?.state === 'offered';
  const due = runningDue(row);
  const liveCall = useLiveCall(id);
  const [other] = others;
  // In one's own list it is oneself.
  const owner =
    view !== 'mine' && conversation.status === 'open' && work?.ownerId && work.ownerName
      ? { id: work.ownerId, name: work.ownerName }
      : null;
  return (
    <div className={cx(classes.box, isCompact && classes.compact, isPicked && classes.picked)}>
      <Link
        to="/console/$view/$conversationId"
        params={{ view: address, conversationId: id }}
        className={cx(classes.card, unread > 0 && classes.unread)}
        aria-current={isSelected ? 'true' : undefined}
        data-card={id}
      >
        <Avatar
          id={customer.id}
          name={customer.name}
          size={isCompact ? 26 : 34}
          mark={<ChannelDisc channel={conversation.channel} />}
        />
        <span className={classes.words}>
          <span className={classes.top}>
            {(priority === 'high' || priority === 'urgent') && (
              <span className={cx(classes.priority, priority === 'urgent' && classes.urgent)}>
                {priority === 'urgent' ? (
                  <IconChevronsUp size={14} stroke={2} aria-hidden="true" />
                ) : (
                  <IconArrowUp size={14} stroke={2} aria-hidden="true" />
                )}
                <span className="visually-hidden">{t(`list.priorities.${priority}`)}</span>
              </span>
            )}
            <span className={classes.name}>{customer.name}</span>
            {tag && <TagBadge tag={tag} />}
            {conversation.status === 'closed' && <span className={classes.tag}>{t('inbox.closed')}</span>}
            <time className={classes.age}>{times.age(lastAt(row), now)}</time>
          </span>
          <span className={classes.bottom}>
            <span className={classes.preview}>
              {isTyping && <b className={classes.typing}>{t('inbox.typing')} · </b>}
              {hasDraft && !isSelected && <b className={classes.draft}>{t('inbox.draft')} </b>}
              {conversation.subject && <b className={classes.subject}>{conversation.subject} · </b>}
              {!liveCall &&
                preview?.from === 'agent' &&
                `${preview.by && preview.by.id !== me ? t('list.by', { name: firstName(preview.by.name) }) : t('inbox.you')} `}
              {liveCall ? (
                <b className={classes.onCall}>
                  {t(liveCall.ownerId === me ? 'phone.onCall' : `call.phase.${liveCall.phase}`)}
                </b>
              ) : (
                preview?.text || t(format === 'call' ? 'inbox.call' : 'inbox.noMessage')
              )}
            </span>
            {hasFailed(conversation) && (
              <span className={classes.undelivered} title={t('letter.delivery.card')}>
                <IconMailX size={14} stroke={2} aria-hidden="true" />
                <span className="visually-hidden">{t('letter.delivery.card')}</span>
              </span>
            )}
            {help && (
              <span className={classes.hand} title={t('list.hand', { name: help.byName })}>
                <IconHandStop size={14} stroke={2} aria-hidden="true" />
                <span className="visually-hidden">{t('list.hand', { name: help.byName })}</span>
              </span>
            )}
            {other && (
              <span
                className={classes.others}
                title={t('list.here', { names: others.map(({ name }) => name).join(', ') })}
              >
                <IconEye size={13} stroke={2} aria-hidden="true" />
                <Avatar id={other.id} name={other.name} size={20} />
                <span className="visually-hidden">
                  {t('list.here', { names: others.map(({ name }) => name).join(', ') })}
                </span>
              </span>
            )}
            {owner && (
              <span className={classes.others} title={t('list.with', { name: owner.name })}>
                <Avatar id={owner.id} name={owner.name} size={20} />
                <span className="visually-hidden">{t('list.with', { name: owner.name })}</span>
              </span>
            )}
            {due ? (
              <ReplyClock at={due.at} minutes={due.minutes} which={due.which} />
            ) : snooze ? (
              <span className={classes.wait}>
                <IconAlarmSnooze size={13} stroke={2} aria-hidden="true" />
                {t('list.until', { time: times.when(snooze.until, now) })}
              </span>
            ) : (
              // A clock always means that an answer is owed: what only lies in its queue has another sign.
              isWaiting &&
              isYourTurn(row) && (
                <span className={classes.wait} title={t('list.waits')}>
                  <IconHourglass size={13} stroke={2} aria-hidden="true" />
                  <span className="visually-hidden">{t('list.waits')} </span>
                  {times.span(now - work.enqueuedAt)}
                </span>
              )
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
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={isPicked}
          tabIndex={-1}
          aria-label={t('list.pick', { name: customer.name })}
          onChange={(event) => onPick(id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </label>
    </div>
  );
});
