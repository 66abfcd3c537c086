/** The scroll of one conversation, or of all of its customer's: virtual, opens at the first unread or at a linked entry, follows the end. */
import { IconArrowDown, IconLoader2 } from '@tabler/icons-react';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lastSeq } from '../../../../shared/apply.ts';
import type { Mark } from '../../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId, InboxId } from '../../../../shared/model/ids.ts';
import type { EntryPlace } from '../../../../shared/placements.ts';
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx';
import { useTimes } from '../../i18n/times.ts';
import type { AnswerKind } from '../../letters/answer.ts';
import type { AgentThreadState, DeskState } from '../../sync/desk-state.ts';
import { type HistorySlot, manyEntries as manyOfAll, withNewest } from '../../sync/history-slot.ts';
import { isOvertaken } from '../../sync/pending.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { CallCard } from './CallCard.tsx';
import { EventsEntry, startUpper } from './EventsEntry.tsx';
import { ConversationLine, LockedLine } from './history/ConversationLine.tsx';
import { buildItems, buildTail, holds, type ThreadItem } from './items.ts';
import { useLetterFolds } from './letter/folds.ts';
import { LetterEntry } from './letter/LetterEntry.tsx';
import { isLetter } from './letter/read-letter.ts';
import { MessageEntry, PendingEntry, type People, TypingEntry } from './MessageEntry.tsx';
import { MovedOut } from './moving/MovedOut.tsx';
import { MoveEntriesDialog } from './moving/MoveEntriesDialog.tsx';
import { chooseMoved } from './moving/movable.ts';
import { MoveContext, type MoveStart } from './moving/move-context.ts';
import { PlacedEntries } from './moving/PlacedEntries.tsx';
import { NoteEntry } from './NoteEntry.tsx';
import { findReceipts } from './receipts.ts';
import classes from './thread.module.css';
import { useAttention } from './use-attention.ts';
import { useEntryLink } from './use-entry-link.ts';
import { useThreadScroll } from './use-thread-scroll.ts';
import { useViewed } from './use-viewed.ts';

const readPending = (state: DeskState) => state.pending;
const readMe = (state: DeskState) => state.me?.id;
const readInboxes = (state: DeskState) => state.inboxes;
const readConnection = (state: DeskState) => state.connection.state;
const nobody: DeskState['typing'][ConversationId] = [];
/** What scrolls has to be reachable by keyboard (WCAG 2.1.1), although it is no control. */
const reachable = { tabIndex: 0 };
/** Entries in memory beyond which those far above are let go while somebody reads the end. */
const manyEntries = 1_000;

export interface ThreadProps {
  thread: AgentThreadState;
  loadingEarlier: boolean;
  /** somebody wants to answer the letter that is this entry */
  onAnswer(kind: AnswerKind, seq: number): void;
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
  const { placements } = conversation;
  const [moved, setMoved] = useState<EntryPlace[]>([]);
  const id = conversation.id;
  const me = useDeskState(readMe);
  const allPending = useDeskState(readPending);
  const isOffline = useDeskState(readConnection) !== 'online';
  const typists = useDeskState(useCallback((state: DeskState) => state.typing[id] ?? nobody, [id]));
  const ownStretch = useDeskState(useCallback((state: DeskState) => readWindow(state, id), [id]));
  const inboxes = useDeskState(readInboxes);
  const isAttending = useAttention();
  const scroller = useRef<HTMLDivElement>(null);
  const [unread, setUnread] = useState<Mark>(conversation.marks.teamRead);
  const link = useEntryLink(id, history !== null);
  useViewed(id);

  const last = lastSeq(thread);
  const newest = thread.entries.at(-1);
  const stretch = history ? undefined : ownStretch;
  const isWindow = history ? history.later !== null : stretch !== undefined;
  const entries = useMemo((): readonly AgentEntry[] => {
    if (!history) return stretch?.entries ?? thread.entries;
    const channelOf = (inboxId: InboxId) => inboxes.find((inbox) => inbox.id === inboxId)?.channel;
    return withNewest(history, thread.entries, channelOf);
  }, [history, stretch, thread.entries, inboxes]);
  const own = useMemo(
    () => (history ? entries.filter((entry) => entry.conversationId === id) : entries),
    [history, entries, id],
  );
  const earlier = history ? history.earlier !== null : (stretch?.earlier ?? thread.earlier);
  const isLoading = history ? history.isReading : loadingEarlier;
  const unreadCount = newest ? newest.tally.customer - unread.tally.customer : 0;
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
  const body = useMemo(() => {
    if (history?.status === 'loading') return [];
    // Of a whole history only the end is here; what was unread before it is not known to begin there.
    const isMarkHere = !history || (own[0]?.seq ?? 0) <= unread.seq + 1;
    const view = { entries, earlier, unreadAfter: isMarkHere ? unread.seq : null, unreadCount, placements };
    return buildItems(history ? { ...view, history: { ...history, here: id } } : view);
  }, [history, id, own, entries, earlier, unread.seq, unreadCount, placements]);
  const moving = useMemo(
    (): MoveStart => ({
      begin: (seq, reach) => setMoved(chooseMoved(own, id, placements, { seq, reach })),
    }),
    [own, id, placements],
  );
  const receipts = useMemo(() => findReceipts(own, conversation.marks), [own, conversation.marks]);
  const items = useMemo((): ThreadItem[] => {
    if (isWindow) {
      const isMore = history !== null || stretch?.later;
      return isMore ? [...body, { kind: 'later', key: 'later' }] : body;
    }
    const tail = buildTail({
      last,
      ahead: thread.ahead,
      // What the thread has overtaken waits in the composer.
      pending: allPending.filter((send) => send.conversationId === id && !isOvertaken(send)),
      typing: typists
        .filter(({ from }) => from.kind === 'customer' || from.id !== me)
        .map(({ from, text }) => ({ name: from.name, text: text ?? '', isCustomer: from.kind === 'customer' })),
    });
    return tail.length === 0 ? body : [...body, ...tail];
  }, [isWindow, history, stretch, body, last, thread.ahead, allPending, id, typists, me]);

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
      else if (stretch?.later) desk.loadLater(id);
    }, [desk, id, isWhole, isWindow, stretch?.later]),
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
            const isMarked = link.marked !== null && item.kind !== 'placed' && holds(item, link.marked);
            const isElsewhere = 'of' in item && item.of !== id;
            return (
              <div
                key={row.key}
                data-index={row.index}
                ref={virtualizer.measureElement}
                className={classes.item}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <MoveContext value={isElsewhere ? null : moving}>
                  {isMarked ? (
                    <div className={classes.marked} aria-current="location">
                      {renderItem(item)}
                    </div>
                  ) : (
                    renderItem(item)
                  )}
                </MoveContext>
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

  function renderItem(item: ThreadItem) {
    switch (item.kind) {
      case 'start':
        return <p className={classes.start}>{t(startWord(item.earlier, isLoading, isWhole))}</p>;
      case 'day':
        return (
          <div className={classes.day}>
            {isWhole ? (
              <span>{startUpper(times.day(item.at, now), times.locale)}</span>
            ) : (
              <span>
                <ChannelIcon channel={conversation.channel} size={14} />
                {t(`channel.${conversation.channel}` as 'channel.webchat', conversation.channel)},{' '}
                {times.day(item.at, now)} {times.clock(item.at)}
              </span>
            )}
          </div>
        );
      case 'events':
        return <EventsEntry entries={item.entries} me={me} />;
      case 'call':
        return (
          <CallCard
            callId={item.callId}
            entries={item.entries}
            marked={link.marked && holds(item, link.marked) ? link.marked.seq : null}
          />
        );
      case 'message':
        if (isLetter(item.entry)) {
          return (
            <LetterEntry
              entry={item.entry}
              people={people}
              isOpen={folds.isOpen(item.entry)}
              delivery={deliveries.get(item.entry.id)}
              subject={item.of === id ? conversation.subject : (history?.conversations[item.of]?.subject ?? null)}
              onToggle={folds.toggle}
              onAnswer={item.of === id ? onAnswer : undefined}
            />
          );
        }
        return (
          <MessageEntry
            item={item}
            receipt={item.of === id ? receipts.get(item.seq) : undefined}
            delivery={deliveries.get(item.entry.id)}
            people={people}
          />
        );
      case 'note':
        return <NoteEntry entry={item.entry} people={people} isElsewhere={item.of !== id} />;
      case 'moved':
        return <MovedOut placement={item.placement} count={item.count} />;
      case 'placed':
        return (
          <MoveContext value={null}>
            <PlacedEntries
              here={item.of}
              placement={item.placement}
              version={placements.length}
              people={people}
              subject={conversation.subject}
              deliveries={deliveries}
              marked={link.marked}
            />
          </MoveContext>
        );
      case 'unread':
        return (
          <p className={classes.unread}>
            {t('thread.newSince', { count: item.count, time: times.when(item.since, now) })}
          </p>
        );
      case 'conversation':
        return <ConversationLine conversation={item.conversation} isHere={item.conversation.id === id} />;
      case 'locked':
        return <LockedLine locked={item.locked} />;
      case 'later':
        return <p className={classes.start}>{t('reading.later')}</p>;
      case 'gap':
        return (
          <p className={classes.gap} role="status">
            <IconLoader2 size={14} stroke={2} className={classes.spin} aria-hidden="true" />{' '}
            {t('thread.gap', { count: Math.max(1, item.missing) })}
          </p>
        );
      case 'pending':
        return <PendingEntry item={item} isOffline={isOffline} />;
      case 'typing':
        return <TypingEntry item={item} people={people} />;
    }
  }
}

function readWindow(state: DeskState, id: ConversationId) {
  const slot = state.threads[id];
  return slot?.status === 'open' ? slot.window : undefined;
}

/** The day that the first line on screen belongs to; null while its own mark is there. */
function readDay(items: readonly ThreadItem[], index: number): number | null {
  const item = items[index];
  if (item?.kind === 'message' || item?.kind === 'note') return item.entry.at;
  return item?.kind === 'events' || item?.kind === 'call' ? (item.entries[0]?.at ?? null) : null;
}

function startWord(earlier: boolean, isLoading: boolean, isWhole: boolean) {
  if (!earlier) return isWhole ? ('history.beginning' as const) : ('thread.beginning' as const);
  return isLoading ? ('thread.loadingEarlier' as const) : ('thread.earlier' as const);
}
