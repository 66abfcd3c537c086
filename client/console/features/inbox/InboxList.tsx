/** The column of conversations: views, search, order and filters, groups and cards; virtual, paged, and calm while somebody points at it. */

import { useNavigate } from '@tanstack/react-router';
import { type CSSProperties, type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { cx } from '../../../ui/cx.ts';
import { useCommands } from '../../app/commands.ts';
import { usePreferences } from '../../app/shell-context.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { countFilters, keyOf, savedOf, usualChoice, type ViewAddress } from '../../sync/views.ts';
import { BulkBar } from './BulkBar.tsx';
import { BulkToast } from './BulkToast.tsx';
import { buildLines, pickRows } from './build-list.ts';
import { EmptyList } from './EmptyList.tsx';
import classes from './inbox.module.css';
import { ListHead } from './ListHead.tsx';
import { ListResizer } from './ListResizer.tsx';
import { ListTabs } from './ListTabs.tsx';
import { useListChoice } from './list-settings.ts';
import { SortRow } from './SortRow.tsx';
import { ListSearch } from './search/ListSearch.tsx';
import { useCalmOrder } from './use-calm-order.ts';
import { usePicked } from './use-picked.ts';
import { VirtualCards } from './VirtualCards.tsx';
import { useSavedViews } from './views/saved-views.ts';

const readLists = (state: DeskState) => state.lists;
const readRows = (state: DeskState) => state.rows;
const readListsAt = (state: DeskState) => state.listsAt;
const readQueues = (state: DeskState) => state.queues;
const readMe = (state: DeskState) => state.me;
const isReady = (state: DeskState) => state.ready;

export interface InboxListProps {
  address: ViewAddress;
  selected: string | undefined;
  drafts: ReadonlySet<string>;
  /** filled with what is shown, in its order */
  order: RefObject<readonly ConversationId[]>;
  /** null while Ready */
  onReady: (() => void) | null;
}

export function InboxList({ address, selected, drafts, order, onReady }: InboxListProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const navigate = useNavigate();
  const listsAt = useDeskState(readListsAt);
  const queues = useDeskState(readQueues);
  const lists = useDeskState(readLists);
  const known = useDeskState(readRows);
  const me = useDeskState(readMe);
  const ready = useDeskState(isReady);
  const [{ density, listWidth: width }] = usePreferences();
  const views = useSavedViews();
  const saved = views?.find(({ id }) => id === savedOf(address)) ?? null;
  const [choice, setChoice] = useListChoice(address, saved);
  const { view } = choice;
  const [isPointing, setPointing] = useState(false);
  const [isSearching, setSearching] = useState(false);
  // What a saved view shows is known once it has come.
  const isKnown = savedOf(address) === null || saved !== null;
  const key = keyOf(choice);
  const slot = lists[key];

  const picked = useMemo(
    () => (isKnown ? pickRows({ rows: known, lists, me, listsAt, queues }, choice, selected) : []),
    [isKnown, known, lists, choice, me, listsAt, queues, selected],
  );
  const { rows, held } = useCalmOrder(picked, isPointing, key);
  const lines = useMemo(() => buildLines({ view }, rows), [view, rows]);
  const [first] = lines;
  const rest = useMemo(() => lines.slice(1), [lines]);
  const ids = useMemo(() => lines.flatMap((line) => (line.kind === 'card' ? line.key : [])), [lines]);
  const bulk = usePicked(ids, selected, key);

  useEffect(() => {
    order.current = ids;
  }, [order, ids]);
  useEffect(() => {
    if (ready && isKnown) desk.showList(choice);
  }, [desk, choice, ready, isKnown]);
  // One that was taken away, or is not shared any more.
  const isGone = views !== null && !isKnown;
  useEffect(() => {
    if (isGone) void navigate({ to: '/console/$view', params: { view: 'all' }, replace: true });
  }, [isGone, navigate]);
  const loadMore = useCallback(() => desk.loadMore(choice), [desk, choice]);

  useCommands([{ id: 'list.search', group: 'go', keys: '/', label: t('list.search'), run: () => setSearching(true) }]);

  const hasHead = first?.kind === 'group' && bulk.picked.size === 0;
  const isLoading = !ready || (slot?.status !== 'ready' && rows.length === 0);
  const isNarrowed = countFilters(choice) > 0;
  return (
    <section
      id="list"
      className={cx(classes.list, 'pl-list')}
      style={width === null ? undefined : ({ '--list-width': `${width}px` } as CSSProperties)}
      aria-label={t('inbox.title')}
      data-picking={bulk.picked.size > 0 || undefined}
      data-searching={isSearching || undefined}
      onKeyDown={bulk.handleKey}
    >
      <ListHead choice={choice} saved={saved} onChoose={setChoice} onSearch={() => setSearching(true)} />
      {isSearching ? (
        <ListSearch address={address} onClose={() => setSearching(false)} />
      ) : (
        <>
          <ListTabs address={address} views={views ?? []} saved={saved} choice={choice} />
          {bulk.picked.size > 0 ? (
            <BulkBar
              ids={[...bulk.picked]}
              choice={choice}
              total={ids.length}
              isMore={slot?.next != null}
              isWhole={bulk.isWhole}
              onAll={bulk.pickAll}
              onWhole={bulk.pickWhole}
              onClear={bulk.clear}
            />
          ) : (
            <SortRow choice={choice} onChoose={setChoice} held={held} group={first?.kind === 'group' ? first : null} />
          )}
          {rows.length === 0 ? (
            <EmptyList
              view={view}
              isLoading={isLoading}
              onClear={isNarrowed ? () => setChoice({ ...choice, filter: usualChoice(view).filter }) : null}
              onReady={onReady}
            />
          ) : (
            <VirtualCards
              key={key}
              address={address}
              view={view}
              lines={hasHead ? rest : lines}
              selected={selected}
              drafts={drafts}
              isCompact={density === 'compact'}
              picked={bulk.picked}
              onPick={bulk.pick}
              onPointing={setPointing}
              onEnd={slot?.next != null && slot.status === 'ready' ? loadMore : null}
            />
          )}
        </>
      )}
      <ListResizer />
      <BulkToast />
    </section>
  );
}
