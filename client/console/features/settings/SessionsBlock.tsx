/** The browsers that are signed in as oneself, and a way to end those that should not be. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { SessionSummary } from '../../../../shared/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { useRevokeOthers, useRevokeSession, useSessions } from './account-queries.ts';
import { describeBrowser } from './describe-browser.ts';
import { Block, Loaded } from './PageFrame.tsx';
import classes from './settings.module.css';

export function SessionsBlock() {
  const { t } = useTranslation();
  const sessions = useSessions();
  const revokeOthers = useRevokeOthers();

  function handleRevokeOthers() {
    revokeOthers.mutate(undefined, {
      onSuccess: ({ ended }) => notifications.show({ message: t('profile.othersEnded', { count: ended }) }),
      onError: () => notifications.show({ message: t('account.revokeFailed') }),
    });
  }

  return (
    <Block title={t('account.sessions')} hint={t('account.sessionsHint')}>
      <Loaded query={sessions}>
        {(list) => (
          <>
            <ul>
              {list.map((session) => (
                <SessionLine key={session.id} session={session} />
              ))}
            </ul>
            {list.length > 2 && (
              <div>
                <Button variant="default" size="xs" loading={revokeOthers.isPending} onClick={handleRevokeOthers}>
                  {t('profile.endOthers')}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Block>
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
