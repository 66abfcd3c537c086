/** The scroll of one conversation, or of all of its customer's: virtual, opens at the first unread or at a linked entry, follows the end. */
import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lastSeq } from '../../../../shared/apply.ts';
import type { Mark } from '../../../../shared/model/conversation.ts';
import type { EntryPlace } from '../../../../shared/placements.ts';
import { useTimes } from '../../i18n/times.ts';
import type { AgentThreadState, DeskState } from '../../sync/desk-state.ts';
import { type HistorySlot, manyEntries as manyOfAll } from '../../sync/history-slot.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { startUpper } from './EventsEntry.tsx';
import type { ThreadItem } from './items.ts';
import { useLetterFolds } from './letter/folds.ts';
import type { People } from './MessageEntry.tsx';
import { MoveEntriesDialog } from './moving/MoveEntriesDialog.tsx';
import { chooseMoved } from './moving/movable.ts';
import type { MoveStart } from './moving/move-context.ts';
import { findReceipts } from './receipts.ts';
import { ThreadRow, type ThreadView } from './ThreadRow.tsx';
import classes from './thread.module.css';
import { useAttention } from './use-attention.ts';
import { useEntryLink } from './use-entry-link.ts';
import { useThreadEntries, useThreadLines } from './use-thread-lines.ts';
import { useThreadScroll } from './use-thread-scroll.ts';
import { useViewed } from './use-viewed.ts';

const readMe = (state: DeskState) => state.me?.id;
const readConnection = (state: DeskState) => state.connection.state;
/** What scrolls has to be reachable by keyboard (WCAG 2.1.1), although it is no control. */
const reachable = { tabIndex: 0 };
/** Entries in memory beyond which those far above are let go while somebody reads the end. */
const manyEntries = 1_000;

export interface ThreadProps {
  thread: AgentThreadState;
  loadingEarlier: boolean;
  onAnswer: ThreadView['onAnswer'];
}

export interface ThreadScrollProps extends ThreadProps {
  /** all of the customer's conversations instead of this one */
  history: HistorySlot | null;
}

export function ThreadScroll({ thread, loadingEarlier, onAnswer, history }: ThreadScrollProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const times = useTimes();
  const now = useNow(60_000);
  const { conversation } = thread;
  const { id, placements } = conversation;
  const [moved, setMoved] = useState<EntryPlace[]>([]);
  const me = useDeskState(readMe);
  const isOffline = useDeskState(readConnection) !== 'online';
  const isAttending = useAttention();
  const scroller = useRef<HTMLDivElement>(null);
  const [unread, setUnread] = useState<Mark>(conversation.marks.teamRead);
  const link = useEntryLink(id, history !== null);
  useViewed(id);

  const last = lastSeq(thread);
  const newest = thread.entries.at(-1);
  const unreadCount = newest ? newest.tally.customer - unread.tally.customer : 0;
  const shown = useThreadEntries(thread, history);
  const { entries, own, earlier, later, isWindow } = shown;
  const items = useThreadLines(thread, history, shown, { unread, unreadCount });
  const folds = useLetterFolds(own, unread.seq, link.marked, history && !isWindow ? entries : null);
  const deliveries = useMemo(() => {
    const elsewhere = Object.values(history?.conversations ?? {}).flatMap((each) => each.deliveries);
    return new Map([...elsewhere, ...conversation.deliveries].map((delivery) => [delivery.entryId, delivery]));
  }, [history?.conversations, conversation.deliveries]);
  const { id: customerId, name: customerName, email } = conversation.customer;
  const address = email?.value;
  const people: People = useMemo(
    () => ({ me, customer: { id: customerId, name: customerName }, email: address }),
    [me, customerId, customerName, address],
  );
  const moving = useMemo(
    (): MoveStart => ({
      begin: (seq, reach) => setMoved(chooseMoved(own, id, placements, { seq, reach })),
    }),
    [own, id, placements],
  );
  const receipts = useMemo(() => findReceipts(own, conversation.marks), [own, conversation.marks]);
  const view: ThreadView = {
    ...{ conversation, history, people, receipts, deliveries, folds, moving, isOffline, onAnswer },
    marked: link.marked,
    isLoading: history ? history.isReading : loadingEarlier,
  };

  const isWhole = history !== null;
  const { virtualizer, isAtEnd, look, follow } = useThreadScroll({
    scroller,
    items,
    isWindow,
    goal: link.goal,
    onArrived: link.arrived,
    onNearStart: useCallback(() => {
      if (!earlier) return;
      if (isWhole) desk.history.loadEarlier();
      else desk.loadEarlier(id);
    }, [desk, id, earlier, isWhole]),
    onNearEnd: useCallback(() => {
      if (isWhole && isWindow) desk.history.loadLater();
      else if (later) desk.loadLater(id);
    }, [desk, id, isWhole, isWindow, later]),
  });

  // Turning away puts the line after what has been seen until then.
  const handleTurnAway = useEffectEvent(() => {
    if (isAtEnd && newest) setUnread({ seq: last, tally: newest.tally });
  });
  useEffect(() => {
    if (!isAttending) handleTurnAway();
  }, [isAttending]);

  // Read is what somebody looked at: page visible and focused, thread scrolled to its end.
  const readSeq = conversation.marks.teamRead.seq;
  const isNarrowed = history !== null && (history.status !== 'open' || Object.values(history.filter).some(Boolean));
  useEffect(() => {
    if (isAttending && isAtEnd && !isNarrowed && last > readSeq) desk.markRead(id, last);
  }, [isAttending, isAtEnd, isNarrowed, last, readSeq, id, desk]);

  useEffect(() => {
    if (isAtEnd && thread.entries.length > manyEntries) desk.trimThread(id);
    if (isAtEnd && isWhole && entries.length > manyOfAll) desk.history.trim();
  }, [isAtEnd, isWhole, entries.length, thread.entries.length, id, desk]);

  function handleJump() {
    if (isWhole) desk.history.showLatest();
    else desk.showLatest(id);
    follow();
  }

  const rows = virtualizer.getVirtualItems();
  const day = readDay(items, rows.find((row) => row.end > (virtualizer.scrollOffset ?? 0))?.index ?? 0);
  const unseen = newest
    ? newest.tally.customer - Math.max(conversation.marks.teamRead.tally.customer, unread.tally.customer)
    : 0;
  return (
    <div className={classes.frame}>
      {day !== null && (virtualizer.scrollOffset ?? 0) > 60 && (
        <div className={classes.stickyDay} aria-hidden="true">
          <span>{startUpper(times.day(day, now), times.locale)}</span>
        </div>
      )}
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={look}
        role="log"
        aria-label={t('thread.label', { name: customerName })}
        {...reachable}
      >
        <div className={classes.column} style={{ height: virtualizer.getTotalSize() }}>
          {rows.map((row) => {
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
                <ThreadRow item={item} view={view} />
              </div>
            );
          })}
        </div>
      </div>
      {moved.length > 0 && <MoveEntriesDialog conversationId={id} entries={moved} onClose={() => setMoved([])} />}
      {link.isMissing && (
        <p className={classes.missing} role="status">
          {t('reading.missingEntry')}
        </p>
      )}
      {!isAtEnd && (
        <button type="button" className={classes.jump} onClick={handleJump}>
          <IconArrowDown size={14} stroke={2} aria-hidden="true" />
          {unseen > 0 ? t('thread.jumpNew', { count: unseen }) : t('thread.jump')}
        </button>
      )}
    </div>
  );
}

/** The day that the first line on screen belongs to; null while its own mark is there. */
function readDay(items: readonly ThreadItem[], index: number): number | null {
  const item = items[index];
  if (item?.kind === 'message' || item?.kind === 'note') return item.entry.at;
  return item?.kind === 'events' || item?.kind === 'call' ? (item.entries[0]?.at ?? null) : null;
}
