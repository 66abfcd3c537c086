/** The first stops of the keyboard: past the rail to what somebody came for. */
import { useTranslation } from 'react-i18next';
import classes from './shell.module.css';

export function SkipLinks({ isInbox }: { isInbox: boolean }) {
  const { t } = useTranslation();
  if (!isInbox) return <Skip to="content">{t('rail.skipPage')}</Skip>;
  return (
    <>
      <Skip to="list">{t('rail.skipList')}</Skip>
      <Skip to="conversation">{t('app.skip')}</Skip>
    </>
  );
}

function Skip({ to, children }: { to: string; children: string }) {
  return (
    <a
      className={classes.skip}
      href={`#${to}`}
      onClick={(event) => {
        const target = document.getElementById(to);
        if (!target) return;
        // Without the address changing, which the router would take for a new page.
        event.preventDefault();
        if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
        target.focus();
      }}
    >
      {children}
    </a>
  );
}
