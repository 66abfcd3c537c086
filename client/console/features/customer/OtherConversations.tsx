/** The customer's other conversations, the newest first, read here without leaving this one. */
import { Button, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconLock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviousConversation } from '../../../../shared/model/customer.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { useLosses } from '../../sync/use-losses.ts';
import classes from './customer.module.css';
import { OtherThread } from './OtherThread.tsx';

type Open = Extract<PreviousConversation, { kind: 'open-to-you' }>;

export interface OtherConversationsProps {
  conversationId: ConversationId;
  customerName: string;
  now: number;
  onVisit(id: ConversationId): void;
}

export function OtherConversations({ conversationId, customerName, now, onVisit }: OtherConversationsProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const desk = useDesk();
  const [page, setPage] = useState<{ rows: PreviousConversation[]; next: string | null } | null>(null);
  const [read, setRead] = useState<ConversationId | null>(null);

  const [turn, setTurn] = useState(0);
  useLosses((lost) => {
    const isHere =
      lost instanceof Set && page?.rows.some((row) => row.kind === 'open-to-you' && lost.has(row.id)) === true;
    if (lost instanceof Set && !isHere) return;
    if (lost !== 'unheard') setPage(null);
    setTurn((before) => before + 1);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads it anew
  useEffect(() => {
    let isCurrent = true;
    void desk.customers.conversations(conversationId).then((answer) => {
      if (isCurrent && answer.ok) setPage({ rows: answer.value.conversations, next: answer.value.next });
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, conversationId, turn]);

  async function more() {
    if (!page?.next) return;
    const answer = await desk.customers.conversations(conversationId, page.next);
    if (answer.ok) setPage({ rows: [...page.rows, ...answer.value.conversations], next: answer.value.next });
  }

  if (!page) return null;
  if (page.rows.length === 0) return <p className={classes.none}>{t('person.earlierNone')}</p>;
  return (
    <>
      <ul className={classes.others}>
        {page.rows.map((row) =>
          row.kind === 'locked' ? (
            <li key={row.key} className={classes.locked}>
              <ChannelIcon channel={row.channel} />
              <span className={classes.value}>
                {t(`channel.${row.channel}` as 'channel.webchat', row.channel)} · {t('person.locked')}
              </span>
              <IconLock size={14} stroke={1.75} aria-hidden="true" />
              <time>{times.when(row.createdAt, now)}</time>
            </li>
          ) : (
            <li key={row.id}>
              <UnstyledButton
                className={classes.other}
                aria-expanded={read === row.id}
                onClick={() => setRead(read === row.id ? null : row.id)}
              >
                <ChannelIcon channel={row.channel} />
                <span className={classes.value}>
                  {titleOf(row, t(row.channel === 'phone' ? 'inbox.call' : 'person.noMessage'))}
                </span>
                <time>{times.when(row.lastAt, now)}</time>
                <IconChevronRight
                  size={14}
                  stroke={2}
                  className={cx(classes.chevron, read === row.id && classes.turned)}
                  aria-hidden="true"
                />
              </UnstyledButton>
              {read === row.id && (
                <OtherThread
                  conversationId={conversationId}
                  of={row.id}
                  customerName={customerName}
                  now={now}
                  onVisit={row.mayVisit ? () => onVisit(row.id) : undefined}
                />
              )}
            </li>
          ),
        )}
      </ul>
      {page.next && (
        <Button size="xs" variant="default" onClick={() => void more()}>
          {t('person.earlierMore')}
        </Button>
      )}
    </>
  );
}

function titleOf({ number, outcome, preview }: Open, nothing: string): string {
  return `#${number} ${outcome ? `${outcome.name} · ` : ''}${preview ?? nothing}`;
}
