/** Lets those in who are signed in; everybody else sees sign-in at the same address, and goes on there afterwards. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeepPreferences } from '../features/auth/KeepPreferences.tsx';
import { meKey, meQuery, useMe } from '../http/session.ts';
import { createDeskCache } from '../sync/desk-cache.ts';
import { DeskProvider } from './DeskProvider.tsx';
import classes from './gate.module.css';
import { readRemembered, remember } from './remembered.ts';

// Those who are signed in need none of it.
const SignIn = lazy(async () => ({ default: (await import('../features/auth/SignIn.tsx')).SignIn }));
const TwoFactorRequired = lazy(async () => ({
  default: (await import('../features/auth/TwoFactorRequired.tsx')).TwoFactorRequired,
}));

export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [notice, setNotice] = useState<string | null>(null);

  const handleEnded = useCallback(
    (isChosen: boolean) => {
      setNotice(isChosen ? null : t('auth.ended'));
      // What is watched stays: a query that is taken away under its watcher tells nobody of its successor.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== meKey[0] });
      // A session may live on with less than before, so the server is asked; while it cannot be, nobody is signed in.
      if (isChosen) client.setQueryData(meKey, null);
      else void client.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => client.setQueryData(meKey, null));
    },
    [client, t],
  );

  const [remembered, setRemembered] = useState(() => readRemembered(localStorage));
  useEffect(() => {
    if (me.data === undefined) return;
    const id = me.data?.id ?? null;
    remember(localStorage, id);
    setRemembered(id);
    // What was kept of somebody whose session is over is nobody's to see.
    if (id === null) void createDeskCache(indexedDB).clear();
  }, [me.data]);

  if (me.data?.needsTwoFactor) {
    return (
      <Suspense fallback={null}>
        <TwoFactorRequired />
      </Suspense>
    );
  }
  const userId = me.data === undefined ? remembered : (me.data?.id ?? null);
  if (userId !== null) {
    return (
      <DeskProvider key={userId} userId={userId} onEnded={handleEnded}>
        {me.data && <KeepPreferences key={userId} preferences={me.data.preferences} />}
        {children}
      </DeskProvider>
    );
  }
  if (me.isPending) return <div aria-busy="true" />;
  if (me.isError) {
    return (
      <main className={classes.center}>
        <h1>{t('auth.unreachable')}</h1>
        <Button onClick={() => void me.refetch()}>{t('common.retry')}</Button>
      </main>
    );
  }
  return (
    <Suspense fallback={null}>
      <SignIn notice={notice} />
    </Suspense>
  );
}
