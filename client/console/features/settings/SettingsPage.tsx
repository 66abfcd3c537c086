/** The frame of the settings: their list at the left, one page at the right. */
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettingsWords } from '../../i18n/settings-words.ts';
import { usePermissions } from './permissions.ts';
import { SettingsSearch } from './SettingsSearch.tsx';
import classes from './settings.module.css';
import { listEntries } from './settings-nav.ts';

export function SettingsPage() {
  const { t } = useTranslation();
  const permissions = usePermissions();
  const groups = listEntries(permissions);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const nav = useRef<HTMLElement>(null);
  const main = useRef<HTMLElement>(null);
  const [text, setText] = useState('');
  const areWordsThere = useSettingsWords();

  // On a phone the list is a row that scrolls: the page one is on must be in sight, once it is known which ones there are.
  useEffect(() => {
    if (!path || permissions.length === 0) return;
    nav.current?.querySelector('a[data-status=active]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path, permissions]);
  // A new page begins at its top.
  useEffect(() => {
    if (path) main.current?.scrollTo({ top: 0 });
  }, [path]);

  if (!areWordsThere) return <div className={classes.page} aria-busy="true" />;
  return (
    <div className={classes.page}>
      <nav className={classes.nav} aria-label={t('settings.title')} ref={nav}>
        <h1>{t('settings.title')}</h1>
        <SettingsSearch text={text} onText={setText} main={main} />
        {(text.trim() === '' ? groups : []).map(({ label, entries }) => (
          <section key={label}>
            <h2>{t(label)}</h2>
            {entries.map(({ to, label: name, icon: Icon, exact }) => (
              <Link key={to} to={to} activeOptions={{ exact: exact ?? false }}>
                <Icon size={16} stroke={1.75} aria-hidden /> {t(name)}
              </Link>
            ))}
          </section>
        ))}
      </nav>
      <main className={classes.main} id="conversation" ref={main}>
        <Outlet />
      </main>
    </div>
  );
}
