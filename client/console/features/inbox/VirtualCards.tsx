/** The cards that are on screen, of however many there are; asks for more near the end. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { othersHere } from '../../sync/viewing.ts';
import type { ViewAddress, ViewKey } from '../../sync/views.ts';
import type { ListLine } from './build-list.ts';
import classes from './inbox.module.css';
import { ListCard } from './ListCard.tsx';
import { useColumnWidth } from './use-column-width.ts';

const readTyping = (state: DeskState) => state.typing;
const readViewers = (state: DeskState) => state.viewers;
const heights = { comfortable: 64, compact: 44, avatars: 52, group: 34 };

export interface VirtualCardsProps {
  address: ViewAddress;
  view: ViewKey;
  lines: readonly ListLine[];
  selected: string | undefined;
  drafts: ReadonlySet<string>;
  isCompact: boolean;
  picked: ReadonlySet<ConversationId>;
  onPick(id: ConversationId, withRange: boolean): void;
  onPointing(isPointing: boolean): void;
  /** null when there is no more, or it is under way */
  onEnd: (() => void) | null;
}

export function VirtualCards(props: VirtualCardsProps) {
  const { address, view, lines, selected, drafts, isCompact, picked, onPick, onPointing, onEnd } = props;
  const { t } = useTranslation();
  const now = useNow(10_000);
  const typing = useDeskState(readTyping);
  useDeskState(readViewers);
  const state = useDesk().store.get();
  const tags = useCatalogue().data?.tags;
  const tagById = useMemo(() => new Map(tags?.map((tag) => [tag.id, tag])), [tags]);
  const scroller = useRef<HTMLDivElement>(null);
  const areAvatars = useColumnWidth(scroller) < 120;
  const card = areAvatars ? heights.avatars : isCompact ? heights.compact : heights.comfortable;
  // Another function whenever a place may have moved: the places are computed anew then, and only then.
  const keyAt = useMemo(() => (index: number) => `${lines[index]?.key ?? index}${card}`, [lines, card]);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'group' ? heights.group : card),
    getItemKey: keyAt,
    overscan: 10,
    paddingEnd: 16,
  });
  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && lastVisible >= lines.length - 8) onEnd();
  }, [onEnd, lastVisible, lines.length]);
  // What keys have moved to is brought into sight.
  const shown = useRef(lines);
  useEffect(() => {
    shown.current = lines;
  }, [lines]);
  useEffect(() => {
    const at = shown.current.findIndex((line) => line.key === selected);
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [selected, virtualizer]);

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onPointing(true)}
      onPointerLeave={() => onPointing(false)}
    >
      <ul className={classes.column} style={{ height: virtualizer.getTotalSize() }}>
        {visible.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <li
              key={line.key}
              className={classes.line}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {line.kind === 'group' ? (
                <h2 className={classes.group}>
                  <b>{t(line.turn === 'yours' ? 'inbox.yourTurn' : 'inbox.theirTurn')}</b> <span>{line.count}</span>
                </h2>
              ) : (
                <ListCard
                  row={line.row}
                  address={address}
                  view={view}
                  me={state.me?.id}
                  now={now}
                  isSelected={line.key === selected}
                  isCompact={isCompact}
                  isTyping={(typing[line.key] ?? []).some((fact) => fact.from.kind === 'customer')}
                  hasDraft={drafts.has(line.key)}
                  others={othersHere(state, line.key)}
                  tag={line.row.conversation.tagIds.map((id) => tagById.get(id)).find((tag) => tag !== undefined)}
                  isPicked={picked.has(line.key)}
                  onPick={onPick}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
