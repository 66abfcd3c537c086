/** The frame of the settings: their list at the left, one page at the right. */
import { IconClock, IconUserCircle, IconUsers, IconWorld } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../http/session.ts';
import classes from './settings.module.css';

export function SettingsPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const isAdmin = me?.role === 'admin';
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
  return (
    <div className={classes.page}>
      <nav className={classes.nav} aria-label={t('settings.title')}>
        <h1>{t('settings.title')}</h1>
        <h2>{t('settings.groups.you')}</h2>
        <Link to="/console/settings" activeOptions={{ exact: true }}>
          <IconUserCircle {...icon} /> {t('settings.account')}
        </Link>
        {isAdmin && (
          <>
            <h2>{t('settings.groups.channels')}</h2>
            <Link to="/console/settings/websites">
              <IconWorld {...icon} /> {t('settings.websites')}
            </Link>
            <h2>{t('settings.groups.people')}</h2>
            <Link to="/console/settings/people">
              <IconUsers {...icon} /> {t('settings.people')}
            </Link>
            <h2>{t('settings.groups.hours')}</h2>
            <Link to="/console/settings/hours">
              <IconClock {...icon} /> {t('settings.calendars')}
            </Link>
          </>
        )}
      </nav>
      <main className={classes.main} id="conversation">
        <Outlet />
      </main>
    </div>
  );
}
