/** What stands where a page fails or does not exist. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './gate.module.css';

export function Fault() {
  const { t } = useTranslation();
  return (
    <main className={classes.center}>
      <h1>{t('error.crashTitle')}</h1>
      <p>{t('error.crashHint')}</p>
      <Button onClick={() => location.reload()}>{t('error.reload')}</Button>
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className={classes.center}>
      <h1>{t('error.notFoundTitle')}</h1>
      <p>{t('error.notFoundHint')}</p>
      <Link to="/console/$view" params={{ view: 'mine' }}>
        {t('error.toInbox')}
      </Link>
    </main>
  );
}
