/** Sign-in with email and password; says what went wrong and what to do next. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '../../../../shared/api.ts';
import type { SecondStepNeeded } from '../../../../shared/api-accounts.ts';
import type { WireError } from '../../../../shared/errors.ts';
import { callApi, toWireError } from '../../http/api.ts';
import { meKey } from '../../http/session.ts';
import { useTimes } from '../../i18n/times.ts';
import { AuthFrame } from './AuthFrame.tsx';
import classes from './auth.module.css';
import { Problem } from './Problem.tsx';
import { SecondStep } from './SecondStep.tsx';

export function SignIn({ notice }: { notice: string | null }) {
  const { t } = useTranslation();
  const times = useTimes();
  const client = useQueryClient();
  const [error, setError] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isHelpShown, setHelpShown] = useState(false);
  const [pending, setPending] = useState<SecondStepNeeded['secondStep'] | null>(null);
  const [why, setWhy] = useState<string | null>(null);

  async function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      const answer = await callApi<Me | SecondStepNeeded>('POST', '/api/session', {
        email: String(form.get('email')).trim(),
        password: String(form.get('password')),
      });
      if ('secondStep' in answer) {
        setBusy(false);
        setPending(answer.secondStep);
      } else {
        await client.invalidateQueries({ queryKey: meKey });
      }
    } catch (fault) {
      setError(toWireError(fault));
      setBusy(false);
    }
  }

  if (pending !== null) {
    return (
      <SecondStep
        pending={pending}
        onSignedIn={() => client.invalidateQueries({ queryKey: meKey })}
        onStartOver={(reason) => {
          setWhy(reason);
          setPending(null);
        }}
      />
    );
  }
  return (
    <AuthFrame title={t('auth.title')} lead={t('auth.place', { host: location.host })}>
      <form className={classes.fields} onSubmit={handleSubmit} noValidate>
        {(why ?? notice) && !error && <p className={classes.notice}>{why ?? notice}</p>}
        {error && <Problem text={explain(error)} />}
        <TextInput
          name="email"
          type="email"
          label={t('auth.email')}
          autoComplete="username"
          autoFocus
          aria-invalid={error !== null}
        />
        <div>
          <div className={classes.passwordHead}>
            <label htmlFor="password">{t('auth.password')}</label>
            <button type="button" className={classes.link} onClick={() => setHelpShown(true)}>
              {t('auth.forgot')}
            </button>
          </div>
          <PasswordInput id="password" name="password" autoComplete="current-password" aria-invalid={error !== null} />
        </div>
        {isHelpShown && <p className={classes.notice}>{t('auth.forgotHelp')}</p>}
        <Button type="submit" h={42} fz={14} loading={isBusy} fullWidth>
          {t('auth.submit')}
        </Button>
        <p className={classes.quiet}>{t('auth.noAccount')}</p>
      </form>
    </AuthFrame>
  );

  function explain(wire: WireError): string {
    switch (wire.code) {
      case 'unauthenticated':
      case 'invalid':
      case 'forbidden':
        return t('auth.wrong');
      case 'locked_out':
      case 'rate_limited':
        return t('auth.locked', { time: times.span((wire.retryAfter ?? 60) * 1000) });
      case 'not_ready':
        return t('auth.unreachable');
      default:
        return t(`error.${wire.code}`);
    }
  }
}
