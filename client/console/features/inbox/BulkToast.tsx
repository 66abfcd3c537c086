/** Says how one action on many goes on, what it could not do and why, and takes it back. */
import { Button, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkJob } from '../../../../shared/model/bulk.ts';
import { countRefused } from '../../sync/bulk.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './bulk-toast.module.css';

const shownMs = 8_000;

/** Puts the newest job into a notification and keeps that up to date. */
export function BulkToast() {
  const { bulk } = useDesk();
  const job = useSyncExternalStore(bulk.store.subscribe, bulk.store.get);
  useEffect(() => {
    if (!job) return;
    const isOver = job.state !== 'running' && job.state !== 'undoing';
    const shown = {
      id: `bulk-${job.clientId}`,
      message: <BulkWords job={job} onUndo={() => void bulk.undo(job.clientId)} />,
      autoClose: isOver ? shownMs : (false as const),
    };
    // Of two with one id the first is kept: what is shown already is changed instead.
    notifications.show(shown);
    notifications.update(shown);
  }, [job, bulk]);
  return null;
}

function BulkWords({ job, onUndo }: { job: BulkJob; onUndo(): void }) {
  const { t } = useTranslation();
  const { state, action, done, same, reasons, total, canUndo, isCollecting } = job;
  const looked = done + same + countRefused(job);
  const verb = action.kind === 'snooze' && action.until === null ? 'wake' : action.kind;
  const said = t(`bulk.did.${verb}`, { count: done + same });
  const words = {
    running:
      isCollecting && looked === 0 ? t('bulk.collecting', { total }) : t('bulk.running', { done: looked, total }),
    done: said,
    interrupted: t('bulk.interrupted', { done, total }),
    undoing: t('bulk.undoing', { done }),
    undone: t('bulk.undone'),
  }[state];
  return (
    <div className={classes.toast}>
      <span className={classes.words}>
        {words}
        {state !== 'running' &&
          reasons.map(({ code, count }) => (
            <small key={code}>{t('bulk.refused', { count, why: t(`error.${code}`) })}</small>
          ))}
        {state === 'running' && total > 20 && (
          <Progress size={3} value={(100 * looked) / total} aria-label={words} transitionDuration={120} />
        )}
      </span>
      {canUndo && (state === 'done' || state === 'interrupted') && (
        <Button size="compact-sm" variant="subtle" className={classes.undo} onClick={onUndo}>
          {t('bulk.undo')}
        </Button>
      )}
    </div>
  );
}
