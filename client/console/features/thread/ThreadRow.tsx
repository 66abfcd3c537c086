/** One line of a thread: a message, a letter, a note, events, a call, or a mark between them. */
import { IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { EntryId } from '../../../../shared/model/ids.ts';
import type { Delivery } from '../../../../shared/model/letter.ts';
import type { EntryPlace } from '../../../../shared/placements.ts';
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx';
import { useTimes } from '../../i18n/times.ts';
import type { AnswerKind } from '../../letters/answer.ts';
import type { HistorySlot } from '../../sync/history-slot.ts';
import { useNow } from '../../sync/use-now.ts';
import { CallCard } from './CallCard.tsx';
import { EventsEntry, startUpper } from './EventsEntry.tsx';
import { ConversationLine, LockedLine } from './history/ConversationLine.tsx';
import { holds, type ThreadItem } from './items.ts';
import type { LetterFolds } from './letter/folds.ts';
import { LetterEntry } from './letter/LetterEntry.tsx';
import { isLetter } from './letter/read-letter.ts';
import { MessageEntry, PendingEntry, type People, TypingEntry } from './MessageEntry.tsx';
import { MovedOut } from './moving/MovedOut.tsx';
import { MoveContext, type MoveStart } from './moving/move-context.ts';
import { PlacedEntries } from './moving/PlacedEntries.tsx';
import { NoteEntry } from './NoteEntry.tsx';
import type { Receipt } from './receipts.ts';
import classes from './thread.module.css';

/** What all lines of one thread have in common. */
export interface ThreadView {
  conversation: AgentConversation;
  /** all of the customer's conversations instead of this one */
  history: HistorySlot | null;
  people: People;
  /** by seq, of this conversation */
  receipts: ReadonlyMap<number, Receipt>;
  deliveries: ReadonlyMap<EntryId, Delivery>;
  folds: LetterFolds;
  /** the entry that the address names */
  marked: EntryPlace | null;
  moving: MoveStart;
  isLoading: boolean;
  isOffline: boolean;
  /** somebody wants to answer the letter that is this entry */
  onAnswer(kind: AnswerKind, seq: number): void;
}

export function ThreadRow({ item, view }: { item: ThreadItem; view: ThreadView }) {
  const { marked, conversation } = view;
  const isMarked = marked !== null && item.kind !== 'placed' && holds(item, marked);
  const isElsewhere = 'of' in item && item.of !== conversation.id;
  const line = <Line item={item} view={view} />;
  return (
    <MoveContext value={isElsewhere ? null : view.moving}>
      {isMarked ? (
        <div className={classes.marked} aria-current="location">
          {line}
        </div>
      ) : (
        line
      )}
    </MoveContext>
  );
}

function Line({ item, view }: { item: ThreadItem; view: ThreadView }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { conversation, history, people, deliveries, marked } = view;
  const { id, placements } = conversation;
  switch (item.kind) {
    case 'start':
      return <p className={classes.start}>{t(startWord(item.earlier, view.isLoading, history !== null))}</p>;
    case 'day':
      return (
        <div className={classes.day}>
          {history ? (
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
      return <EventsEntry entries={item.entries} me={people.me} />;
    case 'call':
      return (
        <CallCard
          callId={item.callId}
          entries={item.entries}
          marked={marked && holds(item, marked) ? marked.seq : null}
        />
      );
    case 'message':
      if (isLetter(item.entry)) {
        return (
          <LetterEntry
            entry={item.entry}
            people={people}
            isOpen={view.folds.isOpen(item.entry)}
            delivery={deliveries.get(item.entry.id)}
            subject={item.of === id ? conversation.subject : (history?.conversations[item.of]?.subject ?? null)}
            onToggle={view.folds.toggle}
            onAnswer={item.of === id ? view.onAnswer : undefined}
          />
        );
      }
      return (
        <MessageEntry
          item={item}
          receipt={item.of === id ? view.receipts.get(item.seq) : undefined}
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
            marked={marked}
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
      return <PendingEntry item={item} isOffline={view.isOffline} />;
    case 'typing':
      return <TypingEntry item={item} people={people} />;
  }
}

function startWord(earlier: boolean, isLoading: boolean, isWhole: boolean) {
  if (!earlier) return isWhole ? ('history.beginning' as const) : ('thread.beginning' as const);
  return isLoading ? ('thread.loadingEarlier' as const) : ('thread.earlier' as const);
}
