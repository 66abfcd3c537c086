/** The two pages that a one-time link opens: the first account of a server, and a new password. */
import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireError } from '../../../../shared/errors.ts';
import { callApi, toWireError } from '../../http/api.ts';
import { meKey } from '../../http/session.ts';
import { AuthFrame } from './AuthFrame.tsx';
import classes from './auth.module.css';
import { NewPassword, passwordLength } from './NewPassword.tsx';
import { Problem } from './Problem.tsx';

export function LinkForm({ purpose, token, onDone }: { purpose: 'setup' | 'reset'; token: string; onDone(): void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isDead =
    token === '' || (error !== null && ['not_found', 'unauthenticated', 'forbidden', 'conflict'].includes(error.code));

  async function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const person = { name: String(form.get('name')).trim(), email: String(form.get('email')).trim() };
    setBusy(true);
    setError(null);
    try {
      await callApi(
        'POST',
        `/api/${purpose}`,
        purpose === 'setup'
          ? { token, password, language: i18n.language === 'zh' ? 'zh' : 'en', ...person }
          : { token, password },
      );
      await client.resetQueries({ queryKey: meKey });
      onDone();
    } catch (fault) {
      setError(toWireError(fault));
      setBusy(false);
    }
  }

  return (
    <AuthFrame
      title={t(purpose === 'setup' ? 'auth.setupTitle' : 'auth.resetTitle')}
      lead={t(purpose === 'setup' ? 'auth.setupLead' : 'auth.resetLead')}
    >
      {isDead ? (
        <div className={classes.fields}>
          <Problem text={t('auth.linkDead')} />
          <Button variant="default" h={42} onClick={onDone}>
            {t('auth.toSignIn')}
          </Button>
        </div>
      ) : (
        <form className={classes.fields} onSubmit={handleSubmit}>
          {error && <Problem text={t(`error.${error.code}`)} />}
          {purpose === 'setup' && (
            <>
              <TextInput
                name="name"
                label={t('auth.name')}
                autoComplete="name"
                required
                withAsterisk={false}
                autoFocus
              />
              <TextInput
                name="email"
                type="email"
                label={t('auth.email')}
                autoComplete="username"
                required
                withAsterisk={false}
              />
            </>
          )}
          <NewPassword value={password} onChange={setPassword} />
          <Button type="submit" h={42} fz={14} loading={isBusy} disabled={[...password].length < passwordLength}>
            {t(purpose === 'setup' ? 'auth.setupSubmit' : 'auth.resetSubmit')}
          </Button>
        </form>
      )}
    </AuthFrame>
  );
}
