/** The agent's own page: preferences, and the browsers that are signed in as them. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { SessionSummary } from '../../../../shared/api.ts';
import { AttentionSettings } from '../../app/AttentionSettings.tsx';
import { LanguageMenu } from '../../app/LanguageMenu.tsx';
import { SchemeMenu } from '../../app/SchemeMenu.tsx';
import { useMe } from '../../http/session.ts';
import { nameRole } from '../../i18n/role-name.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { describeBrowser } from './describe-browser.ts';
import { Block, Loaded, PageFrame } from './PageFrame.tsx';
import { useRevokeSession, useSessions } from './queries.ts';
import classes from './settings.module.css';

export function AccountPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const sessions = useSessions();
  return (
    <PageFrame title={t('settings.account')}>
      <Block title={t('account.profile')}>
        {me && (
          <p>
            <strong>{me.name}</strong> · {me.email} · {nameRole(t, me.role, me.roleName)}
          </p>
        )}
      </Block>
      <Block title={t('account.preferences')}>
        <div className={classes.row}>
          <LanguageMenu />
          <SchemeMenu />
        </div>
        <AttentionSettings />
      </Block>
      <Block title={t('account.sessions')} hint={t('account.sessionsHint')}>
        <Loaded query={sessions}>
          {(list) => (
            <ul>
              {list.map((session) => (
                <SessionLine key={session.id} session={session} />
              ))}
            </ul>
          )}
        </Loaded>
      </Block>
    </PageFrame>
  );
}

function SessionLine({ session }: { session: SessionSummary }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const revoke = useRevokeSession();
  const browser = describeBrowser(session.userAgent);

  function handleRevoke() {
    revoke.mutate(session.id, {
      onSuccess: () => notifications.show({ message: t('account.revoked') }),
      onError: () => notifications.show({ message: t('account.revokeFailed') }),
    });
  }

  return (
    <li className={classes.line}>
      <span>
        {browser ? t('account.on', browser) : t('account.unknownBrowser')}{' '}
        {session.current && <span className={classes.badge}>{t('account.current')}</span>}
        <small>
          {session.address} · {t('account.signedIn', { time: times.when(session.createdAt, now) })} ·{' '}
          {t('account.lastSeen', { time: times.when(session.lastSeenAt, now) })}
        </small>
      </span>
      {!session.current && (
        <Button variant="default" size="xs" loading={revoke.isPending} onClick={handleRevoke}>
          {t('account.revoke')}
        </Button>
      )}
    </li>
  );
}
