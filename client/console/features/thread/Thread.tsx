/** What is read of a customer: this conversation, or everything they and the team ever wrote, in the same scroll. */
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryFilter } from '../../../../shared/history.ts';
import type { EntryPlace } from '../../../../shared/placements.ts';
import { covers } from '../../../../shared/placements.ts';
import type { AgentThreadState, DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { HistoryBar } from './history/HistoryBar.tsx';
import { keepScope, readScope, type Scope } from './history/scope.ts';
import { useHasOthers } from './history/use-has-others.ts';
import { type ThreadProps, ThreadScroll } from './ThreadScroll.tsx';
import classes from './thread.module.css';
import { useLinkedEntry } from './use-entry-link.ts';

const noFilter: HistoryFilter = {};

export function Thread(props: ThreadProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { id } = props.thread.conversation;
  const linked = useLinkedEntry(id);
  const isElsewhere = linked !== null && linked.of !== id && !isPlacedHere(props.thread, linked);
  const hasOthers = useHasOthers(id);
  const [scope, setScope] = useState<Scope>(() => (isElsewhere ? 'history' : readScope()));
  const [filter, setFilter] = useState(noFilter);
  const history = useDeskState(useCallback(({ history: one }: DeskState) => (one?.of === id ? one : null), [id]));
  const isWhole = scope === 'history' && (hasOthers || isElsewhere);

  // A link to an entry of another conversation leads through all of them.
  if (isElsewhere && scope !== 'history') setScope('history');

  const handleOpen = useEffectEvent(() => desk.history.open(id, filter, linked ?? undefined));
  useEffect(() => {
    if (!isWhole) return;
    void filter;
    handleOpen();
  }, [isWhole, filter]);
  useEffect(() => {
    if (isWhole) return () => desk.history.close();
  }, [desk, isWhole]);

  function choose(next: Scope) {
    setFilter(noFilter);
    setScope(next);
    keepScope(next);
  }

  return (
    <>
      {(hasOthers || isElsewhere) && (
        <HistoryBar
          scope={scope}
          filter={filter}
          onScope={choose}
          onFilter={setFilter}
          onJump={(at) => void desk.history.jump(at)}
        />
      )}
      {isWhole && history?.status === 'failed' && (
        <p className={classes.missing} role="status">
          {t('history.failed')}
        </p>
      )}
      {(!isWhole || history) && (
        <ThreadScroll
          key={isWhole ? `history ${JSON.stringify(filter)}` : 'thread'}
          {...props}
          history={isWhole ? history : null}
        />
      )}
    </>
  );
}

/** Moved here, by an entry that is on this page. */
function isPlacedHere({ conversation, entries }: AgentThreadState, place: EntryPlace): boolean {
  const own = conversation.placements.filter(({ to, parts }) => to.id === conversation.id && covers(parts, place));
  return entries.some(
    ({ body }) =>
      body.kind === 'event' && body.event.type === 'moved-in' && own.some(({ id }) => id === placementOf(body.event)),
  );
}

const placementOf = (event: { type: string; placementId?: string }) => event.placementId;
