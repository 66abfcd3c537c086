/** The end of a conversation as it grows: messages, notes and who has it; following the newest unless somebody scrolled up. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { cx } from '../../../ui/cx.ts';
import { useTimes } from '../../i18n/times.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import classes from './watch.module.css';

const readThreads = (state: DeskState) => state.threads;
const readTyping = (state: DeskState) => state.typing;
const shown = 60;
/** What scrolls is reached by keyboard. */
const reachable = { tabIndex: 0 };

export function WatchThread({ id }: { id: ConversationId }) {
  const { t } = useTranslation();
  const slot = useDeskState(readThreads)[id];
  const typing = useDeskState(readTyping)[id] ?? [];
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const entries = slot?.status === 'open' ? slot.thread.entries : [];
  const last = entries.at(-1)?.seq;
  useEffect(() => {
    // Anew for every entry, and when somebody begins to type.
    void last;
    void typing.length;
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [last, typing.length]);
  return (
    <div
      ref={box}
      className={classes.thread}
      {...reachable}
      role="log"
      aria-label={t('floor.watch.watching')}
      onScroll={({ currentTarget: at }) => {
        isAtEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 40;
      }}
    >
      {entries.length > shown && <p className={classes.event}>{t('floor.watch.earlier')}</p>}
      {entries.slice(-shown).map((entry, at, all) => (
        <Line key={entry.id} entry={entry} before={all[at - 1]} />
      ))}
      {typing.map((one) => (
        <div key={one.from.kind === 'agent' ? one.from.id : 'customer'} className={classes.typing}>
          {one.text && <p className={cx(classes.preview, one.from.kind === 'agent' && classes.out)}>{one.text}</p>}
          <p className={classes.event}>{t('floor.watch.typing', { name: one.from.name })}</p>
        </div>
      ))}
    </div>
  );
}

function Line({ entry, before }: { entry: AgentEntry; before: AgentEntry | undefined }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { body, author } = entry;
  const name = author.kind === 'system' ? '' : author.name;
  const isRun = before?.body.kind === body.kind && before.author.kind === author.kind && entry.at - before.at < 120_000;
  const time = times.clock(entry.at);
  switch (body.kind) {
    case 'message':
      return (
        <div className={cx(classes.line, author.kind === 'agent' && classes.own)}>
          {!isRun && (
            <span className={classes.who}>
              {name} {time}
            </span>
          )}
          <p className={cx(classes.bubble, author.kind === 'agent' && classes.out)}>
            {body.text}
            {body.files.length > 0 && (
              <span className={classes.files}>{t('floor.watch.files', { count: body.files.length })}</span>
            )}
          </p>
        </div>
      );
    case 'note':
      return (
        <div className={classes.noteCard}>
          <span className={classes.noteWho}>
            <b>{name}</b> {t('floor.watch.note')}, {time}
          </span>
          <p>{body.text}</p>
        </div>
      );
    case 'event':
      return body.event.type === 'assigned' ? (
        <p className={classes.event}>{t('floor.watch.accepted', { name: body.event.agentName, time })}</p>
      ) : null;
  }
}
