/** Lets those in who are signed in; everybody else sees sign-in at the same address, and goes on there afterwards. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignIn } from '../features/auth/SignIn.tsx';
import { meKey, useMe } from '../http/session.ts';
import { DeskProvider } from './DeskProvider.tsx';
import classes from './gate.module.css';

export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [notice, setNotice] = useState<string | null>(null);

  const handleEnded = useCallback(
    (isChosen: boolean) => {
      setNotice(isChosen ? null : t('auth.ended'));
      client.clear();
      client.setQueryData(meKey, null);
    },
    [client, t],
  );

  if (me.isPending) return <div aria-busy="true" />;
  if (me.isError) {
    return (
      <main className={classes.center}>
        <h1>{t('auth.unreachable')}</h1>
        <Button onClick={() => void me.refetch()}>{t('common.retry')}</Button>
      </main>
    );
  }
  if (!me.data) return <SignIn notice={notice} />;
  return (
    <DeskProvider key={me.data.id} userId={me.data.id} onEnded={handleEnded}>
      {children}
    </DeskProvider>
  );
}
