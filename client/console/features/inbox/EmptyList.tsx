/** An empty list says what will stand here; while loading it shows pale rows, but only after a moment. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { queueOf, type ViewKey } from '../../sync/views.ts';
import classes from './inbox.module.css';

const rows = ['a', 'b', 'c', 'd'];

export interface EmptyListProps {
  view: ViewKey;
  isLoading: boolean;
  /** takes the filters away that leave nothing; null without any */
  onClear: (() => void) | null;
  /** the next thing to do, where the guide beside the list has no room; null when it is done */
  onReady: (() => void) | null;
}

export function EmptyList({ view, isLoading, onClear, onReady }: EmptyListProps) {
  const { t } = useTranslation();
  const what = queueOf(view) !== null ? 'queue' : (view as 'mine' | 'waiting' | 'all' | 'snoozed');
  return (
    <div className={classes.empty} aria-busy={isLoading}>
      <div className={cx(classes.ghosts, isLoading && classes.late)} aria-hidden="true">
        {rows.map((row) => (
          <div key={row} className={classes.ghost}>
            <i />
            <span>
              <b />
              <b />
            </span>
          </div>
        ))}
      </div>
      {!isLoading && onClear && (
        <>
          <h2>{t('list.nothingPasses')}</h2>
          <Button className={classes.clear} variant="default" onClick={onClear}>
            {t('list.clearFilters')}
          </Button>
        </>
      )}
      {!isLoading && !onClear && (
        <>
          <h2>{t(`inbox.empty.${what}`)}</h2>
          <p>{t(`inbox.empty.${what}Hint`)}</p>
          {onReady && (
            <Button className={classes.ready} onClick={onReady}>
              {t('presence.goReady')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
