/** The single lines of a thread: separators, bubbles, notes, folded events, what is pending, who is typing. */
import { UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconChecks, IconChevronRight, IconClock, IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { cx } from '../../../ui/cx.ts';
import { Linkified } from '../../../ui/Linkified.tsx';
import { useTimes } from '../../i18n/times.ts';
import type { PendingSend } from '../../sync/pending.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { describeEvent } from './describe-event.ts';
import { Files } from './Files.tsx';
import type { EventEntry, Receipt, ThreadItem } from './items.ts';
import classes from './thread.module.css';

type MessageItem = Extract<ThreadItem, { kind: 'message' }>;

export interface People {
  me: string | undefined;
  customer: { id: string; name: string };
}

export function MessageEntry({ item, people }: { item: MessageItem; people: People }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { entry, isFirst, isLast, receipt } = item;
  if (entry.body.kind !== 'message') return null;
  const isCustomer = entry.author.kind === 'customer';
  const isMine = entry.author.kind === 'agent' && entry.author.id === people.me;
  const name = entry.author.kind === 'system' ? t('app.name') : entry.author.name;
  return (
    <article className={cx(classes.row, isCustomer ? classes.left : classes.right, isFirst && classes.first)}>
      {isFirst && (
        <header className={classes.by}>
          <span>{isMine ? t('common.you') : name}</span> <time>{times.clock(entry.at)}</time>
        </header>
      )}
      <div className={classes.line}>
        {isCustomer &&
          (isLast ? (
            <Avatar id={people.customer.id} name={people.customer.name} size={28} />
          ) : (
            <span className={classes.seat} />
          ))}
        <div className={cx(classes.bubble, isCustomer ? classes.theirs : classes.ours)}>
          {entry.body.text !== '' && (
            <p className={classes.text} dir="auto">
              <Linkified text={entry.body.text} />
            </p>
          )}
          <Files files={entry.body.files} />
          {entry.body.choices && entry.body.choices.length > 0 && (
            <ul className={classes.choices} aria-label={t('thread.choices')}>
              {entry.body.choices.map((choice) => (
                <li key={choice}>{choice}</li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {receipt && <ReceiptLine receipt={receipt} />}
    </article>
  );
}

function ReceiptLine({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const Icon = receipt === 'sent' ? IconCheck : IconChecks;
  return (
    <p className={classes.receipt}>
      <Icon size={13} stroke={2} aria-hidden="true" /> {t(`thread.${receipt}`)}
    </p>
  );
}

export function NoteEntry({ entry, people }: { entry: AgentEntry; people: People }) {
  const { t } = useTranslation();
  const times = useTimes();
  if (entry.body.kind !== 'note' || entry.author.kind !== 'agent') return null;
  return (
    <article className={classes.note}>
      <Avatar id={entry.author.id} name={entry.author.name} size={24} />
      <div className={classes.noteBody}>
        <header>
          <strong>{entry.author.id === people.me ? t('common.you') : entry.author.name}</strong>{' '}
          {t('thread.privateNote')} <time>{times.clock(entry.at)}</time>
        </header>
        <p className={classes.text} dir="auto">
          <Linkified text={entry.body.text} />
        </p>
        <Files files={entry.body.files} />
      </div>
      <IconLock size={14} stroke={2} aria-hidden="true" />
    </article>
  );
}

export function EventsEntry({ entries, people }: { entries: EventEntry[]; people: People }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [isOpen, setOpen] = useState(false);
  const words = entries.map((entry) => ({
    id: entry.id,
    text: describeEvent(entry.body.event, t, times, people.me),
    at: times.clock(entry.at),
  }));
  const last = words.at(-1);
  if (entries.length === 1 && last) {
    return (
      <p className={classes.events}>
        {last.text} <time>{last.at}</time>
      </p>
    );
  }
  return (
    <div className={classes.events}>
      <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconChevronRight
          size={14}
          stroke={2}
          className={cx(classes.chevron, isOpen && classes.turned)}
          aria-hidden="true"
        />
        <span className={classes.foldWords}>
          <strong>{t('thread.events', { count: entries.length })}</strong>
          {!isOpen && ` · ${words.map((word) => word.text).join(' · ')}`} {!isOpen && <time>{last?.at}</time>}
        </span>
      </UnstyledButton>
      {isOpen && (
        <ol className={classes.eventList}>
          {words.map((word) => (
            <li key={word.id}>
              {word.text} <time>{word.at}</time>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

export function PendingEntry({
  send,
  isFirst,
  isOffline,
}: {
  send: PendingSend;
  isFirst: boolean;
  isOffline: boolean;
}) {
  const { t } = useTranslation();
  const desk = useDesk();
  const isFailed = send.state.kind === 'failed';
  return (
    <article className={cx(classes.row, classes.right, isFirst && classes.first)}>
      <div className={classes.line}>
        <div
          className={cx(
            classes.bubble,
            send.kind === 'note' ? classes.noteBubble : classes.ours,
            !isFailed && classes.optimistic,
          )}
        >
          {send.text !== '' && (
            <p className={classes.text} dir="auto">
              <Linkified text={send.text} />
            </p>
          )}
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

export function TypingEntry({ item, people }: { item: Extract<ThreadItem, { kind: 'typing' }>; people: People }) {
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
