/** The frame of the settings: their list at the left, one page at the right; where there is no room beside, the list opens above the page. */
import { IconChevronDown } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettingsWords } from '../../i18n/settings-words.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { PageFrame } from './PageFrame.tsx';
import { usePermissions } from './permissions.ts';
import { SettingsSearch } from './SettingsSearch.tsx';
import classes from './settings.module.css';
import { listEntries, settingsGroups } from './settings-nav.ts';

const readIsKnown = (state: DeskState) => state.me !== null;

export function SettingsPage() {
  const { t } = useTranslation();
  const permissions = usePermissions();
  const isKnown = useDeskState(readIsKnown);
  const groups = listEntries(permissions);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const areWordsThere = useSettingsWords();
  const place = settingsGroups
    .flatMap(({ entries }) => entries)
    .find(({ to, exact }) => path === to || (!exact && path.startsWith(`${to}/`)));
  // Somebody may come by an address that another role has sent them.
  const isClosed = isKnown && place != null && place.needs !== null && !permissions.includes(place.needs);
  const here = isClosed ? undefined : place;

  // A new page begins at its top, and has been chosen.
  useEffect(() => {
    if (!path) return;
    main.current?.scrollTo({ top: 0 });
    setOpen(false);
  }, [path]);

  if (!areWordsThere) return <div className={classes.page} aria-busy="true" />;
  return (
    <div className={classes.page}>
      <nav className={classes.nav} aria-label={t('settings.title')}>
        <h1>{t('settings.title')}</h1>
        <button
          type="button"
          className={classes.here}
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => setOpen(!isOpen)}
        >
          {here && <here.icon size={16} stroke={1.75} aria-hidden />}
          <span>{t(here?.label ?? 'settings.title')}</span>
          <IconChevronDown size={16} stroke={1.75} aria-hidden />
        </button>
        <div className={classes.list} id={listId} data-open={isOpen}>
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
        </div>
      </nav>
      <main className={classes.main} id="conversation" ref={main}>
        {isClosed ? (
          <PageFrame title={t(place.label)}>
            <p>{t('settings.notForYou')}</p>
          </PageFrame>
        ) : (
          <Outlet />
        )}
      </main>
    </div>
  );
}
