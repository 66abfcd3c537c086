/** A message of the customer or of the team, as a bubble; runs show name and time once, and what became of them below. */
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '../../../../shared/model/letter.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { EntryMenu } from './EntryMenu.tsx';
import classes from './entries.module.css';
import { Files } from './Files.tsx';
import type { EntryItem, TailItem } from './items.ts';
import { DeliveryLine } from './letter/DeliveryLine.tsx';
import { placeOf } from './moving/movable.ts';
import type { Receipt } from './receipts.ts';
import { Written } from './Written.tsx';

type MessageItem = Extract<EntryItem, { kind: 'message' }>;

export interface People {
  me: string | undefined;
  customer: { id: string; name: string };
  /** what the customer's letters come from */
  email?: string;
}

export const MessageEntry = memo(function MessageEntry({
  item,
  receipt,
  delivery,
  people,
}: {
  item: MessageItem;
  receipt: Receipt | undefined;
  /** while it has not reached them, or has failed to */
  delivery?: Delivery;
  people: People;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const { entry, isFirst, isLast } = item;
  if (entry.body.kind !== 'message') return null;
  const { text, files, choices = [] } = entry.body;
  const isCustomer = entry.author.kind === 'customer';
  const menu = <EntryMenu label={t('reading.entryMenu')} place={placeOf(entry)} text={text} />;
  return (
    <article className={cx(classes.row, isCustomer ? classes.left : classes.right, isFirst && classes.first)}>
      {isFirst && (
        <header className={classes.by}>
          <span>{nameOf(item, people, t('common.you'), t('app.name'))}</span> <time>{times.clock(entry.at)}</time>
        </header>
      )}
      <div className={classes.line}>
        {isCustomer ? (
          isLast ? (
            <Avatar id={people.customer.id} name={people.customer.name} size={28} />
          ) : (
            <span className={classes.seat} />
          )
        ) : (
          menu
        )}
        <div className={cx(classes.bubble, isCustomer ? classes.theirs : classes.ours)}>
          {entry.body.erased && <em>{t('erasure.placeholder')}</em>}
          {text !== '' && <Written text={text} />}
          <Files files={files} />
          {choices.length > 0 && (
            <ul className={classes.choices} aria-label={t('thread.choices')}>
              {choices.map((choice) => (
                <li key={choice}>{choice}</li>
              ))}
            </ul>
          )}
        </div>
        {isCustomer && menu}
      </div>
      {delivery ? (
        <DeliveryLine conversationId={entry.conversationId} delivery={delivery} isText />
      ) : (
        receipt && isLast && <ReceiptLine receipt={receipt} />
      )}
    </article>
  );
});

/** A customer is called what they are called now, whatever it was when they wrote. */
function nameOf({ entry: { author } }: MessageItem, people: People, you: string, system: string): string {
  switch (author.kind) {
    case 'customer':
      return people.customer.name;
    case 'agent':
      return author.id === people.me ? you : author.name;
    case 'system':
      return system;
  }
}

function ReceiptLine({ receipt: { state, at } }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const times = useTimes();
  const Icon = state === 'read' ? IconChecks : IconCheck;
  return (
    <p className={classes.receipt}>
      <Icon size={13} stroke={2} aria-hidden="true" /> {t(`thread.${state}`)}
      {at !== null && <time>{times.clock(at)}</time>}
    </p>
  );
}

export function PendingEntry({
  item: { send, isFirst },
  isOffline,
}: {
  item: Extract<TailItem, { kind: 'pending' }>;
  isOffline: boolean;
}) {
  const { t } = useTranslation();
  const desk = useDesk();
  const isFailed = send.state.kind === 'failed';
  const look = send.kind === 'note' ? classes.noteBubble : classes.ours;
  return (
    <article className={cx(classes.row, classes.right, isFirst && classes.first)}>
      <div className={classes.line}>
        <div className={cx(classes.bubble, look, send.letter && classes.letter, !isFailed && classes.optimistic)}>
          {send.text !== '' && <Written text={send.text} />}
          <Files files={send.files} />
        </div>
      </div>
      {send.state.kind === 'failed' ? (
        <p className={cx(classes.receipt, classes.failed)} role="alert">
          <IconAlertCircle size={13} stroke={2} aria-hidden="true" /> {t('thread.notSent')}{' '}
          {t(`error.${send.state.error.code}`)}
          <button type="button" onClick={() => desk.retrySend(send.clientId)}>
            {t('thread.tryAgain')}
          </button>
          <button type="button" onClick={() => desk.discardSend(send.clientId)}>
            {t('common.discard')}
          </button>
        </p>
      ) : (
        <p className={classes.receipt}>
          <IconClock size={13} stroke={2} aria-hidden="true" /> {t(isOffline ? 'thread.queued' : 'thread.sending')}
        </p>
      )}
    </article>
  );
}

export function TypingEntry({ item, people }: { item: Extract<TailItem, { kind: 'typing' }>; people: People }) {
  const { t } = useTranslation();
  const id = item.isCustomer ? people.customer.id : item.name;
  return (
    <div className={cx(classes.row, classes.left, classes.first)}>
      <div className={classes.line}>
        <Avatar id={id} name={item.name} size={28} />
        <p className={cx(classes.bubble, classes.preview)}>
          {item.text === '' ? <TypingDots /> : <span className={classes.previewText}>{item.text}</span>}
        </p>
        <span className={classes.typingWord}>
          {item.isCustomer ? t('thread.typing') : `${item.name} · ${t('thread.typing')}`}
        </span>
      </div>
    </div>
  );
}

function TypingDots() {
  return (
    <span className={classes.dots} aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
