/** The column of conversations: tabs, groups, cards; virtual and paged. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListView } from '../../../../shared/events.ts';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { buildLines } from './build-list.ts';
import { EmptyList } from './EmptyList.tsx';
import classes from './inbox.module.css';
import { ListCard } from './ListCard.tsx';
import { ListTabs } from './ListTabs.tsx';

const readLists = (state: DeskState) => state.lists;
const readTyping = (state: DeskState) => state.typing;
const isReady = (state: DeskState) => state.ready;

export interface InboxListProps {
  view: ListView;
  rows: ConversationRow[];
  selected: string | undefined;
  drafts: ReadonlySet<string>;
  /** null while Ready */
  onReady: (() => void) | null;
}

export function InboxList({ view, rows, selected, drafts, onReady }: InboxListProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const now = useNow(10_000);
  const slot = useDeskState(readLists)[view];
  const typing = useDeskState(readTyping);
  const ready = useDeskState(isReady);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => buildLines(view, rows), [view, rows]);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? 34 : 64),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 10,
    paddingEnd: 16,
  });
  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;

  useEffect(() => {
    if (ready) desk.showList(view);
  }, [desk, view, ready]);
  useEffect(() => {
    if (slot.next !== null && lastVisible >= lines.length - 8) desk.loadMore(view);
  }, [slot.next, lastVisible, lines.length, desk, view]);

  const isLoading = !ready || (slot.status !== 'ready' && rows.length === 0);
  return (
    <section className={classes.list} aria-label={t('inbox.title')}>
      <header className={classes.head}>
        <h1>{t('inbox.title')}</h1>
      </header>
      <ListTabs view={view} />
      {rows.length === 0 ? (
        <EmptyList view={view} isLoading={isLoading} onReady={onReady} />
      ) : (
        <div ref={scroller} className={classes.scroller}>
          <ul className={classes.column} style={{ height: virtualizer.getTotalSize() }}>
            {visible.map((item) => {
              const line = lines[item.index];
              if (!line) return null;
              return (
                <li
                  key={item.key}
                  className={classes.line}
                  style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                >
                  {line.kind === 'group' ? (
                    <h2 className={classes.group}>
                      {t(line.turn === 'yours' ? 'inbox.yourTurn' : 'inbox.theirTurn')} <span>{line.count}</span>
                    </h2>
                  ) : (
                    <ListCard
                      row={line.row}
                      view={view}
                      now={now}
                      isSelected={line.key === selected}
                      isTyping={(typing[line.key] ?? []).some((fact) => fact.from.kind === 'customer')}
                      hasDraft={drafts.has(line.key)}
                    />
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </section>
  );
}
