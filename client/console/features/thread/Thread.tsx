/** The scroll of one conversation: virtual, opens at the first unread, follows the end, keeps its place when older entries come. */

import { IconArrowDown, IconMessageCircle } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lastSeq } from '../../../../shared/apply.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useTimes } from '../../i18n/times.ts';
import type { AgentThreadState, DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { EventsEntry, MessageEntry, NoteEntry, PendingEntry, type People, TypingEntry } from './Entries.tsx';
import { buildItems, findUnread, type ThreadItem } from './items.ts';
import classes from './thread.module.css';
import { useAttention } from './use-attention.ts';

const readPending = (state: DeskState) => state.pending;
const readMe = (state: DeskState) => state.me?.id;
const readConnection = (state: DeskState) => state.connection.state;
const nobody: DeskState['typing'][ConversationId] = [];
/** What scrolls has to be reachable by keyboard (WCAG 2.1.1), although it is no control. */
const reachable = { tabIndex: 0 };
/** How close to the end still counts as being there, px. */
const endSlack = 60;

export function Thread({ thread, loadingEarlier }: { thread: AgentThreadState; loadingEarlier: boolean }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const times = useTimes();
  const now = useNow(60_000);
  const { conversation } = thread;
  const id = conversation.id;
  const me = useDeskState(readMe);
  const allPending = useDeskState(readPending);
  const isOffline = useDeskState(readConnection) !== 'online';
  const typists = useDeskState(useCallback((state: DeskState) => state.typing[id] ?? nobody, [id]));
  const isAttending = useAttention();
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [unreadAfter, setUnreadAfter] = useState<number | null>(conversation.marks.teamRead.seq);
  const last = lastSeq(thread);

  const people: People = useMemo(() => ({ me, customer: conversation.customer }), [me, conversation.customer]);
  const items = useMemo(
    () =>
      buildItems({
        ...thread,
        pending: allPending.filter((send) => send.conversationId === id),
        unreadAfter,
        marks: conversation.marks,
        typing: typists
          .filter(({ from }) => from.kind === 'customer' || from.id !== me)
          .map(({ from, text }) => ({ name: from.name, text: text ?? '', isCustomer: from.kind === 'customer' })),
      }),
    [thread, allPending, id, unreadAfter, conversation.marks, typists, me],
  );

  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateHeight(items[index]),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
    paddingEnd: 16,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endSlack,
  });

  /** Only somebody who scrolls up leaves the end; what grows does not. */
  const isFollowing = useRef(true);
  const topBefore = useRef(0);
  const follow = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    if (scrollHeight - scrollTop - clientHeight < endSlack) isFollowing.current = true;
    else if (scrollTop < topBefore.current) isFollowing.current = false;
    topBefore.current = scrollTop;
    setAtEnd(isFollowing.current);
  }, []);

  // Opens at the first unread message, else at the end.
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (isPlaced.current || items.length === 0) return;
    isPlaced.current = true;
    const line = items.findIndex((item) => item.kind === 'unread');
    isFollowing.current = line <= 0;
    if (line > 0) virtualizer.scrollToIndex(line, { align: 'start' });
    else virtualizer.scrollToEnd();
  }, [items, virtualizer]);

  // The end is kept in view whatever grows above it; what was queued becomes entries in the middle, which is no appending.
  const height = virtualizer.getTotalSize();
  const ownSends = items.filter((item) => item.kind === 'pending').length;
  const sentBefore = useRef(ownSends);
  useLayoutEffect(() => {
    if (height === 0 || items.length === 0) return;
    if (ownSends > sentBefore.current) isFollowing.current = true;
    sentBefore.current = ownSends;
    if (isFollowing.current) virtualizer.scrollToEnd();
    else follow();
  }, [items, height, ownSends, virtualizer, follow]);

  // Turning away puts the line after what has been seen until then.
  const handleTurnAway = useEffectEvent(() => setUnreadAfter(last));
  useEffect(() => {
    if (!isAttending) handleTurnAway();
  }, [isAttending]);

  // Read is what somebody looked at: page visible and focused, thread scrolled to its end.
  const readSeq = conversation.marks.teamRead.seq;
  useEffect(() => {
    if (isAttending && isAtEnd && last > readSeq) desk.markRead(id, last);
  }, [isAttending, isAtEnd, last, readSeq, id, desk]);

  function handleScroll() {
    follow();
    if (scroller.current && scroller.current.scrollTop < 200 && thread.earlier) desk.loadEarlier(id);
  }

  const unseen = isAtEnd ? null : findUnread(thread.entries, Math.max(readSeq, unreadAfter ?? 0));
  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={handleScroll}
        role="log"
        aria-label={t('thread.label', { name: conversation.customer.name })}
        {...reachable}
      >
        <div className={classes.column} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((row) => {
            const item = items[row.index];
            if (!item) return null;
            return (
              <div
                key={row.key}
                data-index={row.index}
                ref={virtualizer.measureElement}
                className={classes.item}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                {renderItem(item)}
              </div>
            );
          })}
        </div>
      </div>
      {!isAtEnd && (
        <button type="button" className={classes.jump} onClick={() => virtualizer.scrollToEnd()}>
          <IconArrowDown size={14} stroke={2} aria-hidden="true" />
          {unseen ? t('thread.jumpNew', { count: unseen.count }) : t('thread.jump')}
        </button>
      )}
    </div>
  );

  function renderItem(item: ThreadItem) {
    switch (item.kind) {
      case 'start':
        return <p className={classes.start}>{t(startWord(item.earlier, loadingEarlier))}</p>;
      case 'day':
        return (
          <div className={classes.day}>
            <span>
              <IconMessageCircle size={14} stroke={1.75} aria-hidden="true" />
              {t(`channel.${conversation.channel}` as 'channel.webchat', conversation.channel)},{' '}
              {times.day(item.at, now)} {times.clock(item.at)}
            </span>
          </div>
        );
      case 'events':
        return <EventsEntry entries={item.entries} people={people} />;
      case 'message':
        return <MessageEntry item={item} people={people} />;
      case 'note':
        return <NoteEntry entry={item.entry} people={people} />;
      case 'unread':
        return (
          <p className={classes.unread}>
            {t('thread.newSince', { count: item.count, time: times.when(item.since, now) })}
          </p>
        );
      case 'gap':
        return <p className={classes.gap}>{t('thread.gap', { count: Math.max(1, item.missing) })}</p>;
      case 'pending':
        return <PendingEntry send={item.send} isFirst={item.isFirst} isOffline={isOffline} />;
      case 'typing':
        return <TypingEntry item={item} people={people} />;
    }
  }
}

function startWord(earlier: boolean, isLoading: boolean) {
  if (!earlier) return 'thread.beginning' as const;
  return isLoading ? ('thread.loadingEarlier' as const) : ('thread.earlier' as const);
}

/** Close enough that the first paint needs no jump; real heights are measured. */
function estimateHeight(item: ThreadItem | undefined): number {
  if (item?.kind === 'message')
    return 44 + Math.ceil(item.entry.body.kind === 'message' ? item.entry.body.text.length / 64 : 1) * 20;
  return item?.kind === 'note' ? 76 : 36;
}
