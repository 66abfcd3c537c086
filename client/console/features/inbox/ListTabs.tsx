/** Mine, Waiting, All, each with its count. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListView } from '../../../../shared/events.ts';
import { cx } from '../../../ui/cx.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import classes from './inbox.module.css';

const readLists = (state: DeskState) => state.lists;

export function ListTabs({ view }: { view: ListView }) {
  const { t } = useTranslation();
  const lists = useDeskState(readLists);
  return (
    <nav className={classes.tabs} aria-label={t('inbox.title')}>
      {(['mine', 'waiting', 'all'] as const).map((each) => (
        <Link
          key={each}
          to="/console/$view"
          params={{ view: each }}
          className={cx(classes.tab, each === view && classes.activeTab)}
          aria-current={each === view ? 'page' : undefined}
        >
          {t(`inbox.views.${each}`)} <span className={classes.tabCount}>{lists[each].count}</span>
        </Link>
      ))}
    </nav>
  );
}
