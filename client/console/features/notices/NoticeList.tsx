/** What the agent was told, newest first; a click opens the conversation it is about. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../../../shared/model/notice.ts';
import { cx } from '../../../ui/cx.ts';
import { useShell } from '../../app/shell-context.ts';
import { describeNotice } from '../../i18n/notice-words.ts';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { iconOf } from './icons.ts';
import classes from './notices.module.css';

const readNotices = (state: DeskState) => state.notices;

export function NoticeList({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const shell = useShell();
  const notices = useDeskState(readNotices);
  const unread = notices.filter((notice) => notice.readAt === null);
  return (
    <section className={classes.panel} aria-label={t('notices.title')}>
      <header className={classes.head}>
        <h2>{t('notices.title')}</h2>
        {unread.length > 0 && (
          <Button size="xs" variant="subtle" onClick={() => desk.readNotices(unread.map((notice) => notice.id))}>
            {t('notices.allRead')}
          </Button>
        )}
        <Tooltip label={t('notices.settings')}>
          <ActionIcon
            aria-label={t('notices.settings')}
            onClick={() => {
              onDone();
              shell.openAttention();
            }}
          >
            <IconAdjustmentsHorizontal size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </header>
      {notices.length === 0 ? (
        <div className={classes.empty}>
          <p>{t('notices.empty')}</p>
          <p>{t('notices.emptyHint')}</p>
        </div>
      ) : (
        <ul className={classes.list} onKeyDown={moveFocus}>
          {notices.map((notice) => (
            <Line
              key={notice.id}
              notice={notice}
              onOpen={() => {
                desk.readNotices([notice.id]);
                shell.openConversation(notice.conversationId);
                onDone();
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Line({ notice, onOpen }: { notice: Notice; onOpen(): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { title, about } = describeNotice(t, notice);
  const Icon = iconOf(notice.kind);
  const isUnread = notice.readAt === null;
  return (
    <li>
      <button type="button" className={cx(classes.line, isUnread && classes.unread)} onClick={onOpen}>
        <Icon size={16} stroke={1.75} aria-hidden="true" />
        <span className={classes.words}>
          <span className={classes.title}>
            {title}
            {isUnread && <span className={classes.dot} role="img" aria-label={t('notices.unread')} />}
          </span>
          <span className={classes.about}>{about}</span>
          {notice.text !== '' && <span className={classes.text}>{notice.text}</span>}
        </span>
        <time dateTime={new Date(notice.at).toISOString()}>{times.age(notice.at, now)}</time>
      </button>
    </li>
  );
}

/** Up and down go from line to line, as in every list. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const lines: Element[] = [...event.currentTarget.querySelectorAll('button')];
  const next = document.activeElement && lines[lines.indexOf(document.activeElement) + step];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
