/** What is read of a customer: this conversation, or everything they and the team ever wrote, in the same scroll. */
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryFilter } from '../../../../shared/history.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';
import { HistoryBar } from './history/HistoryBar.tsx';
import { keepScope, readScope, type Scope } from './history/scope.ts';
import { type ThreadProps, ThreadScroll } from './ThreadScroll.tsx';
import classes from './thread.module.css';
import { useLinkedEntry } from './use-entry-link.ts';

const noFilter: HistoryFilter = {};

export function Thread(props: ThreadProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { id } = props.thread.conversation;
  const linked = useLinkedEntry(id);
  const isElsewhere = linked !== null && linked.of !== id;
  const [scope, setScope] = useState<Scope>(() => (isElsewhere ? 'history' : readScope()));
  const [filter, setFilter] = useState(noFilter);
  const history = useDeskState(useCallback(({ history: one }: DeskState) => (one?.of === id ? one : null), [id]));
  const isWhole = scope === 'history';

  // A link to an entry of another conversation leads through all of them.
  if (isElsewhere && !isWhole) setScope('history');

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
      <HistoryBar
        scope={scope}
        filter={filter}
        onScope={choose}
        onFilter={setFilter}
        onJump={(at) => void desk.history.jump(at)}
      />
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
