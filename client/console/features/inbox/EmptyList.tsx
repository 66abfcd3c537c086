/** An empty list says what will stand here; while loading it shows pale rows, but only after a moment. */
import { useTranslation } from 'react-i18next';
import type { ListView } from '../../../../shared/events.ts';
import { cx } from '../../../ui/cx.ts';
import classes from './inbox.module.css';

const rows = ['a', 'b', 'c', 'd'];

export function EmptyList({ view, isLoading }: { view: ListView; isLoading: boolean }) {
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
        </>
      )}
    </div>
  );
}
