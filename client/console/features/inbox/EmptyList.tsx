/** An empty list says what will stand here; while loading it shows pale rows, but only after a moment. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListView } from '../../../../shared/events.ts';
import { cx } from '../../../ui/cx.ts';
import classes from './inbox.module.css';

const rows = ['a', 'b', 'c', 'd'];

export interface EmptyListProps {
  view: ListView;
  isLoading: boolean;
  /** the next thing to do, where the guide beside the list has no room; null when it is done */
  onReady: (() => void) | null;
}

export function EmptyList({ view, isLoading, onReady }: EmptyListProps) {
  const { t } = useTranslation();
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
      {!isLoading && (
        <>
          <h2>{t(`inbox.empty.${view}`)}</h2>
          <p>{t(`inbox.empty.${view}Hint`)}</p>
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
