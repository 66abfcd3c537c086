/** The final shapes of a thread in pale, and only when loading takes longer than a moment. */
import { useTranslation } from 'react-i18next';
import classes from './inbox-page.module.css';

export function ThreadSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.skeleton} aria-busy="true">
      <span className="visually-hidden">{t('common.loading')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
